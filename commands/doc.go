// Package commands is what people can ask and what is answered: one table of
// verbs, a router that finds the row and checks the role, and one file for each
// family of verbs.
//
// It knows no platform. A request comes in as plain text with its options, a
// reply goes out as plain parts, and a button is a piece of text that could
// have been typed. Nothing here reads the clock, opens a file or a connection,
// or keeps anything outside the store.
package commands
