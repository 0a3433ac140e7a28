package commands

import "attache/briefings"

// sourceRows returns the verbs that say how a source is to be handled.
func sourceRows() []Row {
	return []Row{
		{Name: "source mark", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).sourceMark,
			Summary: "say how far a source may travel and whether it may be named",
			Options: []Option{
				{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesSource, Summary: "the source: its number, file or title",
					Missing: "Say which source: source mark of:S-0001 marking:amber."},
				{Name: "marking", Kind: Choice, Choices: markingChoices(), Summary: "its own handling label"},
				{Name: "attributed", Kind: Choice, Choices: []string{"yes", "no"}, Summary: "no withholds who wrote and published it: the Chatham House Rule"},
				{Name: "note", Kind: Text, Max: maxQuestion, Summary: "why, for other editors"},
				confirmOption(),
			},
			Examples: []string{"source mark of:S-0001", "source mark S-0002 marking:amber", `source mark S-0002 attributed:no note:"said in confidence"`}},
	}
}
