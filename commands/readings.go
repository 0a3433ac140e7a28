package commands

import (
	"slices"
	"sync"

	"attache/briefings"
	"attache/briefings/analysis"
)

// mostReadings is how many sources' readings are kept at once: each is a few
// kilobytes, and the oldest makes room.
const mostReadings = 512

// readings keeps what analysis finds in sources, so that it is worked out once
// for each. A source is known by its number and digest, which never change.
type readings struct {
	mu    sync.Mutex
	kept  map[readingKey]*reading
	order []readingKey // oldest first
}

type readingKey struct {
	id  briefings.SourceID
	sha string
}

// A reading is what analysis finds in one source. Each finding is worked out
// when it is first asked for. All may be called at once; what they return is
// not to be changed.
type reading struct {
	summary  func() []int // the most important passages, best first
	recs     func() []briefings.Recommendation
	demands  func() []briefings.Recommendation
	timeline func() []briefings.Event
	actors   func() []briefings.Actor
	advice   func() map[int]bool // the passages of recs
}

func newReadings() *readings { return &readings{kept: map[readingKey]*reading{}} }

// of returns the reading of a source.
func (r *readings) of(src *briefings.Source) *reading {
	key := readingKey{src.ID, src.SHA256}
	r.mu.Lock()
	defer r.mu.Unlock()
	if got, ok := r.kept[key]; ok {
		return got
	}
	if len(r.order) == mostReadings {
		delete(r.kept, r.order[0])
		r.order = slices.Delete(r.order, 0, 1)
	}
	got := newReading(src)
	r.kept[key] = got
	r.order = append(r.order, key)
	return got
}

// fullSummary is how many passages the longest summary of a source may take.
const fullSummary = 10

func newReading(src *briefings.Source) *reading {
	got := &reading{
		summary:  sync.OnceValue(func() []int { return analysis.Summary(src, fullSummary) }),
		recs:     sync.OnceValue(func() []briefings.Recommendation { return analysis.Recommendations(src) }),
		demands:  sync.OnceValue(func() []briefings.Recommendation { return analysis.Demands(src) }),
		timeline: sync.OnceValue(func() []briefings.Event { return analysis.Timeline(src) }),
		actors:   sync.OnceValue(func() []briefings.Actor { return analysis.Actors(src) }),
	}
	got.advice = sync.OnceValue(func() map[int]bool {
		set := map[int]bool{}
		for _, rec := range got.recs() {
			set[rec.Passage] = true
		}
		return set
	})
	return got
}
