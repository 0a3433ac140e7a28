package commands_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// needed is which role each verb needs. It is written down a second time so that
// a row cannot come to need less by accident.
func needed() map[string]briefings.Role {
	return map[string]briefings.Role{
		"ask": briefings.Reader, "find": briefings.Reader, "summary": briefings.Reader, "recs": briefings.Reader, "cite": briefings.Reader,
		"timeline": briefings.Reader, "latest": briefings.Reader, "topics": briefings.Reader, "help": briefings.Reader, "whoami": briefings.Reader,
		"watch add": briefings.Reader, "watch list": briefings.Reader, "watch remove": briefings.Reader, "watch snooze": briefings.Reader,
		"import": briefings.Editor, "drafts": briefings.Editor, "report": briefings.Editor,
		"brief new": briefings.Editor, "brief edit": briefings.Editor, "brief review": briefings.Editor, "brief return": briefings.Approver,
		"brief approve": briefings.Approver, "brief discard": briefings.Editor, "brief history": briefings.Editor, "brief export": briefings.Editor,
		"brief verify": briefings.Editor, "brief rollback": briefings.Approver, "brief retire": briefings.Approver,
		"digest new": briefings.Editor, "digest edit": briefings.Editor, "digest preview": briefings.Editor, "digest pause": briefings.Editor,
		"digest resume": briefings.Editor, "digest skip-next": briefings.Editor, "digest history": briefings.Editor, "digest targets": briefings.Editor,
		"digest send-now": briefings.Approver, "channel bind": briefings.Editor, "channel limits": briefings.Editor, "channel quiet-hours": briefings.Editor,
		"channel clearance": briefings.Approver, "source mark": briefings.Editor,
		"ask-desk": briefings.Reader, "correction list": briefings.Editor, "correction post": briefings.Approver, "rfi list": briefings.Editor, "rfi assign": briefings.Editor, "rfi answer": briefings.Editor, "rfi close": briefings.Editor,
		"rec set": briefings.Editor, "rec history": briefings.Editor, "people grant": briefings.Owner, "people revoke": briefings.Owner, "people list": briefings.Editor, "ops audit": briefings.Owner,
	}
}

// rolePlaces are the kinds of place that there are, and one that is none.
func rolePlaces() map[string]commands.Place {
	return map[string]commands.Place{
		"console":        {Platform: "console", Workspace: "local", Clearance: briefings.Red},
		"channel":        {Platform: "slack", Workspace: "T1", Channel: "C1", Clearance: briefings.Green},
		"direct":         {Platform: "slack", Workspace: "T1", Clearance: briefings.Green},
		"shared channel": {Platform: "slack", Workspace: "T1", Channel: "C2", Clearance: briefings.Clear},
		"public server":  {Platform: "discord", Workspace: "900000000000000001", Channel: "C3", Clearance: briefings.Clear},
		"none":           {},
	}
}

// kept is what a refused command must leave as it is.
type kept struct {
	Seq           briefings.Seq
	Drafts        []briefings.Draft
	Subscriptions []briefings.Subscription
	People        []briefings.Person
}

func keptBy(t *testing.T, st *store.Store) kept {
	t.Helper()
	var k kept
	var errs [4]error
	k.Seq, errs[0] = st.Seq(t.Context())
	k.Drafts, errs[1] = st.Drafts(t.Context())
	k.Subscriptions, errs[2] = st.Subscriptions(t.Context())
	k.People, errs[3] = st.People(t.Context())
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// TestRoles asks for every verb in every role and place: it is allowed exactly
// when its row says so, and a refusal holds nothing but the sentence.
func TestRoles(t *testing.T) {
	for _, r := range commands.Verbs() {
		if need, ok := needed()[r.Name]; !ok || need != r.Role {
			t.Errorf("%s needs the role %s; written down is %q", r.Name, r.Role, need)
		}
	}
	desk, st := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	before := keptBy(t, st)
	for name, place := range rolePlaces() {
		for _, r := range commands.Verbs() {
			for _, role := range append(briefings.Roles(), "king", "") {
				who := briefings.Person{ID: briefings.PersonID(place.Platform + "/" + place.Workspace + "/U1"), Role: role}
				if may := name != "none" && (role.AtLeast(r.Role) || role == "" && r.Role == briefings.Reader); may {
					continue
				}
				for _, text := range r.Examples {
					reply := desk.Answer(t.Context(), commands.Request{Text: text, At: start(), Person: who, Place: place})
					if reply.Error == nil || reply.Error.Kind != briefings.Forbidden {
						t.Fatalf("%s as %q in %s: %v", text, role, name, reply.Error)
					}
					reply.Actions = nil // what offers the way to who holds the role
					if diff := cmp.Diff(commands.Reply{Verb: r.Name, Private: true, Error: reply.Error}, reply); diff != "" {
						t.Errorf("%s as %q in %s is refused with more than a sentence:\n%s", text, role, name, diff)
					}
				}
			}
		}
	}
	if diff := cmp.Diff(before, keptBy(t, st)); diff != "" {
		t.Errorf("refused commands have changed (-before +after):\n%s", diff)
	}
	for name, place := range rolePlaces() {
		for _, r := range commands.Verbs() {
			for _, role := range briefings.Roles() {
				if name == "none" || !role.AtLeast(r.Role) {
					continue
				}
				who := briefings.Person{ID: briefings.PersonID(place.Platform + "/" + place.Workspace + "/U1"), Role: role}
				reply := desk.Answer(t.Context(), commands.Request{Text: r.Examples[0], At: start(), Person: who, Place: place})
				if !reply.Private {
					t.Errorf("%s as %s is shown to everybody", r.Examples[0], role)
				}
				if reply.Error != nil && (strings.HasPrefix(reply.Error.Text, "You may not use "+r.Name+" here") || reply.Verb != r.Name) {
					t.Errorf("%s as %s in %s: %v", r.Examples[0], role, name, reply.Error)
				}
			}
		}
	}
}

// What the terminal imports needs the role too.
func TestImportNeedsARole(t *testing.T) {
	desk, _ := openDesk(t)
	_, err := desk.Import(t.Context(), commands.File{Name: "a.md", Data: []byte(levyPaper)}, briefings.Person{Role: briefings.Analyst}, start(), true)
	if briefings.KindOf(err) != briefings.Forbidden {
		t.Errorf("an analyst's import: %v", err)
	}
}

// A territory is a workspace with things that nobody elsewhere may be told: what
// is secret is never part of a request.
type territory struct {
	platform, id string
	secret       []string
}

func territories() []territory {
	of := func(platform, id, n string) territory {
		return territory{platform, id, []string{"Zephyr" + n, "USECRET" + n, "CSECRET" + n, "secret-room-" + n, "Hidden desk " + n, "hidden topic " + n}}
	}
	return []territory{of("slack", "T1", "ONE"), of("slack", "T2", "TWO"), of("discord", "900000000000000003", "SIX")}
}

// secretRooms names every channel after the workspace it is in.
type secretRooms struct{}

// Look implements [commands.Channels].
func (secretRooms) Look(_ context.Context, ch briefings.Channel) (commands.ChannelFacts, error) {
	for _, w := range territories() {
		if w.platform == ch.Platform && w.id == ch.Workspace {
			return commands.ChannelFacts{Name: "#" + w.secret[3], Clearance: briefings.Green, Postable: true}, nil
		}
	}
	return commands.ChannelFacts{Name: "the terminal", Clearance: briefings.Green, Postable: true}, nil
}

// settle gives each territory people, channels and subscriptions, and one
// subscription of the console to channels of all.
func settle(t testing.TB, st *store.Store) {
	t.Helper()
	by := store.Stamp{By: "console/local/chief", At: start()}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	everywhere := briefings.Subscription{Name: "For all", By: by.By, Timing: briefings.Timing{Rule: "daily 08:00", Zone: "UTC"}, CatchUp: briefings.DefaultCatchUp, Made: start()}
	for i, w := range territories() {
		prefix := briefings.PersonID(w.platform + "/" + w.id + "/")
		must(st.SavePerson(t.Context(), briefings.Person{ID: prefix + "U0KNOWN", Name: w.secret[0], Role: briefings.Roles()[2+i%3]}, by))
		must(st.SavePerson(t.Context(), briefings.Person{ID: prefix + briefings.PersonID(w.secret[1]), Name: w.secret[0] + " the other", Role: briefings.Owner}, by))
		room := briefings.Channel{Platform: w.platform, Workspace: w.id, ID: w.secret[2]}
		known := room
		known.ID = "C0KNOWN"
		everywhere.Targets = append(everywhere.Targets, briefings.Target{Channel: known})
		_, err := st.SaveChannelSettings(t.Context(), briefings.ChannelSettings{Channel: known, Topic: w.secret[5]}, by)
		must(err)
		for _, targets := range [][]briefings.Channel{{room}, {known, room}, {{Platform: w.platform, Workspace: w.id, ID: "@" + w.secret[1]}}} {
			sub := everywhere
			sub.Name, sub.Topics, sub.By, sub.Targets = w.secret[4], []string{w.secret[5]}, prefix+briefings.PersonID(w.secret[1]), nil
			for _, ch := range targets {
				sub.Targets = append(sub.Targets, briefings.Target{Channel: ch})
			}
			_, err := st.SaveSubscription(t.Context(), sub, by)
			must(err)
		}
	}
	_, err := st.SaveSubscription(t.Context(), everywhere, by)
	must(err)
}

// TestNothingAcrossWorkspaces asks at random, in any role and place of three
// workspaces: no part of a reply ever holds what belongs to another.
func TestNothingAcrossWorkspaces(t *testing.T) {
	worlds := territories()
	values := []string{"D-0001", "D-0002", "D-0003", "D-0004", "D-0005", "D-0007", "D-0010", "here", "me", "For all", "desk", "all", "yes", "1", "U0KNOWN", "C0KNOWN", "levy", "S-0001", "dues-at-the-quay",
		"slack/T1/U0KNOWN", "slack/T2/U0KNOWN", "slack/T2/C0KNOWN", "discord/900000000000000003/C0KNOWN", "<@U0KNOWN>", "weekdays 07:30", "Europe/London", "2026-01-05"}
	rapid.Check(t, func(rt *rapid.T) {
		desk, st := openDeskWith(t, commands.Options{Channels: secretRooms{}})
		seed(t, desk, "levy.md", levyPaper, start())
		settle(t, st)
		for range 12 {
			w := rapid.SampledFrom(worlds).Draw(rt, "workspace")
			from := rapid.SampledFrom(append(worlds, w, w)).Draw(rt, "asker of")
			own := rapid.SampledFrom([]string{"U0KNOWN", "U0GUEST"}).Draw(rt, "asker")
			request := commands.Request{At: start(), Text: randomText(rt, values),
				Person: briefings.Person{ID: briefings.PersonID(from.platform + "/" + from.id + "/" + own), Role: rapid.SampledFrom(briefings.Roles()).Draw(rt, "role")},
				Place:  commands.Place{Platform: w.platform, Workspace: w.id, Channel: "C0KNOWN", Clearance: briefings.Green, Zone: "UTC"}}
			if rapid.Bool().Draw(rt, "direct") {
				request.Place.Channel, request.Place.Platform, request.Place.Workspace, w = "", from.platform, from.id, from
			}
			text, err := json.Marshal(desk.Answer(t.Context(), request))
			if err != nil {
				rt.Fatal(err)
			}
			for _, other := range worlds {
				for _, secret := range other.secret {
					if other.id != w.id && strings.Contains(string(text), secret) {
						rt.Fatalf("%s by %s in %+v tells %q: %s", request.Text, request.Person.ID, request.Place, secret, text)
					}
				}
			}
		}
	})
}

// randomText returns a command of any verb with some of its options.
func randomText(rt *rapid.T, values []string) string {
	row := rapid.SampledFrom(commands.Verbs()).Draw(rt, "verb")
	if rapid.IntRange(0, 3).Draw(rt, "example") == 0 {
		return rapid.SampledFrom(row.Examples).Draw(rt, "text")
	}
	text := row.Name
	for _, o := range row.Options {
		if !o.Required && rapid.Bool().Draw(rt, "without "+o.Name) {
			continue
		}
		v := rapid.SampledFrom(values).Draw(rt, o.Name)
		switch {
		case o.Kind == commands.YesNo:
			v = "yes"
		case o.Kind == commands.Choice:
			v = rapid.SampledFrom(o.Choices).Draw(rt, o.Name)
		}
		text += fmt.Sprintf(" %s:%q", o.Name, v)
	}
	return text
}
