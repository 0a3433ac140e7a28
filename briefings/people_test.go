package briefings_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"attache/briefings"
)

func TestRoles(t *testing.T) {
	all := briefings.Roles()
	for i, have := range all {
		for j, need := range all {
			if got := have.AtLeast(need); got != (i >= j) {
				t.Errorf("%s at least %s: %v", have, need, got)
			}
		}
		if have.AtLeast("king") || briefings.Role("king").AtLeast(have) {
			t.Errorf("an unknown role compares with %s", have)
		}
		if got, err := briefings.ParseRole(" " + string(have) + " "); err != nil || got != have {
			t.Errorf("%s: %v", have, err)
		}
	}
	if _, err := briefings.ParseRole("king"); briefings.KindOf(err) != briefings.Invalid {
		t.Errorf("king: %v", err)
	}
}

func TestPersonID(t *testing.T) {
	for in, ok := range map[string]bool{
		"slack/T024BE7LD/U2147483697": true, "discord/900000000000000001/80351110224678912": true, "console/local/Mara Lind": true,
		"console/local/Ines O'Neil": true, "slack/T1": false, "slack/T1/U1/x": false, "Slack/T1/U1": false, "slack//U1": false, "": false,
		"slack/T1/<@U1>": false, "slack/T1/U1\n": false, "slack/T1/ U1": false, "slack/T1/U\u200b1": false, "slack/T1/\u202eU1": false,
		"slack/T1/" + strings.Repeat("U", 120): false,
	} {
		id, err := briefings.ParsePersonID(in)
		if (err == nil) != ok || ok && string(id) != in || !ok && briefings.KindOf(err) != briefings.Invalid {
			t.Errorf("%q: %q, %v", in, id, err)
		}
	}
	if p, w, own, ok := briefings.PersonID("slack/T1/U1").Parts(); !ok || p != "slack" || w != "T1" || own != "U1" {
		t.Errorf("parts %s %s %s %t", p, w, own, ok)
	}
	for _, id := range []briefings.PersonID{"", "a", "a/b", "a//c", "a/b/c/d"} {
		if _, _, _, ok := id.Parts(); ok {
			t.Errorf("%q has parts", id)
		}
	}
}

func TestMarkings(t *testing.T) {
	all := briefings.Markings()
	for i, m := range all {
		for j, clearance := range all {
			if got := m.Within(clearance); got != (i <= j) {
				t.Errorf("%s within %s: %v", m, clearance, got)
			}
		}
		if m.Within("") || briefings.Marking("").Within(m) || briefings.Marking("SECRET").Within(m) {
			t.Errorf("an unknown marking compares with %s", m)
		}
	}
	for _, s := range []string{"tlp:amber+strict", "AMBER+STRICT", " amber+strict "} {
		if got, err := briefings.ParseMarking(s); err != nil || got != briefings.AmberStrict {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	if _, err := briefings.ParseMarking("SECRET"); briefings.KindOf(err) != briefings.Invalid {
		t.Errorf("SECRET: %v", err)
	}
}

func TestErrors(t *testing.T) {
	err := briefings.Errorf(briefings.Forbidden, "You may not publish here; ask %s.", "Dana")
	if err.Error() != "You may not publish here; ask Dana." || err.Code() != "E-ROLE" {
		t.Errorf("%q %s", err, err.Code())
	}
	wrapped := fmt.Errorf("publish: %w", err)
	if briefings.KindOf(wrapped) != briefings.Forbidden {
		t.Errorf("kind of a wrapped error: %q", briefings.KindOf(wrapped))
	}
	if briefings.KindOf(errors.New("disk")) != "" || briefings.KindOf(nil) != "" {
		t.Error("a failure of the world has a kind")
	}
}
