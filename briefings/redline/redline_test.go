package redline_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"attache/briefings"
	"attache/briefings/redline"
)

func cited(text string, n ...int) briefings.Statement {
	s := briefings.Statement{Text: text}
	for _, n := range n {
		s.Citations = append(s.Citations, briefings.PassageRef{Source: "S-0001", N: n})
	}
	return s
}

func judged(all ...briefings.Statement) briefings.Content {
	return briefings.Content{Title: "Ports", Judgements: all}
}

func TestCompare(t *testing.T) {
	levy, cost, vote := cited("The levy may be doubled.", 1), cited("Coastal states carry the cost of inspections.", 2), cited("The council votes in December.", 3)
	sure := cost
	sure.Confidence, sure.Because = briefings.High, "three surveys agree"
	part := redline.Judgements
	for name, c := range map[string]struct {
		was, now briefings.Content
		want     []redline.Change
	}{
		"nothing": {judged(levy, cost), judged(levy, cost), nil},
		"slices that are empty in different ways": {briefings.Content{Topics: []string{}}, briefings.Content{}, nil},
		"reworded": {judged(levy, cost), judged(cited("The levy should be doubled by 2027.", 1), cost), []redline.Change{{
			Part: part, Kind: redline.Changed, N: 1, Was: "The levy may be doubled. [S-0001#1]", Now: "The levy should be doubled by 2027. [S-0001#1]",
			Words: []redline.Piece{{Text: "The levy "}, {Kind: redline.Removed, Text: "may"}, {Kind: redline.Added, Text: "should"}, {Text: " be doubled"},
				{Kind: redline.Added, Text: " by 2027"}, {Text: ". [S-0001#1]"}}}}},
		"other support": {judged(cost), judged(sure), []redline.Change{{
			Part: part, Kind: redline.Changed, N: 1, Was: "Coastal states carry the cost of inspections. [S-0001#2]",
			Now:   "Coastal states carry the cost of inspections. [S-0001#2] · confidence: high, because three surveys agree",
			Words: []redline.Piece{{Text: "Coastal states carry the cost of inspections. [S-0001#2]"}, {Kind: redline.Added, Text: " · confidence: high, because three surveys agree"}}}}},
		"added and removed": {judged(levy, cost), judged(cost, vote), []redline.Change{
			{Part: part, Kind: redline.Removed, N: 1, Was: "The levy may be doubled. [S-0001#1]"},
			{Part: part, Kind: redline.Added, N: 2, Now: "The council votes in December. [S-0001#3]"}}},
		"moved": {judged(levy, cost, vote), judged(vote, levy, cost), []redline.Change{
			{Part: part, Kind: redline.Moved, N: 1, Was: "The council votes in December. [S-0001#3]", Now: "The council votes in December. [S-0001#3]"}}},
		"topics moved": {briefings.Content{Topics: []string{"fish", "ports"}}, briefings.Content{Topics: []string{"ports", "fish"}}, []redline.Change{
			{Part: redline.Topics, Kind: redline.Moved, N: 1, Was: "ports", Now: "ports"}}},
		"a phrase for a phrase": {judged(cited("The cost of it is borne by every port state.", 1)), judged(cited("The cost of it is borne from a common fund.", 1)), []redline.Change{{
			Part: part, Kind: redline.Changed, N: 1, Was: "The cost of it is borne by every port state. [S-0001#1]", Now: "The cost of it is borne from a common fund. [S-0001#1]",
			Words: []redline.Piece{{Text: "The cost of it is borne "}, {Kind: redline.Removed, Text: "by every port state"}, {Kind: redline.Added, Text: "from a common fund"}, {Text: ". [S-0001#1]"}}}}},
		"one of two alike": {judged(levy, levy), judged(levy), []redline.Change{{Part: part, Kind: redline.Removed, N: 1, Was: "The levy may be doubled. [S-0001#1]"}}},
		"something else": {judged(cited("Fuel is dear.", 1)), judged(cited("Crews are scarce.", 2)), []redline.Change{
			{Part: part, Kind: redline.Removed, N: 1, Was: "Fuel is dear. [S-0001#1]"}, {Part: part, Kind: redline.Added, N: 1, Now: "Crews are scarce. [S-0001#2]"}}},
		"Korean": {judged(cited("검사 비용은 기국이 낸다.", 1)), judged(cited("검사 비용은 기국이 부담한다.", 1)), []redline.Change{{
			Part: part, Kind: redline.Changed, N: 1, Was: "검사 비용은 기국이 낸다. [S-0001#1]", Now: "검사 비용은 기국이 부담한다. [S-0001#1]",
			Words: []redline.Piece{{Text: "검사 비용은 기국이 "}, {Kind: redline.Removed, Text: "낸다"}, {Kind: redline.Added, Text: "부담한다"}, {Text: ". [S-0001#1]"}}}}},
		"fields": {briefings.Content{Title: "Ports", Topics: []string{"fish"}, Owner: "a/b/c"},
			briefings.Content{Title: "Harbours", Topics: []string{"fish", "ports"}, Marking: briefings.Green}, []redline.Change{
				{Part: redline.Title, Kind: redline.Changed, Was: "Ports", Now: "Harbours", Words: []redline.Piece{{Kind: redline.Removed, Text: "Ports"}, {Kind: redline.Added, Text: "Harbours"}}},
				{Part: redline.Topics, Kind: redline.Added, N: 2, Now: "ports"},
				{Part: redline.Marking, Kind: redline.Added, Now: "TLP:GREEN"},
				{Part: redline.Owner, Kind: redline.Removed, Was: "a/b/c"}}},
		"recommendations and dates": {
			briefings.Content{Recommendations: []briefings.Recommended{{Statement: cited("Publish.", 1), Addressee: "Ports"}}, Watch: []briefings.WatchItem{{Statement: cited("A vote.", 2), Date: "2026"}}},
			briefings.Content{Recommendations: []briefings.Recommended{{Statement: cited("Publish.", 1), Addressee: "Ports", Horizon: "2027"}}, Watch: []briefings.WatchItem{{Statement: cited("A vote.", 2)}}},
			[]redline.Change{
				{Part: redline.Recommendations, Kind: redline.Changed, N: 1, Was: "Ports: Publish. [S-0001#1]", Now: "Ports: Publish. [S-0001#1] (by 2027)",
					Words: []redline.Piece{{Text: "Ports: Publish. [S-0001#1]"}, {Kind: redline.Added, Text: " (by 2027)"}}},
				{Part: redline.Watch, Kind: redline.Changed, N: 1, Was: "2026: A vote. [S-0001#2]", Now: "A vote. [S-0001#2]",
					Words: []redline.Piece{{Kind: redline.Removed, Text: "2026: "}, {Text: "A vote. [S-0001#2]"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, redline.Compare(c.was, c.now)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The pieces of a line are the two lines, and the changes account for every line.
func TestCompareIsComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, now := anyContent().Draw(t, "was"), anyContent().Draw(t, "now")
		changes := redline.Compare(was, now)
		if diff := cmp.Diff(changes, redline.Compare(was, now)); diff != "" {
			t.Fatalf("not the same twice: %s", diff)
		}
		if len(redline.Compare(was, was)) != 0 {
			t.Fatal("a text differs from itself")
		}
		net := map[string]int{}
		for _, c := range changes {
			if (c.Kind == redline.Changed) != (len(c.Words) > 0) {
				t.Fatalf("%+v", c)
			}
			before, after := "", ""
			for _, p := range c.Words {
				if p.Kind != redline.Added {
					before += p.Text
				}
				if p.Kind != redline.Removed {
					after += p.Text
				}
			}
			if c.Kind == redline.Changed && (before != c.Was || after != c.Now) {
				t.Fatalf("the pieces say %q and %q of %+v", before, after, c)
			}
			if c.Part == redline.Judgements {
				net[c.Was]++
				net[c.Now]--
			}
		}
		for _, s := range was.Judgements {
			net[lineOf(s)]--
		}
		for _, s := range now.Judgements {
			net[lineOf(s)]++
		}
		for line, n := range net {
			if n != 0 && line != "" {
				t.Fatalf("%q is told %d times too often in %+v", line, n, changes)
			}
		}
	})
}

func lineOf(s briefings.Statement) string {
	line := s.Text
	for _, c := range s.Citations {
		line += " [" + c.String() + "]"
	}
	return line
}

// anyContent draws texts that have much in common with each other.
func anyContent() *rapid.Generator[briefings.Content] {
	statement := rapid.Custom(func(t *rapid.T) briefings.Statement {
		subject := rapid.SampledFrom([]string{"The levy on ships", "The cost of inspections", "The vote of the council", "항만 검사 비용은"}).Draw(t, "subject")
		rest := rapid.SampledFrom([]string{" rises in spring.", " falls in spring.", " rises in the autumn of 2027.", " 오른다."}).Draw(t, "rest")
		return cited(subject+rest, rapid.IntRange(1, 2).Draw(t, "cites"))
	})
	return rapid.Custom(func(t *rapid.T) briefings.Content {
		c := briefings.Content{
			Title:   rapid.SampledFrom([]string{"Ports", "Ports and levies", ""}).Draw(t, "title"),
			Marking: rapid.SampledFrom([]briefings.Marking{briefings.Clear, briefings.Green, briefings.Red}).Draw(t, "marking"),
			Topics:  rapid.SliceOfN(rapid.SampledFrom([]string{"fish", "ports", "law"}), 0, 3).Draw(t, "topics"),
			Sources: rapid.SliceOfNDistinct(rapid.SampledFrom([]briefings.SourceID{"S-0001", "S-0002", "S-0003"}), 0, 3, rapid.ID).Draw(t, "sources"),
		}
		if rapid.Bool().Draw(t, "embargoed") {
			c.Embargo = time.Unix(int64(rapid.IntRange(0, 2).Draw(t, "embargo")), 0).UTC()
		}
		c.Judgements = rapid.SliceOfN(statement, 0, 6).Draw(t, "judgements")
		for _, s := range rapid.SliceOfN(statement, 0, 3).Draw(t, "recommendations") {
			c.Recommendations = append(c.Recommendations, briefings.Recommended{Statement: s, Horizon: rapid.SampledFrom([]string{"", "2027"}).Draw(t, "horizon")})
		}
		return c
	})
}

// edited draws a text that somebody has made of another.
func edited(t *rapid.T, label string, base briefings.Content) briefings.Content {
	c := base
	c.Judgements = slices.Clone(base.Judgements)
	for range rapid.IntRange(0, 3).Draw(t, label) {
		n := len(c.Judgements)
		at := rapid.IntRange(0, n).Draw(t, "at")
		switch kind := rapid.IntRange(0, 4).Draw(t, "kind"); {
		case kind == 0:
			c.Judgements = slices.Insert(c.Judgements, at, cited(rapid.SampledFrom([]string{"Fuel is dear this year.", "Crews are hard to find.", "Ice comes late."}).Draw(t, "new"), 9))
		case kind == 1:
			c.Marking = rapid.SampledFrom(briefings.Markings()).Draw(t, "marking")
		case n == 0 || at == n:
		case kind == 2:
			c.Judgements = slices.Delete(c.Judgements, at, at+1)
		case kind == 3:
			c.Judgements[at].Text = strings.TrimSuffix(c.Judgements[at].Text, ".") + rapid.SampledFrom([]string{" at last.", " again.", " for good."}).Draw(t, "words")
		default:
			s := c.Judgements[at]
			c.Judgements = slices.Insert(slices.Delete(c.Judgements, at, at+1), rapid.IntRange(0, n-1).Draw(t, "to"), s)
		}
	}
	return c
}

func TestMerge(t *testing.T) {
	a, b, c := cited("The levy is doubled.", 1), cited("Coastal states carry the cost.", 2), cited("The council votes in December.", 3)
	mine, theirs := cited("The levy is doubled by 2027.", 1), cited("The levy is doubled at once.", 1)
	fuel, crew := cited("Fuel is dear.", 8), cited("Crews are scarce.", 9)
	line := func(s briefings.Statement) string { return lineOf(s) }
	for name, tt := range map[string]struct {
		base, mine, theirs, want []briefings.Statement
		conflicts                []redline.Conflict
	}{
		"each another one": {[]briefings.Statement{a, b}, []briefings.Statement{mine, b}, []briefings.Statement{a}, []briefings.Statement{mine}, nil},
		"both the same":    {[]briefings.Statement{a, b}, []briefings.Statement{mine, b, fuel}, []briefings.Statement{mine, b, fuel, crew}, []briefings.Statement{mine, b, fuel, crew}, nil},
		"the same one": {[]briefings.Statement{a, b}, []briefings.Statement{mine, b}, []briefings.Statement{theirs, b, c}, []briefings.Statement{theirs, b, c},
			[]redline.Conflict{{Part: redline.Judgements, Base: line(a), Mine: line(mine), Theirs: line(theirs)}}},
		"changed and removed": {[]briefings.Statement{a, b}, []briefings.Statement{mine, b}, []briefings.Statement{b, c}, []briefings.Statement{b, c},
			[]redline.Conflict{{Part: redline.Judgements, Base: line(a), Mine: line(mine)}}},
		"removed and changed": {[]briefings.Statement{a, b}, []briefings.Statement{b, c}, []briefings.Statement{theirs, b}, []briefings.Statement{theirs, b, c},
			[]redline.Conflict{{Part: redline.Judgements, Base: line(a), Theirs: line(theirs)}}},
		"added in two places":       {[]briefings.Statement{a, b, c}, []briefings.Statement{fuel, a, b, c}, []briefings.Statement{a, b, crew, c}, []briefings.Statement{fuel, a, b, crew, c}, nil},
		"added in the same place":   {[]briefings.Statement{a, b}, []briefings.Statement{a, fuel, b}, []briefings.Statement{a, crew, b}, []briefings.Statement{a, fuel, crew, b}, nil},
		"moved here, changed there": {[]briefings.Statement{a, b, c}, []briefings.Statement{c, a, b}, []briefings.Statement{theirs, b, c, crew}, []briefings.Statement{c, crew, theirs, b}, nil},
		"moved by both":             {[]briefings.Statement{a, b, c}, []briefings.Statement{c, a, b, fuel}, []briefings.Statement{b, a, c}, []briefings.Statement{b, fuel, a, c}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			merged, conflicts := redline.Merge(judged(tt.base...), judged(tt.mine...), judged(tt.theirs...))
			if diff := cmp.Diff(judged(tt.want...), merged); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.conflicts, conflicts); diff != "" {
				t.Error(diff)
			}
		})
	}
	merged, conflicts := redline.Merge(briefings.Content{Marking: briefings.Clear, Title: "A"}, briefings.Content{Marking: briefings.Red, Title: "A", Scale: briefings.PHIA}, briefings.Content{Marking: briefings.Green, Title: "B"})
	if diff := cmp.Diff(briefings.Content{Marking: briefings.Green, Title: "B", Scale: briefings.PHIA}, merged); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]redline.Conflict{{Part: redline.Marking, Base: "TLP:CLEAR", Mine: "TLP:RED", Theirs: "TLP:GREEN"}}, conflicts); diff != "" {
		t.Error(diff)
	}
}

// Who changed nothing loses nothing, and who changed the same agrees.
func TestMergeOfOneSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, other := anyContent().Draw(t, "base"), anyContent().Draw(t, "other")
		for name, sides := range map[string][3]briefings.Content{"theirs alone": {base, base, other}, "mine alone": {base, other, base}, "both": {base, other, other}} {
			merged, conflicts := redline.Merge(sides[0], sides[1], sides[2])
			if diff := cmp.Diff(other, merged); diff != "" || len(conflicts) > 0 {
				t.Fatalf("%s: %v %s", name, conflicts, diff)
			}
		}
	})
}

// No statement of either side is lost, unless the other side removed or reworded
// it, or a conflict names it. None is there twice, and none comes from nowhere.
func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := anyContent().Draw(t, "base")
		mine, theirs := edited(t, "mine", base), edited(t, "theirs", base)
		merged, conflicts := redline.Merge(base, mine, theirs)
		again, same := redline.Merge(base, mine, theirs)
		if diff := cmp.Diff(merged, again) + cmp.Diff(conflicts, same); diff != "" {
			t.Fatalf("not the same twice: %s", diff)
		}
		in := func(c briefings.Content) map[string]int {
			counts := map[string]int{}
			for _, s := range c.Judgements {
				counts[lineOf(s)]++
			}
			return counts
		}
		b, m, th, got := in(base), in(mine), in(theirs), in(merged)
		named := map[string]bool{}
		for _, c := range conflicts {
			named[c.Mine], named[c.Theirs] = true, true
			if c.Part == redline.Judgements && c.Theirs != "" && got[c.Theirs] == 0 {
				t.Fatalf("their wording is not kept: %+v", c)
			}
		}
		for line := range th {
			if got[line] == 0 && m[line] >= b[line] {
				t.Fatalf("theirs is lost: %q", line)
			}
		}
		for line := range m {
			if got[line] == 0 && th[line] >= b[line] && !named[line] {
				t.Fatalf("mine is lost: %q", line)
			}
		}
		for line, n := range got {
			if n > max(m[line], th[line]) && n > m[line]+th[line]-b[line] {
				t.Fatalf("%q is there %d times, from %d, %d and %d", line, n, b[line], m[line], th[line])
			}
		}
	})
}
