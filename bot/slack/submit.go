package slack

import (
	"strings"

	"github.com/slack-go/slack"

	"attache/commands"

	"attache/bot/intake"
)

// submitted returns what a submitted modal asks for, or false when it is no
// modal of ours. Nothing is checked: a client may send anything.
func submitted(view slack.View) (commands.Invocation, bool) {
	verb, single := strings.CutPrefix(view.CallbackID, verbModalID)
	if !single {
		if view.CallbackID != commands.Brief && view.CallbackID != commands.BriefAdmin {
			return commands.Invocation{}, false
		}
		verb = stateValue(view.State, verbBlock)
	}
	row, ok := intake.Row(verb)
	if !ok || !single && row.Group != view.CallbackID {
		return commands.Invocation{}, false
	}
	inv := commands.Invocation{Verb: row.Name, Values: map[string]string{}}
	for _, o := range intake.Asked(row) {
		if v := intake.Filled(o, stateValue(view.State, blockID(row.Name, o.Name))); v != "" {
			inv.Values[o.Name] = v
		}
	}
	return inv, true
}

// stateValue returns what stands in the one field of a block, empty if nothing.
func stateValue(state *slack.ViewState, block string) string {
	if state == nil {
		return ""
	}
	for _, a := range state.Values[block] {
		if a.SelectedOption.Value != "" {
			return a.SelectedOption.Value
		}
		return a.Value
	}
	return ""
}

// maxFieldError is the most that is said at a field.
const maxFieldError = 250

// fieldErrors returns what is wrong with the values of a submitted modal, by
// the block_id of the field; nil when nothing is.
func fieldErrors(inv commands.Invocation) map[string]string {
	row, ok := intake.Row(inv.Verb)
	if !ok {
		return nil
	}
	var found map[string]string
	for _, o := range row.Options {
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
			if found == nil {
				found = map[string]string{}
			}
			found[blockID(row.Name, o.Name)] = fieldError(err.Error())
		}
	}
	return found
}

func fieldError(text string) string { return inertOf(text).shortened(maxFieldError).bare() }
