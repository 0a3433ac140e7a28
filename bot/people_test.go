package bot

import (
	"slices"
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// Whoever asks on a platform has the highest role of those that the platform,
// the store and the settings know.
func TestRecognising(t *testing.T) {
	config := DefaultConfig()
	config.People.Owners = []briefings.PersonID{"slack/T1/U1"}
	o, err := openOffice(t.Context(), config, "mem", quietLog(t.Output()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.close(nil); err != nil {
			t.Error(err)
		}
	})
	approver := briefings.Person{ID: "slack/T1/U2", Name: "Maria", Role: briefings.Approver}
	if err := o.store.SavePerson(t.Context(), approver, store.Stamp{By: "console/local/desk"}); err != nil {
		t.Fatal(err)
	}
	answer := o.recognising(quietLog(t.Output()))
	here := commands.Place{Platform: "slack", Workspace: "T1", Channel: "C1"}
	for _, test := range []struct {
		id    briefings.PersonID
		given briefings.Role
		want  briefings.Role
	}{
		{"slack/T1/U1", briefings.Reader, briefings.Owner},
		{"slack/T2/U1", briefings.Reader, briefings.Reader}, // the same number in another workspace
		{"slack/T1/U2", briefings.Reader, briefings.Approver},
		{"slack/T1/U2", briefings.Owner, briefings.Owner},
		{"slack/T1/U3", briefings.Editor, briefings.Editor},
		{"slack/T1/U3", "", briefings.Reader},
		{"", briefings.Reader, briefings.Reader},
	} {
		reply := answer(t.Context(), commands.Request{Text: "whoami", Place: here, Person: briefings.Person{ID: test.id, Role: test.given}})
		if reply.Error != nil || !strings.Contains(reply.Text, string(test.want)) {
			t.Errorf("%q as %q is told %q, %v; want the role %s", test.id, test.given, reply.Text, reply.Error, test.want)
		}
	}
}

// Of those who have a role, and of the settings' owners, the name that the
// platform gives is kept, clean, and written only when it is another. Refusals
// then name them, to people of their workspace.
func TestNamesAreLearnt(t *testing.T) {
	config := DefaultConfig()
	config.People.Owners = []briefings.PersonID{"slack/T1/UBOSS"}
	o, err := openOffice(t.Context(), config, "mem", quietLog(t.Output()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.close(nil); err != nil {
			t.Error(err)
		}
	})
	answer := o.recognising(quietLog(t.Output()))
	asks := func(id briefings.PersonID, called, text string) commands.Reply {
		_, workspace, _, _ := id.Parts()
		return answer(t.Context(), commands.Request{Text: text, Person: briefings.Person{ID: id, Name: called, Role: briefings.Reader},
			Place: commands.Place{Platform: "slack", Workspace: workspace, Channel: "C1"}})
	}
	const need = "You may not use brief approve here: it needs the role approver, "
	refused := func(id briefings.PersonID, who string) {
		t.Helper()
		if reply := asks(id, "", "publish x"); reply.Error == nil || reply.Error.Text != need+who+"." {
			t.Errorf("%s is told %v", id, reply.Error)
		}
	}
	refused("slack/T1/U1", "which slack/T1/UBOSS holds")
	refused("slack/T2/U1", "which nobody holds here yet; an owner can grant it with people grant")
	asks("slack/T1/UBOSS", "Sam \u202eReed\u200b", "whoami")
	refused("slack/T1/U1", "which Sam Reed holds")
	if reply := asks("slack/T1/UBOSS", "Sam Reed", "people grant UDANA role:approver"); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	asks("slack/T1/UDANA", strings.Repeat("Dana", 2500), "whoami")
	asks("slack/T1/UDANA", "Dana Okafor", "whoami")
	asks("slack/T1/UDANA", "\u200b\u2066", "whoami") // nothing of it can be seen
	asks("slack/T1/UIVO", "Ivo", "whoami")
	refused("slack/T1/U1", "which Dana Okafor and 1 more hold")
	people, err := o.store.People(t.Context())
	want := []briefings.Person{{ID: "slack/T1/UBOSS", Name: "Sam Reed", Role: briefings.Reader}, {ID: "slack/T1/UDANA", Name: "Dana Okafor", Role: briefings.Approver}}
	if err != nil || !slices.Equal(people, want) {
		t.Errorf("on record: %+v, %v", people, err)
	}
	if reply := asks("slack/T1/UDANA", "Dana Okafor", "people list role:owner"); len(reply.Tables) != 1 || len(reply.Tables[0].Rows) != 1 ||
		!slices.Equal(reply.Tables[0].Rows[0], []string{"Sam Reed", "owner", "the settings", "slack/T1/UBOSS"}) {
		t.Errorf("owners: %+v, %v", reply.Tables, reply.Error)
	}
}
