package main_test

import (
	"cmp"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "attache"

// A room is one folder of the house and what it may lean on. The reason says
// why it may lean on nothing else.
type room struct {
	folder  string
	ours    []string // rooms it may use: below it, never beside or above
	outside []string // modules it may use beside the standard library
	reason  string
}

// house lists the rooms from the roof down, so that whatever a room may use
// stands below it. A room that is not in the list is not in the house.
func house() []room {
	return []room{
		{".", []string{"bot"}, []string{"github.com/alecthomas/kong"},
			"main turns flags and signals into calls of bot; anything more belongs to a room that can be tested."},
		{"bot", []string{"bot/console", "bot/slack", "bot/discord", "bot/intake", "bot/samples", "commands", "commands/documents", "store", "briefings/analysis", "briefings"},
			[]string{"go.yaml.in/yaml/v4"},
			"the process starts, stops and reports; how things are kept and found is the store's own affair."},
		{"bot/console", []string{"bot/intake", "commands", "briefings"}, []string{"github.com/schollz/progressbar/v3", "golang.org/x/term"},
			"a platform carries requests and replies; with the store in reach it would grow answers of its own, and with a sibling in reach the platforms could not be told apart."},
		{"bot/slack", []string{"bot/intake", "commands", "briefings"}, []string{"github.com/slack-go/slack", "github.com/gorilla/websocket", "golang.org/x/time"},
			"a platform carries requests and replies; it keeps nothing and asks no store, so that an acknowledgement waits for neither."},
		{"bot/slack/slackfake", nil, []string{"github.com/gorilla/websocket"},
			"the fake is Slack as Slack describes itself; with the client library or a room of ours in reach it would share their mistakes."},
		{"bot/discord", []string{"bot/intake", "commands", "briefings"}, []string{"github.com/bwmarrin/discordgo", "github.com/gorilla/websocket", "golang.org/x/time"},
			"a platform carries requests and replies; what has to outlive the process it is lent, and it knows neither the store nor its sibling."},
		{"bot/discord/discordfake", nil, []string{"github.com/gorilla/websocket", "github.com/santhosh-tekuri/jsonschema/v6"},
			"the fake is Discord as Discord describes itself; with the client library or a room of ours in reach it would share their mistakes."},
		{"bot/intake", []string{"commands", "briefings"}, nil,
			"what the platforms would each repeat stands here once; it knows none of them, and none of them knows another."},
		{"bot/samples", nil, nil,
			"the samples are files; who reads them is decided elsewhere."},
		{"commands", []string{"commands/documents", "commands/manuscript", "store", "briefings/analysis", "briefings/redline", "briefings"}, []string{"golang.org/x/text"},
			"an answer is the same on every platform, so no platform and no setting of the process may be seen from here."},
		{"commands/manuscript", []string{"briefings"}, []string{"go.yaml.in/yaml/v4"},
			"a file is read and written the same whoever edits it; with the store in reach the reading of one could depend on what is kept."},
		{"commands/documents", []string{"briefings/analysis", "briefings"}, []string{"github.com/yuin/goldmark"},
			"reading turns bytes into a source; with the store in reach a dry run could write."},
		{"store", []string{"store/bolt", "store/search", "store/kv", "briefings"}, []string{"github.com/klauspost/compress"},
			"the store keeps what it is given; it neither reads documents nor knows who asks."},
		{"store/search", []string{"briefings"}, []string{"github.com/blevesearch/bleve/v2", "github.com/blevesearch/bleve_index_api", "github.com/blevesearch/snowballstem", "go.etcd.io/bbolt", "golang.org/x/text"},
			"the index is derived and can be thrown away, so nothing kept may depend on it and it may not reach what is kept."},
		{"store/bolt", []string{"store/kv"}, []string{"go.etcd.io/bbolt"},
			"an engine holds keys and bytes; knowing what they mean would have to be repeated in the next engine."},
		{"store/kv/kvtest", []string{"store/kv"}, nil,
			"the conformance test knows the contract and nothing of an engine, so that every engine passes the same one."},
		{"store/kv", nil, nil,
			"the contract is what the engines agree on; it leans on none of them."},
		{"briefings/analysis", []string{"briefings"}, nil,
			"findings are a pure function of a source: no store, no reader and no outside world to change them."},
		{"briefings/redline", []string{"briefings"}, []string{"github.com/aymanbagabas/go-udiff"},
			"what differs between two texts follows from the two alone, so that everybody who asks is shown the same."},
		{"briefings", nil, []string{"golang.org/x/text", "github.com/netresearch/go-cron"},
			"the words of the trade are used everywhere, so whatever they leaned on would be everywhere too."},
	}
}

// contracts are the only rooms that a sibling may use: they exist to be agreed on.
func contracts() []string { return []string{"store/kv", "bot/intake"} }

// pure lists the rooms without input, output, clock or chance, and what would
// bring these in.
func pure() (rooms, banned []string) {
	return []string{"briefings", "briefings/analysis", "briefings/redline", "commands/documents", "commands/manuscript"},
		[]string{"os", "os/exec", "os/signal", "net", "net/http", "syscall", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "unsafe"}
}

// testOnly lists what any test may lean on.
func testOnly() []string {
	return []string{"github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "go.uber.org/goleak", "pgregory.net/rapid", "go.yaml.in/yaml/v4", "golang.org/x/text"}
}

// An imported is one import of one file of a room.
type imported struct {
	room string // folder of the file
	file string // path of the file, with slashes
	path string // what it imports
}

// breach returns what is wrong with the import, or "".
func (i imported) breach(rooms []room) string {
	at := slices.IndexFunc(rooms, func(r room) bool { return r.folder == i.room })
	if at < 0 {
		return fmt.Sprintf("%s: the room %s is not in the house; give it a row and a reason", i.file, i.room)
	}
	here, test := rooms[at], strings.HasSuffix(i.file, "_test.go")
	if target, ok := ourFolder(i.path); ok {
		helper := slices.Contains([]string{"test", "fake"}, strings.TrimPrefix(path.Base(target), path.Base(path.Dir(target))))
		switch {
		case slices.Contains(here.ours, target):
			return ""
		case test && (target == here.folder || helper || beneath(rooms, here.folder, target)):
			return ""
		}
		return fmt.Sprintf("%s: %s may not use %s: %s", i.file, here.folder, target, here.reason)
	}
	if !strings.Contains(strings.Split(i.path, "/")[0], ".") {
		if rooms, banned := pure(); !test && slices.Contains(rooms, here.folder) && slices.Contains(banned, i.path) {
			return fmt.Sprintf("%s: %s may not use %s: it is pure, the same bytes in give the same out", i.file, here.folder, i.path)
		}
		return ""
	}
	may := here.outside
	if test {
		may = append(slices.Clone(may), testOnly()...)
	}
	if slices.ContainsFunc(may, func(m string) bool { return i.path == m || strings.HasPrefix(i.path, m+"/") }) {
		return ""
	}
	return fmt.Sprintf("%s: %s may not lean on %s: %s", i.file, here.folder, i.path, here.reason)
}

// beneath reports whether one room leans on another, be it through others. A
// test may look that deep: it has to furnish what its room takes for granted.
func beneath(rooms []room, folder, target string) bool {
	return slices.ContainsFunc(rooms, func(r room) bool {
		return r.folder == folder && slices.ContainsFunc(r.ours, func(next string) bool {
			return next == target || beneath(rooms, next, target)
		})
	})
}

// ourFolder returns the folder of a package of this module.
func ourFolder(path string) (string, bool) {
	if path == modulePath {
		return ".", true
	}
	return strings.CutPrefix(path, modulePath+"/")
}

func TestLayers(t *testing.T) {
	seen, used := map[string]bool{}, map[string]bool{}
	for _, file := range goFiles(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(file), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		folder := path.Dir(file)
		seen[folder] = true
		for _, spec := range parsed.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			used[folder+" "+target] = true
			if fault := (imported{folder, file, target}).breach(house()); fault != "" {
				t.Error(fault)
			}
		}
	}
	for _, r := range house() {
		if !seen[r.folder] {
			t.Errorf("the house lists %s, which does not exist", r.folder)
		}
		for _, module := range r.outside {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(used)), func(u string) bool {
				return u == r.folder+" "+module || strings.HasPrefix(u, r.folder+" "+module+"/")
			}) {
				t.Errorf("the house lets %s lean on %s, which it no longer does", r.folder, module)
			}
		}
	}
}

// The table itself must be a house: every arrow runs down, and none runs to a
// sibling that is not a contract.
func TestHouseStands(t *testing.T) {
	for _, fault := range unsound(house()) {
		t.Error(fault)
	}
	for name, rooms := range map[string][]room{
		"an arrow up":        {{folder: "store", reason: "x"}, {folder: "briefings", ours: []string{"store"}, reason: "x"}},
		"an arrow to a twin": {{folder: "bot/slack", ours: []string{"bot/console"}, reason: "x"}, {folder: "bot/console", reason: "x"}},
		"an arrow to itself": {{folder: "store", ours: []string{"store"}, reason: "x"}},
		"a missing room":     {{folder: "store", ours: []string{"store/etcd"}, reason: "x"}},
		"no reason":          {{folder: "store"}},
	} {
		if got := unsound(rooms); len(got) != 1 {
			t.Errorf("%s: faults %q, want one", name, got)
		}
	}
}

// unsound returns what is wrong with a table of rooms.
func unsound(rooms []room) []string {
	var faults []string
	for i, r := range rooms {
		if r.reason == "" {
			faults = append(faults, r.folder+" has no reason")
		}
		for _, target := range r.ours {
			at := slices.IndexFunc(rooms, func(o room) bool { return o.folder == target })
			siblings := path.Dir(target) == path.Dir(r.folder) && path.Dir(target) != "."
			switch {
			case at < 0:
				faults = append(faults, fmt.Sprintf("%s uses %s, which is no room", r.folder, target))
			case at <= i:
				faults = append(faults, fmt.Sprintf("%s uses %s, which does not stand below it", r.folder, target))
			case siblings && !slices.Contains(contracts(), target):
				faults = append(faults, fmt.Sprintf("%s uses its sibling %s", r.folder, target))
			}
		}
	}
	return faults
}

// The check is tried on imports that must and must not pass.
func TestBreach(t *testing.T) {
	tests := []struct {
		file, imports string
		breach        bool
	}{
		{"main.go", "attache/bot", false},
		{"main.go", "attache/store", true},
		{"main.go", "go.etcd.io/bbolt", true},
		{"main_test.go", "attache/commands/documents", false},
		{"bot/bot.go", "attache/store", false},
		{"bot/bot.go", "attache/store/bolt", true},
		{"bot/bot.go", "go.etcd.io/bbolt", true},
		{"bot/console/render.go", "attache/store", true},
		{"bot/console/render.go", "attache/bot", true},
		{"bot/samples/samples.go", "attache/briefings", true},
		{"bot/serve.go", "github.com/slack-go/slack", true},
		{"bot/slack/post.go", "github.com/slack-go/slack", false},
		{"bot/slack/post.go", "golang.org/x/time/rate", false},
		{"bot/slack/post.go", "attache/store", true},
		{"bot/slack/post.go", "attache/bot/console", true},
		{"bot/slack/post.go", "attache/bot/slack/slackfake", true},
		{"bot/slack/post_test.go", "attache/bot/slack/slackfake", false},
		{"bot/check_test.go", "attache/bot/slack/slackfake", false},
		{"bot/slack/slackfake/world.go", "github.com/slack-go/slack", true},
		{"bot/slack/slackfake/world.go", "attache/commands", true},
		{"bot/discord/turn.go", "github.com/bwmarrin/discordgo", false},
		{"bot/discord/turn.go", "github.com/slack-go/slack", true},
		{"bot/discord/turn.go", "attache/bot/intake", false},
		{"bot/discord/turn.go", "attache/bot/slack", true},
		{"bot/discord/turn.go", "attache/store", true},
		{"bot/discord/turn_test.go", "attache/bot/discord/discordfake", false},
		{"bot/discord/discordfake/world.go", "github.com/bwmarrin/discordgo", true},
		{"bot/telex/telex.go", "attache/commands", true},
		{"commands/ask.go", "attache/bot/console", true},
		{"commands/ask.go", "attache/store/search", true},
		{"commands/ask_test.go", "attache/bot", true},
		{"commands/ask_test.go", "attache/store/search", false},
		{"commands/ask_test.go", "github.com/google/go-cmp/cmp", false},
		{"commands/ask.go", "github.com/google/go-cmp/cmp", true},
		{"commands/documents/text.go", "attache/store", true},
		{"commands/documents/text.go", "net/http", true},
		{"commands/manuscript/read.go", "go.yaml.in/yaml/v4", false},
		{"commands/manuscript/read.go", "attache/store", true},
		{"commands/manuscript/read.go", "os", true},
		{"store/sources.go", "attache/commands", true},
		{"store/sources.go", "github.com/klauspost/compress/zstd", false},
		{"store/bolt/bolt.go", "attache/store/kv", false},
		{"store/bolt/bolt.go", "attache/briefings", true},
		{"store/bolt/bolt.go", "attache/store/search", true},
		{"store/bolt/bolt_test.go", "attache/store/kv/kvtest", false},
		{"store/bolt/bolt.go", "attache/store/kv/kvtest", true},
		{"store/kv/kv.go", "attache/store/bolt", true},
		{"briefings/analysis/summary.go", "math/rand/v2", true},
		{"briefings/analysis/summary.go", "sort", false},
		{"briefings/analysis/summary.go", "attache/commands/documents", true},
		{"briefings/redline/align.go", "github.com/aymanbagabas/go-udiff/lcs", false},
		{"briefings/redline/align.go", "attache/briefings/analysis", true},
		{"briefings/source.go", "attache/briefings/analysis", true},
		{"briefings/source.go", "os", true},
		{"briefings/source_test.go", "os", false},
	}
	for _, tt := range tests {
		got := (imported{path.Dir(tt.file), tt.file, tt.imports}).breach(house())
		if (got != "") != tt.breach {
			t.Errorf("%s imports %s: %q, want a breach: %t", tt.file, tt.imports, cmp.Or(got, "nothing"), tt.breach)
		}
	}
}
