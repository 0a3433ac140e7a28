package bot

import (
	"testing"

	"attache/briefings"
	"attache/store"
)

// Who sits at the terminal has the role of the settings; anybody else has that
// of the store, and never less than the settings give to everybody.
func TestSeat(t *testing.T) {
	config := DefaultConfig()
	config.Console.Name, config.Console.Role = "desk", briefings.Approver
	config.People.Owners = []briefings.PersonID{"slack/T1/U1"}
	config.People.Role = briefings.Analyst
	o, err := openOffice(t.Context(), config, "mem", quietLog(t.Output()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.close(nil); err != nil {
			t.Error(err)
		}
	})
	editor := briefings.Person{ID: "console/local/maria", Name: "Maria", Role: briefings.Editor}
	if err := o.store.SavePerson(t.Context(), editor, store.Stamp{By: "console/local/desk"}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		as   string
		want briefings.Person
	}{
		{"", briefings.Person{ID: "console/local/desk", Name: "desk", Role: briefings.Approver}},
		{"desk", briefings.Person{ID: "console/local/desk", Name: "desk", Role: briefings.Approver}},
		{"maria", editor},
		{"console/local/maria", editor},
		{"slack/T1/U1", briefings.Person{ID: "slack/T1/U1", Name: "U1", Role: briefings.Owner}},
		{"stranger", briefings.Person{ID: "console/local/stranger", Name: "stranger", Role: briefings.Analyst}},
	} {
		seat, err := o.seat(t.Context(), test.as)
		if err != nil || seat.Person != test.want {
			t.Errorf("-as %q is %+v, %v; want %+v", test.as, seat.Person, err, test.want)
		}
	}
	for _, as := range []string{"a/b", "a//b", "a/b/c/d", "/"} {
		if _, err := o.seat(t.Context(), as); ExitCode(err) != Usage {
			t.Errorf("-as %q gives %v, want a mistake of usage", as, err)
		}
	}
}
