// Command symbols prints what a package exports, a line each and sorted, without
// comments: constants, functions, types with their fields, methods. With -count
// it prints how many there are, without fields.
//
//	go run ./.ci/symbols [-count] FOLDER
package main
