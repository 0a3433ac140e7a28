package commands

import "attache/briefings"

// mostChange is the highest number that a change of the register can bear.
const mostChange = 999_999_999

// nothing is the value that empties an option of rec set.
const nothing = "none"

// recRows returns the verbs that keep the register of recommendations.
func recRows() []Row {
	return []Row{
		{Name: "rec set", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).recSet,
			Summary: "say what has become of a recommendation",
			Options: []Option{
				recOption("rec set of:S-0001#12 status:adopted"),
				{Name: "status", Kind: Choice, Choices: statusChoices(), Summary: "what has become of it"},
				{Name: "owner", Kind: Text, Max: maxName, Completes: CompletesPerson, Summary: "who sees to it: a person, me or none"},
				{Name: "due", Kind: Text, Max: maxName, Summary: "the day by which it is to be done, such as 2026-06-30 or 3m, or none"},
				{Name: "note", Kind: Text, Max: maxQuestion, Summary: "why, or what follows; or none"},
				{Name: "change", Kind: Number, Max: mostChange, Carried: true, Summary: "only if this is the number of the change"},
			},
			Examples: []string{"rec set of:S-0001#12 status:adopted", `rec set S-0001#12 status:rejected note:"too dear"`, "/brief-admin rec set S-0001#12 due:2030-06-30"}},
		{Name: "rec history", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).recHistory,
			Summary:  "list what the register has said of a recommendation",
			Options:  []Option{recOption("rec history of:S-0001#12")},
			Examples: []string{"rec history of:S-0001#12", "rec history S-0001#12", "/brief-admin rec history S-0001#12"}},
	}
}

func recOption(example string) Option {
	return Option{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Summary: "its passage, or the ID that the CSV of recs has",
		Missing: "Say which recommendation: " + example + "."}
}

func statusChoices() []string {
	var all []string
	for _, s := range briefings.RecStatuses() {
		all = append(all, string(s))
	}
	return all
}
