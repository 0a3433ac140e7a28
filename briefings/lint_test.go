package briefings_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"attache/briefings"
)

// kept returns the passages of S-0001, numbered from 1.
func kept(texts ...string) func(briefings.PassageRef) (briefings.Passage, bool) {
	return func(ref briefings.PassageRef) (briefings.Passage, bool) {
		if ref.Source != "S-0001" || ref.N < 1 || ref.N > len(texts) {
			return briefings.Passage{}, false
		}
		return briefings.Passage{N: ref.N, Kind: briefings.Sentence, Text: texts[ref.N-1]}, true
	}
}

// on returns a statement on the first passages of S-0001.
func on(n int, text string) briefings.Statement {
	s := briefings.Statement{Text: text}
	for i := range n {
		s.Citations = append(s.Citations, briefings.PassageRef{Source: "S-0001", N: i + 1})
	}
	return s
}

func own(text string) briefings.Statement { return briefings.Statement{Text: text, Own: true} }

func judging(all ...briefings.Statement) briefings.Content {
	return briefings.Content{Title: "Ports", Judgements: all, Sources: []briefings.SourceID{"S-0001"}}
}

// told returns the warnings as lines, blocking ones behind a bang.
func told(all []briefings.Warning) []string {
	var lines []string
	for _, w := range all {
		mark := ""
		if w.Blocks {
			mark = "! "
		}
		lines = append(lines, fmt.Sprintf("%s%s %d: %s", mark, w.Part, w.N, w.Text))
	}
	return lines
}

func TestLint(t *testing.T) {
	reasoned := own("The levy is likely to pass.")
	reasoned.Confidence, reasoned.Because = briefings.Moderate, "two surveys agree"
	bare := reasoned
	bare.Because = ""
	unsaid := reasoned
	unsaid.Confidence = ""
	odd := reasoned
	odd.Confidence = "medium"
	phia := func(all ...briefings.Statement) briefings.Content {
		c := judging(all...)
		c.Scale = briefings.PHIA
		return c
	}
	long := own(strings.Repeat("a", 601))
	for name, c := range map[string]struct {
		content briefings.Content
		want    []string // the beginnings of the lines
	}{
		"nothing":                 {judging(on(1, "The levy may be doubled."), reasoned), nil},
		"both in one sentence":    {judging(own("We judge with high confidence that the levy will likely pass.")), []string{"! key judgements 1: “likely” is a likelihood and “high confidence” a confidence; keep"}},
		"both, otherwise":         {judging(own("It is almost certain, and we are confident that it lasts.")), []string{"! key judgements 1: “almost certain” is a likelihood and “are confident that” a confidence"}},
		"confidence alone":        {judging(own("We have moderate confidence in the figures.")), nil},
		"another confidence":      {judging(own("Consumer confidence is likely to fall, and public confidence too.")), nil},
		"a term of the PHIA":      {judging(own("A ban is highly likely.")), []string{"key judgements 1: “highly likely” is a term of the PHIA's yardstick and not of ICD 203, which this briefing uses; its nearest there is “very likely”."}},
		"a term of ICD 203":       {phia(own("A ban is very unlikely.")), []string{"key judgements 1: “very unlikely” is a term of ICD 203 and not of the PHIA's yardstick, which this briefing uses; its nearest there is “highly unlikely”."}},
		"mixed":                   {judging(own("A ban is very likely."), own("A levy is a realistic possibility.")), []string{"key judgements 2: “realistic possibility” is a term of the PHIA's"}},
		"two columns":             {judging(own("A ban is likely."), own("A levy is improbable."), own("A tax is improbable.")), []string{"key judgements 2: “improbable” stands in another column of ICD 203 than “likely”"}},
		"of no scale":             {judging(own("A ban is very probable.")), []string{"key judgements 1: “very probable” is a term of no scale"}},
		"all of ICD 203":          {judging(own("There is almost no chance of it."), own("It is very unlikely."), own("There is a roughly even chance."), own("It almost certainly passes.")), nil},
		"all of the PHIA":         {phia(own("There is a remote chance."), own("It is highly unlikely."), own("It is unlikely."), own("It is a realistic possibility."), own("It is probable."), own("It is highly likely."), own("It is almost certain.")), nil},
		"remote, of a chance":     {phia(own("The chance of a ban is remote.")), []string{"key judgements 1: “remote” is a term of ICD 203"}},
		"remote, of a port":       {phia(own("The port is remote, and remote islands pay more.")), nil},
		"might":                   {judging(own("The levy might pass.")), []string{"key judgements 1: “might” says too little of how likely it is; use a term of ICD 203, such as “likely”."}},
		"could possibly":          {judging(own("The levy could possibly pass.")), []string{"key judgements 1: “could possibly” says too little"}},
		"there is a chance":       {judging(own("There is a fair chance that it passes.")), []string{"key judgements 1: “a fair chance” says too little"}},
		"cannot be ruled out":     {judging(own("A ban cannot be ruled out.")), []string{"key judgements 1: “cannot be ruled out” says too little"}},
		"the month of May":        {judging(own("The council votes in May.")), nil},
		"vague elsewhere":         {briefings.Content{Title: "Ports", BottomLine: []briefings.Statement{own("The levy might pass.")}}, nil},
		"in a source's words":     {judging(on(2, "A ban might be highly likely, with high confidence.")), nil},
		"no reason":               {judging(bare), []string{"key judgements 1: The confidence is moderate without a reason; say because of what."}},
		"no confidence":           {judging(unsaid), []string{"key judgements 1: There is a reason for a confidence and no confidence"}},
		"no such confidence":      {judging(odd), []string{`! key judgements 1: "medium" is no confidence`}},
		"no support":              {judging(briefings.Statement{Text: "Costs rise."}), []string{"! key judgements 1: The statement cites nothing; cite a passage"}},
		"no source of it":         {briefings.Content{Title: "Ports", Judgements: []briefings.Statement{on(1, "The levy is doubled.")}}, []string{"! key judgements 1: S-0001 is no source of this briefing"}},
		"no such passage":         {judging(on(4, "The levy may be doubled.")), []string{"! key judgements 1: S-0001#4 is no passage that is kept"}},
		"no words":                {judging(own(" ")), []string{"! key judgements 1: The statement has no words"}},
		"too long":                {judging(long), []string{"! key judgements 1: The statement has 601 characters, and 600 are the most; divide it."}},
		"long enough":             {judging(own(long.Text[1:])), nil},
		"no such day":             {briefings.Content{Title: "Ports", ReviewBy: "2027-02-29"}, []string{`! review by 0: "2027-02-29" is not a day`}},
		"a day":                   {briefings.Content{Title: "Ports", ReviewBy: "2028-02-29"}, nil},
		"no such scale":           {briefings.Content{Title: "Ports", Scale: "kent"}, []string{`! scale 0: "kent" is not a scale`}},
		"a bell":                  {judging(own("Costs\arise.")), []string{"! key judgements 1: The statement holds a character that cannot be seen, U+0007, behind “Costs”; remove it."}},
		"an end of line":          {judging(own("Costs\nrise.")), []string{"! key judgements 1: The statement holds a character that cannot be seen, U+000A"}},
		"a space of no width":     {judging(own("Costs\u200b rise.")), []string{"! key judgements 1: The statement holds a character that cannot be seen, U+200B, behind “Costs”"}},
		"a turned text":           {judging(own("\u202eCosts rise.")), []string{"! key judgements 1: The statement holds a character that cannot be seen, U+202E, at its beginning"}},
		"a turned title":          {briefings.Content{Title: "Po\u2066rts"}, []string{"! title 0: The title holds a character that cannot be seen, U+2066"}},
		"a turned topic":          {briefings.Content{Title: "Ports", Topics: []string{"a", "\u200eb"}}, []string{"! topics 2: A topic holds a character"}},
		"a hidden addressee":      {briefings.Content{Title: "Ports", Recommendations: []briefings.Recommended{{Statement: own("Act."), Addressee: "\u2060Ports", Horizon: "\u00ad2027"}}}, []string{"! recommendations 1: The addressee holds", "! recommendations 1: The horizon holds"}},
		"a hidden date":           {briefings.Content{Title: "Ports", Watch: []briefings.WatchItem{{Statement: own("A vote."), Date: "2027\u200b"}}}, []string{"! watch 1: The date holds"}},
		"no text":                 {judging(own("Costs \xff rise.")), []string{"! key judgements 1: The statement holds bytes that are no text"}},
		"Hebrew, Arabic, Korean":  {judging(own("המס צפוי לעלות."), own("من المرجح أن ترتفع الرسوم."), own("부담금은 인상될 것이다.")), nil},
		"the mock-up":             {judging(on(1, "The levy should be doubled by 2027.")), []string{"key judgements 1: “should … by 2027” is not in S-0001#1; cite what says so"}},
		"every part":              {briefings.Content{Title: "Ports", BottomLine: []briefings.Statement{{Text: "A."}}, Recommendations: []briefings.Recommended{{Statement: briefings.Statement{Text: "B."}}}, Watch: []briefings.WatchItem{{Statement: briefings.Statement{Text: "C."}}}}, []string{"! bottom line 1: ", "! recommendations 1: ", "! watch 1: "}},
		"the desk's with passage": {judging(briefings.Statement{Text: "It should end by 2030.", Own: true, Citations: on(1, "").Citations}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(briefings.Lint(c.content, kept("The levy may be doubled.", "A ban might be highly likely, with high confidence.", "Costs rise.")))
			if len(got) != len(c.want) {
				t.Fatalf("warnings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			for i, want := range c.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("%s\nwant\n%s", got[i], want)
				}
			}
		})
	}
	if got := briefings.Lint(judging(on(1, "The levy must end by 2030.")), nil); got != nil {
		t.Errorf("without passages: %v", got)
	}
}

// What a statement says and its passages do not.
func TestLintSupport(t *testing.T) {
	for _, c := range []struct {
		statement string
		missing   string // empty for nothing
		passages  []string
	}{
		{"The levy should be doubled by 2027.", "should … by 2027", []string{"The levy may be doubled."}},
		{"The levy must be doubled.", "must", []string{"The levy should be doubled."}},
		{"The levy should be doubled.", "", []string{"The levy must be doubled."}},
		{"The levy should be doubled.", "", []string{"We recommend a levy of twice the height."}},
		{"The levy should be doubled.", "", []string{"Double the levy."}},
		{"States must publish the results.", "", []string{"It is essential that states publish the results."}},
		{"States should publish the results.", "", []string{"States need to publish the results."}},
		{"States may publish the results.", "", []string{"States publish the results."}},
		{"The levy will pass.", "will", []string{"The levy may pass."}},
		{"The levy will pass.", "", []string{"The levy passes in December."}},
		{"The levy will pass.", "", []string{"The levy will probably pass."}},
		{"The levy covered 62 per cent of costs in 2024.", "", []string{"The levy covered 62% of costs (2024)."}},
		{"The levy covered 64 per cent of costs in 2024.", "64", []string{"The levy covered 62 per cent of costs in 2024."}},
		{"The levy covered 62 per cent of costs in 2025.", "in 2025", []string{"The levy covered 62 per cent of costs in 2024."}},
		{"The levy raised 1,200 in 2024.", "", []string{"In 2024 it raised 1200."}},
		{"It rose by 2.50 points.", "", []string{"It rose by 2.5 points."}},
		{"It rose by 25 points.", "by 25", []string{"It rose by 2.5 points."}},
		{"All 3 ministries agree.", "", []string{"The three ministries agree."}},
		{"All 4 ministries agree.", "4", []string{"The three ministries agree."}},
		{"It ends in 2027.", "", []string{"It ends with the season 2026/27."}},
		{"It ends on 2026-12-03.", "", []string{"It ends on 3 December 2026."}},
		{"It ends on 2026-11-03.", "11", []string{"It ends on 3 December 2026."}},
		{"It ends in December 2026.", "", []string{"It ends in Dec. 2026."}},
		{"It ends in March 2026.", "March", []string{"It ends in December 2026."}},
		{"The ports of Norway pay.", "Norway", []string{"The ports pay."}},
		{"The ports of Norway and Iceland pay.", "Norway … Iceland", []string{"The ports pay."}},
		{"Norway pays.", "", []string{"The ports pay."}}, // one word with a capital that its place explains
		{"The Harbour Institute says so.", "Harbour Institute", []string{"The ports say so."}},
		{"Norway's ports pay, as do those of Iceland.", "", []string{"The ports of Norway and of Iceland pay."}},
		{"The Chinese ports pay.", "", []string{"Ports in China pay."}},
		{"The EU pays.", "", []string{"The European Union pays."}},
		{"The European Union pays.", "", []string{"The EU pays."}},
		{"The U.S. pays.", "", []string{"The United States pays."}},
		{"NATO pays.", "NATO", []string{"The alliance pays."}},
		{"Ports pay. Crews wait.", "", []string{"The ports pay and the crews wait."}},
		{"Ports pay, and G20 states wait.", "G20", []string{"The ports pay and the states wait."}},
		{"Ports pay by 2027.", "", []string{"Ports pay.", "It begins in 2027."}}, // one of several passages
		{"2027년까지 부담금을 두 배로 올린다.", "2027", []string{"부담금을 올린다."}},
		{"2027년까지 부담금을 올린다.", "", []string{"부담금은 2027년에 오른다."}},
		{"يدفع الميناء 62 في المئة.", "", []string{"تبلغ النسبة 62 في المئة."}},
	} {
		content := judging(on(len(c.passages), c.statement))
		var got string
		for _, w := range briefings.Lint(content, kept(c.passages...)) {
			if what, ok := strings.CutPrefix(w.Text, "“"); ok && strings.Contains(w.Text, "is not in S-0001#1") {
				got, _, _ = strings.Cut(what, "” is not in ")
			}
			if w.Blocks {
				t.Errorf("%s: blocked by %q", c.statement, w.Text)
			}
		}
		if got != c.missing {
			t.Errorf("%s\nof %q lacks %q, want %q", c.statement, c.passages, got, c.missing)
		}
	}
}

func TestLikelihoods(t *testing.T) {
	for scale, want := range map[briefings.Scale]int{briefings.ICD203: 14, "": 14, briefings.PHIA: 8, "kent": 0} {
		rows, terms := scale.Likelihoods(), 0
		last := 0
		for _, r := range rows {
			terms += len(r.Terms)
			if r.Least < last || r.Most <= r.Least {
				t.Errorf("%s: %v is out of order", scale, r)
			}
			last = r.Most
		}
		if terms != want || len(rows) != 7 && want > 0 {
			t.Errorf("%s has %d rows and %d terms", scale, len(rows), terms)
		}
	}
}

// Whatever the text, Lint says the same twice and changes nothing, a statement in
// the words of its passage is never said to lack support, and a year that nobody
// gave is always found.
func TestLintProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"the", "Harbour", "Institute", "levy", "should", "will", "may", "likely", "in", "2024", "62", "per cent", "EU", "of", "Norway's", "3rd", "1,200", "“so”", "high confidence", "항만", "-", "."})
		text := strings.Join(rapid.SliceOfN(word, 1, 14).Draw(t, "words"), " ")
		text = briefings.Normal(rapid.OneOf(rapid.Just(text), rapid.String()).Draw(t, "text"))
		quoted, dated := on(1, text), on(1, text+" by 2093")
		content := judging(quoted, dated)
		before, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		all := briefings.Lint(content, kept(text))
		if diff := cmp.Diff(all, briefings.Lint(content, kept(text))); diff != "" {
			t.Fatal(diff)
		}
		if after, _ := json.Marshal(content); string(before) != string(after) {
			t.Fatalf("changed %s into %s", before, after)
		}
		found := false
		for _, w := range all {
			if !strings.HasSuffix(w.Text, ".") {
				t.Fatalf("%q is no sentence", w.Text)
			}
			if w.N == 1 && strings.Contains(w.Text, "is not in") {
				t.Fatalf("%q: %s", text, w.Text)
			}
			found = found || w.N == 2 && strings.Contains(w.Text, "2093") || strings.Contains(w.Text, "are the most")
		}
		if !found && strings.TrimSpace(text) != "" {
			t.Fatalf("%q: the year is not found in %v", text, all)
		}
	})
}

func FuzzLint(f *testing.F) {
	f.Add("The levy should be doubled by 2027.", "The levy may be doubled.", "icd203")
	f.Add("It ends on 2026-12-03 — U.S.’s G20.", "2026/27, 1,200.50 and 항만", "phia")
	f.Add("a.b. “A\x00 \xff", "", "")
	f.Fuzz(func(t *testing.T, statement, passage, scale string) {
		c := judging(on(1, statement))
		c.Scale, c.Title = briefings.Scale(scale), passage
		for _, w := range briefings.Lint(c, kept(passage)) {
			if w.Text == "" || w.Part == "" {
				t.Errorf("%+v", w)
			}
		}
	})
}
