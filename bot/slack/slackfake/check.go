package slackfake

// A Problem is one rule that a payload breaks.
type Problem struct {
	Path string // where, such as "blocks[2].accessory.options"
	Rule string // one sentence
	Code string // the error Slack answers, such as "invalid_blocks"
}

// String returns the problem as one line.
func (p Problem) String() string { return p.Path + ": " + p.Rule }

// Check judges a message: any value that encodes to the JSON of one, or its
// JSON as bytes or string. It returns every problem, none for a valid message.
func Check(message any) []Problem { return nil }

// CheckView judges a modal or an App Home in the same way.
func CheckView(view any) []Problem { return nil }

// CheckOptions judges the answer to a type-ahead select.
func CheckOptions(answer any) []Problem { return nil }

// FindActive returns the control sequences of any payload.
func FindActive(payload any) []Active { return nil }
