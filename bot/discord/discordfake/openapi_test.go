package discordfake_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"attache/bot/discord/discordfake"
)

// findSchema loads the document once for all tests.
var findSchema = sync.OnceValues(discordfake.FindSchema)

func schema(t testing.TB) *discordfake.Schema {
	t.Helper()
	s, err := findSchema()
	if err != nil {
		t.Fatal(err)
	}
	if s == nil {
		t.Skip("no OpenAPI document in a folder above")
	}
	return s
}

const (
	createRoute   = "/channels/{channel_id}/messages"
	callbackRoute = "/interactions/{interaction_id}/{interaction_token}/callback"
	commandsRoute = "/applications/{application_id}/commands"
)

func decoded(t testing.TB, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// What the hand-written rules let pass at their edges, Discord's own document
// lets pass too: the two agree on what is valid.
func TestSchemaAgrees(t *testing.T) {
	s := schema(t)
	try := func(name, route, method string, body any) {
		if got := s.Judge(method, route, decoded(t, body)); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, e := range append(messageEdges(), v2Edges()...) {
		try(e.name, createRoute, "POST", e.good)
		try(e.name+" as response", callbackRoute, "POST", object{"type": 4, "data": with(e.good.(object), object{"nonce": nil})})
	}
	for _, e := range modalEdges() {
		if e.name == "file types" { // newer than the document, which forbids nothing it does not know
			continue
		}
		try("modal "+e.name, callbackRoute, "POST", object{"type": 9, "data": e.good})
	}
	for _, e := range commandEdges() {
		try("command "+e.name, commandsRoute, "PUT", e.good)
	}
}

// The document does not know these; the hand-written rules do.
func TestTwelveRules(t *testing.T) {
	s, err := findSchema()
	if err != nil {
		t.Fatal(err)
	}
	message := func(v any) int { return len(discordfake.CheckMessage(v)) }
	command := func(v any) int { return len(discordfake.CheckCommands(v)) }
	for _, tt := range []struct {
		name          string
		route, method string
		body          any
		check         func(any) int
	}{
		{"content of 2001 to 4000", createRoute, "POST", object{"content": letters(2001)}, message},
		{"empty message", createRoute, "POST", object{"content": ""}, message},
		{"empty field name", createRoute, "POST", embed(object{"fields": list{field(0, 1)}}), message},
		{"button without custom_id", createRoute, "POST", rows(button(object{"custom_id": nil})), message},
		{"components without their flag", createRoute, "POST", object{"components": list{display("a")}}, message},
		{"autocomplete and choices", commandsRoute, "PUT", options(opt(object{"autocomplete": true, "choices": list{object{"name": "n", "value": "v"}}})), command},
		{"characters of a name", commandsRoute, "PUT", list{slash(object{"name": "Brief me"})}, command},
		{"missing description", commandsRoute, "PUT", list{slash(object{"description": nil})}, command},
		{"duplicate options", commandsRoute, "PUT", options(optNo(0), optNo(0)), command},
		{"required after optional", commandsRoute, "PUT", options(optNo(0), with(optNo(1).(object), object{"required": true})), command},
		{"unknown locale", commandsRoute, "PUT", list{slash(object{"name_localizations": object{"xx": "x"}})}, command},
	} {
		if tt.check(tt.body) == 0 {
			t.Errorf("%s: passes", tt.name)
		}
		if s != nil && len(s.Judge(tt.method, tt.route, decoded(t, tt.body))) > 0 {
			t.Logf("%s: the document has learnt it", tt.name)
		}
	}
	synctest.Test(t, func(t *testing.T) { // the twelfth: IDs that are no snowflakes
		a := openApp(t, discordfake.Config{})
		if got := a.call("GET", "/channels/desk", nil); got.Status != 400 || got.Code != 50035 {
			t.Errorf("channel desk: %d %d, want 400 50035", got.Status, got.Code)
		}
		a.violations("no snowflake")
	})
}

// What breaks the document is recorded, wherever it is sent, and answered as
// the rest of the fake sees fit.
func TestSchemaJudges(t *testing.T) {
	s := schema(t)
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, discordfake.Config{Schema: s, AnyCommand: true})
		a.dial()
		if got := a.say(discordfake.Desk, "fine", "1"); got.Status != 200 {
			t.Errorf("a message: %d %s", got.Status, got.raw)
		}
		d := ask(a)
		if got := a.respond(d, discordfake.Reply, quiet("fine")); got.Status != 204 {
			t.Errorf("a response: %d %s", got.Status, got.raw)
		}
		if got := a.hook(d, "PATCH", "/messages/@original", quiet("finer")); got.Status != 200 {
			t.Errorf("an edit: %d %s", got.Status, got.raw)
		}
		a.violations()
		a.hook(d, "PATCH", "/messages/@original", with(quiet("x"), object{"embeds": list{object{"color": "red"}}}))
		if got := a.fake.Violations(); len(got) == 0 || !strings.Contains(got[0], "OpenAPI") {
			t.Errorf("violations %q, want one of the document", got)
		}
	})
}

func TestLoadSchemaRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty.json": "", "list.json": "[]", "other.json": `{"openapi":"3.1.0"}`} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := discordfake.LoadSchema(path); err == nil || s != nil {
			t.Errorf("%s: %v, %v, want an error", name, s, err)
		}
	}
	if _, err := discordfake.LoadSchema(filepath.Join(dir, "none")); err == nil {
		t.Error("a missing file: no error")
	}
	var none *discordfake.Schema
	if got := none.Judge("POST", createRoute, object{}); got != nil {
		t.Errorf("no document: %q", got)
	}
}
