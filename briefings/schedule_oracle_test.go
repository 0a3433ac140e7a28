package briefings_test

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/briefings"
)

// A shape is a rule with what it means, said a second time without any parser.
type shape struct {
	rule  string
	flows bool // it follows the time that passes
	due   func(w wall) bool
}

// A wall is what a wall clock shows.
type wall struct {
	day          int // since 1970
	hour, minute int
}

func (w wall) weekday() int { return (w.day + 4) % 7 }

// date returns the day of the month and the month.
func (w wall) date() (day int, month time.Month) {
	y, m, d := time.Unix(int64(w.day)*86400, 0).UTC().Date()
	_ = y
	return d, m
}

func wallOf(minutes int) wall {
	return wall{day: minutes / (24 * 60), hour: minutes / 60 % 24, minute: minutes % 60}
}

func shapes() []shape {
	return []shape{
		{"30 2 * * *", false, func(w wall) bool { return w.hour == 2 && w.minute == 30 }},
		{"0 0 * * *", false, func(w wall) bool { return w.hour == 0 && w.minute == 0 }},
		{"0,45 1,23 * * 0,6", false, func(w wall) bool {
			return (w.weekday() == 0 || w.weekday() == 6) && (w.hour == 1 || w.hour == 23) && (w.minute == 0 || w.minute == 45)
		}},
		{"15 3 * * 0#L", false, func(w wall) bool {
			_, month := w.date()
			_, next := wall{day: w.day + 7}.date()
			return w.weekday() == 0 && month != next && w.hour == 3 && w.minute == 15
		}},
		{"*/20 * * * *", true, func(w wall) bool { return w.minute%20 == 0 }},
		{"10 */2 13 * 5", true, func(w wall) bool {
			day, _ := w.date()
			return (day == 13 || w.weekday() == 5) && w.hour%2 == 0 && w.minute == 10
		}},
	}
}

// TestScheduleOracle steps through every minute around every change of every
// zone's clock from 2024 to 2037, and finds each schedule due exactly when it
// says it is.
func TestScheduleOracle(t *testing.T) {
	zones := zoneNames(t)
	if testing.Short() {
		zones = slices.DeleteFunc(zones, func(name string) bool {
			return !strings.HasPrefix(name, "Antarctica/") && !strings.HasPrefix(name, "Australia/") && !strings.HasPrefix(name, "Africa/C")
		})
	}
	var mu sync.Mutex
	changes, compared := 0, 0
	work := make(chan string)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for name := range work {
				c, n := inZone(t, name)
				mu.Lock()
				changes, compared = changes+c, compared+n
				mu.Unlock()
			}
		})
	}
	for _, name := range zones {
		work <- name
	}
	close(work)
	wg.Wait()
	t.Logf("%d zones, %d changes of a clock, %d instants compared for %d rules", len(zones), changes, compared, len(shapes()))
	if changes == 0 || compared == 0 {
		t.Error("nothing was compared")
	}
}

// inZone compares all rules around all changes of one zone's clock, and around
// one day on which nothing changes.
func inZone(t *testing.T, name string) (changes, compared int) {
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Error(err)
		return 0, 0
	}
	from, to := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	at := []time.Time{time.Date(2025, 6, 13, 12, 0, 0, 0, time.UTC)}
	for {
		_, end := from.In(zone).ZoneBounds()
		if end.IsZero() || end.After(to) {
			break
		}
		at, from = append(at, end), end
	}
	for _, middle := range at {
		compared += around(t, zone, middle.Truncate(time.Minute))
	}
	return len(at) - 1, compared
}

// around compares all rules in the two days around an instant.
func around(t *testing.T, zone *time.Location, middle time.Time) (compared int) {
	from, to := middle.Add(-24*time.Hour), middle.Add(24*time.Hour)
	want := oracle(zone, from, to)
	for i, shape := range shapes() {
		s, err := briefings.ParseSchedule(shape.rule, zone.String())
		if err != nil {
			t.Errorf("%s in %s: %v", shape.rule, zone, err)
			continue
		}
		var got []time.Time
		for at := from; ; {
			next, ok := s.Next(at)
			if !ok || next.After(to) {
				break
			}
			got, at = append(got, next), next
		}
		if !slices.EqualFunc(got, want[i], time.Time.Equal) {
			t.Errorf("%s in %s around %v is due at %v, and the minutes say %v", shape.rule, zone, middle, got, want[i])
		}
		for _, at := range got {
			if last, ok := s.Last(at.Add(30*time.Second), from); !ok || !last.Equal(at) {
				t.Errorf("%s in %s: after %v the last was %v", shape.rule, zone, at, last)
			}
		}
		compared += len(got)
	}
	return compared
}

// oracle returns for each rule the instants after from and not after to at which
// it is due, found by stepping through the minutes.
func oracle(zone *time.Location, from, to time.Time) [][]time.Time {
	all := shapes()
	due := make([][]time.Time, len(all))
	shown := map[int]bool{}
	last := 0
	for at := from.Add(-26 * time.Hour); !at.After(to); at = at.Add(time.Minute) {
		local := at.In(zone)
		_, offset := local.Zone()
		now := int(at.Unix()+int64(offset)) / 60
		for i, shape := range all {
			hit := false
			switch w := wallOf(now); {
			case shape.flows:
				hit = shape.due(w)
			case !shown[now]:
				hit = shape.due(w)
			}
			for skipped := last + 1; !shape.flows && last != 0 && skipped < now; skipped++ {
				hit = hit || shape.due(wallOf(skipped))
			}
			if hit && at.After(from) {
				due[i] = append(due[i], at)
			}
		}
		shown[now], last = true, max(last, now)
	}
	return due
}

// zoneNames returns the names of all zones that the toolchain knows.
func zoneNames(t *testing.T) []string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skipf("the toolchain does not say where it is: %v", err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skipf("the toolchain's list of time zones is not here: %v", err)
	}
	defer archive.Close()
	var names []string
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names
}
