package redline

import (
	"cmp"
	"slices"

	"attache/briefings"
)

// A Kind says how a line differs, or a piece of one.
type Kind string

// The kinds.
const (
	Same    Kind = ""        // only of pieces
	Added   Kind = "added"   // it was not there
	Removed Kind = "removed" // it is there no more
	Changed Kind = "changed" // it is there in other words, or with other support
	Moved   Kind = "moved"   // it is the same, in another place of its part
)

// A Change is one difference between two texts.
type Change struct {
	Part  string  // such as [Judgements]
	Kind  Kind    // not Same
	N     int     // its place in the part as it is, or as it was when it was removed, from 1; 0 for a part of one value
	Was   string  // the line with its citations and confidence; empty when it was added, or had no value
	Now   string  // the same; empty when it was removed, or has no value any more
	Words []Piece // of a changed line; none for the other kinds
}

// Compare returns what differs, part by part and in the order of the later text,
// with what was removed behind what it followed. Texts that say the same give
// none, whatever their slices are made of.
func Compare(was, now briefings.Content) []Change {
	var all []Change
	for _, f := range fields() {
		if f.part == Marking {
			all = append(all, compareLists(Topics, units(was.Topics, plainUnit), units(now.Topics, plainUnit))...)
		}
		all = append(all, compareField(f.part, f.show(was), f.show(now))...)
	}
	for _, l := range []struct {
		part     string
		was, now []unit
	}{
		{BottomLine, units(was.BottomLine, statementUnit), units(now.BottomLine, statementUnit)},
		{Judgements, units(was.Judgements, statementUnit), units(now.Judgements, statementUnit)},
		{Recommendations, units(was.Recommendations, recommendedUnit), units(now.Recommendations, recommendedUnit)},
		{Watch, units(was.Watch, watchUnit), units(now.Watch, watchUnit)},
		{Sources, units(was.Sources, plainUnit), units(now.Sources, plainUnit)},
	} {
		all = append(all, compareLists(l.part, l.was, l.now)...)
	}
	return all
}

// compareField compares a part of one value.
func compareField(part, was, now string) []Change {
	switch {
	case was == now:
		return nil
	case was == "":
		return []Change{{Part: part, Kind: Added, Now: now}}
	case now == "":
		return []Change{{Part: part, Kind: Removed, Was: was}}
	}
	return []Change{{Part: part, Kind: Changed, Was: was, Now: now, Words: pieces(was, now)}}
}

// compareLists compares a part of many lines.
func compareLists(part string, was, now []unit) []Change {
	a := align(was, now)
	type placed struct {
		Change
		at, rank int // where it is told: before or at a line of the later list
	}
	var all []placed
	next := 0 // the place behind the last line that stayed
	for i, u := range was {
		switch {
		case a.stayed[i]:
			next = a.to[i] + 1
		case a.to[i] < 0:
			all = append(all, placed{Change{Part: part, Kind: Removed, N: i + 1, Was: u.line}, next, 0})
		}
	}
	for j, u := range now {
		i := a.from[j]
		c := Change{Part: part, N: j + 1, Now: u.line}
		switch {
		case i < 0:
			c.Kind = Added
		case a.stayed[i]:
			continue
		case was[i].key == u.key:
			c.Kind, c.Was = Moved, was[i].line
		default:
			c.Kind, c.Was, c.Words = Changed, was[i].line, pieces(was[i].line, u.line)
		}
		all = append(all, placed{c, j, 1})
	}
	slices.SortFunc(all, func(x, y placed) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.rank, y.rank), cmp.Compare(x.N, y.N))
	})
	changes := make([]Change, len(all))
	for i, p := range all {
		changes[i] = p.Change
	}
	return changes
}
