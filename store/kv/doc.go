// Package kv is the small ordered key-value contract that the store stands on.
//
// A [DB] keeps text keys in byte order. The one write is a conditional [Batch]:
// it names the revisions it has read, and either all of it happens or none.
// The limits are those of the weakest engine, and hold for every engine.
//
// The package holds the contract, the checksum envelope that engines put round
// values, an engine in memory ([Mem]) and the parts engines share. It does not
// know what is kept, and it opens no files.
package kv
