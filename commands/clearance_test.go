package commands_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// canaries are words that stand in one document each, all over it. That of a
// marking is in a briefing in force and in a draft under that label.
var canaries = map[briefings.Marking]string{briefings.Clear: "quokkaclear", briefings.Green: "quokkagreen", briefings.Amber: "quokkaamber",
	briefings.AmberStrict: "quokkastrict", briefings.Red: "quokkared"}

// What nobody may be told, and what no reader may before its time.
const (
	withheldCanary = "numbatwithheld" // who stands behind a source that may not be attributed
	embargoCanary  = "bilbyembargo"
)

// canaryPaper is a document whose title, words, table, note and file hold a canary.
func canaryPaper(word string) string {
	return fmt.Sprintf("# The %[1]s Harbour\n\nBy Anna %[1]s\n\nPublisher: Institute of %[1]s\n\n2 June 2025\n\n## 1. %[1]s costs\n\n"+
		"The harbour levy of %[1]s covered 62 per cent of costs in 2024.[^1] The %[1]s ministry should raise the harbour levy by 2031.\n\n"+
		"| Port | Levy |\n|---|---|\n| %[1]s | 12 |\n\n[^1]: %[1]s, Annual report, https://%[1]s.example/a.\n", word)
}

// stockedDesk returns a desk whose store holds briefings and drafts of all
// markings, one under embargo, and sources that may not be attributed: from the
// start, and since they were published.
func stockedDesk(t *testing.T) *commands.Desk {
	t.Helper()
	desk, st := openDesk(t)
	bring := func(text, file, data string) {
		t.Helper()
		r := request(briefings.Owner, text)
		r.Place.Clearance, r.Files = briefings.Red, []commands.File{{Name: file + ".md", Data: []byte(data)}}
		if reply := desk.Answer(t.Context(), r); reply.Error != nil {
			t.Fatalf("%s: %v", text, reply.Error)
		}
	}
	publish := func(slug briefings.Slug) {
		t.Helper()
		if _, err := st.Approve(t.Context(), slug, 0, store.Stamp{By: "console/local/ida", At: start()}); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range briefings.Markings() {
		label := strings.ToLower(strings.TrimPrefix(string(m), "TLP:"))
		bring("import marking:"+label, canaries[m], canaryPaper(canaries[m]))
		publish(briefings.MakeSlug("The " + canaries[m] + " Harbour"))
		bring("import marking:"+label, canaries[m]+"-draft", strings.ReplaceAll(canaryPaper(canaries[m]), "Harbour", "Draft"))
	}
	name := strings.ToUpper(withheldCanary[:1]) + withheldCanary[1:]
	bring("import marking:clear attributed:no", withheldCanary+"-paper", strings.NewReplacer("levy of "+name, "levy of Institute of "+name, name+" costs", "Costs",
		"The "+name+" ministry", "Anna "+name+" says that the ministry", "| "+name, "| Institute of "+name, "[^1]: "+name, "[^1]: Institute of "+name,
		"https://"+name, "https://instituteof"+withheldCanary).Replace(canaryPaper(name)))
	publish("untitled-briefing-s-0011")
	bring("import marking:clear", "later", "# Later "+withheldCanary+"\n\nThe harbour levy should rise by 2031, says the later "+withheldCanary+".\n")
	publish("later-" + withheldCanary)
	bring("source mark of:S-0012 attributed:no", "x", "x")
	bring("import marking:clear", embargoCanary, canaryPaper(embargoCanary))
	draft, err := st.Draft(t.Context(), briefings.MakeSlug("The "+embargoCanary+" Harbour"))
	if err != nil {
		t.Fatal(err)
	}
	draft.Text.Embargo = start().AddDate(50, 0, 0)
	if err := st.SaveDraft(t.Context(), draft, store.Stamp{By: "console/local/ida", At: start()}); err != nil {
		t.Fatal(err)
	}
	publish(draft.Slug)
	return desk
}

// texts returns every text that stands anywhere in a value, in lower case.
func texts(v reflect.Value, into *strings.Builder) {
	switch v.Kind() {
	case reflect.String:
		into.WriteString(strings.ToLower(v.String()) + "\n")
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			texts(v.Elem(), into)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), into)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			into.WriteString(strings.ToLower(string(v.Bytes())) + "\n")
			return
		}
		for i := range v.Len() {
			texts(v.Index(i), into)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			texts(k, into)
			texts(v.MapIndex(k), into)
		}
	}
}

// leaks returns what a reply shows that it must not: what is above the clearance
// of the place or not told to be, what is under embargo, and names withheld. What
// the asker has typed is no secret to them.
func leaks(r commands.Request, reply commands.Reply) []string {
	var b strings.Builder
	texts(reflect.ValueOf(reply), &b)
	text, typed := b.String(), strings.ToLower(r.Text)
	has := func(word string) bool { return strings.Contains(text, word) && !strings.Contains(typed, word) }
	clearance := r.Place.Clearance
	if clearance == "" {
		clearance = briefings.Clear
	}
	var found []string
	for m, word := range canaries {
		switch {
		case has(word) && !m.Within(clearance):
			found = append(found, word+" above "+string(clearance))
		case has(word) && reply.Error == nil && !m.Within(reply.Marking):
			found = append(found, word+" under the label "+string(reply.Marking))
		}
	}
	if reply.Marking != "" && !reply.Marking.Within(clearance) {
		found = append(found, "the label "+string(reply.Marking)+" above "+string(clearance))
	}
	if has(withheldCanary) && reply.Verb != "ops audit" { // which keeps the pointer, for owners where everything may be shown
		found = append(found, withheldCanary)
	}
	if has(embargoCanary) && !r.Person.Role.AtLeast(briefings.Editor) {
		found = append(found, embargoCanary)
	}
	return found
}

// TestClearanceOfRandomRequests asks whatever the table of verbs allows, in every
// role and place, and demands that nothing is shown that may not be.
func TestClearanceOfRandomRequests(t *testing.T) {
	desk := stockedDesk(t)
	rounds := 6000
	if testing.Short() {
		rounds = 1500
	}
	random := rand.New(rand.NewPCG(1, 2))
	shown := map[string]int{}
	for n := range rounds {
		r := randomRequest(random, n)
		reply := desk.Answer(t.Context(), r)
		if found := leaks(r, reply); len(found) > 0 {
			t.Errorf("%s as %s in a place of %q shows %v:\n%s", r.Text, r.Person.Role, r.Place.Clearance, found, reply.Plain())
		}
		if reply.Error != nil && reply.Error.Code() == "E-INTERNAL" {
			t.Errorf("%s breaks", r.Text)
		}
		if reply.Error == nil {
			shown[reply.Verb]++
		}
		if t.Failed() && n > 200 {
			break
		}
	}
	if len(shown) < len(commands.Verbs())/2 {
		t.Errorf("only these verbs have answered: %v", shown)
	}
}

// randomRequest returns one that is well formed as far as options go. It never
// lets more be shown of a source on purpose, which an approver may.
func randomRequest(random *rand.Rand, n int) commands.Request {
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	rows := commands.Verbs()
	row := rows[random.IntN(len(rows))]
	inv := commands.Invocation{Verb: row.Name, Values: map[string]string{}}
	for _, o := range row.Options {
		if !o.Required && random.IntN(3) > 0 {
			continue
		}
		switch {
		case row.Name == "source mark" && (o.Name == "confirm" || o.Name == "attributed"):
			continue
		case o.Kind == commands.Choice:
			inv.Values[o.Name] = pick(o.Choices...)
		case o.Kind == commands.YesNo:
			inv.Values[o.Name] = pick("yes", "no")
		case o.Kind == commands.Number:
			inv.Values[o.Name] = pick("1", "5", "50")
		case o.Kind == commands.Date:
			inv.Values[o.Name] = pick("2024", "2025-06", "1y", "2031-01-01")
		default:
			inv.Values[o.Name] = pick("harbour levy", "ministry", "costs", "the", "harbour", "S-0001", "S-0002", "S-0004", "S-0006", "S-0008", "S-0010", "S-0011", "S-0012", "S-0013",
				fmt.Sprintf("S-%04d#%d", 1+random.IntN(13), 1+random.IntN(4)), fmt.Sprintf("S-%04d note 1", 1+random.IntN(13)), "D-0001", "here", "me", "1", "chapter 1", "annual report",
				"untitled-briefing-s-0011", "Institute of", "Anna", "the-draft", "The Harbour", "console/local/somebody", "owner", "weekdays 08:00", "Europe/London", "C-0001", "RFI-0001", "2027-01-01")
		}
	}
	clearances := append([]briefings.Marking{""}, briefings.Markings()...)
	r := request(briefings.Roles()[random.IntN(5)], inv.String())
	r.At = start().Add(time.Duration(n) * time.Minute)
	r.Place.Clearance, r.Place.Workspace = clearances[random.IntN(len(clearances))], "local"
	r.Place.Channel = pick("", "C0FISH")
	return r
}

// TestClearanceTable asks for the briefing of each marking in a place of each
// clearance, with every verb that shows one: it comes where the label is within
// the clearance, and nowhere else.
func TestClearanceTable(t *testing.T) {
	desk := stockedDesk(t)
	for i, m := range briefings.Markings() {
		id := briefings.NewSourceID(1 + 2*i)
		for _, ask := range []struct {
			role briefings.Role
			text string
		}{
			{briefings.Reader, "ask Who should raise the harbour levy? limit:50"}, {briefings.Reader, "find harbour levy limit:50"}, {briefings.Reader, "find 12 type:table limit:50"},
			{briefings.Reader, "find annual type:footnote limit:50"}, {briefings.Reader, "summary of:" + string(id)}, {briefings.Reader, "summary harbour levy depth:full"},
			{briefings.Reader, "recs"}, {briefings.Reader, "recs format:csv"}, {briefings.Reader, "timeline"}, {briefings.Reader, "topics"}, {briefings.Reader, "latest"},
			{briefings.Reader, "cite " + string(id) + "#1"}, {briefings.Editor, "report of:" + string(id)}, {briefings.Editor, "drafts"}, {briefings.Editor, "source mark of:" + string(id)},
		} {
			for _, clearance := range briefings.Markings() {
				r := request(ask.role, ask.text)
				r.Place.Clearance = clearance
				reply := desk.Answer(t.Context(), r)
				var b strings.Builder
				texts(reflect.ValueOf(reply), &b)
				if got, want := strings.Contains(b.String(), canaries[m]), m.Within(clearance); got != want && !(want && ask.text == "ask Who should raise the harbour levy? limit:50") {
					t.Errorf("%s of a %s briefing in a place of %s: shown %v\n%s", ask.text, m, clearance, got, reply.Plain())
				}
				if found := leaks(r, reply); len(found) > 0 {
					t.Errorf("%s in a place of %s shows %v", ask.text, clearance, found)
				}
			}
		}
	}
}
