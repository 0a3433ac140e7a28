package kv

import (
	"encoding/binary"
	"hash/crc32"
)

// sealSize is the length of the checksum in front of a sealed value.
const sealSize = 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Seal returns value in an envelope: a CRC-32C of key and value, then the
// value. Engines store envelopes, so that a flipped bit, or a value that stands
// under another's key, is noticed when it is read.
func Seal(key string, value []byte) []byte {
	sealed := make([]byte, sealSize, sealSize+len(value))
	binary.BigEndian.PutUint32(sealed, checksum(key, value))
	return append(sealed, value...)
}

// Unseal returns the value in an envelope that [Seal] made for the key, or a
// [*CorruptError]. The value shares the memory of sealed.
func Unseal(key string, sealed []byte) ([]byte, error) {
	if len(sealed) < sealSize {
		return nil, &CorruptError{key}
	}
	value := sealed[sealSize:]
	if binary.BigEndian.Uint32(sealed) != checksum(key, value) {
		return nil, &CorruptError{key}
	}
	return value, nil
}

// checksum separates key and value with their length, so that no byte can move
// from one to the other unnoticed.
func checksum(key string, value []byte) uint32 {
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(len(key)))
	sum := crc32.Update(0, castagnoli, length[:])
	sum = crc32.Update(sum, castagnoli, []byte(key))
	return crc32.Update(sum, castagnoli, value)
}
