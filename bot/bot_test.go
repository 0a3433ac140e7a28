package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/commands"
)

// A stage is a platform that plays a part: it runs until it is told to leave or
// to stop, and then takes its time. It writes down when it stops.
type stage struct {
	name  string
	leave <-chan error  // what it returns of its own accord; nil never does
	slow  time.Duration // how long it takes to stop
	diary *diary
}

type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) write(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, line)
}

func (s *stage) Name() string { return s.name }

func (s *stage) Run(ctx context.Context, _ commands.Answer) error {
	select {
	case err := <-s.leave:
		s.diary.write(s.name + " left")
		return err
	case <-ctx.Done():
		<-time.After(s.slow)
		s.diary.write(s.name + " stopped")
		return nil
	}
}

func TestPlatformsStopInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		err := runPlatforms(ctx, nil,
			&stage{name: "first", diary: &d},
			&stage{name: "second", slow: 2 * time.Second, diary: &d},
			&stage{name: "third", slow: time.Second, diary: &d})
		if want := []string{"third stopped", "second stopped", "first stopped"}; err != nil || !slices.Equal(d.lines, want) {
			t.Errorf("stopping gave %v and %q, want %q", err, d.lines, want)
		}
	})
}

// One deadline holds for all together, and what did not stop is named.
func TestPlatformsShareOneDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		start := time.Now()
		err := runPlatforms(ctx, nil,
			&stage{name: "first", slow: 6 * time.Second, diary: &d},
			&stage{name: "second", slow: 6 * time.Second, diary: &d})
		if took := time.Since(start); took != stopLimit {
			t.Errorf("stopping took %v, want %v", took, stopLimit)
		}
		if err == nil || !strings.Contains(err.Error(), "first") || strings.Contains(err.Error(), "second") {
			t.Errorf("stopping gave %v, want an error that names the first alone", err)
		}
		<-time.After(time.Minute) // for the first to end within the bubble
	})
}

func TestPlatformsEndWithTheFirstFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		cut := errors.New("the wire is cut")
		leave := make(chan error, 1)
		time.AfterFunc(time.Second, func() { leave <- cut })
		err := runPlatforms(t.Context(), nil, &stage{name: "stays", diary: &d}, &stage{name: "fails", leave: leave, diary: &d})
		if !errors.Is(err, cut) || !strings.Contains(err.Error(), "fails") {
			t.Errorf("the error is %v", err)
		}
		if want := []string{"fails left", "stays stopped"}; !slices.Equal(d.lines, want) {
			t.Errorf("the platforms ended as %q, want %q", d.lines, want)
		}
	})
}

func TestPlatformsEndWhenAllHaveLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d diary
		one, two := make(chan error, 1), make(chan error, 1)
		time.AfterFunc(time.Second, func() { one <- nil })
		time.AfterFunc(time.Minute, func() { two <- nil })
		start := time.Now()
		err := runPlatforms(t.Context(), nil, &stage{name: "one", leave: one, diary: &d}, &stage{name: "two", leave: two, diary: &d})
		if took := time.Since(start); err != nil || took != time.Minute {
			t.Errorf("ended with %v after %v, want nil after a minute", err, took)
		}
	})
}

func TestCommandOf(t *testing.T) {
	for _, test := range []struct {
		words []string
		want  string
	}{
		{[]string{"ask", "Who", "pays?"}, "ask Who pays?"},
		{[]string{"ask", "Who pays?"}, "ask Who pays?"},
		{[]string{"compare", "on:port levies in winter"}, `compare on:"port levies in winter"`},
		{[]string{`find "a b" type:passage limit:3`}, `find "a b" type:passage limit:3`},
		{[]string{"find", "levy", "type:passage limit:3"}, "find levy type:passage limit:3"},
		{[]string{"ask", "Note: is this an option?"}, "ask Note: is this an option?"},
		{[]string{"find", `topic:"a b"`}, `find topic:"a b"`},
	} {
		if got := commandOf(test.words); got != test.want {
			t.Errorf("%q makes %q, want %q", test.words, got, test.want)
		}
	}
}
