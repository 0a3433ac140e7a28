package bot

import (
	"fmt"
	"slices"
	"strings"

	"attache/bot/intake"
	"attache/commands"
)

// pressAll presses each button of an answer once. Where one has changed the
// answer, the same is typed again for the next.
func (s *rehearsal) pressAll(asked string, again func(), e *exchange) {
	if len(e.seen) == 0 || len(e.replies) == 0 || s.pressed[e.replies[0].Verb] > 1 {
		return
	}
	s.pressed[e.replies[0].Verb]++
	on, reply, done := e.seen[0], e.replies[0], false // done: something was confirmed, and the rest is of another day
	for _, c := range e.seen[0].controls {
		if _, isForm := formOf(c); isForm || !offeredBy(e.replies[0], c) {
			continue
		}
		now, ok := s.nowOn(on.id, c.label)
		if !ok || done {
			done = false
			e := s.does("type once more "+asked, again)
			e.asked = asked
			if len(e.seen) == 0 {
				s.t.Fatalf("%s is not answered a second time", asked)
			}
			on = e.seen[0]
			if len(e.replies) > 0 {
				reply = e.replies[0]
			}
			if now, ok = s.nowOn(on.id, c.label); !ok {
				continue // what the first press has done cannot be done twice
			}
		}
		if form, is := formAction(reply, c); is {
			s.openIt(fmt.Sprintf("open %s of %s", c.label, asked), on, now, form)
			continue
		}
		pressed := s.does(fmt.Sprintf("press %s of %s", c.label, asked), func() { s.seat.presses(on, now) })
		if i := slices.IndexFunc(reply.Actions, func(a commands.Action) bool { return a.Label == c.label }); i >= 0 {
			pressed.asked = intake.AskedOf(reply.Actions[i].Text)
		}
		done = now.confirm != ""
	}
}

// formAction returns the action of a control that opens a form, or false.
func formAction(reply commands.Reply, c control) (commands.Action, bool) {
	i := slices.IndexFunc(reply.Actions, func(a commands.Action) bool { return a.Form && a.Label == c.label })
	if i < 0 {
		return commands.Action{}, false
	}
	return reply.Actions[i], true
}

// openIt presses a button that opens a form, which has to hold what the button
// says. A part of a form holds its part of that.
func (s *rehearsal) openIt(name string, on shown, c control, a commands.Action) {
	var got map[string]string
	s.does(name, func() { got = s.seat.opens(on, c) })
	inv, _ := commands.Parse(a.Text)
	row, _ := intake.Row(inv.Verb)
	held := 0
	for option, value := range got {
		o, _ := row.Option(option)
		want := inv.Values[option]
		if usual := o.Kind == commands.Choice || o.Kind == commands.YesNo || o.Kind == commands.Number; usual && want == "" {
			want = o.Default
		}
		if value != want {
			s.t.Errorf("%s: %s holds %q, want %q", name, option, value, want)
		}
		if value != "" {
			held++
		}
	}
	if held == 0 && len(inv.Values) > 0 {
		s.t.Errorf("%s: nothing is filled in: %v", name, got)
	}
}

// offeredBy reports whether a control is one that every platform draws: not the
// number of a passage that the reply has no action for.
func offeredBy(reply commands.Reply, c control) bool {
	return strings.Trim(c.label, "0123456789") != "" || slices.ContainsFunc(reply.Actions, func(a commands.Action) bool { return a.Label == c.label })
}

// nowOn returns the control with a label of a message, as it is now.
func (s *rehearsal) nowOn(id, label string) (control, bool) {
	for _, m := range s.seat.visible() {
		at := slices.IndexFunc(m.controls, func(c control) bool { return c.label == label })
		if m.id == id && at >= 0 {
			return m.controls[at], true
		}
	}
	return control{}, false
}

// formOf returns the verb whose form a control opens.
func formOf(c control) (verb string, ok bool) {
	verb, _, ok = strings.Cut(c.label, " — ")
	return verb, ok || c.label == "Open form"
}
