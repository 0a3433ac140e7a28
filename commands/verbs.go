package commands

import "attache/briefings"

// The most characters of a question, a name or a title, and the most hits.
const (
	maxQuestion = 300
	maxName     = 120
	maxHits     = 100
)

// readerRows returns the verbs that everybody may use.
func readerRows() []Row {
	return []Row{
		{Name: "ask", Group: Brief, Role: briefings.Reader, run: (*Desk).ask,
			Summary: "answer a question with the passages that support it",
			Options: []Option{
				{Name: "question", Kind: Text, Free: true, Required: true, Max: maxQuestion, Summary: "the question, in your own words",
					Missing: "Say what you want to know: ask Who should pay for port inspections?"},
				sourceOption(), topicOption("only briefings on this topic"), limitOption("5"), shareOption(),
			},
			Examples: []string{"ask Who should pay for port inspections?", `ask "What changed in 2025?" limit:10`, `ask What is advised on tariffs? source:S-0001`}},
		{Name: "find", Aliases: []string{"search"}, Group: Brief, Role: briefings.Reader, run: (*Desk).find,
			Summary: "list the passages that hold some words",
			Options: []Option{
				{Name: "query", Kind: Text, Free: true, Required: true, Max: maxQuestion, Summary: "the words to look for",
					Missing: `Say which words to look for: find "port inspections".`},
				{Name: "type", Kind: Choice, Choices: []string{"passage", "table", "footnote", "rec"}, Summary: "only passages of this kind"},
				sourceOption(), topicOption("only briefings on this topic"), limitOption("10"),
				{Name: "since", Kind: Date, Summary: "only sources dated on or after this day"},
			},
			Examples: []string{`find "port inspections"`, "find levy type:table", "find inspection type:rec limit:20"}},
		{Name: "summary", Aliases: []string{"summarise", "summarize"}, Group: Brief, Role: briefings.Reader, run: (*Desk).summary,
			Summary: "give the main statements of a document, a chapter or a topic",
			Options: []Option{
				{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesSource, Summary: "a document, a chapter or a topic",
					Missing: `Say what to sum up: summary of:S-0001, summary of:"chapter 3" or a topic.`},
				{Name: "depth", Kind: Choice, Choices: []string{"30s", "2m", "full"}, Default: "2m", Summary: "how long it may take to read"},
				sourceOption(), shareOption(),
			},
			Examples: []string{"summary of:S-0001", `summary of:"chapter 1" depth:30s`, "summary port inspections depth:full"}},
		{Name: "recs", Aliases: []string{"recommendations"}, Group: Brief, Role: briefings.Reader, run: (*Desk).recs,
			Summary: "list who is advised to do what",
			Options: []Option{
				topicOption("only advice on this topic", free), {Name: "actor", Kind: Text, Max: maxName, Completes: CompletesActor, Summary: "only advice to this addressee"},
				sourceOption(),
				{Name: "kind", Kind: Choice, Choices: []string{"advice", "reported"}, Default: "advice", Summary: "the authors' own advice, or what they report others to demand"},
				{Name: "format", Kind: Choice, Choices: []string{"list", "table", "csv"}, Default: "table", Summary: "how it is laid out"},
				{Name: "status", Kind: Choice, Choices: statusChoices(), Summary: "only what has this status in the register"},
				{Name: "horizon", Kind: Choice, Choices: []string{horizonNow, horizonYear, horizonLong}, Summary: "only what is to be done at once, within 12 months, or later"},
			},
			Examples: []string{"recs", "recs actor:Seoul", "recs topic:inspections format:csv"}},
		{Name: "cite", Group: Brief, Role: briefings.Reader, run: (*Desk).cite,
			Summary: "show a passage in its place, with its footnotes",
			Options: []Option{
				{Name: "ref", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesAnswer, Summary: "answer#n, passage or footnote",
					Missing: "Say which passage: cite A7K2#1, cite S-0001#12 or cite S-0001 note 3."},
			},
			Examples: []string{"cite S-0001#1", "cite S-0001 note 1", "cite ref:S-0001#2"}},
		{Name: "timeline", Group: Brief, Role: briefings.Reader, run: (*Desk).timeline,
			Summary: "list dated events in order",
			Options: []Option{
				topicOption("only events that concern this topic", free), sourceOption(),
				{Name: "since", Kind: Date, Summary: "only events on or after this day"},
			},
			Examples: []string{"timeline", "timeline source:S-0001", "timeline topic:inspections since:2024"}},
		{Name: "latest", Group: Brief, Role: briefings.Reader, run: (*Desk).latest,
			Summary: "list what is new, revised or withdrawn",
			Options: []Option{
				{Name: "since", Kind: Date, Free: true, Default: "30d", Summary: "only changes on or after this day"}, topicOption("only briefings on this topic"),
			},
			Examples: []string{"latest", "latest since:7d", "latest since:2025-01-01"}},
		{Name: "topics", Group: Brief, Role: briefings.Reader, run: (*Desk).topics,
			Summary: "list the briefings in force and what they cover",
			Options: []Option{
				{Name: "name", Kind: Text, Free: true, Max: maxName, Completes: CompletesTopic, Summary: "only briefings that bear this name or topic"},
			},
			Examples: []string{"topics", "topics name:inspections", "topics fisheries"}},
		{Name: "help", Group: Brief, Role: briefings.Reader, run: (*Desk).help,
			Summary: "say what can be asked, or how a verb is used",
			Options: []Option{
				{Name: "verb", Kind: Text, Free: true, Max: maxName, Completes: CompletesVerb, Summary: "the verb to explain"},
			},
			Examples: []string{"help", "help ask", "help verb:recs"}},
		{Name: "whoami", Group: Brief, Role: briefings.Reader, run: (*Desk).whoami,
			Summary:  "say who you are here and what you may do",
			Examples: []string{"whoami", "/brief whoami", "@attache whoami"}},
	}
}

// editorRows returns the verbs that need the role editor.
func editorRows() []Row {
	return []Row{
		{Name: "import", Group: BriefAdmin, Role: briefings.Editor, Bare: true, Files: true, run: (*Desk).importFiles,
			Summary: "read the attached documents and draft a briefing of each",
			Options: []Option{
				{Name: "publish", Kind: YesNo, Default: "no", Summary: "publish the draft at once"},
				{Name: "marking", Kind: Choice, Choices: markingChoices(), Summary: "the handling label of a new briefing"},
				{Name: "attributed", Kind: Choice, Choices: []string{"yes", "no"}, Default: "yes", Summary: "no withholds who wrote and published it: the Chatham House Rule"},
				{Name: "into", Kind: Text, Max: maxName, Completes: CompletesBriefing, Summary: "add the documents to this briefing in place of a new one"},
				{Name: "address", Kind: Text, Free: true, Max: 1000, Summary: "an address to fetch"},
			},
			Examples: []string{"import", "import publish:yes", "import marking:amber"}},
		{Name: "drafts", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).drafts,
			Summary:  "list the drafts that are not yet published",
			Examples: []string{"drafts", "/brief-admin drafts", "@attache drafts"}},
		{Name: "report", Group: BriefAdmin, Role: briefings.Editor, run: (*Desk).report,
			Summary: "say what was kept and dropped when a document was read",
			Options: []Option{
				{Name: "of", Kind: Text, Free: true, Required: true, Max: maxName, Completes: CompletesSource, Summary: "a source, a draft or a briefing",
					Missing: "Say which document: report of:S-0001."},
				{Name: "show", Kind: Choice, Choices: []string{"counts", "dropped"}, Default: "counts", Summary: "the counts, or the dropped text itself"},
			},
			Examples: []string{"report of:S-0001", "report S-0001", "report S-0001 show:dropped"}},
	}
}

func sourceOption() Option {
	return Option{Name: "source", Kind: Text, Max: maxName, Completes: CompletesSource, Summary: "only this document: its number, name or title"}
}

func topicOption(summary string, more ...func(*Option)) Option {
	o := Option{Name: "topic", Kind: Text, Max: maxName, Completes: CompletesTopic, Summary: summary}
	for _, m := range more {
		m(&o)
	}
	return o
}

func limitOption(def string) Option {
	return Option{Name: "limit", Kind: Number, Max: maxHits, Default: def, Summary: "the most passages to show"}
}

func shareOption() Option {
	return Option{Name: "share", Kind: YesNo, Default: "no", Summary: "let everybody in the channel see the answer"}
}

// free marks an option as the one that free text fills.
func free(o *Option) { o.Free = true }

// markingChoices returns the markings as a person types them.
func markingChoices() []string { return []string{"clear", "green", "amber", "amber+strict", "red"} }
