package bot

import (
	"context"
	"reflect"
	"strings"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// widgets is the directory in the words of the platforms' widgets.
type widgets struct{ known *directory }

// Complete implements [intake.Directory].
func (d widgets) Complete(_ context.Context, what, prefix string, place commands.Place, limit int) []intake.Choice {
	entries := d.known.Complete(what, prefix, place, limit)
	choices := make([]intake.Choice, len(entries))
	for i, e := range entries {
		choices[i] = intake.Choice{Value: e.value, Label: e.label}
	}
	return choices
}

// New implements [intake.Directory].
func (d widgets) New(_ context.Context, place commands.Place) []string {
	return d.known.New(place)
}

// Granted implements [intake.Directory].
func (d widgets) Granted(id briefings.PersonID) briefings.Role { return d.known.now.Load().granted[id] }

// fieldCounts returns the counts in a platform's struct of them, each by the
// name of its field in lower case.
func fieldCounts(metrics any) map[string]int64 {
	counts := map[string]int64{}
	of := reflect.ValueOf(metrics)
	for i := range of.NumField() {
		counts[strings.ToLower(of.Type().Field(i).Name)] = of.Field(i).Int()
	}
	return counts
}
