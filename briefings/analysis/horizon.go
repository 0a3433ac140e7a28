package analysis

import (
	"regexp"
	"strings"
)

// horizonForm finds the words that say by when something is to be done.
var horizonForm = regexp.MustCompile(`(?i)\b(` +
	`(in|over|for) the (immediate|near|short|short-to-medium|medium|long|longer|short-|near-)[- ]?(er)?[- ]?(to[- ]medium |to[- ]long )?(term|run|future)` +
	`|(in|over|within|during) the (next|coming|following|first) ((\d+|two|three|four|five|six|ten|twelve|few|several|hundred|100) )?(days?|weeks?|months?|years?|decades?|budget cycle|parliament|term)` +
	`|within (the next )?(\d+|a|one|two|three|four|five|six|ten|twelve|eighteen) (days?|weeks?|months?|years?|decades?)` +
	`|(by|before|until|no later than) (the )?((end|middle|start|beginning) of )?((early|mid|late)[- ])?((january|february|march|april|may|june|july|august|september|october|november|december) )?20\d\d` +
	`|in 20\d\d( and beyond)?|from 20\d\d onwards?` +
	`|before (the )?next (election|summit|review|winter|budget|round)` +
	`|immediately|without delay|urgently|as soon as possible|as a matter of urgency|this year|next year|going forward|moving forward` +
	`)\b`)

// horizon returns by when a recommendation is to be followed, in its own words,
// or "" when it does not say.
func horizon(s *sentence) string {
	if !has(s.words, horizonWords) && !strings.Contains(s.Text, "20") {
		return ""
	}
	return horizonForm.FindString(s.Text)
}

// horizonWords are those without which the expression need not be tried.
var horizonWords = set(`term run future days weeks months years decade decades year day week month budget parliament election
summit review winter round immediately delay urgently soon urgency forward short-term long-term`)
