package commands_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

const quay = "# Who Pays\n\n*By Mara Lind*\n\nThe shipping ministry should raise the levy. Ports should share one register by the end of 2026.\n"

// advising publishes a briefing that recommends something itself, beside a source
// that gives advice, and returns the desk and its store.
func advising(t *testing.T) (*commands.Desk, *store.Store) {
	t.Helper()
	desk, st := openDesk(t)
	seed(t, desk, "quay.md", quay, start())
	by := store.Stamp{By: "console/local/dana", At: start()}
	text := briefings.Content{Title: "Harbour dues", Topics: []string{"harbours"}, Marking: briefings.Amber, Sources: []briefings.SourceID{"S-0001"},
		Recommendations: []briefings.Recommended{
			{Statement: briefings.Statement{Text: "Raise the levy in steps.", Citations: []briefings.PassageRef{{Source: "S-0001", N: 1}}}, Addressee: "Treasury", Horizon: "2026-01-31"},
			{Statement: briefings.Statement{Text: "Ask the towns first.", Own: true}},
		}}
	if err := st.SaveDraft(t.Context(), briefings.Draft{Slug: "harbour-dues", Text: text}, by); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Approve(t.Context(), "harbour-dues", 0, by); err != nil {
		t.Fatal(err)
	}
	return desk, st
}

// from returns a request of an editor of the console, up to a clearance.
func from(text string, clearance briefings.Marking) commands.Request {
	return commands.Request{Text: text, At: start().Add(time.Hour), Person: briefings.Person{ID: "console/local/editor", Role: briefings.Editor},
		Place: commands.Place{Platform: "console", Workspace: "local", Clearance: clearance}}
}

// What briefings recommend stands before what sources advise, named and cited, and
// only where the briefing may be shown.
func TestOwnRecommendations(t *testing.T) {
	desk, _ := advising(t)
	reply := desk.Answer(t.Context(), from("recs", briefings.Red))
	if reply.Error != nil || len(reply.Tables) != 1 || len(reply.Tables[0].Rows) != 4 {
		t.Fatalf("%+v", reply)
	}
	rows, cites := reply.Tables[0].Rows, reply.Tables[0].Cites
	if rows[0][1] != "Raise the levy in steps." || rows[0][0] != "Treasury" || rows[0][3] != "harbour-dues, edition 1" || !slices.Equal(cites[0], []int{1}) {
		t.Errorf("the first row is %q, cites %v", rows[0], cites[0])
	}
	if rows[1][3] != "harbour-dues, edition 1 · the desk's own judgement" || len(cites[1]) != 0 || rows[2][3] != "–" || len(cites[2]) != 1 {
		t.Errorf("the others are %q, cites %v", rows[1:], cites[1:])
	}
	if reply.Marking != briefings.Amber || !strings.Contains(reply.Text, "1 source and 1 briefing") {
		t.Errorf("%s: %s", reply.Marking, reply.Text)
	}
	for asked, want := range map[string]int{
		"recs topic:harbour-dues": 4, "recs topic:harbours": 2, "recs source:quay.md": 2, "recs source:harbour-dues": 4, "recs actor:treasury": 1,
		"recs horizon:now": 1, "recs horizon:12m": 0, "recs status:open": 4, "recs topic:who-pays": 2,
	} {
		got := 0
		for _, table := range desk.Answer(t.Context(), from(asked, briefings.Red)).Tables {
			got += len(table.Rows)
		}
		if got != want {
			t.Errorf("%s lists %d, want %d", asked, got, want)
		}
	}
	id := string(briefings.OwnRec("harbour-dues", "Raise the levy in steps."))
	for _, asked := range []string{"recs", "recs format:csv", "rec set of:" + id + " status:adopted", "rec history of:" + id} {
		reply := desk.Answer(t.Context(), from(asked, briefings.Green))
		if told, _ := json.Marshal(reply); strings.Contains(string(told), "in steps") || strings.Contains(string(told), "Harbour dues") {
			t.Errorf("%s tells in a green place what is amber: %s", asked, told)
		}
	}
	hidden := desk.Answer(t.Context(), from("rec set of:"+id+" status:adopted", briefings.Green)).Error
	absent := desk.Answer(t.Context(), from("rec set of:nothing#A7K2QX status:adopted", briefings.Green)).Error
	if hidden == nil || absent == nil || strings.Replace(hidden.Text, id, "X", 1) != strings.Replace(absent.Text, "nothing#A7K2QX", "X", 1) {
		t.Errorf("what is hidden is told as %v, what is not there as %v", hidden, absent)
	}
}

// The register follows a briefing's own recommendation, and undoing a change sets
// what was there before.
func TestRegisterOfOwn(t *testing.T) {
	desk, st := advising(t)
	id := briefings.OwnRec("harbour-dues", "Ask the towns first.")
	set := desk.Answer(t.Context(), from("rec set of:"+string(id)+" status:adopted owner:dana due:2026-06", briefings.Red))
	if e, err := st.Rec(t.Context(), id); err != nil || e.N != 1 || e.Status != briefings.RecAdopted || e.Owner != "console/local/dana" || e.Due != "2026-06-30" {
		t.Fatalf("%+v, %v; %+v", e, err, set.Error)
	}
	open := desk.Answer(t.Context(), from("recs status:open", briefings.Red))
	if len(open.Tables) != 1 || len(open.Tables[0].Rows) != 3 || open.Tables[0].Header[len(open.Tables[0].Header)-1] != "status" {
		t.Errorf("open are %+v", open.Tables)
	}
	press(t, desk, set, "Undo")
	if e, err := st.Rec(t.Context(), id); err != nil || e.N != 2 || !e.Says(briefings.RecEntry{}) {
		t.Errorf("undone it is %+v, %v", e, err)
	}
	if again := desk.Answer(t.Context(), from(action(set, "Undo").Text, briefings.Red)); briefings.KindOf(again.Error) != briefings.Conflict {
		t.Errorf("a stale button does %+v", again)
	}
	history := desk.Answer(t.Context(), from("rec history of:"+string(id), briefings.Red))
	if len(history.Tables) != 1 || len(history.Tables[0].Rows) != 2 || history.Tables[0].Rows[0][0] != "2" {
		t.Errorf("the history is %+v", history)
	}
}

// A note names nobody whom the source of the advice withholds.
func TestRegisterKeepsTheVeil(t *testing.T) {
	desk, st := advising(t)
	if set := desk.Answer(t.Context(), from(`rec set of:S-0001#1 status:adopted note:"Mara Lind agrees"`, briefings.Red)); set.Error != nil {
		t.Fatal(set.Error)
	}
	h, err := st.Handling(t.Context(), "S-0001")
	if err != nil {
		t.Fatal(err)
	}
	h.Unattributed = true
	if _, err := st.SetHandling(t.Context(), h, store.Stamp{By: "console/local/dana", At: start()}); err != nil {
		t.Fatal(err)
	}
	for _, asked := range []string{"recs format:csv", "rec history S-0001#1", "rec set S-0001#1", "rec set S-0001#1 note:none"} {
		reply := desk.Answer(t.Context(), from(asked, briefings.Red))
		told, _ := json.Marshal(reply)
		for _, f := range reply.Files {
			told = append(told, f.Data...)
		}
		if reply.Error != nil || strings.Contains(string(told), "Lind") {
			t.Errorf("%s tells who wrote it: %s", asked, told)
		}
	}
}

func action(r commands.Reply, label string) commands.Action {
	i := slices.IndexFunc(r.Actions, func(a commands.Action) bool { return a.Label == label })
	if i < 0 {
		return commands.Action{}
	}
	return r.Actions[i]
}

func press(t *testing.T, desk *commands.Desk, r commands.Reply, label string) {
	t.Helper()
	a := action(r, label)
	if reply := desk.Answer(t.Context(), from(a.Text, briefings.Red)); a.Text == "" || reply.Error != nil {
		t.Errorf("%s: %q does %+v", label, a.Text, reply.Error)
	}
}
