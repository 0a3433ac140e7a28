package commands_test

import (
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// What was posted in one workspace is told and corrected there, and nowhere else
// but on the console.
func TestCorrectionWorkspaces(t *testing.T) {
	desk, st := openDesk(t)
	seed(t, desk, "dues.md", "# Harbour dues\n\n## Dues\n\nThe council should freeze harbour dues until 2028. Dues rose twice in 2024.\n", start())
	for _, team := range []string{"T1", "T2"} {
		p := briefings.Posting{Channel: briefings.Channel{Platform: "slack", Workspace: team, ID: "C" + team}, Message: "1.1", At: start(), Title: "Dues in " + team,
			Refs: []briefings.PassageRef{{Source: "S-0001", N: 1}}, Seq: 1, Marking: briefings.Green}
		if err := st.SavePosting(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(platform, team, text string) commands.Reply {
		return desk.Answer(t.Context(), commands.Request{Text: text, At: start(), Person: briefings.Person{ID: briefings.PersonID(platform + "/" + team + "/U1"), Role: briefings.Owner},
			Place: commands.Place{Platform: platform, Workspace: team, Channel: "C" + team, Clearance: briefings.Green}})
	}
	if _, err := st.Retire(t.Context(), "harbour-dues", "", store.Stamp{By: "console/local/ana", At: start()}); err != nil {
		t.Fatal(err)
	}
	one, all := ask("slack", "T1", "correction list harbour-dues").Plain(), ask("console", "local", "correction list harbour-dues").Plain()
	if !strings.Contains(one, "Dues in T1") || strings.Contains(one, "T2") || !strings.Contains(all, "Dues in T1") || !strings.Contains(all, "Dues in T2") {
		t.Errorf("in a workspace:\n%s\non the console:\n%s", one, all)
	}
	if r := ask("slack", "T1", "correction post harbour-dues confirm:yes"); r.Error != nil {
		t.Fatal(r.Error)
	}
	c, err := st.Correction(t.Context(), "C-0001")
	if err != nil || len(c.Targets) != 1 || c.Targets[0].Channel.Workspace != "T1" {
		t.Fatalf("%+v, %v", c, err)
	}
	parts, err := desk.Correction(t.Context(), c.ID, c.Deliveries()[0], commands.Place{Platform: "slack", Workspace: "T1", Channel: "CT1", Clearance: briefings.Green}, start())
	if err != nil || len(parts) != 1 || !strings.Contains(parts[0].Text, "was withdrawn") {
		t.Errorf("%+v, %v", parts, err)
	}
	// Where less may be shown, nothing is told of what was withdrawn.
	parts, err = desk.Correction(t.Context(), c.ID, c.Deliveries()[0], commands.Place{Platform: "slack", Workspace: "T1", Channel: "CT1", Clearance: briefings.Clear}, start())
	if err != nil || len(parts) != 1 || strings.Contains(parts[0].Plain(), "harbour-dues") {
		t.Errorf("%+v, %v", parts, err)
	}
	ask("slack", "T1", "ask-desk Who pays in T1?")
	if r := ask("slack", "T2", "rfi list state:all"); strings.Contains(r.Plain(), "T1") {
		t.Errorf("told elsewhere:\n%s", r.Plain())
	}
	if r := ask("slack", "T2", "rfi close RFI-0001 confirm:yes"); r.Error == nil || r.Error.Kind != briefings.NotFound {
		t.Errorf("closed from elsewhere: %+v", r)
	}
}
