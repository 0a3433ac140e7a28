package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"attache/briefings"
)

// A said is what Discord answered in place of doing what it was asked.
type said struct {
	status int
	code   int    // Discord's own; 0 is none
	text   string // its words for the code
	at     string // what of the form is wrong, as a path; empty is nothing in particular
}

// Error returns the status and Discord's words. There is no address in them.
func (s *said) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "status %d", s.status)
	if s.code != 0 {
		fmt.Fprintf(&b, " code %d", s.code)
	}
	if s.text != "" {
		fmt.Fprintf(&b, " (%s)", s.text)
	}
	if s.at != "" {
		fmt.Fprintf(&b, " at %s", s.at)
	}
	return b.String()
}

// saidOf reads an answer that is no good. What is no JSON is a page of somebody
// who answers in Discord's place, and nothing of it is kept.
func saidOf(status int, body []byte) *said {
	var answer struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Errors  any    `json:"errors"`
	}
	s := &said{status: status}
	if json.Unmarshal(body, &answer) != nil {
		return s
	}
	s.code, s.at = answer.Code, faulty(answer.Errors, 0)
	if !strings.ContainsAny(answer.Message, "<>/\n") {
		s.text = briefings.Shorten(answer.Message, 100)
	}
	return s
}

var fieldForm = regexp.MustCompile(`^[A-Za-z0-9_]{1,40}$`)

// faulty returns the path and the code of the first fault that Discord found in
// a form. What stands there is not repeated.
func faulty(errs any, depth int) string {
	tree, ok := errs.(map[string]any)
	if !ok || depth > 12 {
		return ""
	}
	if list, ok := tree["_errors"].([]any); ok && len(list) > 0 {
		first, _ := list[0].(map[string]any)
		code, _ := first["code"].(string)
		if fieldForm.MatchString(code) {
			return code
		}
		return "_errors"
	}
	var names []string
	for name := range tree {
		if fieldForm.MatchString(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if rest := faulty(tree[name], depth+1); rest != "" {
			return name + "." + rest
		}
	}
	return ""
}

// A tooMany is the answer that a call was one too many. It had no effect.
type tooMany struct {
	after time.Duration // nothing before
}

// Error says so.
func (e *tooMany) Error() string { return fmt.Sprintf("one call too many; the next after %s", e.after) }

// How long is waited when an answer of 429 does not say: the API, and what
// stands in front of it.
const (
	leastPause = 100 * time.Millisecond
	pauseUnset = time.Second
	banPause   = time.Minute
)

// tooMany adds to the verdict what the body of a 429 says.
func (v *verdict) tooMany(body []byte) *tooMany {
	var answer struct {
		After  *float64 `json:"retry_after"`
		Global bool     `json:"global"`
	}
	switch err := json.Unmarshal(body, &answer); {
	case err != nil:
		v.everything = true
		if v.after == 0 {
			v.after = banPause
		}
	case answer.After != nil && *answer.After >= 0:
		v.after = max(v.after, time.Duration(min(*answer.After, longestWait.Seconds())*float64(time.Second)))
	case v.after == 0:
		v.after = pauseUnset
	}
	v.global = v.global || answer.Global
	v.after = max(v.after, leastPause)
	return &tooMany{v.after}
}

// codeNoMessage is Discord's code for a message that is not there.
const codeNoMessage = 10008

// codeOf returns Discord's code for what went wrong, or 0.
func codeOf(err error) int {
	var told *said
	if errors.As(err, &told) {
		return told.code
	}
	return 0
}

// tooRich reports whether Discord refused what was to be shown for its form or
// its size, so that a plainer one may pass. Nothing has been shown then, unless
// the status is 500: Discord answers so where components are too many bytes, and
// also when it fails.
func tooRich(err error) bool {
	var told *said
	if !errors.As(err, &told) {
		return false
	}
	switch told.code {
	case 50035, 50006, 50004, 40005, 50008: // the form; nothing in it; no embeds; too large; not here
		return true
	}
	return told.status == http.StatusInternalServerError || told.status == http.StatusRequestEntityTooLarge ||
		told.status == http.StatusBadRequest && told.code == 0
}

// answered reports whether an interaction has had its first response already.
func answered(err error) bool { return codeOf(err) == 40060 }

// expired reports whether an interaction can no longer be answered. Nothing has
// been shown then.
func expired(err error) bool {
	var told *said
	if !errors.As(err, &told) {
		return false
	}
	switch told.code {
	case 10062, 50027, 10015: // the interaction; its token; its webhook
		return true
	}
	return false
}

// barred reports whether the bot may not show anything in a channel, or not
// without somebody changing something there. Nothing has been shown then.
func barred(err error) bool {
	var told *said
	if !errors.As(err, &told) {
		return false
	}
	switch told.code {
	case 10003, 10004, // the channel or the server is gone
		50001, 50013, // no access; no permission
		50083, 160005, // an archived or a locked thread
		50278, 40007, 50007, 50009: // no server in common; banned; no messages taken; not verified
		return true
	}
	return told.status == http.StatusForbidden
}
