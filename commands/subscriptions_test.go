package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
)

// by returns what somebody of a role asks in a channel, or alone with the bot
// when the channel is empty.
func by(who string, role briefings.Role, channel, text string) commands.Request {
	r := request(role, text)
	r.Person.ID = briefings.PersonID("console/local/" + who)
	r.Place = commands.Place{Platform: "console", Workspace: "local", Channel: channel, Clearance: briefings.Green, Zone: "Europe/London"}
	return r
}

// mustAnswer demands that something is done.
func mustAnswer(t *testing.T, desk *commands.Desk, r commands.Request) commands.Reply {
	t.Helper()
	reply := desk.Answer(t.Context(), r)
	if reply.Error != nil {
		t.Fatalf("%s: %v", r.Text, reply.Error)
	}
	return reply
}

// TestWhoseSubscriptions holds what somebody ordered for themselves to them and
// to the owner, and what goes to a channel to editors.
func TestWhoseSubscriptions(t *testing.T) {
	verbs := []string{"watch snooze %s until:3d", "digest pause %s", "digest resume %s", "digest preview %s", "digest history %s", "digest targets %s", "digest skip-next %s",
		"digest edit %s name:Other", "digest send-now %s", "watch remove %s"}
	for _, tt := range []struct {
		who, channel string
		role         briefings.Role
		own, of      bool // whether the personal one, and the channel's, can be changed
	}{
		{"ann", "", briefings.Owner, true, true},
		{"ann", "C1", briefings.Approver, true, true},
		{"ben", "C1", briefings.Approver, false, true},
		{"ben", "", briefings.Owner, true, true},
		{"ben", "C1", briefings.Reader, false, false},
		{"ann", "C1", briefings.Reader, true, false},
	} {
		desk, _ := openDesk(t)
		seed(t, desk, "levy.md", levyPaper, start())
		mustAnswer(t, desk, by("ann", briefings.Reader, "", "watch add quay"))                       // D-0001
		mustAnswer(t, desk, by("eve", briefings.Editor, "C1", `digest new Desk when:"daily 09:00"`)) // D-0002
		for id, may := range map[string]bool{"D-0001": tt.own, "D-0002": tt.of} {
			for _, verb := range verbs {
				reply := desk.Answer(t.Context(), by(tt.who, tt.role, tt.channel, fmt.Sprintf(verb, id)))
				if row := fmt.Sprintf(verb, ""); !tt.role.AtLeast(briefings.Editor) && strings.HasPrefix(row, "digest") {
					continue // refused before anything is looked at; TestRoles sees to it
				}
				if refused := reply.Error != nil; refused == may {
					t.Errorf("%s as %s in %q: %s is answered with %v", tt.who, tt.role, tt.channel, fmt.Sprintf(verb, id), reply.Error)
				}
			}
		}
		sees := desk.Answer(t.Context(), by(tt.who, tt.role, tt.channel, "watch list")).Plain()
		if strings.Contains(sees, "D-0001") {
			t.Errorf("%s as %s sees what was removed or is not theirs:\n%s", tt.who, tt.role, sees)
		}
	}
}

// TestHowManySubscriptions orders more than a person or a channel may have.
func TestHowManySubscriptions(t *testing.T) {
	desk, _ := openDesk(t)
	refused := func(r commands.Request) bool {
		reply := desk.Answer(t.Context(), r)
		if reply.Error != nil && reply.Error.Kind != briefings.Limit {
			t.Fatalf("%s: %v", r.Text, reply.Error)
		}
		return reply.Error != nil
	}
	for i := range 21 {
		if got := refused(by("ann", briefings.Reader, "", fmt.Sprintf("watch add topic-%d", i))); got != (i >= 20) {
			t.Errorf("watch %d of one person is refused: %v", i+1, got)
		}
	}
	for i := range 26 {
		if got := refused(by("eve", briefings.Editor, "C1", fmt.Sprintf(`digest new "Desk %d" when:"daily 09:00"`, i))); got != (i >= 25) {
			t.Errorf("digest %d of one channel is refused: %v", i+1, got)
		}
	}
	if refused(by("ann", briefings.Editor, "C2", "watch add topic-0 here:yes")) {
		t.Error("one channel's limit holds for another")
	}
}

// TestEditKeepsWhatIsOwed changes a digest whose time has come and that is not
// planned yet.
func TestEditKeepsWhatIsOwed(t *testing.T) {
	desk, st := openDesk(t)
	due := func() time.Time {
		sub, err := st.Subscription(t.Context(), "D-0001")
		if err != nil {
			t.Fatal(err)
		}
		return sub.Due
	}
	mustAnswer(t, desk, by("eve", briefings.Editor, "C1", `digest new Desk when:"daily 09:30"`))
	first := due()
	if want := start().Add(30 * time.Minute); !first.Equal(want) {
		t.Fatalf("due at %v, want %v", first, want)
	}
	late := func(text string) {
		r := by("eve", briefings.Editor, "C1", text)
		r.At = first.Add(10 * time.Second)
		mustAnswer(t, desk, r)
	}
	late("digest edit D-0001 name:Other confirm:yes")
	late("digest targets D-0001 add:me")
	late("digest skip-next D-0001")
	if !due().Equal(first) {
		t.Errorf("a change that is not about time moves what is owed from %v to %v", first, due())
	}
	late(`digest edit D-0001 when:"daily 11:00" confirm:yes`)
	if want := start().Add(2 * time.Hour); !due().Equal(want) {
		t.Errorf("after another time is set it is due at %v, want %v", due(), want)
	}
}

// TestHistory holds what a history says to what became of the deliveries.
func TestHistory(t *testing.T) {
	desk, st := openDesk(t)
	mustAnswer(t, desk, by("eve", briefings.Editor, "C1", `digest new Desk when:"daily 07:30" targets:"here me"`))
	sub, err := st.Subscription(t.Context(), "D-0001")
	if err != nil {
		t.Fatal(err)
	}
	slot := time.Date(2026, 3, 29, 6, 30, 0, 0, time.UTC) // the clock was set forward that night
	after, owed, _ := commands.Owed(sub, slot, 4, nil)
	if err := st.Plan(t.Context(), after, owed, nil); err != nil {
		t.Fatal(err)
	}
	history := func() string {
		return mustAnswer(t, desk, by("eve", briefings.Editor, "C1", "digest history D-0001")).Plain()
	}
	if text := history(); !strings.Contains(text, "due Sun 29 Mar 2026 07:30") || !strings.Contains(text, "you alone: planned") {
		t.Errorf("what is planned is shown as:\n%s", text)
	}
	for i, one := range owed {
		got, err := st.Delivery(t.Context(), one.ID)
		if err != nil {
			t.Fatal(err)
		}
		got.State, got.Payload, got.Attempt, got.Message = briefings.Sent, nil, 1, "m1"
		got.Started, got.Finished, got.Retries = slot, slot.Add(time.Duration(2-i)*time.Second), i
		if _, err := st.Move(t.Context(), got); err != nil {
			t.Fatal(err)
		}
	}
	if text, want := history(), "sent 07:30:02 Europe/London, 2 targets, 1 retry"; !strings.Contains(text, want) {
		t.Errorf("want %q in:\n%s", want, text)
	}
}

// TestOwed holds a plan to what each channel has been owed before.
func TestOwed(t *testing.T) {
	one, two, off := briefings.Channel{Platform: "slack", Workspace: "T1", ID: "C1"}, briefings.Channel{Platform: "slack", Workspace: "T1", ID: "C2"}, briefings.Channel{Platform: "slack", Workspace: "T1", ID: "C3"}
	sub := briefings.Subscription{ID: "D-0001", Seen: 5, Edition: 2, Due: start(), Targets: []briefings.Target{{Channel: one}, {Channel: two}, {Channel: off, Off: "archived"}}}
	was := func(ch briefings.Channel, state briefings.DeliveryState, from, to briefings.Seq) briefings.Delivery {
		return briefings.Delivery{ID: briefings.NewDeliveryID(sub.ID, start().Add(-time.Hour), ch, 0), Subscription: sub.ID, Channel: ch, State: state, From: from, To: to, Rev: 9}
	}
	for _, tt := range []struct {
		name       string
		there      []briefings.Delivery
		from       [2]briefings.Seq
		superseded int
	}{
		{"nothing before", nil, [2]briefings.Seq{5, 5}, 0},
		{"one planned and not made", []briefings.Delivery{was(one, briefings.Planned, 2, 5)}, [2]briefings.Seq{2, 5}, 1},
		{"one sent", []briefings.Delivery{was(one, briefings.Sent, 2, 5)}, [2]briefings.Seq{5, 5}, 0},
		{"a plan cut short", []briefings.Delivery{was(two, briefings.Sent, 5, 7)}, [2]briefings.Seq{5, 7}, 0},
		{"what was superseded or expired brought nothing", []briefings.Delivery{was(one, briefings.Superseded, 2, 9), was(two, briefings.Expired, 2, 9)}, [2]briefings.Seq{5, 5}, 0},
	} {
		after, owed, superseded := commands.Owed(sub, start(), 8, tt.there)
		if len(owed) != 2 || len(superseded) != tt.superseded || after.Edition != 3 || after.Seen != 8 || !after.Due.Equal(sub.Due) {
			t.Errorf("%s: %d owed, %d superseded, then %+v", tt.name, len(owed), len(superseded), after)
			continue
		}
		for i, ch := range []briefings.Channel{one, two} {
			if o := owed[i]; o.Channel != ch || o.From != tt.from[i] || o.To != 8 || o.Edition != 3 || o.State != briefings.Planned ||
				o.ID != briefings.NewDeliveryID(sub.ID, start(), ch, 0) || !o.NotBefore.Equal(start()) {
				t.Errorf("%s: channel %d is owed %+v", tt.name, i+1, o)
			}
		}
		for _, s := range superseded {
			if s.State != briefings.Superseded || s.Rev != 9 || s.Finished.IsZero() {
				t.Errorf("%s: superseded is %+v", tt.name, s)
			}
		}
	}
}

// TestUndo presses every button that takes something back.
func TestUndo(t *testing.T) {
	desk, st := openDesk(t)
	mustAnswer(t, desk, by("eve", briefings.Editor, "C1", `digest new "Old name" when:"daily 07:30" topic:"a b, c" holidays:2025-12-25 targets:"here C1"`))
	state := func() string {
		sub, err := st.Subscription(t.Context(), "D-0001")
		if err != nil {
			return "gone"
		}
		here, err := st.ChannelSettings(t.Context(), briefings.Channel{Platform: "console", Workspace: "local", ID: "C1"})
		if err != nil {
			t.Fatal(err)
		}
		sub.Rev = 0
		return fmt.Sprintf("%+v %q %q %d %+v", sub, here.Topic, here.Zone, here.PerDay, here.Quiet)
	}
	for _, text := range []string{
		`digest edit D-0001 name:"New name" when:"weekdays 08:00" zone:Asia/Seoul topic:all holidays:none catchup:2d idle:yes targets:me confirm:yes`,
		"digest pause D-0001", "digest skip-next D-0001", "digest targets D-0001 add:me", "watch snooze D-0001",
		"channel bind topic:levy zone:Asia/Seoul", "channel limits 3", "channel quiet-hours 22:00-07:00",
	} {
		before := state()
		reply := mustAnswer(t, desk, by("eve", briefings.Editor, "C1", text))
		if state() == before {
			t.Fatalf("%s changes nothing", text)
		}
		undone := false
		for _, a := range reply.Actions {
			if a.Label == "Undo" || a.Label == "Resume" {
				undone = true
				mustAnswer(t, desk, by("eve", briefings.Editor, "C1", a.Text))
			}
		}
		if after := state(); !undone || after != before {
			t.Errorf("%s is not undone (%v):\n%s\n%s", text, undone, before, after)
		}
	}
	removed := mustAnswer(t, desk, by("eve", briefings.Editor, "C1", "watch remove D-0001"))
	mustAnswer(t, desk, by("eve", briefings.Editor, "C1", removed.Actions[0].Text))
	again, err := st.Subscription(t.Context(), "D-0002")
	if err != nil || again.Name != "Old name" || len(again.Topics) != 2 || len(again.Targets) != 1 || len(again.Timing.Holidays) != 1 {
		t.Errorf("ordered again it is %+v, %v", again, err)
	}
}
