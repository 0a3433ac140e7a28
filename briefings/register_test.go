package briefings

import (
	"strings"
	"testing"
)

func TestParseRecID(t *testing.T) {
	own := OwnRec("port-inspections", "Raise the  levy\nin steps.")
	if own != OwnRec("port-inspections", "Raise the levy in steps.") || own == OwnRec("port-inspections", "Raise the levy.") {
		t.Errorf("%s does not follow from the words alone", own)
	}
	for _, test := range []struct {
		text    string
		want    RecID
		ref     string
		of      Slug
		refused bool
	}{
		{text: " s-0001#12 ", want: "S-0001#12", ref: "S-0001#12"},
		{text: string(own), want: own, of: "port-inspections"},
		{text: strings.ToLower(string(own)), want: own, of: "port-inspections"},
		{text: strings.ToUpper(string(own)), want: own, of: "port-inspections"},
		{text: "북한-무역#A7K2QX", want: "북한-무역#A7K2QX", of: "북한-무역"},
		{text: "S-0001#A7K2QX", want: "s-0001#A7K2QX", of: "s-0001"},
		{text: "S-0001", refused: true},
		{text: "ports#12", refused: true},
		{text: "ports#AB12CD", refused: true}, // the second is no digit
		{text: "ports#A7K2QXZ", refused: true},
		{text: "a b#A7K2QX", refused: true},
		{text: "#A7K2QX", refused: true},
		{text: "", refused: true},
	} {
		got, err := ParseRecID(test.text)
		if (err != nil) != test.refused || got != test.want || err != nil && KindOf(err) != Invalid {
			t.Errorf("%q is read as %q, %v; want %q", test.text, got, err, test.want)
			continue
		}
		ref, isPassage := got.Passage()
		slug, isOwn := got.Briefing()
		if isPassage != (test.ref != "") || isPassage && ref.String() != test.ref || slug != test.of || isOwn != (test.of != "") {
			t.Errorf("%q is of passage %v, %v and of briefing %q, %v", got, ref, isPassage, slug, isOwn)
		}
	}
}

func TestRecEntry(t *testing.T) {
	for _, test := range []struct {
		entry RecEntry
		sound bool
	}{
		{RecEntry{ID: "S-0001#12"}, true},
		{RecEntry{ID: "S-0001#12", Status: RecSuperseded, Due: "2028-02-29"}, true},
		{RecEntry{ID: "s-0001#12"}, false},
		{RecEntry{ID: "S-0001#12", Status: "done"}, false},
		{RecEntry{ID: "S-0001#12", Due: "2027-02-29"}, false},
	} {
		if err := test.entry.Validate(); (err == nil) != test.sound {
			t.Errorf("%+v: %v", test.entry, err)
		}
	}
	none := RecEntry{ID: "S-0001#12"}
	set := RecEntry{ID: "S-0001#12", N: 3, Status: RecOpen, By: "console/local/ana"}
	if !none.Says(set) {
		t.Error("what is open by being set says otherwise than what is open")
	}
	for _, other := range []RecEntry{{Status: RecAdopted}, {Owner: "slack/T1/U1"}, {Due: "2027-01-01"}, {Note: "x"}} {
		if none.Says(other) {
			t.Errorf("%+v says nothing new", other)
		}
	}
}
