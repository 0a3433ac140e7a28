package discord_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/bot/discord"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// The people and the channel of the rig.
const (
	alice   = "900000000000000010"
	bob     = "900000000000000011"
	general = "900000000000000002"
)

// quay is the one document that the desk of the stage knows, and paid the
// passage that every question is about.
const (
	paid = "The port authority should pay for the new quay."
	rose = "Its dues rose twice in"
	quay = "# The quay of Brevik\n\n" + paid + " " + rose + " 2024.\n\n" +
		"Fishermen use the quay in winter. The state inspects it every spring.\n"
)

// TestTwin runs the platform against discord-digital-twin: registration, a slash
// command, a late answer, type-ahead, a button, a form with a mistake in it, what
// who may do, and a session that Discord ends.
func TestTwin(t *testing.T) {
	needsRig(t)
	r := startRig(t)
	log := &loud{}
	p, err := discord.New(discord.Config{
		Token: intake.Secret(r.info.Token), API: r.info.API + "/v10", Servers: []string{r.info.Guild}, Owners: []string{alice},
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}, quayDirectory{})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{rig: r, p: p, held: make(chan struct{})}
	end := s.runs()
	r.await("a connection", func() bool { return p.Health().Connected })

	s.registers()
	answer := s.command()
	s.button(answer)
	s.late()
	s.typeAhead()
	s.form()
	s.permissions()
	s.digest()
	s.closes()
	end()
	// The twin tells of every message, whatever the intents: those are unknown.
	if m := p.Metrics(); m.Inbounds < 14 || m.Acks != m.Inbounds || m.Identifies != 2 || m.Malformed+m.Refused+m.Shed+m.Broken+m.FailedAcks+m.Fallbacks != 0 {
		t.Errorf("the platform counts %+v", m)
	}
	for _, line := range log.lines {
		if !strings.Contains(line, "close 4009") {
			t.Errorf("the platform warns: %s", line)
		}
	}
}

// A stage is the platform, at work on the rig.
type stage struct {
	*rig
	p    *discord.Platform
	held chan struct{} // summaries wait until it is closed
}

// runs runs the platform on a desk with the document, and returns what ends it.
func (s *stage) runs() (end func()) {
	t := s.t
	t.Helper()
	st, err := store.Open(t.Context(), "mem", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	desk := commands.New(st, commands.Options{SelfApproval: true})
	owner := briefings.Person{ID: "console/local/maria", Role: briefings.Owner}
	if _, err := desk.Import(t.Context(), commands.File{Name: "quay.md", Data: []byte(quay)}, owner, time.Now(), true); err != nil {
		t.Fatal(err)
	}
	answer := func(ctx context.Context, request commands.Request) commands.Reply {
		if strings.HasPrefix(request.Text, "summary") {
			select {
			case <-s.held:
			case <-ctx.Done():
			}
		}
		return desk.Answer(ctx, request)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.p.Run(ctx, answer) }()
	return func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the platform ended with %v", err)
			}
		case <-time.After(briskness):
			t.Errorf("the platform does not end within %v", briskness)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
}

// brief is what a person types as /brief, with the options of one verb.
func brief(user, verb string, values map[string]string) map[string]any {
	return typed(user, "brief", verb, values)
}

func typed(user, name, verb string, values map[string]string) map[string]any {
	options := []map[string]any{}
	for option, value := range values {
		options = append(options, map[string]any{"name": option, "type": 3, "value": value})
	}
	return map[string]any{"channel": general, "user": user, "name": name,
		"options": []map[string]any{{"name": verb, "type": 1, "options": options}}}
}

// registers waits for the commands. What edits is shown to those who may manage
// the server.
func (s *stage) registers() {
	s.t.Helper()
	var all []struct {
		Name                     string
		Type                     int
		DefaultMemberPermissions *string
	}
	s.await("the registered commands", func() bool {
		s.does("commands", nil, &all)
		return len(all) > 0
	})
	seen := map[string]string{}
	messages := 0
	for _, c := range all {
		if c.Type == 3 {
			messages++
			continue
		}
		seen[c.Name] = ""
		if c.DefaultMemberPermissions != nil {
			seen[c.Name] = *c.DefaultMemberPermissions
		}
	}
	if len(seen) != 2 || messages != 2 || seen["brief"] != "" || seen["brief-admin"] != "32" {
		s.t.Errorf("registered are %v and %d message commands", seen, messages)
	}
}

// command asks a question with a slash command. The answer is for the asker
// alone and holds the passage.
func (s *stage) command() shown {
	s.t.Helper()
	answer := s.awaitMessage("slash", brief(alice, "ask", map[string]string{"question": "Who should pay for the new quay?"}), paid)
	if answer.Flags&ephemeral == 0 {
		s.t.Errorf("everybody sees the answer: flags %d", answer.Flags)
	}
	return answer
}

// button presses the number of the first passage. What comes shows the passage
// in its place: with what follows it in the document.
func (s *stage) button(answer shown) {
	s.t.Helper()
	cited := s.awaitMessage("button", pressing(s, answer, "cite"), rose)
	if cited.Flags&ephemeral == 0 || cited.ID == answer.ID {
		s.t.Errorf("the passage is message %s with flags %d, beside the answer %s", cited.ID, cited.Flags, answer.ID)
	}
}

// controlWith returns the first component whose custom_id holds a word.
func controlWith(s *stage, components []byte, word string) part {
	s.t.Helper()
	all := parts(components)
	at := slices.IndexFunc(all, func(p part) bool { return strings.Contains(p.CustomID, word) })
	if at < 0 {
		s.t.Fatalf("no component of the message holds %q:\n%s", word, components)
	}
	return all[at]
}

// late asks what takes long. The response says that an answer is on its way, and
// is edited when it is there.
func (s *stage) late() {
	s.t.Helper()
	id, response := s.awaitResponse("slash", brief(alice, "summary", map[string]string{"of": "the-quay-of-brevik"}))
	if response.Type != 5 {
		s.t.Errorf("the response to what takes long has type %d and says %s", response.Type, response.data())
	}
	if !strings.Contains(response.data(), `"flags":64`) {
		s.t.Errorf("everybody sees that an answer is on its way: %s", response.data())
	}
	close(s.held)
	s.messageOf(id, "The quay of Brevik")
}

// typeAhead types the first letters of a source. What is offered are IDs.
func (s *stage) typeAhead() {
	s.t.Helper()
	_, response := s.awaitResponse("interaction", map[string]any{"type": 4, "channel": general, "user": alice, "data": map[string]any{
		"id": "1", "name": "brief", "type": 1, "options": []any{map[string]any{"name": "find", "type": 1, "options": []any{
			map[string]any{"name": "query", "type": 3, "value": "quay"},
			map[string]any{"name": "source", "type": 3, "value": "qu", "focused": true}}}}}})
	if response.Type != 8 || !strings.Contains(response.data(), `"value":"S-0001"`) || !strings.Contains(response.data(), "The quay of Brevik") {
		s.t.Errorf("offered is, with type %d: %s", response.Type, response.data())
	}
}

// form chooses a form from the help and fills in both of its parts, the second
// with a mistake. The mistake is said without losing what was filled in; once it
// is mended the answer comes.
func (s *stage) form() {
	s.t.Helper()
	help := s.awaitMessage("slash", brief(alice, "help", nil), "find")
	menu, value := optionWith(s, help.Components, "find")
	chosen := map[string]any{"channel": general, "user": alice, "message": help.ID, "custom_id": menu, "values": []string{value}}
	modal, _ := s.opens("select", chosen)
	next := s.awaitMessage("modal", filledIn(modal, map[string]string{"query": "fishermen"}), "part 1 of 2")
	modal, _ = s.opens("button", pressing(s, next, "open"))
	wrong := s.awaitMessage("modal", filledIn(modal, map[string]string{"since": "some day soon"}), "is not a date")
	if wrong.Flags&ephemeral == 0 {
		s.t.Errorf("everybody sees the mistake: flags %d", wrong.Flags)
	}
	modal, fields := s.opens("button", pressing(s, wrong, "open"))
	s.keeps(fields, "query", "fishermen")
	next = s.awaitMessage("modal", filledIn(modal, map[string]string{"query": "fishermen"}), "part 1 of 2")
	modal, fields = s.opens("button", pressing(s, next, "open"))
	s.keeps(fields, "since", "some day soon")
	s.awaitMessage("modal", filledIn(modal, map[string]string{"since": ""}), "Fishermen use the quay in winter.")
}

// keeps checks that a form still has what was filled in before.
func (s *stage) keeps(fields []part, name, value string) {
	s.t.Helper()
	if !slices.ContainsFunc(fields, func(p part) bool { return p.CustomID == name && p.Value == value }) {
		s.t.Errorf("the form has forgotten %s: %+v", name, fields)
	}
}

// pressing is Alice pressing the first button whose custom_id holds a word.
func pressing(s *stage, on shown, word string) map[string]any {
	s.t.Helper()
	return map[string]any{"channel": general, "user": alice, "message": on.ID, "custom_id": controlWith(s, on.Components, word).CustomID}
}

// optionWith returns the first menu with an option whose value holds a word.
func optionWith(s *stage, components []byte, word string) (menu, value string) {
	s.t.Helper()
	for _, p := range parts(components) {
		for _, o := range p.Options {
			if strings.Contains(o.Value, word) {
				return p.CustomID, o.Value
			}
		}
	}
	s.t.Fatalf("no menu of the message offers %q:\n%s", word, components)
	return "", ""
}

// opens does what opens a modal, and returns its custom_id and its fields.
func (s *stage) opens(what string, body map[string]any) (id string, fields []part) {
	s.t.Helper()
	_, response := s.awaitResponse(what, body)
	var modal struct {
		CustomID   string          `json:"custom_id"`
		Components json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal([]byte(response.data()), &modal); err != nil || response.Type != 9 {
		s.t.Fatalf("no modal opens: type %d, %s", response.Type, response.data())
	}
	return modal.CustomID, parts(modal.Components)
}

// filledIn is a modal as Alice sends it.
func filledIn(id string, values map[string]string) map[string]any {
	fields := []map[string]any{}
	for name, value := range values {
		fields = append(fields, map[string]any{"customId": name, "value": value})
	}
	return map[string]any{"channel": general, "user": alice, "custom_id": id, "fields": fields}
}

// permissions lets somebody who is no editor list the drafts. Neither Discord's
// own rights nor a modified client make an editor of them.
func (s *stage) permissions() {
	s.t.Helper()
	for _, rights := range []string{"0", "8"} {
		s.does("permissions", map[string]any{"user": bob, "permissions": rights}, nil)
		s.awaitMessage("slash", typed(bob, "brief-admin", "drafts", nil), "editor")
	}
	s.awaitMessage("slash", typed(alice, "brief-admin", "drafts", nil), "draft")
}

// closes ends the session as Discord does when it has timed out. A new one
// answers.
func (s *stage) closes() {
	s.t.Helper()
	before := s.p.Metrics().Identifies
	s.does("drop", map[string]any{"code": 4009}, nil)
	s.await("a new session", func() bool { return s.p.Metrics().Identifies > before && s.p.Health().Connected })
	s.awaitMessage("slash", brief(alice, "whoami", nil), "owner")
}

// quayDirectory knows the one briefing of the stage.
type quayDirectory struct{}

func (quayDirectory) Complete(_ context.Context, what, _ string, _ commands.Place, _ int) []intake.Choice {
	if what == commands.CompletesSource {
		return []intake.Choice{{Value: "S-0001", Label: "The quay of Brevik"}}
	}
	return nil
}

func (quayDirectory) New(context.Context, commands.Place) []string {
	return []string{"The quay of Brevik · edition 1"}
}

func (quayDirectory) Granted(briefings.PersonID) briefings.Role { return "" }
