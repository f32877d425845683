// Package draw shows a draw that nobody can manipulate, from the list of applicants to
// the check by a stranger, with a public beacon, sha256sum and sort. Its test follows
// these steps; draw.sh has the commands.
//
//  1. The organiser gives each applicant an id. Nobody else chooses one, and no
//     seed can be known yet.
//
//  2. After the last review the list is closed (admission.Closed). The draw names a
//     source that nobody controls, such as "drand, default chain, round 4500000", and
//     the instant at which that round appears. The nonce is a secret text, for
//     instance from openssl rand -hex 16.
//
//  3. The organiser publishes the draw and the digests of admission.Selector.Commit,
//     and the sorted digests of admission.Selector.Receipts. Each applicant receives
//     his or her own receipt and application, and checks both:
//
//     draw.sh -receipt SALT < application.json    prints a digest of the published list
//     draw.sh -receipts < digests                 prints the hash that was committed to
//
//  4. The round appears. Its randomness, the SHA-256 of its signature, is the
//     seed (draw.sh -beacon); the signature itself is checked with the beacon's
//     public key and its own tools.
//
//  5. The selection is made with that seed and published. A stranger checks that the
//     digests and the draw are the announced ones and that the seed is the one the
//     source shows, and draws the lots again:
//
//     draw.sh -order < ids     prints the hash that was committed to
//     draw.sh SEED < ids       prints the lots and ids in the order of people who tie
//
// Step 1 prevents applicants from choosing ids that come first. Steps 2 and 4 prevent the
// organiser from trying several seeds. Because of step 3, no application can be dropped
// or changed without a trace.
package draw
