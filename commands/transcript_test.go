package commands_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

var update = flag.Bool("update", false, "rewrite the replies in testdata")

// A transcript is a txtar file. Files whose name begins with "seed/" are
// imported and published before the conversation, in their order; those that
// begin with "file/" can be attached. The file "talk" holds the conversation:
//
//	> editor +notes.md @red: import publish:yes
//	the plain reply
//
// Who asks is the name of a role; +FILE attaches a file; @MARKING is the
// clearance of the place, TLP:GREEN when it is left out; #CHANNEL is the channel
// they are in, ~ZONE their time zone and /PLATFORM/WORKSPACE where both are, the
// console when it is left out. In what is asked, {answer} stands for the
// ID of the last answer that has one, and {edit} for that of the last edit shown.
// With a file "checked" nobody may approve what they wrote. The file "channels" holds what a platform
// knows of its channels, one a line: ID, name, clearance, and the word open
// where people from outside may be, or why nothing can be posted there. The file
// "owners" holds whom the settings make owners, by ID, and the file "names" the
// names that were learnt, one a line: ID, name.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts: ", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			a := readArchive(string(data))
			talk, ok := a.file("talk")
			if !ok {
				t.Fatal("the file holds no talk")
			}
			got := replay(t, a, talk)
			if *update {
				if err := os.WriteFile(path, []byte(a.with("talk", got)), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(talk, got); diff != "" {
				t.Errorf("the replies differ (-want +got); run with -update and review:\n%s", diff)
			}
		})
	}
}

// TestEveryVerbHasATranscript demands one file for each row of the table, with
// a reply that succeeds and one that refuses.
func TestEveryVerbHasATranscript(t *testing.T) {
	for _, r := range commands.Verbs() {
		data, err := os.ReadFile("testdata/" + strings.ReplaceAll(r.Name, " ", "-") + ".txtar")
		if err != nil {
			t.Errorf("%s has no transcript: %v", r.Name, err)
			continue
		}
		if asked := bytes.Count(data, []byte(": "+r.Name)) + bytes.Count(data, []byte(": /"+r.Group+" "+r.Name)); asked < 2 {
			t.Errorf("%s is asked %d times in its transcript; 2 at least are wanted", r.Name, asked)
		}
		if len(r.Options) > 0 && !refusal.Match(data) {
			t.Errorf("%s has no wrong input in its transcript", r.Name)
		}
	}
}

// refusal finds the code at the end of a sentence that refuses.
var refusal = regexp.MustCompile(`(?m)(^| )E-[A-Z]+$`)

// answerForm finds the ID at the end of an answer's footer.
var answerForm = regexp.MustCompile(`· ([A-Z]\d[0-9A-Z]{2,10})$`)

// hashForm finds the hash of an audit entry, which every word recorded before it
// decides.
var hashForm = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// editForm finds the ID of an edit that was shown, at the start of the footer.
var editForm = regexp.MustCompile(`^Edit ([A-Z]\d[0-9A-Z]{2,10}) ·`)

// start is when every transcript begins; each request comes a minute later.
func start() time.Time { return time.Date(2025, 11, 24, 9, 0, 0, 0, time.UTC) }

// replay asks everything again and returns the conversation with the replies.
func replay(t *testing.T, a *archive, talk string) string {
	_, checked := a.file("checked")
	staff := &settled{owners: ownersOf(a)}
	desk, st := openDeskWith(t, commands.Options{Channels: channelsOf(t, a), Staff: staff, SelfApproval: !checked})
	staff.Staff = commands.Recorded(st)
	learn(t, a, st)
	at := start()
	for _, f := range a.files {
		if name, ok := strings.CutPrefix(f.name, "seed/"); ok {
			seed(t, commands.New(st, commands.Options{SelfApproval: true}), name, f.text, at)
		}
	}
	remember(t, st, a)
	last, edit := "", ""
	var out strings.Builder
	for line := range strings.Lines(talk) {
		if !strings.HasPrefix(line, "> ") {
			continue
		}
		at = at.Add(time.Minute)
		line = strings.TrimSpace(line)
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		request := requestOf(t, a, line, at)
		request.Text = strings.ReplaceAll(request.Text, "{answer}", last)
		request.Text = strings.ReplaceAll(request.Text, "{edit}", edit)
		reply := desk.Answer(t.Context(), request)
		if m := answerForm.FindStringSubmatch(reply.Footer); m != nil {
			last = m[1]
		}
		if m := editForm.FindStringSubmatch(reply.Footer); m != nil {
			edit = m[1]
		}
		fmt.Fprintf(&out, "%s\n%s", line, hashForm.ReplaceAllString(reply.Plain(), "HASH"))
	}
	return out.String()
}

// knownChannels is what a platform knows of its channels, by ID.
type knownChannels map[string]commands.ChannelFacts

// Look implements [commands.Channels].
func (k knownChannels) Look(_ context.Context, ch briefings.Channel) (commands.ChannelFacts, error) {
	if facts, ok := k[ch.ID]; ok {
		return facts, nil
	}
	if _, own := ch.Person(); own {
		return commands.ChannelFacts{Clearance: briefings.Green, Postable: true}, nil
	}
	return commands.ChannelFacts{}, briefings.Errorf(briefings.NotFound, "There is no channel %s; copy its ID from its details.", ch.ID)
}

// settled is a staff of which some are owners by the settings.
type settled struct {
	commands.Staff
	owners []briefings.PersonID
}

// Holders implements [commands.Staff].
func (s *settled) Holders(ctx context.Context, place commands.Place, role briefings.Role) ([]briefings.Person, error) {
	all, err := s.Staff.Holders(ctx, place, role)
	for _, id := range s.owners {
		if commands.BelongsTo(place, id) {
			all = append(all, briefings.Person{ID: id, Role: briefings.Owner})
		}
	}
	return all, err
}

// Fixed implements [commands.Staff].
func (s *settled) Fixed(id briefings.PersonID) (briefings.Role, bool) {
	return briefings.Owner, slices.Contains(s.owners, id)
}

// learn keeps the names that the transcript knows.
func learn(t *testing.T, a *archive, st *store.Store) {
	t.Helper()
	text, _ := a.file("names")
	for line := range strings.Lines(text) {
		id, called, _ := strings.Cut(strings.TrimSpace(line), " ")
		if err := st.LearnName(t.Context(), briefings.PersonID(id), called); err != nil {
			t.Fatal(err)
		}
	}
}

func ownersOf(a *archive) []briefings.PersonID {
	text, _ := a.file("owners")
	var ids []briefings.PersonID
	for _, id := range strings.Fields(text) {
		ids = append(ids, briefings.PersonID(id))
	}
	return ids
}

// channelsOf reads the channels of a transcript; without any, nothing can be
// looked up.
func channelsOf(t *testing.T, a *archive) commands.Channels {
	text, ok := a.file("channels")
	if !ok {
		return nil
	}
	known := knownChannels{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 3 {
			continue
		}
		clearance, err := briefings.ParseMarking(words[2])
		if err != nil {
			t.Fatal(err)
		}
		open := len(words) == 4 && words[3] == "open"
		if open {
			words = words[:3]
		}
		known[words[0]] = commands.ChannelFacts{Name: words[1], Clearance: clearance, Open: open, Postable: len(words) == 3, Why: strings.Join(words[3:], " ")}
	}
	return known
}

// remember keeps the messages of a transcript that others can see.
func remember(t *testing.T, st *store.Store, a *archive) {
	text, _ := a.file("posted")
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		p := briefings.Posting{Channel: briefings.Channel{Platform: "console", Workspace: "local", ID: words[0]}, Message: words[1], At: start(),
			Verb: "ask", Title: strings.Join(words[4:], " "), Marking: briefings.Green}
		fmt.Sscan(words[3], &p.Seq)
		for ref := range strings.SplitSeq(words[2], ",") {
			got, err := briefings.ParsePassageRef(ref)
			if err != nil {
				t.Fatal(err)
			}
			p.Refs = append(p.Refs, got)
		}
		if err := st.SavePosting(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
}

// requestOf reads one line of a conversation.
func requestOf(t *testing.T, a *archive, line string, at time.Time) commands.Request {
	head, text, _ := strings.Cut(strings.TrimPrefix(line, "> "), ":")
	words := strings.Fields(head)
	role, err := briefings.ParseRole(words[0])
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	request := commands.Request{
		Text: strings.TrimSpace(text), At: at,
		Person: briefings.Person{ID: briefings.PersonID("console/local/" + string(role)), Name: "the " + string(role), Role: role},
		Place:  commands.Place{Platform: "console", Workspace: "local", Clearance: briefings.Green, Zone: "Europe/London"},
	}
	for _, w := range words[1:] {
		switch w[0] {
		case '@':
			if request.Place.Clearance, err = briefings.ParseMarking(w[1:]); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		case '#':
			request.Place.Channel = w[1:]
		case '~':
			request.Place.Zone = w[1:]
		case '/':
			request.Place.Platform, request.Place.Workspace, _ = strings.Cut(w[1:], "/")
			request.Person.ID = briefings.PersonID(w[1:] + "/" + strings.ToUpper(words[0]))
		case '+':
			text, ok := a.file("file/" + w[1:])
			if !ok {
				t.Fatalf("%s: no file/%s", line, w[1:])
			}
			request.Files = append(request.Files, commands.File{Name: w[1:], Data: []byte(text)})
		}
	}
	return request
}

// openDesk returns a desk over an empty store in memory, and the store.
func openDesk(t testing.TB) (*commands.Desk, *store.Store) {
	t.Helper()
	return openDeskWith(t, commands.Options{SelfApproval: true})
}

func openDeskWith(t testing.TB, opts commands.Options) (*commands.Desk, *store.Store) {
	t.Helper()
	s, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return commands.New(s, opts), s
}

// seed imports and publishes a document.
func seed(t testing.TB, desk *commands.Desk, name, text string, at time.Time) commands.ImportReport {
	t.Helper()
	report, err := desk.Import(t.Context(), commands.File{Name: name, Data: []byte(text)}, briefings.Person{ID: "console/local/seed", Role: briefings.Owner}, at, true)
	if err != nil {
		t.Fatalf("seed %s: %v", name, err)
	}
	return report
}
