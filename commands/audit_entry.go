package commands

import (
	"fmt"
	"unicode/utf8"

	"attache/briefings"
	"attache/store"
)

// auditEntry returns the entry that a command leaves: who, when, and what was
// understood or, when it was refused, what was typed and why.
func (c *call) auditEntry(refused *briefings.Error) store.AuditEntry {
	cut := func(text string) string { return briefings.Shorten(briefings.HideSecrets(text), maxRefused) }
	e := store.AuditEntry{At: c.At, By: c.Person.ID, Action: c.Verb, Object: cut(c.Values["of"]), Detail: c.recorded().String()}
	if c.Verb == "" {
		e.Action, e.Detail = "unknown", cut(c.Text)
	}
	if refused != nil {
		e.Detail = refused.Code() + " " + cut(c.Text)
	}
	return e
}

// maxRefused is the most characters that an entry keeps of what was typed.
const maxRefused = 200

// recorded returns the invocation as the audit keeps it. A text of several lines
// is named by its length: what became of it stands in the store.
func (c *call) recorded() Invocation {
	inv := c.Invocation
	for _, o := range c.row.Options {
		if text := inv.Values[o.Name]; o.Long && text != "" {
			inv = inv.with(o.Name, fmt.Sprintf("(%d characters)", utf8.RuneCountInString(text)))
		}
	}
	return inv
}
