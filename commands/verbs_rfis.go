package commands

import "attache/briefings"

// maxAnswer is the most characters of the desk's answer, which has to fit on a
// button with everything else, and maxRefs of the list
// of passages that it cites.
const (
	maxAnswer = 1500
	maxRefs   = 400
)

// askDeskRows returns the verb with which everybody can ask the desk.
func askDeskRows() []Row {
	return []Row{
		{Name: "ask-desk", Group: Brief, Role: briefings.Reader, run: (*Desk).askDesk,
			Summary: "ask the people of the desk to find something out, or see what became of it",
			Options: []Option{
				{Name: "question", Kind: Text, Free: true, Max: maxQuestion, Summary: "what they are to find out; left out lists what you have asked"},
				{Name: "needed-by", Kind: Date, Default: "3d", Summary: "by when you need it: a day, or 3d from now"},
			},
			Examples: []string{"ask-desk", "ask-desk Who will pay for port inspections after 2027?", `ask-desk question:"Which ports share a register?" needed-by:1w`}},
	}
}

// rfiRows returns the verbs with which the desk answers what it was asked.
func rfiRows() []Row {
	of := func(missing string) Option {
		return Option{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesRequest, Summary: "its number, such as RFI-0001", Missing: missing}
	}
	return []Row{
		{Name: "rfi list", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).rfiList,
			Summary: "list what the desk was asked, and what is asked most",
			Options: []Option{
				{Name: "state", Kind: Choice, Choices: []string{"waiting", "open", "assigned", "answered", "closed", "all"}, Default: "waiting", Summary: "only those that have come so far; waiting is open or assigned"},
				{Name: "mine", Kind: YesNo, Default: "no", Summary: "only those that you look after"},
			},
			Examples: []string{"rfi list", "rfi list state:answered", "rfi list mine:yes"}},
		{Name: "rfi assign", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).rfiAssign,
			Summary: "say who looks after a request",
			Options: []Option{of("Say which: rfi assign RFI-0001 to:me. The verb rfi list shows them."),
				{Name: "to", Kind: Text, Max: maxName, Default: "me", Completes: CompletesPerson, Summary: "me, nobody, or somebody's ID"}},
			Examples: []string{"rfi assign RFI-0001", "rfi assign of:RFI-0001 to:me", "rfi assign RFI-0001 to:nobody"}},
		{Name: "rfi answer", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).rfiAnswer,
			Summary: "answer a request; it shows first what the asker will see",
			Options: []Option{of("Say which: rfi answer RFI-0001 text:\"...\" refs:S-0001#12. The verb rfi list shows them."),
				{Name: "text", Kind: Text, Long: true, Required: true, Max: maxAnswer, Summary: "the answer, in your own words",
					Missing: `Say what the answer is: text:"The flag state will." refs:S-0001#12.`},
				{Name: "refs", Kind: Text, Max: maxRefs, Summary: "the passages that support it: S-0001#12 S-0002#3"},
				{Name: "own", Kind: YesNo, Default: "no", Summary: "yes says that it is the desk's own judgement, which no passage makes"},
				confirmOption()},
			Examples: []string{`rfi answer RFI-0001 text:"The flag state will." refs:S-0001#2`, `rfi answer of:RFI-0001 text:"Nobody has said so yet." own:yes`,
				`rfi answer RFI-0001 text:"The flag state will." refs:S-0001#2 confirm:yes`}},
		{Name: "rfi close", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).rfiClose,
			Summary: "close a request; who still waits for an answer is told why",
			Options: []Option{of("Say which: rfi close RFI-0001 note:\"...\". The verb rfi list shows them."),
				{Name: "note", Kind: Text, Max: maxQuestion, Summary: "why, in words for the asker"},
				confirmOption()},
			Examples: []string{"rfi close RFI-0001", `rfi close RFI-0001 note:"It is in the new edition."`, `rfi close of:RFI-0001 confirm:yes`}},
	}
}
