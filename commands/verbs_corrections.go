package commands

import "attache/briefings"

// maxNote is the most characters of what an editor writes to readers, and
// maxPosted the highest number in a list of messages.
const (
	maxNote   = 1000
	maxPosted = 9999
)

// correctionRows returns the verbs that correct what was posted.
func correctionRows() []Row {
	of := func(verb string) Option {
		return Option{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesBriefing, Summary: "a briefing or a source, also one that was withdrawn",
			Missing: "Say what has changed: correction " + verb + " of:port-inspections, or of:S-0001."}
	}
	return []Row{
		{Name: "correction list", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).correctionList,
			Summary: "list the messages that rested on what no longer holds",
			Options: []Option{of("list"),
				{Name: "since", Kind: Date, Summary: "only messages posted on or after this day"}},
			Examples: []string{"correction list of:port-inspections", "correction list S-0001", "correction list port-inspections since:7d"}},
		{Name: "correction post", Group: BriefAdmin, Role: briefings.Approver, run: (*Desk).correctionPost,
			Summary: "set those messages right, by a reply to each or in place",
			Options: []Option{of("post"),
				{Name: "how", Kind: Choice, Choices: []string{"reply", "edit"}, Default: "reply", Summary: "by a reply in the thread of each, or by changing its text"},
				{Name: "note", Kind: Text, Long: true, Max: maxNote, Summary: "what readers should know beside what has changed"},
				{Name: "only", Kind: Number, Max: maxPosted, Summary: "only the message with this number in the list"},
				confirmOption()},
			Examples: []string{"correction post of:port-inspections", `correction post port-inspections how:edit note:"The vote moved."`, "correction post S-0001 only:2 confirm:yes"}},
	}
}
