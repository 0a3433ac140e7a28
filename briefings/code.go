package briefings

import "crypto/sha256"

// codeAlphabet has no letters that are taken for digits or for each other.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code returns twelve letters and digits that follow from the data. Their
// beginnings of four and more name things; the first two are a letter and a
// digit, so that a name is never a word or a number.
func Code(data []byte) string {
	sum := sha256.Sum256(data)
	code := make([]byte, 12)
	for i := range code {
		code[i] = codeAlphabet[sum[i]%32]
	}
	code[0], code[1] = codeAlphabet[10+sum[0]%22], codeAlphabet[sum[1]%10]
	return string(code)
}
