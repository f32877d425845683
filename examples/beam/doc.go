// Command beam selects from a million applications with the Go SDK of Apache Beam,
// and in a plain loop over the same people for comparison:
//
//	go run . -applicants 1000000
//	go run . -runner direct
//	go run . -runner dataflow -project ... # and the flags of that runner
//
// Two runners work inside the process: "prism", which is the default, and "direct". The
// prism runner combines part by part, as clusters do, in some 20 MB. The direct runner
// gathers all applications before it combines, in 2.4 GB for a million.
//
// The pipeline is the same on a cluster: [admission.Top] is the accumulator of a combine.
// An accumulator keeps only the best people of one part of the applications. It is sent
// to other workers as a list of these people. Accumulators can be merged in any order.
package main
