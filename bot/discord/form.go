package discord

import (
	"context"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// opened returns the reaction that opens one part of the form in a text; see
// formText. It is sent at once, since Discord opens a form in answer to what
// somebody did and to nothing later.
func (p *Platform) opened(i interaction, text string, step int) reaction {
	row, values, ok := parseFormText(text)
	if !ok {
		p.unknown("form")
		return p.sentence(i, noLonger)
	}
	if err := p.mayOpen(i, row); err != nil {
		return p.working(i, func(ctx context.Context, t *turn) { p.tell(ctx, t, ask{interaction: i}, err) })
	}
	var kept []string
	keep := func(text string) string {
		key := p.state.texts.Note(text)
		kept = append(kept, key)
		return key
	}
	m, ok := formOf(row, modalOpts{Step: step, Values: values, Keep: keep})
	if !ok {
		return p.sentence(i, noLonger)
	}
	if who := i.user().ID; len(kept) > 0 && p.room.Admit(who) { // the shelf is not waited for
		p.room.Start(who, func(ctx context.Context) {
			for _, key := range kept {
				p.state.texts.Shelve(ctx, key)
			}
		})
	}
	return reaction{Now: &response{Type: responseModal, Data: m}}
}

// mayOpen says no to somebody in a server whose role cannot be high enough,
// whatever else is found out about them; the desk has the last word on what is
// sent.
func (p *Platform) mayOpen(i interaction, row commands.Row) error {
	if i.GuildID == "" {
		return nil
	}
	if who := p.personIn(i, true); !intake.Perhaps(p.dir, who).AtLeast(row.Role) {
		return intake.MayNot(row, who.Role)
	}
	return nil
}

// openPressed opens a form from a button. A text that only the shelf knows comes
// too late for that: the button is shown once more, and works then.
func (p *Platform) openPressed(i interaction, c pressed) reaction {
	if text, ok := p.remembered(c); ok {
		return p.opened(i, text, c.N)
	}
	return p.working(i, func(ctx context.Context, t *turn) {
		a := ask{interaction: i}
		text, ok := p.kept(ctx, c)
		row, values, isForm := parseFormText(text)
		if !ok || !isForm {
			p.tell(ctx, t, a, briefings.Errorf(briefings.NotFound, gone))
			return
		}
		if c.N > 1 {
			p.show(ctx, t, a, nextMessage(row, c.N-1, values, p.keeping(ctx)))
			return
		}
		reply := commands.Reply{Private: true, Title: upperFirst(row.Name), Text: "The form is ready; open it here."}
		p.show(ctx, t, a, render(reply, renderOpts{NoShare: true, Forms: []string{text}, Keep: p.keeping(ctx)}))
	})
}

// sent decides about a form that was sent. Role and place are what they are now,
// whatever was allowed when the form was opened.
func (p *Platform) sent(i interaction) reaction {
	c, ok := parseCustomID(i.Data.CustomID)
	if !ok || c.Kind != kindForm {
		p.unknown("form")
		return p.sentence(i, noLonger)
	}
	a := ask{interaction: i, replace: i.own() && c.N > 1} // what led to a further part has done its work
	work := func(ctx context.Context, t *turn) { p.filledIn(ctx, t, a, c) }
	if a.replace {
		return changing(work)
	}
	return p.working(i, work)
}

// filledIn sees to what was filled in: it shows the way to the next part, says
// what is wrong with the fields, or answers.
func (p *Platform) filledIn(ctx context.Context, t *turn, a ask, c pressed) {
	text, ok := p.kept(ctx, c)
	row, others, isForm := parseFormText(text)
	if !ok || !isForm {
		p.tell(ctx, t, a, briefings.Errorf(briefings.NotFound, "This form is from before a restart; open it again."))
		return
	}
	values, ids := submittedValues(a.Data.Fields)
	inv := submitted(row, others, values)
	for _, id := range ids {
		if f, ok := a.Data.Resolved.Attachments[id]; ok {
			a.files = append(a.files, f)
		}
	}
	wrong := fieldErrors(inv, c.N)
	switch {
	case len(wrong) > 0:
		a.text = inv.String()
		p.told(ctx, t, a, wrongFields(wrong, a.text))
	case c.N < steps(row) && len(a.files) == 0: // documents cannot be carried to a further part, and stand for it
		p.show(ctx, t, a, nextMessage(row, c.N, inv.Values, p.keeping(ctx)))
	default:
		a.text = intake.AskedOf(inv.String())
		p.serve(ctx, t, a)
	}
}

// A fieldError says what is wrong with one field of a form.
type fieldError struct{ option, sentence string }

// fieldErrors returns what is wrong with what was filled in up to a part of the
// form, in the order of the fields. What a later part holds is mended there.
func fieldErrors(inv commands.Invocation, step int) []fieldError {
	row, ok := intake.Row(inv.Verb)
	if !ok {
		return nil
	}
	var found []fieldError
	fields := fieldsOf(row)
	for _, o := range fields[:min(len(fields), step*maxModalParts)] {
		// Each value is tried alone, beside required ones that pass.
		alone := commands.Invocation{Verb: row.Name, Values: map[string]string{}}
		for _, other := range row.Options {
			if other.Required {
				alone.Values[other.Name] = intake.Passing(other)
			}
		}
		delete(alone.Values, o.Name)
		if v := inv.Values[o.Name]; v != "" {
			alone.Values[o.Name] = v
		}
		if _, err := commands.Parse(alone.String()); err != nil {
			found = append(found, fieldError{o.Name, err.Error()})
		}
	}
	return found
}

// wrongFields returns the reply that says what is wrong with a form, and what was
// filled in.
func wrongFields(wrong []fieldError, text string) commands.Reply {
	reply := commands.Reply{Private: true, Error: briefings.Errorf(briefings.Invalid, "%s", wrong[0].sentence)}
	for _, w := range wrong[1:] {
		reply.Statements = append(reply.Statements, commands.Statement{Group: "Also", Text: w.sentence})
	}
	if len(reply.Statements) > 0 {
		reply.Statements = append(reply.Statements, commands.Statement{Group: "You wrote", Text: briefings.Shorten(text, 1500)})
	}
	return reply
}
