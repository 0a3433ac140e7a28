package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"attache/briefings"
	"attache/commands"
)

// TestConcurrentEditors has 200 editors at three desks change one draft at once,
// each of whom has only seen the first revision and adds a statement of their
// own. Whatever was acknowledged is in the history exactly once, and the text has
// all of it.
func TestConcurrentEditors(t *testing.T) {
	const room = 8 // as many requests are in hand at once as a platform lets in
	editors := 200
	if testing.Short() {
		editors = 30
	}
	first, st := openDesk(t)
	desks := []*commands.Desk{first, commands.New(st, commands.Options{}), commands.New(st, commands.Options{})}
	seed(t, first, "levy.md", levyPaper, start())
	ask := func(i int, text string) commands.Reply {
		r := request(briefings.Editor, text)
		r.Person.ID = briefings.PersonID(fmt.Sprint("console/local/editor-", i))
		return desks[i%len(desks)].Answer(t.Context(), r)
	}
	if reply := ask(0, `brief new title:"Dues" sources:S-0001`); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	begun, err := st.Draft(t.Context(), "dues")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	saved, presses := map[string]int{}, 0
	hands := make(chan struct{}, room)
	var all sync.WaitGroup
	for i := range editors {
		all.Go(func() {
			hands <- struct{}{}
			reply := ask(i, fmt.Sprintf(`brief edit of:dues revision:1 watch:"Editor %d waits for word %d. [desk]"`, i, i))
			<-hands
			for range 40 * editors {
				if reply.Error != nil || len(reply.Actions) == 0 {
					t.Errorf("editor %d is told %v", i, reply.Error)
					return
				}
				mu.Lock()
				presses++
				mu.Unlock()
				hands <- struct{}{}
				reply = ask(i, reply.Actions[0].Text)
				<-hands
				if n, ok := savedAs(reply); ok {
					mu.Lock()
					saved[fmt.Sprintf("Editor %d waits for word %d.", i, i)] = n
					mu.Unlock()
					return
				}
			}
			t.Errorf("editor %d never came to save", i)
		})
	}
	all.Wait()
	t.Logf("%d editors pressed save %d times", editors, presses)
	revisions, err := st.Revisions(t.Context(), "dues", 0, 0)
	if err != nil || len(revisions) != editors+1 || len(saved) != editors {
		t.Fatalf("%d revisions of %d acknowledged edits, %v", len(revisions), len(saved), err)
	}
	slices.Reverse(revisions)
	for text, n := range saved {
		for _, r := range revisions {
			if holds := len(watched(r.Text, text)) == 1; holds != (r.N >= n) {
				t.Fatalf("%q was saved as revision %d, and revision %d has it: %v", text, n, r.N, holds)
			}
		}
	}
	now, err := st.Draft(t.Context(), "dues")
	if err != nil || len(now.Text.Watch) != editors || len(now.Text.Judgements) != len(begun.Text.Judgements) || len(now.Authors) != editors {
		t.Errorf("the text has %d items by %d authors, %v", len(now.Text.Watch), len(now.Authors), err)
	}
	if problems, err := st.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("problems %v, %v", problems, err)
	}
}

// savedAs returns the revision that a reply acknowledges.
func savedAs(r commands.Reply) (n int, ok bool) {
	if !strings.HasPrefix(r.Text, "Saved as revision ") {
		return 0, false
	}
	_, err := fmt.Sscanf(r.Text, "Saved as revision %d of", &n)
	return n, err == nil
}

// watched returns the items of a text that say just that.
func watched(c briefings.Content, text string) []briefings.WatchItem {
	return slices.DeleteFunc(slices.Clone(c.Watch), func(w briefings.WatchItem) bool { return w.Text != text })
}
