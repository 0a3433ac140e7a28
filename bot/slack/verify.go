package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"time"

	"attache/bot/intake"
)

// skew is how far Slack's clock and this one may be apart. An older request
// may be one that somebody has recorded.
const skew = 5 * time.Minute

var errForged = errors.New("not signed by Slack")

// verify returns nil for a request that Slack has signed lately. The signature
// covers the time and the raw body, nothing else: whatever else a request says
// must not be believed.
func verify(secret intake.Secret, header http.Header, body []byte, now time.Time) error {
	stamps, signatures := header.Values("X-Slack-Request-Timestamp"), header.Values("X-Slack-Signature")
	if secret == "" || len(stamps) != 1 || len(signatures) != 1 {
		return errForged
	}
	seconds, err := strconv.ParseInt(stamps[0], 10, 64)
	if err != nil {
		return errForged
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > skew || age < -skew {
		return errForged
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamps[0] + ":"))
	mac.Write(body)
	if !hmac.Equal([]byte("v0="+hex.EncodeToString(mac.Sum(nil))), []byte(signatures[0])) {
		return errForged
	}
	return nil
}
