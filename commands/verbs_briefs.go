package commands

import "attache/briefings"

// The most characters of a part of a briefing that is written into an option, of
// a list of topics or sources, and the most statements, revisions and editions.
const (
	maxPart   = 6000
	maxList   = 400
	maxNumber = 99_999
)

// briefRows returns the verbs with which editors write briefings.
func briefRows() []Row {
	return append(draftRows(), editionRows()...)
}

// draftRows returns the verbs that concern a draft.
func draftRows() []Row {
	return []Row{
		{Name: "brief new", Group: BriefAdmin, Role: briefings.Editor, Bare: true, Files: true, run: (*Desk).briefNew,
			Summary: "begin a briefing, or draft one from a Markdown file",
			Options: []Option{
				{Name: "title", Kind: Text, Max: maxTitle, Summary: "what it is about"},
				{Name: "topics", Kind: Text, Max: maxList, Summary: "its topics, with commas between them"},
				{Name: "marking", Kind: Choice, Choices: markingChoices(), Summary: "its handling label"},
				{Name: "sources", Kind: Text, Max: maxList, Completes: CompletesSource, Summary: "the sources it rests on: S-0001 S-0002"},
				noteOption(),
			},
			Examples: []string{`brief new title:"Port inspections" sources:S-0001`, `brief new title:"Levies" topics:"levy, ports" marking:amber sources:"S-0001 S-0002"`, "brief new"}},
		{Name: "brief edit", Group: BriefAdmin, Role: briefings.Editor, Files: true, run: (*Desk).briefEdit,
			Summary: "show a draft, or change it; it shows the difference first",
			Options: append([]Option{
				{Name: "of", Kind: Text, Free: true, Max: maxName, Completes: CompletesBriefing, Summary: "the briefing's short name; an attached file says it itself"},
			}, editOptions()...),
			Examples: []string{"brief edit port-inspections", `brief edit of:port-inspections bottom-line:"Flag states pay too little. [S-0001#3]"`,
				"brief edit of:port-inspections marking:amber confirm:yes"}},
		{Name: "brief review", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).briefReview,
			Summary:  "send a draft to review",
			Options:  []Option{draftOption("review"), seenOption(), noteOption()},
			Examples: []string{"brief review port-inspections", "brief review of:port-inspections revision:3", `brief review of:port-inspections note:"the levy is new"`}},
		{Name: "brief return", Group: BriefAdmin, Role: briefings.Approver, run: (*Desk).briefReturn,
			Summary: "give a draft back to its authors and say why",
			Options: []Option{draftOption("return"), seenOption(),
				{Name: "note", Kind: Text, Required: true, Max: maxQuestion, Summary: "what is to be done",
					Missing: `Say what is to be done: brief return of:port-inspections note:"cite the table".`}},
			Examples: []string{`brief return port-inspections note:"cite the table"`, `brief return of:port-inspections note:"too long"`, `brief return of:port-inspections revision:3 note:"see 2"`}},
		{Name: "brief approve", Aliases: []string{"publish"}, Group: BriefAdmin, Role: briefings.Approver, run: (*Desk).briefApprove,
			Summary:  "release a draft as the newest edition of its briefing",
			Options:  []Option{draftOption("approve"), seenOption(), confirmOption()},
			Examples: []string{"brief approve port-inspections", "publish port-inspections", "brief approve of:port-inspections revision:4 confirm:yes"}},
		{Name: "brief discard", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).briefDiscard,
			Summary:  "throw a draft away; its revisions stay in the history",
			Options:  []Option{draftOption("discard"), seenOption(), noteOption(), confirmOption()},
			Examples: []string{"brief discard port-inspections", `brief discard of:port-inspections note:"overtaken"`, "brief discard port-inspections confirm:yes"}},
	}
}

// editionRows returns the verbs that concern a briefing as it is in force.
func editionRows() []Row {
	return []Row{
		{Name: "brief history", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).briefHistory,
			Summary: "list the editions and revisions of a briefing, newest first",
			Options: []Option{briefingOption("history"),
				{Name: "limit", Kind: Number, Max: maxHits, Default: "15", Summary: "the most to list"},
				{Name: "before", Kind: Number, Max: maxNumber, Summary: "only revisions before this one"}},
			Examples: []string{"brief history port-inspections", "brief history of:port-inspections limit:50", "brief history of:port-inspections before:20"}},
		{Name: "brief export", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).briefExport,
			Summary: "give a briefing as a Markdown file, to edit and attach again",
			Options: []Option{briefingOption("export"),
				{Name: "edition", Kind: Number, Max: maxNumber, Summary: "this edition; left out is the draft, or else the newest edition"}},
			Examples: []string{"brief export port-inspections", "brief export of:port-inspections edition:2", "/brief-admin brief export port-inspections"}},
		{Name: "brief verify", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).briefVerify,
			Summary: "say that a briefing still holds, and when to look again",
			Options: []Option{briefingOption("verify"), reviewByOption(),
				{Name: "edition", Kind: Number, Max: maxNumber, Summary: "the edition that you have looked at", Carried: true}, noteOption()},
			Examples: []string{"brief verify port-inspections", "brief verify of:port-inspections review-by:2027-03-31", "brief verify of:port-inspections review-by:6m"}},
		{Name: "brief rollback", Group: BriefAdmin, Role: briefings.Approver, run: (*Desk).briefRollback,
			Summary: "bring the text of an older edition back as a new one",
			Options: []Option{briefingOption("rollback"),
				{Name: "to", Kind: Number, Required: true, Max: maxNumber, Summary: "the edition whose text comes back",
					Missing: "Say which edition comes back: brief rollback of:port-inspections to:2. The verb brief history lists them."},
				{Name: "edition", Kind: Number, Max: maxNumber, Summary: "the newest edition that you have seen", Carried: true}, noteOption(), confirmOption()},
			Examples: []string{"brief rollback of:port-inspections to:1", `brief rollback port-inspections to:2 note:"the figures were wrong"`, "brief rollback of:port-inspections to:1 confirm:yes"}},
		{Name: "brief retire", Aliases: []string{"retire"}, Group: BriefAdmin, Role: briefings.Approver, run: (*Desk).briefRetire,
			Summary:  "take a briefing out of force",
			Options:  []Option{briefingOption("retire"), noteOption(), confirmOption()},
			Examples: []string{"brief retire port-inspections", `retire port-inspections note:"superseded"`, "brief retire port-inspections confirm:yes"}},
	}
}

// editOptions returns what can be changed in a draft, and how.
func editOptions() []Option {
	part := func(name, summary string) Option {
		return Option{Name: name, Kind: Text, Max: maxPart, Long: true, Summary: summary}
	}
	return []Option{
		{Name: "title", Kind: Text, Max: maxTitle, Summary: "another title"},
		part("bottom-line", "the sentence or two put first, each with its citation: Costs rise. [S-0001#3]"),
		part("judgements", "the key judgements, one on a line; Confidence: low, because ... on the next"),
		part("recommendations", "one on a line: Coastal states: Publish the results. [S-0001#9] (by 2027)"),
		part("watch", "what to watch for, one on a line: 2026-12-03: The council votes. [S-0001#9]"),
		{Name: "topics", Kind: Text, Max: maxList, Summary: "its topics, with commas between them; none for none"},
		{Name: "marking", Kind: Choice, Choices: markingChoices(), Summary: "its handling label"},
		{Name: "sources", Kind: Text, Max: maxList, Completes: CompletesSource, Summary: "the sources it rests on: S-0001 S-0002"},
		reviewByOption(),
		{Name: "owner", Kind: Text, Max: maxName, Completes: CompletesPerson, Summary: "who answers for it: me, a person of this place, or none"},
		{Name: "embargo", Kind: Text, Max: 40, Summary: "not before this moment: 2026-03-31 09:00; none for at once"},
		{Name: "scale", Kind: Choice, Choices: []string{string(briefings.ICD203), string(briefings.PHIA)}, Summary: "the words for likelihoods that it keeps to"},
		{Name: "own", Kind: Text, Max: maxName, Summary: "numbers of statements that are the desk's own judgement: 2,5 or all"},
		noteOption(),
		{Name: "revision", Kind: Number, Max: maxNumber, Summary: "the revision that your change was made on", Carried: true},
		{Name: "edition", Kind: Number, Max: maxNumber, Summary: "the edition that it was made on, where there was no draft", Carried: true},
		{Name: "proposal", Kind: Text, Max: 12, Summary: "the change that you were shown, to save it", Carried: true},
		{Name: "forget", Kind: Text, Max: 12, Summary: "the change that you were shown, to let it go", Carried: true},
		{Name: "confirm", Kind: YesNo, Default: "no", Summary: "yes saves at once when nothing has moved"},
	}
}

func draftOption(verb string) Option {
	return Option{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesDraft, Summary: "the draft's short name",
		Missing: "Say which draft: brief " + verb + " of:port-inspections. The verb drafts lists them."}
}

func briefingOption(verb string) Option {
	return Option{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesBriefing, Summary: "the briefing's short name",
		Missing: "Say which briefing: brief " + verb + " of:port-inspections. The verb topics lists them."}
}

func seenOption() Option {
	return Option{Name: "revision", Kind: Number, Max: maxNumber, Summary: "the revision that you have seen", Carried: true}
}

func noteOption() Option {
	return Option{Name: "note", Kind: Text, Max: maxQuestion, Summary: "why, for the record"}
}

func reviewByOption() Option {
	return Option{Name: "review-by", Kind: Text, Max: 20, Summary: "the day to look at it again: 2027-03-31, or 6m; none for never"}
}
