package bot

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// TestParity walks the table of verbs over both platforms, each on a desk and a
// store of its own that hold the same. Every verb is typed as its examples and
// with each of its options, its buttons are pressed, its form is filled in, what
// completes its options is asked for, and both commands on a message are chosen.
// What the desk is asked and answers has to be the same, and what people read
// has to be that answer.
func TestParity(t *testing.T) {
	if testing.Short() {
		t.Skip("it walks the whole table twice")
	}
	logs := map[string][]exchange{}
	synctest.Test(t, func(t *testing.T) {
		s := newRehearsal(t)
		defer s.end()
		s.seat = openSlack(s)
		logs["slack"] = s.walk()
	})
	synctest.Test(t, func(t *testing.T) {
		s := newRehearsal(t)
		defer s.end()
		s.seat = openDiscord(s)
		logs["discord"] = s.walk()
	})
	onSlack, onDiscord := logs["slack"], logs["discord"]
	if a, b := names(onSlack), names(onDiscord); !slices.Equal(a, b) {
		t.Fatalf("the platforms differ in what can be done (-slack +discord):\n%s", cmp.Diff(a, b))
	}
	texts := 0
	for i, here := range onSlack {
		there := onDiscord[i]
		if diff := cmp.Diff(here.replies, there.replies); diff != "" {
			t.Errorf("%s: the desk is heard differently (-slack +discord):\n%s", here.name, diff)
			continue
		}
		if !slices.Equal(here.offered, there.offered) {
			t.Errorf("%s: offered are %q on Slack and %q on Discord", here.name, here.offered, there.offered)
		}
		if a, b := here.beside("slack"), there.beside("discord"); len(here.told) == 0 && a != b {
			t.Errorf("%s: Slack says %q and Discord %q", here.name, a, b)
		}
		for platform, e := range map[string]exchange{"slack": here, "discord": there} {
			for _, fault := range e.misread(platform) {
				t.Errorf("%s, on %s: %s", here.name, platform, fault)
			}
		}
		texts += len(here.replies)
	}
	t.Logf("%d things done on each platform, %d replies read", len(onSlack), texts)
	if texts < 100 {
		t.Errorf("only %d replies were read", texts)
	}
}

func names(log []exchange) []string {
	var out []string
	for _, e := range log {
		out = append(out, e.name)
	}
	return out
}

// An exchange is one thing that a person did, and what came of it.
type exchange struct {
	name    string
	asked   string           // as text, where something was typed or filled in
	replies []commands.Reply // of the desk, in the order in which it gave them, without what names the platform
	told    []commands.Reply // the same with it
	offered []string         // what was offered to fill in or to choose, where that is what came of it
	seen    []shown          // by the person, in order, on all pages
}

// A shown is a message as the person sees it.
type shown struct {
	id, text string
	controls []control
	files    []commands.File
}

// A control is something to press; a choice of a menu is one too.
type control struct {
	label   string
	id      string // of the button or the menu
	value   string // of a menu's choice
	confirm string // what is asked before it is done
}

// A seat is a person at one platform: an owner in a channel. Nothing is waited
// for; the stage looks what came of it.
type seat interface {
	types(row commands.Row, values map[string]string)
	presses(on shown, c control)
	// shoves is types without regard for what a client would not send; it reports
	// whether a form opened.
	shoves(row commands.Row, values map[string]string) bool
	// opens presses a button that opens a form, and returns what its fields hold,
	// by the name of the option, those that hold nothing too.
	opens(on shown, c control) map[string]string
	// fills opens the form of a verb and sends it filled in, however many parts it
	// has, and returns the names of its fields.
	fills(row commands.Row, values map[string]string, file *commands.File) []string
	completes(row commands.Row, option, typed string) []string
	onMessage(command, text string, file *commands.File)
	visible() []shown
	// next returns the control that leads to the next page, or false.
	next(s shown) (control, bool)
	ends()
}

// walk does everything once and returns what came of it.
func (s *rehearsal) walk() []exchange {
	for _, row := range commands.Verbs() {
		for _, inv := range invocations(row) {
			typing := func() { s.seat.types(row, inv.Values) }
			e := s.does("type "+inv.String(), typing)
			e.asked = inv.String()
			s.pressAll(inv.String(), typing, e)
		}
		s.fillIn(row)
		for _, o := range row.Options {
			if o.Completes == "" {
				continue
			}
			for _, typed := range []string{"", "po"} {
				var offered []string
				e := s.does(fmt.Sprintf("complete %s %s with %q", row.Name, o.Name, typed), func() { offered = s.seat.completes(row, o.Name, typed) })
				e.offered = offered
			}
		}
	}
	for _, command := range []string{"Check against briefings", "Save to briefing draft"} {
		s.does(command, func() { s.seat.onMessage(command, "Seoul should raise the levy on port inspections by 2027.", nil) })
	}
	s.does("Save a file to a draft", func() {
		s.seat.onMessage("Save to briefing draft", "See this.", &commands.File{Name: "pilots.md", Data: []byte(pilots)})
	})
	return s.log
}

// invocations returns what is typed of a verb: its examples, and each of its
// options. Documents cannot be typed, so that a verb that wants them is known by
// its form.
func invocations(row commands.Row) []commands.Invocation {
	var out []commands.Invocation
	add := func(inv commands.Invocation) {
		if intake.Wanting(row, inv.Values) {
			return
		}
		if !slices.ContainsFunc(out, func(have commands.Invocation) bool { return have.String() == inv.String() }) {
			out = append(out, inv)
		}
	}
	for _, example := range row.Examples {
		inv, err := commands.Parse(example)
		if err != nil {
			panic(fmt.Sprintf("the example %q: %v", example, err))
		}
		for name := range intake.Carried(row, inv.Values) {
			delete(inv.Values, name) // Discord has no place to type it
		}
		add(inv)
	}
	for _, o := range intake.Asked(row) {
		values := map[string]string{}
		for _, other := range row.Options {
			if other.Required || other.Name == o.Name {
				values[other.Name] = sample(row, other)
			}
		}
		add(commands.Invocation{Verb: row.Name, Values: values})
		for _, word := range o.Choices {
			values := maps.Clone(values)
			values[o.Name] = word
			add(commands.Invocation{Verb: row.Name, Values: values})
		}
	}
	return out
}

// sample returns a value of an option that fits what the store of the rehearsal holds.
func sample(row commands.Row, o commands.Option) string {
	known := map[string]string{
		"question": "Who should pay for port inspections?", "query": "port inspections", "of": "S-0001", "ref": "S-0001#1",
		"source": "S-0001", "topic": "tariff", "actor": "Seoul", "name": "tariff", "verb": "recs", "note": "superseded", "into": "port-inspections",
		"when": "Mon and Thu 17:30", "zone": "Asia/Seoul", "targets": "here", "holidays": "2030-12-25", "catchup": "90m", "per-day": "3",
		"hours": "22:00-07:00", "add": "me", "remove": "me", "until": "2031-01-01", "watch remove of": "D-0001", "watch snooze of": "D-0001",
		"person": "U0DANA", "import address": "", "ops audit to": "3",
		"marking": "red", "attributed": "no", "source mark of": "S-0002", "channel clearance of": "here",
		"needed-by": "1w", "text": "The flag state will.", "refs": "S-0001#1", "to": "me", "rfi assign of": "RFI-0001", "rfi answer of": "RFI-0001", "rfi close of": "RFI-0001",
		"rfi answer own": "yes", "rec set of": "S-0001#12", "rec history of": "S-0001#12", "rec set owner": "U0DANA", "due": "2030-06-30",
		"correction list of": "port-inspections", "correction post of": "port-inspections",
		"title": "Port levies", "topics": "levy, ports", "sources": "S-0001", "review-by": "2031-06-30", "owner": "me",
		"embargo": "2031-01-01 09:00", "own": "all", "proposal": "A7K2", "forget": "A7K2", "bottom-line": "Levies rise. [S-0001#1]",
		"judgements": "Levies rise. [S-0001#1]", "recommendations": "Ports: Raise the levy. [S-0001#2] (by 2031)", "watch": "2031: The vote. [desk]",
		"brief edit of": "port-inspections", "brief history of": "port-inspections", "brief export of": "port-inspections", "brief verify of": "port-inspections",
		"brief rollback to": "1", "brief rollback of": "port-inspections", "brief retire of": "port-inspections", "brief review of": "harbour-dues", "brief return of": "harbour-dues",
		"brief approve of": "harbour-dues", "brief discard of": "harbour-dues",
	}
	if v, ok := known[row.Name+" "+o.Name]; ok {
		return v
	}
	if family, _ := row.Words(); family == "digest" && o.Name == "of" {
		return "D-0001"
	}
	switch v, ok := known[o.Name]; {
	case ok:
		return v
	case o.Kind == commands.Choice:
		return o.Choices[len(o.Choices)-1]
	case o.Kind == commands.Number:
		return "3"
	case o.Kind == commands.Date:
		return "2024"
	case o.Kind == commands.YesNo:
		return "yes"
	}
	panic(fmt.Sprintf("nothing is known to fill in for %s of %s", o.Name, row.Name))
}

// fillIn fills in the form of a verb, with each of its options.
func (s *rehearsal) fillIn(row commands.Row) {
	if len(row.Options) == 0 {
		return
	}
	values := map[string]string{}
	for _, o := range intake.Asked(row) {
		values[o.Name] = sample(row, o)
	}
	var file *commands.File
	if row.Name == "import" {
		file = &commands.File{Name: "pilots.md", Data: []byte(pilots)}
	}
	var fields []string
	e := s.does("fill in "+row.Name, func() { fields = s.seat.fills(row, values, file) })
	asked := intake.Asked(row)
	if file != nil { // what could stand in its place is not asked for beside it; see differences
		instead := func(o commands.Option) bool { return o.Free }
		asked = slices.DeleteFunc(asked, instead)
		fields = slices.DeleteFunc(fields, func(name string) bool { o, _ := row.Option(name); return instead(o) })
	}
	slices.Sort(fields)
	e.asked, e.offered = commands.Invocation{Verb: row.Name, Values: values}.String(), fields
	for _, o := range asked {
		if !slices.Contains(fields, o.Name) {
			s.t.Errorf("the form of %s has no field for %s: %q", row.Name, o.Name, fields)
		}
	}
}

// does lets the person do something and returns what came of it, on all pages.
// Both platforms do it at the same virtual time.
func (s *rehearsal) does(name string, act func()) *exchange {
	s.t.Helper()
	time.Sleep(time.Until(s.start.Add(time.Duration(len(s.log)+1) * 5 * time.Minute)))
	s.mark()
	act()
	time.Sleep(10 * time.Second)
	e := exchange{name: name}
	e.replies, e.told = s.clerk.take()
	for _, m := range s.seat.visible() {
		if text, was := s.before[m.id]; !was || text != m.text {
			e.seen = append(e.seen, m)
		}
	}
	for i := range e.seen {
		e.seen[i].text += s.furtherPages(e.seen[i])
	}
	s.clerk.take()
	s.log = append(s.log, e)
	return &s.log[len(s.log)-1]
}

// mark forgets what was answered and seen up to now.
func (s *rehearsal) mark() {
	s.before = map[string]string{}
	for _, m := range s.seat.visible() {
		s.before[m.id] = m.text
	}
	s.clerk.take()
}

// furtherPages leafs through an answer, and returns what its other pages show.
func (s *rehearsal) furtherPages(m shown) string {
	var more strings.Builder
	for range 20 {
		c, ok := s.seat.next(m)
		if !ok {
			return more.String()
		}
		s.seat.presses(m, c)
		time.Sleep(5 * time.Second)
		all := s.seat.visible()
		at := slices.IndexFunc(all, func(now shown) bool { return now.id == m.id })
		m = all[at]
		more.WriteString("\n" + m.text)
	}
	s.t.Errorf("no end of pages in %q", m.text)
	return more.String()
}

// owner is who imports what the rehearsal knows.
func owner() briefings.Person {
	return briefings.Person{ID: "console/local/maria", Role: briefings.Owner}
}
