package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// A library is a desk with a directory that is kept, inside a bubble.
type library struct {
	t      *testing.T
	desk   *commands.Desk
	dir    *directory
	answer commands.Answer
}

// inLibrary runs a test on an empty store in memory.
func inLibrary(t *testing.T, test func(l *library)) {
	synctest.Test(t, func(t *testing.T) {
		st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
		if err != nil {
			t.Fatal(err)
		}
		l := &library{t: t, desk: commands.New(st, commands.Options{SelfApproval: true}), dir: newDirectory(st, quietLog(t.Output()))}
		l.answer = l.dir.touching(l.desk.Answer)
		end := l.dir.kept(t.Context())
		test(l)
		end()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
}

// asks asks as an owner, and waits until the directory has taken notice.
func (l *library) asks(text string, files ...commands.File) {
	l.t.Helper()
	owner := briefings.Person{ID: "console/local/maria", Role: briefings.Owner}
	reply := l.answer(l.t.Context(), commands.Request{Text: text, Person: owner, At: time.Now(), Files: files,
		Place: commands.Place{Platform: "console", Clearance: briefings.Red}})
	if reply.Error != nil {
		l.t.Fatalf("%s: %v", text, reply.Error)
	}
	synctest.Wait()
}

// imports imports a document about a harbour that the state is to pay for.
func (l *library) imports(options, title, state string) {
	l.t.Helper()
	text := fmt.Sprintf("# %s\n\n%s should pay for the harbour. The harbour of %s is old. Nobody has dredged the harbour since 2019.\n", title, state, state)
	l.asks("import "+options, commands.File{Name: strings.ToLower(title) + ".md", Data: []byte(text)})
}

func (l *library) complete(what, prefix string, clearance briefings.Marking) []string {
	var values []string
	for _, e := range l.dir.Complete(what, prefix, commands.Place{Clearance: clearance}, 100) {
		values = append(values, e.value)
	}
	return values
}

func (l *library) want(what, prefix string, clearance briefings.Marking, want ...string) {
	l.t.Helper()
	if got := l.complete(what, prefix, clearance); !slices.Equal(got, want) {
		l.t.Errorf("%s completes %q up to %s to %q, want %q", what, prefix, clearance, got, want)
	}
}

// What is published is known at once, and each entry only where it may be shown.
func TestDirectoryFollowsTheStore(t *testing.T) {
	inLibrary(t, func(l *library) {
		synctest.Wait()
		l.want(commands.CompletesSource, "", briefings.Red)
		l.imports("publish:yes", "Old quays", "Norway")
		l.want(commands.CompletesSource, "", briefings.Green, "S-0001")
		l.imports("publish:yes marking:red", "New quays", "Denmark")
		l.want(commands.CompletesSource, "", briefings.Red, "S-0002", "S-0001")
		l.want(commands.CompletesSource, "", briefings.Amber, "S-0001")
		l.want(commands.CompletesSource, "", "", nil...)
		l.want(commands.CompletesBriefing, "", briefings.Red, "new-quays", "old-quays")
		l.want(commands.CompletesActor, "den", briefings.Red, "Denmark")
		l.want(commands.CompletesActor, "den", briefings.Green)
		l.want(commands.CompletesActor, "NOR", briefings.Green, "Norway")
		l.asks("retire old-quays confirm:yes")
		l.want(commands.CompletesBriefing, "", briefings.Red, "new-quays")
		l.want(commands.CompletesSource, "", briefings.Green)
		l.want(commands.CompletesActor, "", briefings.Green)
	})
}

// A draft leaves no change; the directory learns of one of its own process at
// once and of one of another within a minute.
func TestDirectoryLearnsOfDrafts(t *testing.T) {
	inLibrary(t, func(l *library) {
		l.imports("marking:amber", "Old quays", "Norway")
		l.want(commands.CompletesDraft, "", briefings.Amber, "old-quays")
		l.want(commands.CompletesDraft, "", briefings.Green)
		l.want(commands.CompletesSource, "", briefings.Red)

		l.answer = l.desk.Answer // as another process would
		l.imports("", "New quays", "Denmark")
		l.want(commands.CompletesDraft, "new", briefings.Amber)
		<-time.After(time.Minute)
		synctest.Wait()
		l.want(commands.CompletesDraft, "new", briefings.Amber, "new-quays")
		l.want(commands.CompletesDraft, "", briefings.Amber, "new-quays", "old-quays")
	})
}

// What begins with the prefix comes before what holds it in the middle, the
// label says what the value is, and no more comes than was asked for.
func TestDirectoryRanks(t *testing.T) {
	inLibrary(t, func(l *library) {
		l.imports("publish:yes", "Quay walls", "Norway")
		l.imports("publish:yes", "On quay walls", "Denmark")
		l.imports("publish:yes", "Seaquay", "Iceland")
		l.want(commands.CompletesSource, "quay", briefings.Red, "S-0001", "S-0002", "S-0003")
		l.want(commands.CompletesSource, " s-0002 ", briefings.Red, "S-0002")
		l.want(commands.CompletesSource, "lighthouse", briefings.Red)
		got := l.dir.Complete(commands.CompletesSource, "quay", commands.Place{Clearance: briefings.Red}, 1)
		if len(got) != 1 || got[0].value != "S-0001" || !strings.HasPrefix(got[0].label, "Quay walls") {
			t.Errorf("one entry for quay is %+v", got)
		}
		if got := l.dir.Complete(commands.CompletesSource, "", commands.Place{}, -1); len(got) != 0 {
			t.Errorf("a limit below zero gives %+v", got)
		}
		l.want(commands.CompletesVerb, "summ", "", "summary")
		if verbs := l.complete(commands.CompletesVerb, "", ""); len(verbs) != len(commands.Verbs()) {
			t.Errorf("%d verbs, want %d", len(verbs), len(commands.Verbs()))
		}
		l.want(commands.CompletesAnswer, "", briefings.Red)
	})
}

func TestDirectoryNews(t *testing.T) {
	inLibrary(t, func(l *library) {
		if news := l.dir.New(commands.Place{Clearance: briefings.Red}); len(news) != 0 {
			t.Errorf("the news of an empty store is %q", news)
		}
		l.imports("publish:yes", "Old quays", "Norway")
		<-time.After(time.Hour)
		l.imports("publish:yes marking:red", "New quays", "Denmark")
		// Inside the bubble it is the evening of 31 December 1999 in New York.
		zone := "America/New_York"
		want := []string{"New quays · edition 1 · 31 Dec 1999", "Old quays · edition 1 · 31 Dec 1999"}
		if got := l.dir.New(commands.Place{Clearance: briefings.Red, Zone: zone}); !slices.Equal(got, want) {
			t.Errorf("the news is %q, want %q", got, want)
		}
		want = []string{"Old quays · edition 1 · 1 Jan 2000"}
		if got := l.dir.New(commands.Place{Clearance: briefings.Green}); !slices.Equal(got, want) {
			t.Errorf("the news up to TLP:GREEN is %q, want %q", got, want)
		}
	})
}

// Nothing that completes an option tells who may not be named, before or after
// that was said of a source, and a stricter label hides at once.
func TestDirectoryKeepsTheRule(t *testing.T) {
	inLibrary(t, func(l *library) {
		offered := func(clearance briefings.Marking) string {
			all := ""
			for _, what := range []string{commands.CompletesSource, commands.CompletesBriefing, commands.CompletesTopic, commands.CompletesActor, commands.CompletesDraft} {
				for _, e := range l.dir.Complete(what, "", commands.Place{Clearance: clearance}, 99) {
					all += e.value + " " + e.label + "\n"
				}
			}
			return all
		}
		closed := commands.File{Name: "zebra-notes.md", Data: []byte("# Zebra Crossing Review\n\nBy Ines Faber\n\nThe Republic of Korea should pay for the harbour. Ines Faber agrees. Nobody has dredged it.\n")}
		l.asks("import attributed:no publish:yes", closed)
		l.asks("import attributed:no", commands.File{Name: "yak-notes.md", Data: []byte("# Yak Herding Review\n\nThe Republic of Korea should pay.\n")})
		l.imports("publish:yes", "Walrus Count Today", "Japan")
		got := offered(briefings.Red)
		for _, word := range []string{"Zebra", "zebra", "Faber", "faber", "Yak", "yak"} {
			if strings.Contains(got, word) {
				t.Errorf("%s is offered:\n%s", word, got)
			}
		}
		for _, word := range []string{"Non-attributable source S-0001", "untitled-briefing-s-0001", "untitled-briefing-s-0002", "walrus"} {
			if !strings.Contains(got, word) {
				t.Errorf("%s is not offered:\n%s", word, got)
			}
		}
		l.asks("source mark S-0003 attributed:no")
		if got := strings.ToLower(offered(briefings.Red)); strings.Contains(got, "walrus") {
			t.Errorf("what was withheld since is offered:\n%s", got)
		}
		l.asks("source mark S-0001 marking:red")
		if got := offered(briefings.Amber); strings.Contains(got, "S-0001") || strings.Contains(got, "s-0001") {
			t.Errorf("what was marked stricter is offered:\n%s", got)
		}
	})
}
