package discord

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// skew is how far Discord's clock and this one may be apart. An older request
// may be one that somebody has recorded.
const skew = 5 * time.Minute

// The headers that Discord signs with.
const (
	signatureHeader = "X-Signature-Ed25519"
	stampHeader     = "X-Signature-Timestamp"
)

var errForged = errors.New("not signed by Discord")

// verify returns nil for a request that Discord has signed lately. The signature
// covers the time and the raw body, nothing else: whatever else a request says
// must not be believed. Discord tries now and then whether a wrong signature
// is taken.
func verify(key ed25519.PublicKey, header http.Header, body []byte, now time.Time) error {
	stamps, signatures := header.Values(stampHeader), header.Values(signatureHeader)
	if len(key) != ed25519.PublicKeySize || len(stamps) != 1 || len(signatures) != 1 {
		return errForged
	}
	seconds, err := strconv.ParseInt(stamps[0], 10, 64)
	if err != nil {
		return errForged
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > skew || age < -skew {
		return errForged
	}
	signature, err := hex.DecodeString(signatures[0])
	if err != nil || len(signature) != ed25519.SignatureSize {
		return errForged
	}
	if !ed25519.Verify(key, append([]byte(stamps[0]), body...), signature) {
		return errForged
	}
	return nil
}
