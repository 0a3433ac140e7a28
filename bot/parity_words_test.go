package bot

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"unicode"

	"attache/commands"
)

// A difference is what one platform shows beside the answer, or in place of a
// part of it, or does that the other cannot, and why.
type difference struct {
	platform string // empty is both
	what     string
	says     []string // the words that people read of it; none when it is no text
	why      string
}

// differences lists all of them. Whatever else the platforms show is the answer.
func differences() []difference {
	var families []string
	for _, f := range commands.Families() {
		families = append(families, f.Name+" "+f.Summary)
	}
	return []difference{
		{"", "who sees an answer", []string{"Only you can see this", "Shared by owen", "Shared by Owen Owner"},
			"It is the place's and not the desk's to say; people bear the names by which the others there know them."},
		{"", "Share and Report", []string{"Share", "Report"}, "They say something about an answer and ask the desk for none."},
		{"", "what stands around a passage", []string{"Before", "After", "Notes of"}, "A line in small print needs a word that says what it is."},
		{"", "what was written", []string{"You wrote"}, "Nobody should have to write it again after a mistake."},
		{"slack", "a file's name and size", []string{"bytes", "kB"}, "Slack has no file for one person in a channel, so that it stands in the app's own conversation; Discord shows it in the message."},
		{"slack", "the names of all columns", nil, "Discord has no tables, so that a row is a line, and its first two cells need no name."},
		{"slack", "typed text among what completes an option", nil, "A menu of Slack takes nothing that it does not offer."},
		{"slack", "App Home, mentions, the app's own conversation and a global shortcut", nil,
			"Discord has no home for an app, and to hear what people write takes a right to read along that nothing else needs."},
		{"slack", "a form in answer to a command that lacks something", nil, "Discord's own client does not send a command before it is complete."},
		{"", "the form that mends a mistake", []string{"Open form"}, "Nobody should have to write it again after a mistake."},
		{"discord", "the way to a form", []string{"Open a form"}, "A command of Discord has its fields itself; the form is for who comes from help."},
		{"discord", "families of forms", families, "A menu has 25 entries, and verbs of two words share one; Slack's menus have a hundred."},
		{"discord", "25 choices of what completes an option", nil, "Discord shows no more; the next letter brings others."},
		{"discord", "a form in parts", nil, "A modal of Discord has five fields; a message with a button leads to the next part."},
		{"discord", "a form that is done with the part that brought a file", nil, "A message cannot bring a file along to the next part, and what follows would stand in its place."},
		{"discord", "a menu of passages", []string{"Passages"}, "A row has five buttons; every passage of a page is there, where Slack shows those that the desk names."},
		{"discord", "the asker's own copy of what is shared at once", nil, "Discord says that an answer is on its way before it is known to be shared, and that note has to become something."},
		{"discord", "a message that asks whether somebody is sure", nil, "Slack asks in a dialogue of its own before it sends what was pressed; on Discord the message with the button stays, and its buttons are told that they are stale."},
		{"discord", "a table of more than four rows as a file too", nil, "A list cannot be sorted."},
	}
}

// misread returns what a person reads otherwise than it was answered: parts of
// the answer that are not shown, and what is shown that is no part of it.
func (e exchange) misread(platform string) []string {
	if len(e.told) == 0 {
		return nil
	}
	var faults []string
	read := e.read()
	parts := partsOf(e.told)
	for _, p := range parts {
		if !strings.Contains(read, p.words) && !p.may {
			faults = append(faults, fmt.Sprintf("%q is not shown", p.words))
		}
	}
	if rest := strings.Map(letters, e.beside(platform)); strings.TrimSpace(rest) != "" {
		faults = append(faults, fmt.Sprintf("%q is shown beside the answer: %s", strings.Join(strings.Fields(rest), " "), read))
	}
	var controls []control
	var files []commands.File
	for _, m := range e.seen {
		controls, files = append(controls, m.controls...), append(files, m.files...)
	}
	for _, r := range e.told {
		for _, a := range r.Actions {
			at := slices.IndexFunc(controls, func(c control) bool { return c.label == a.Label })
			if asks := a.Confirm != "" && !a.Form; r.Private && (at < 0 || (controls[at].confirm != "") != asks) {
				faults = append(faults, fmt.Sprintf("the button %q is missing, or does not ask first", a.Label))
			}
		}
		for _, f := range r.Files {
			if !slices.ContainsFunc(files, func(have commands.File) bool { return have.Name == f.Name && string(have.Data) == string(f.Data) }) {
				faults = append(faults, fmt.Sprintf("the file %s is not there", f.Name))
			}
		}
	}
	return faults
}

// read returns the words that the person sees; a moment that the client shows by
// its own clock is as the answer has it.
func (e exchange) read() string {
	text := ""
	for _, m := range e.seen {
		text += "\n" + m.text
	}
	for _, r := range e.told {
		for _, i := range r.Instants {
			text = strings.ReplaceAll(text, fmt.Sprintf("<t:%d:f>", i.At.Unix()), i.Text)
		}
	}
	return words(text)
}

// beside returns the words that are left when the answer and the differences are
// taken away.
func (e exchange) beside(platform string) string {
	parts := append(partsOf(e.told), part{words: words("You wrote " + e.asked)})
	for _, d := range differences() {
		if d.platform == platform || d.platform == "" {
			for _, says := range d.says {
				parts = append(parts, part{words: words(says)})
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(len(b.words), len(a.words)) })
	rest := e.read()
	for _, p := range parts {
		rest = strings.ReplaceAll(rest, p.words, " | ")
	}
	return rest
}

// letters keeps what is read as a word: numbers lead to passages and pages.
func letters(r rune) rune {
	if r == '|' || unicode.IsDigit(r) {
		return ' '
	}
	return r
}

// A part is one text of an answer, as words. What it may lack need not be shown
// as text.
type part struct {
	words string
	may   bool
}

// partsOf returns the texts of answers.
func partsOf(replies []commands.Reply) []part {
	var out []part
	add := func(may bool, texts ...string) {
		for _, text := range texts {
			if w := words(text); strings.TrimSpace(w) != "" {
				out = append(out, part{w, may})
			}
		}
	}
	for _, r := range replies {
		add(false, r.Title, r.Text, r.Footer, string(r.Marking))
		if r.Error != nil {
			add(false, r.Error.Text, r.Error.Code())
		}
		for _, s := range r.Statements {
			add(false, s.Text, s.Label, s.Group)
		}
		for _, t := range r.Tables {
			add(false, t.Caption)
			for _, row := range t.Rows {
				add(false, row...)
			}
			add(true, t.Header...)
		}
		for _, c := range r.Citations {
			add(false, c.Source, c.Before, c.After)
			add(false, c.Notes...)
		}
		for _, a := range r.Actions {
			add(true, a.Label, a.Confirm)
		}
		for _, f := range r.Files {
			add(true, "File "+f.Name)
		}
	}
	return out
}

// words returns the letters and digits of a text with single spaces between and
// around them: what is left when the marks of a platform are taken away.
func words(text string) string {
	text = html.UnescapeString(text)
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(fields, " ") + " "
}

// An answer that is not shown whole, or not alone, is noticed, and nothing else is.
func TestMisread(t *testing.T) {
	reply := commands.Reply{Private: true, Title: "Port dues", Text: "Dues rose. [1]", Actions: []commands.Action{{Label: "1", Text: "cite S-0001#1"}},
		Tables:    []commands.Table{{Header: []string{"who", "what"}, Rows: [][]string{{"Seoul", "should pay"}}}},
		Citations: []commands.Citation{{N: 1, Source: "Report · p. 3"}}, Files: []commands.File{{Name: "a.csv", Data: []byte("x")}}}
	whole := shown{text: "### Port dues\n-# Only you can see this\nDues rose\\. \\[1\\]\n- Seoul — should pay\n\\[1\\] Report · p\\. 3",
		controls: []control{{label: "1"}}, files: []commands.File{{Name: "a.csv", Data: []byte("x")}}}
	for _, tt := range []struct {
		name   string
		change func(*shown)
		faults int
	}{
		{"whole", func(*shown) {}, 0},
		{"a word less", func(s *shown) { s.text = strings.Replace(s.text, "rose", "", 1) }, 2}, // and a word is left over
		{"a cell less", func(s *shown) { s.text = strings.Replace(s.text, "should pay", "", 1) }, 1},
		{"a word more", func(s *shown) { s.text += "\nPerhaps." }, 1},
		{"no button", func(s *shown) { s.controls = nil }, 1},
		{"a button that asks", func(s *shown) { s.controls[0].confirm = "Sure?" }, 1},
		{"another file", func(s *shown) { s.files = []commands.File{{Name: "a.csv", Data: []byte("y")}} }, 1},
	} {
		s := whole
		s.controls = slices.Clone(whole.controls)
		tt.change(&s)
		e := exchange{told: []commands.Reply{reply}, seen: []shown{s}}
		if faults := e.misread("discord"); len(faults) != tt.faults {
			t.Errorf("%s: faults %q, want %d", tt.name, faults, tt.faults)
		}
	}
	for _, d := range differences() {
		if d.what == "" || !strings.HasSuffix(d.why, ".") {
			t.Errorf("%q has no reason: %q", d.what, d.why)
		}
	}
}
