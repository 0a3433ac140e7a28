package bot

import (
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
		reply := answer(t.Context(), commands.Request{Text: "whoami", Person: briefings.Person{ID: test.id, Role: test.given}})
		if reply.Error != nil || !strings.Contains(reply.Text, string(test.want)) {
			t.Errorf("%q as %q is told %q, %v; want the role %s", test.id, test.given, reply.Text, reply.Error, test.want)
		}
	}
}
