package discordfake

// Close codes of the gateway.
const (
	closeUnknown     = 4000
	closeUnknownOp   = 4001
	closeDecode      = 4002
	closeStranger    = 4003 // not authenticated
	closeToken       = 4004
	closeTwice       = 4005 // already authenticated
	closeSequence    = 4007
	closeRate        = 4008
	closeTimeout     = 4009
	closeShard       = 4010
	closeSharding    = 4011 // sharding required
	closeVersion     = 4012
	closeIntents     = 4013
	closeUnpermitted = 4014 // disallowed intents
)

// closeWords returns the reason Discord gives with a code.
func closeWords(code int) string {
	switch code {
	case closeUnknown:
		return "Unknown error."
	case closeUnknownOp:
		return "Unknown opcode."
	case closeDecode:
		return "Error while decoding payload."
	case closeStranger:
		return "Not authenticated."
	case closeToken:
		return "Authentication failed."
	case closeTwice:
		return "Already authenticated."
	case closeSequence:
		return "Invalid seq."
	case closeRate:
		return "You are being rate limited."
	case closeTimeout:
		return "Session timed out."
	case closeShard:
		return "Invalid shard."
	case closeSharding:
		return "Sharding required."
	case closeVersion:
		return "Invalid API version."
	case closeIntents:
		return "Invalid intent(s)."
	case closeUnpermitted:
		return "Disallowed intent(s)."
	}
	return ""
}

// fatal reports whether a session cannot be resumed after a code.
func fatal(code int) bool {
	switch code {
	case closeToken, closeSequence, closeTimeout, closeShard, closeSharding, closeVersion, closeIntents, closeUnpermitted:
		return true
	}
	return false
}
