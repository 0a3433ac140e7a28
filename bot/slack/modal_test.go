package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// submission is a modal as Slack sends it back: values by block_id, in the form
// of the element that stands there.
func submission(t *testing.T, view slack.ModalViewRequest, values map[string]string) slack.View {
	t.Helper()
	v := slack.View{CallbackID: view.CallbackID, State: &slack.ViewState{Values: map[string]map[string]slack.BlockAction{}}}
	for _, b := range view.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		action, chosen := slack.BlockAction{}, values[in.BlockID]
		id := ""
		switch e := in.Element.(type) {
		case *slack.SelectBlockElement:
			id = e.ActionID
			if chosen == "" && e.InitialOption != nil {
				chosen = e.InitialOption.Value
			}
			action.SelectedOption.Value = chosen
		case *slack.PlainTextInputBlockElement:
			id, action.Value = e.ActionID, chosen
		case *slack.NumberInputBlockElement:
			if id = e.ActionID; chosen == "" {
				chosen = e.InitialValue
			}
			action.Value = chosen
		case *slack.FileInputBlockElement:
			id = e.ActionID
		default:
			t.Fatalf("%s: an element %T", in.BlockID, e)
		}
		v.State.Values[in.BlockID] = map[string]slack.BlockAction{id: action}
	}
	return v
}

// TestSubmitted fills in modals and reads what they ask for.
func TestSubmitted(t *testing.T) {
	ask, _ := intake.Row("ask")
	tests := []struct {
		name   string
		view   slack.ModalViewRequest
		values map[string]string
		want   string // as it is understood
	}{
		{"a question", verbModal(ask, modalOpts{}), map[string]string{"ask.question": `Who said "no" & why?`, "ask.limit": "7"}, `ask limit:7 question:"Who said \"no\" & why?"`},
		{"what is usual is left out", verbModal(ask, modalOpts{}), map[string]string{"ask.question": "levy"}, `ask question:levy`},
		{"the bare command", briefModal("brief", "summary", modalOpts{Role: "reader"}), map[string]string{"summary.of": "chapter 3", "ask.question": "left over"}, `summary of:"chapter 3"`},
		{"an unknown verb is the first", briefModal("brief", "nonsense", modalOpts{Role: "reader"}), map[string]string{"ask.question": "levy"}, `ask question:levy`},
		{"a verb without options", briefModal("brief", "whoami", modalOpts{Role: "reader"}), nil, `whoami`},
	}
	for _, tt := range tests {
		inv, ok := submitted(submission(t, tt.view, tt.values))
		if !ok {
			t.Errorf("%s: is taken for no modal of ours", tt.name)
			continue
		}
		got, err := commands.Parse(inv.String())
		if err != nil || got.String() != tt.want {
			t.Errorf("%s: %q is understood as %q (%v), want %q", tt.name, inv.String(), got.String(), err, tt.want)
		}
	}
	for _, callback := range []string{"", "verb.", "verb.nonsense", "brief", "other"} {
		if inv, ok := submitted(slack.View{CallbackID: callback}); ok {
			t.Errorf("callback_id %q is taken for %q", callback, inv)
		}
	}
	// A client may send the verb of another group.
	stray := submission(t, briefModal("brief", "ask", modalOpts{Role: "reader"}), map[string]string{"verb": "retire"})
	if inv, ok := submitted(stray); ok {
		t.Errorf("a verb that the modal does not offer is read as %q", inv)
	}
}

// TestFieldErrors says at each field what is wrong with it, and nothing at the others.
func TestFieldErrors(t *testing.T) {
	tests := []struct {
		name string
		inv  commands.Invocation
		want map[string]string
	}{
		{"fine", commands.Invocation{Verb: "ask", Values: map[string]string{"question": "levy"}}, nil},
		{"fine, with everything", commands.Invocation{Verb: "find", Values: map[string]string{"query": `a "b" c`, "since": "2024-02-29", "limit": "100", "type": "table"}}, nil},
		{"two at once", commands.Invocation{Verb: "find", Values: map[string]string{"query": "levy", "since": "tomorrow <b>", "limit": "0"}}, map[string]string{
			"find.since": `"tomorrow ‹b›" is not a date; write since: as 2025, 2025-06, 2025-06-30 or 30d.`,
			"find.limit": `limit: is a number from 1 to 100, not "0".`}},
		{"nothing in a required field", commands.Invocation{Verb: "brief review"}, map[string]string{
			"brief review.of": "Say which draft: brief review of:port-inspections. The verb drafts lists them."}},
		{"too long", commands.Invocation{Verb: "ask", Values: map[string]string{"question": strings.Repeat("x", 301)}}, map[string]string{
			"ask.question": "The question may have 300 characters; yours has 301. Shorten it and send again."}},
		{"no such verb", commands.Invocation{Verb: "nonsense"}, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, fieldErrors(tt.inv)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestBriefModal offers what the role may use and nothing else.
func TestBriefModal(t *testing.T) {
	for _, tt := range []struct {
		group string
		role  briefings.Role
		some  string // a verb among them; none when empty
		not   string // a verb that is not
	}{
		{commands.Brief, briefings.Reader, "watch_add", "import"}, {commands.BriefAdmin, briefings.Editor, "digest_new", "ask"},
		{commands.BriefAdmin, briefings.Owner, "digest_send-now", "ask"}, {commands.BriefAdmin, briefings.Editor, "import", "digest_send-now"},
		{commands.BriefAdmin, briefings.Reader, "", "import"}, {commands.Brief, "", "", "ask"},
	} {
		want := map[string]bool{}
		for _, r := range commands.Verbs() {
			if r.Group == tt.group && tt.role.AtLeast(r.Role) {
				want[strings.ReplaceAll(r.Name, " ", "_")] = true
			}
		}
		view := briefModal(tt.group, "", modalOpts{Role: tt.role})
		var verbs, under []string
		if first, ok := view.Blocks.BlockSet[0].(*slack.InputBlock); ok {
			for _, g := range first.Element.(*slack.SelectBlockElement).OptionGroups {
				under = append(under, strings.SplitN(g.Label.Text, ":", 2)[0])
				for _, o := range g.Options {
					verbs = append(verbs, strings.ReplaceAll(o.Value, " ", "_"))
				}
			}
			if !first.DispatchAction {
				t.Errorf("%s: nobody is told when another verb is chosen", tt.group)
			}
		}
		for _, v := range verbs {
			if !want[v] {
				t.Errorf("%s for %q offers %s", tt.group, tt.role, v)
			}
		}
		if len(verbs) != len(want) || (view.Submit != nil) != (len(want) > 0) || tt.some != "" && !slices.Contains(verbs, tt.some) || slices.Contains(verbs, tt.not) {
			t.Errorf("%s for %q offers %q, want %d verbs", tt.group, tt.role, verbs, len(want))
		}
		if once := slices.Compact(slices.Sorted(slices.Values(under))); len(once) != len(under) || len(under) > 0 && under[0] != "Briefings" {
			t.Errorf("%s for %q offers the groups %q", tt.group, tt.role, under)
		}
	}
}

// TestFields gives every option an input of its kind, filled in.
func TestFields(t *testing.T) {
	for _, row := range commands.Verbs() {
		for _, o := range row.Options {
			element, err := json.Marshal(field(o, "7"))
			if err != nil {
				t.Fatal(err)
			}
			want := map[commands.OptionKind]string{commands.Text: `"plain_text_input"`, commands.Number: `"initial_value":"7"`, commands.Date: `"initial_value":"7"`,
				commands.Choice: `"static_select"`, commands.YesNo: `"value":"no"`}[o.Kind]
			if o.Completes != "" {
				want = `"external_select"`
				if what, ok := completing("complete." + o.Completes + "." + o.Name); !ok || what != o.Completes || !strings.Contains(string(element), "complete."+o.Completes+"."+o.Name) {
					t.Errorf("%s %s: is completed by %q: %s", row.Name, o.Name, what, element)
				}
			}
			if !strings.Contains(string(element), want) {
				t.Errorf("%s %s: no %s in %s", row.Name, o.Name, want, element)
			}
		}
	}
	if _, ok := completing("value.of"); ok {
		t.Error("a field of text is completed")
	}
}

// TestSuggestions always lets what was typed be chosen, and keeps to 100.
func TestSuggestions(t *testing.T) {
	values := func(a optionsAnswer) string {
		var all []string
		for _, o := range a.Options {
			all = append(all, o.Value)
		}
		return strings.Join(all, " ")
	}
	choices := []intake.Choice{{Value: "S-0001", Label: "Dues · Harbour Institute"}, {Value: "S-0002"}, {Value: strings.Repeat("x", 151), Label: "too long"}, {Label: "empty"}}
	for typed, want := range map[string]string{"": "S-0001 S-0002", "du": "S-0001 S-0002 du", "s-0002": "S-0001 S-0002", strings.Repeat("y", 151): "S-0001 S-0002", "\u200b": "S-0001 S-0002"} {
		if got := values(suggestions(choices, typed)); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	many := suggestions(slices.Repeat([]intake.Choice{{Value: "v", Label: "l"}}, 200), "typed")
	if n := len(many.Options); n != 100 || many.Options[99].Value != "typed" {
		t.Errorf("%d options, the last %q", n, many.Options[n-1].Value)
	}
	if none, err := json.Marshal(suggestions(nil, "")); err != nil || string(none) != `{"options":[]}` {
		t.Errorf("nothing to offer is sent as %s (%v)", none, err)
	}
}
