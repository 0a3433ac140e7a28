package discord

import (
	"strconv"
	"strings"
)

// What a component does, as the first part of its custom_id.
const (
	kindRun     = "run"     // its text is run as if it had been typed
	kindPage    = "page"    // the invocation in its text is answered again and page n shown
	kindShare   = "share"   // the invocation in its text is answered again, for the channel to see
	kindProblem = "problem" // the reader reports a problem with the answer to the invocation in its text
	kindOpen    = "open"    // step n of the form in its text is opened; see formText
	kindForm    = "form"    // the modal of step n of the form in its text
	kindSelect  = "select"  // the value that is chosen is a custom_id itself
	kindSure    = "sure"    // its text is run once they say that they are sure; see sureText
)

// A pressed is what a custom_id says. Either Text stands in it or Key, under
// which the text is kept.
type pressed struct {
	Kind string
	N    int
	Text string
	Key  string
}

// The marks between the number and the text or the key of a custom_id.
const (
	textMark = ":"
	keyMark  = "!"
)

// customID returns the custom_id of a component. The number sets it apart in its
// message; of a page's button it is the page. It is false if the text does not
// fit, or holds what Discord may strip.
func customID(kind string, n int, text string) (string, bool) {
	id := kind + "." + strconv.Itoa(n) + textMark + text
	return id, units(id) <= maxCustomID && text == oneLine(text)
}

// keyID is customID for a text that is kept under a key.
func keyID(kind string, n int, key string) string {
	return kind + "." + strconv.Itoa(n) + keyMark + key
}

// parseCustomID reads a custom_id, or returns false when it is none of ours. A
// client may send anything, so that nothing of it is to be trusted.
func parseCustomID(id string) (pressed, bool) {
	at := strings.IndexAny(id, textMark+keyMark)
	if at < 0 || units(id) > maxCustomID {
		return pressed{}, false
	}
	kind, number, _ := strings.Cut(id[:at], ".")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || strconv.Itoa(n) != number {
		return pressed{}, false
	}
	p := pressed{Kind: kind, N: n}
	if rest := id[at+1:]; id[at:at+1] == textMark {
		p.Text = rest
	} else if p.Key = rest; rest == "" || len(rest) > maxKey {
		return pressed{}, false
	}
	switch kind {
	case kindRun, kindPage, kindShare, kindProblem, kindOpen, kindForm, kindSelect, kindSure:
		return p, true
	}
	return pressed{}, false
}

// keeper makes custom_ids. A text that does not fit is kept, once a message.
type keeper struct {
	keep func(text string) string // nil keeps nothing
	keys map[string]string
}

func newKeeper(keep func(string) string) *keeper {
	return &keeper{keep: keep, keys: map[string]string{}}
}

// id returns the custom_id of a component with the text, or false if it can
// neither hold the text nor have it kept.
func (k *keeper) id(kind string, n int, text string) (string, bool) {
	if id, ok := customID(kind, n, text); ok {
		return id, true
	}
	if k.keep == nil {
		return "", false
	}
	key, known := k.keys[text]
	if !known {
		key = k.keep(text)
		k.keys[text] = key
	}
	return keyID(kind, n, key), key != "" && len(key) <= maxKey
}
