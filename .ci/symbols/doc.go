// Command symbols prints the exported symbols of a package, one a line and sorted,
// without comments: constants, functions, types with their fields, methods. With
// -count it prints the number of symbols, in which fields are not counted.
//
//	go run ./.ci/symbols [-count] FOLDER
package main
