package discordfake

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// A Modal is a form that the app opened for a user.
type Modal struct {
	ID, User, Interaction string
	Title, CustomID       string
	Components            json.RawMessage

	channel string
	message *Message // the one whose button opened it
	sent    bool
}

// Controls returns the fields of the modal, in reading order.
func (m *Modal) Controls() []Control {
	var v any
	json.Unmarshal(m.Components, &v)
	return controls(v, "")
}

// Text returns what the modal shows, a line for each text.
func (m *Modal) Text() string {
	return m.Title + "\n" + Message{Components: m.Components}.Text()
}

// A Field is what a person enters in one field of a modal.
type Field struct {
	CustomID string
	Values   []string // one for text, any number for a choice
	Files    []Attachment
}

// Text enters text.
func Text(customID, value string) Field { return Field{CustomID: customID, Values: []string{value}} }

// Choose chooses values of a select, radio group or checkbox group; "true"
// ticks a checkbox.
func Choose(customID string, values ...string) Field {
	return Field{CustomID: customID, Values: values}
}

// Files chooses files of [Discord.Upload].
func Files(customID string, files ...Attachment) Field {
	return Field{CustomID: customID, Files: files}
}

// Modals returns the forms that a user was shown and has not sent, oldest first.
func (d *Discord) Modals(user string) []*Modal {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []*Modal
	for _, m := range d.modals {
		if m.User == user && !m.sent {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *Modal) int { return compareIDs(a.ID, b.ID) })
	return out
}

// Submit sends the modal that a delivery opened. Fields that are not named keep
// their value; what is entered has to be what the client would take.
func (d *Discord) Submit(user string, opened *Delivery, fields ...Field) *Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := opened.shown
	switch {
	case m == nil:
		return d.refused(modalKind, "no modal was opened")
	case m.User != user:
		return d.refused(modalKind, "the modal is open for another user")
	case m.sent:
		return d.refused(modalKind, "the modal was sent before")
	}
	c := d.place(m.channel)
	entered := map[string]Field{}
	for _, f := range fields {
		entered[f.CustomID] = f
	}
	for _, control := range m.Controls() {
		f, named := entered[control.CustomID]
		delete(entered, control.CustomID)
		if !named {
			f = preset(control)
		}
		if problem := takes(control, f); problem != "" {
			return d.refused(modalKind, "%s: %s", control.CustomID, problem)
		}
		fields = append(slices.DeleteFunc(fields, func(have Field) bool { return have.CustomID == f.CustomID }), f)
	}
	for name := range entered {
		return d.refused(modalKind, "the modal has no field %s", name)
	}
	m.sent = true
	var layout any
	json.Unmarshal(m.Components, &layout)
	data := object{"custom_id": m.CustomID, "components": filledIn(layout, fields)}
	var named []Opt
	for _, control := range m.Controls() {
		f := fieldOf(fields, control.CustomID)
		named = append(named, picks(control.Type, f.Values, f.Files)...)
	}
	if resolved := d.resolved(c.Guild, user, named); len(resolved) > 0 {
		data["resolved"] = resolved
	}
	v := d.newDelivery(modalKind, user, c, data)
	if v.message = m.message; m.message != nil {
		v.payload["message"] = d.messageObject(m.message)
	}
	return d.send(v)
}

// preset returns what a field holds when nobody touches it.
func preset(c Control) Field {
	f := Field{CustomID: c.CustomID}
	if c.Type == typeInput {
		f.Values = []string{word(c.raw, "value")}
	}
	for _, o := range objects(c.raw["options"]) {
		if flag(o, "default") {
			f.Values = append(f.Values, word(o, "value"))
		}
	}
	for _, o := range objects(c.raw["default_values"]) {
		f.Values = append(f.Values, word(o, "id"))
	}
	if c.Type == typeCheckbox && flag(c.raw, "default") {
		f.Values = []string{"true"}
	}
	return f
}

// takes returns why the client would not send a field, "" when it would.
func takes(c Control, f Field) string {
	required := true
	if v, given := c.raw["required"].(bool); given {
		required = v
	}
	n := len(f.Values) + len(f.Files)
	switch c.Type {
	case typeInput:
		size := 0
		if len(f.Values) > 0 {
			size = utf8.RuneCountInString(f.Values[0])
		}
		least, _ := number(c.raw, "min_length")
		most, given := number(c.raw, "max_length")
		if !given {
			most = inputText
		}
		if size == 0 && !required {
			return ""
		}
		if size < max(least, 1) || size > most {
			return fmt.Sprintf("takes %d to %d characters, not %d", max(least, 1), most, size)
		}
		return ""
	case typeCheckbox:
		return ""
	}
	least, most := 1, 1
	if c.Type == typeBoxes {
		most = len(c.Values)
	}
	least, most = span(c.raw, least, most)
	if n == 0 && !required {
		return ""
	}
	if n < least || n > most {
		return fmt.Sprintf("takes %d to %d values, not %d", least, most, n)
	}
	for _, v := range f.Values {
		if len(c.Values) > 0 && !slices.Contains(c.Values, v) {
			return fmt.Sprintf("has no option %q", v)
		}
	}
	return ""
}

// fieldOf returns what was entered in a field.
func fieldOf(fields []Field, id string) Field {
	for _, f := range fields {
		if f.CustomID == id {
			return f
		}
	}
	return Field{CustomID: id}
}

// filledIn returns the layout of a modal with what was entered.
func filledIn(layout any, fields []Field) list {
	out := list{}
	for _, o := range objects(layout) {
		kind, _ := number(o, "type")
		switch kind {
		case typeRow:
			out = append(out, object{"type": kind, "id": o["id"], "components": filledIn(o["components"], fields)})
		case typeLabel:
			inner := filledIn(list{o["component"]}, fields)
			out = append(out, object{"type": kind, "id": o["id"], "component": inner[0]})
		case typeText:
			out = append(out, object{"type": kind, "id": o["id"]})
		default:
			out = append(out, entry(kind, o, fieldOf(fields, word(o, "custom_id"))))
		}
	}
	return out
}

// entry returns what a modal holds of one field.
func entry(kind int, o object, f Field) object {
	out := object{"type": kind, "id": o["id"], "custom_id": word(o, "custom_id")}
	first := ""
	if len(f.Values) > 0 {
		first = f.Values[0]
	}
	switch kind {
	case typeInput:
		out["value"] = first
	case typeRadio:
		out["value"] = orNull(first)
	case typeCheckbox:
		out["value"] = first == "true"
	default:
		values := append([]string{}, f.Values...)
		for _, file := range f.Files {
			values = append(values, file.ID)
		}
		out["values"] = values
	}
	return out
}
