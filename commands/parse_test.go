package commands_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string // want is the canonical form
	}{
		{"nothing is help", "", "help"},
		{"the bare slash command is help", " /brief ", "help"},
		{"a verb and free text", "ask who pays for inspections", `ask question:"who pays for inspections"`},
		{"the slash command's name", "/brief ask who pays", `ask question:"who pays"`},
		{"the name without its slash", "brief-admin publish port-levy", "brief approve of:port-levy"},
		{"a mention", "@attache, ask who pays", `ask question:"who pays"`},
		{"a mention in capitals and with an accent", "@ATTACHÉ topics", "topics"},
		{"any case and a colon after the verb", "Ask: who pays", `ask question:"who pays"`},
		{"an alias", "recommendations actor:Seoul", "recs actor:Seoul"},
		{"options before and after free text", "find topic:ports grain corridor limit:20", `find limit:20 query:"grain corridor" topic:ports`},
		{"straight quotation marks", `summary of:"chapter 3" depth:30s`, `summary depth:30s of:"chapter 3"`},
		{"curly quotation marks", "summary of:“chapter 3”", `summary of:"chapter 3"`},
		{"low and angle quotation marks", "recs actor:„coast guard“ topic:«port levy»", `recs actor:"coast guard" topic:"port levy"`},
		{"single quotation marks", "recs actor:'coast guard'", `recs actor:"coast guard"`},
		{"an apostrophe closes nothing", "ask what is Seoul's plan for 'grey' ships", `ask question:"what is Seoul's plan for 'grey' ships"`},
		{"free text in quotation marks loses them", `find "strategic flexibility"`, `find query:"strategic flexibility"`},
		{"quotation marks in the middle stay", `find "port levy" law`, `find query:"\"port levy\" law"`},
		{"an option inside quotation marks is text", `ask "what does topic:ports mean"`, `ask question:"what does topic:ports mean"`},
		{"an escaped quotation mark", `find query:"a \"b\" c"`, `find query:"a \"b\" c"`},
		{"an address is text", "ask what does https://example.org/a:b say", `ask question:"what does https://example.org/a:b say"`},
		{"a note is text", "ask Note: who pays?", `ask question:"Note: who pays?"`},
		{"a time and a ratio are text", "ask was it 10:30 or 3:1", `ask question:"was it 10:30 or 3:1"`},
		{"an unknown key in a question is text", "ask what is TLP:RED", `ask question:"what is TLP:RED"`},
		{"keys in any case", "find levy Limit:7", "find limit:7 query:levy"},
		{"the default says nothing", "ask who pays limit:5 share:no", `ask question:"who pays"`},
		{"yes in other words", "ask who pays share:TRUE", `ask question:"who pays" share:yes`},
		{"a link word before a name", "summary of the harbour paper", `summary of:"the harbour paper"`},
		{"a date in place of a topic", "timeline 2024", "timeline since:2024"},
		{"a day count in place of a topic", "latest 7d", "latest since:7d"},
		{"a date does not replace a query", "find 2024", "find query:2024"},
		{"no verb is a question", "who pays for port inspections", `ask question:"who pays for port inspections"`},
		{"a question that begins like a verb", "Topic of the week in Seoul, what is it?", `ask question:"Topic of the week in Seoul, what is it?"`},
		{"import with words is a question", "import tariffs on steel", `ask question:"import tariffs on steel"`},
		{"import with an address", "import https://example.org/paper", `import address:"https://example.org/paper"`},
		{"help with a sentence is a question", "help me understand the levy", `ask question:"help me understand the levy"`},
		{"import alone", "import publish:yes", "import publish:yes"},
		{"words that a verb has no place for", "whoami please", "whoami"},
		{"Korean", "누가 비용을 내나", `ask question:"누가 비용을 내나"`},
		{"line ends and tabs", "find\n\tport\nlevy", `find query:"port levy"`},
		{"a verb of two words", "watch add port levy when:daily", `watch add topic:"port levy" when:daily`},
		{"a verb of two words in any case", "/brief Watch  LIST", "watch list"},
		{"a family alone asks for help", "/brief-admin digest", "help verb:digest"},
		{"a family with a word that is no verb of it", "channel tunnel", `help verb:"channel tunnel"`},
		{"a family's word that begins a question", "Watch the border closely?", `ask question:"Watch the border closely?"`},
		{"a family's word that begins a sentence", "channel the money to ports", `ask question:"channel the money to ports"`},
		{"a verb of two words that begins a question", "Digest new rules on ports?", `ask question:"Digest new rules on ports?"`},
		{"a verb of two words that takes no words", "watch list of harbours", `ask question:"watch list of harbours"`},
		{"one word that is near a family's", "match", "ask question:match"},
		{"help on a verb of two words", "help watch add", `help verb:"watch add"`},
		{"an ID and options", "digest edit D-0001 idle:yes", "digest edit idle:yes of:D-0001"},
		{"bytes that are no text", "find a\xffb", `find query:"a` + "\uFFFD" + `b"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := commands.Parse(tt.in)
			if err != nil || got.String() != tt.want {
				t.Errorf("Parse(%q) = %s, %v; want %s", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseSaysThatItAssumedAQuestion(t *testing.T) {
	for in, want := range map[string]bool{"who pays for it": true, "ask who pays for it": false, "import tariffs on steel": true} {
		if got, _ := commands.Parse(in); got.Assumed != want {
			t.Errorf("Parse(%q).Assumed = %v, want %v", in, got.Assumed, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string // want is a part of the sentence
		kind           briefings.Kind
	}{
		{"a near miss", "summry of:S-0001", "did you mean summary?", briefings.Invalid},
		{"a swap of letters", "fidn levy", "did you mean find?", briefings.Invalid},
		{"a near miss of an alias", "recomendations", "did you mean recs?", briefings.Invalid},
		{"a near miss of a second word", "watch lits", "did you mean watch list?", briefings.Invalid},
		{"a near miss of a first word", "digset new X", "did you mean digest new?", briefings.Invalid},
		{"a near miss of a family alone", "digset", "did you mean digest?", briefings.Invalid},
		{"no topic to watch", "watch add", "Say what to follow", briefings.Invalid},
		{"no question", "ask", "Say what you want to know", briefings.Invalid},
		{"an empty question", `ask ""`, "Say what you want to know", briefings.Invalid},
		{"no passage", "cite", "cite A7K2#1", briefings.Invalid},
		{"an option that is nearly one", "find levy sourse:S-0001", "did you mean source:?", briefings.Invalid},
		{"an option that is none", "recs colour:red", "it has topic, actor, source, kind, format, status and horizon.", briefings.Invalid},
		{"an option twice", "recs actor:a actor:b", "twice", briefings.Invalid},
		{"free text and its option", "summary of:ports the levy", "Leave out either of: or the words", briefings.Invalid},
		{"an open quotation mark", `recs actor:"coast guard`, "is not closed", briefings.Invalid},
		{"a number too high", "find levy limit:101", "a number from 1 to 100", briefings.Invalid},
		{"a number that is none", "find levy limit:many", `not "many"`, briefings.Invalid},
		{"a choice that is nearly one", "recs format:cvs", "did you mean csv?", briefings.Invalid},
		{"a choice that is none", "recs format:pdf-file", "list, table or csv", briefings.Invalid},
		{"a day that does not exist", "timeline since:2025-02-30", "is not a date", briefings.Invalid},
		{"yes or no", "ask who pays share:maybe", "yes or no", briefings.Invalid},
		{"an option of a verb without any", "whoami topic:x", "has no options", briefings.Invalid},
		{"a question too long", "ask " + strings.Repeat("why ", 100), "may have 300 characters; yours has 399", briefings.Limit},
		{"a command too long", strings.Repeat("x", 70_000), "shorten yours", briefings.Limit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := commands.Parse(tt.in)
			var told *briefings.Error
			if !errors.As(err, &told) {
				t.Fatalf("Parse(%q) = %s, %v; want a sentence", tt.in, got, err)
			}
			if told.Kind != tt.kind || !strings.Contains(told.Text, tt.want) {
				t.Errorf("Parse(%q): %s %q; want %s with %q", tt.in, told.Kind, told.Text, tt.kind, tt.want)
			}
		})
	}
}

// TestParseIsQuick reads texts that invite looking at everything again for
// each of their marks; a square of their length would not end in a test's time.
func TestParseIsQuick(t *testing.T) {
	for _, in := range []string{"'a ", "“a ", "k:'v ", `k:"v `, `"\`, "a:", `a:\`} {
		if _, err := commands.Parse("ask " + strings.Repeat(in, 60_000/len(in))); err == nil {
			t.Errorf("a question of 60,000 bytes of %q is taken", in)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "ask who pays?", `find "a b" limit:3`, `summary of:“chapter 3”`, "/brief-admin publish x", "summry x", "a:b c:'d", `x:"\"`, "ask \xff\x00\u202e", "import https://a:b",
		strings.Repeat("'a ", 3000), strings.Repeat("k:v ", 2500), "recs " + strings.Repeat(`"`, 9000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := commands.Parse(in)
		again, errAgain := commands.Parse(in)
		if !reflect.DeepEqual(got, again) || (err == nil) != (errAgain == nil) {
			t.Fatalf("Parse(%q) gave %v and then %v", in, got, again)
		}
		if err != nil {
			var told *briefings.Error
			if !errors.As(err, &told) {
				t.Fatalf("Parse(%q) failed with %v, which is no sentence", in, err)
			}
			return
		}
		back, err := commands.Parse(got.String())
		if err != nil || back.Verb != got.Verb || !reflect.DeepEqual(back.Values, got.Values) {
			t.Fatalf("Parse(%q) = %s, which reads back as %s, %v", in, got, back, err)
		}
	})
}
