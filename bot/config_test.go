package bot_test

import (
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"attache/bot"
	"attache/briefings"
)

// write puts text into a settings file of its own folder and returns its path.
func write(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "attache.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExampleEqualsDefaults(t *testing.T) {
	got, err := bot.LoadConfig("../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bot.DefaultConfig(), got); diff != "" {
		t.Errorf("config.example.yaml differs from the defaults (-default +example):\n%s", diff)
	}
}

func TestExampleExplainsEverySetting(t *testing.T) {
	text, err := os.ReadFile("../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range unexplained(t, text) {
		t.Error(fault)
	}
	for cut, want := range map[string]string{
		"  # The role of everybody who has not been given one.\n": "people.role has no comment",
		"  role: reader\n":                       "people.role is missing",
		"# What is written to standard error.\n": "log has no comment",
	} {
		if !strings.Contains(string(text), cut) {
			t.Fatalf("the example no longer holds %q; cut something else", cut)
		}
		if got := unexplained(t, []byte(strings.Replace(string(text), cut, "", 1))); len(got) != 1 || got[0] != want {
			t.Errorf("without %q: faults %q, want %q", cut, got, want)
		}
	}
}

// unexplained returns what the example lacks: a setting, or a comment above one.
func unexplained(t *testing.T, text []byte) []string {
	t.Helper()
	var document yaml.Node
	if err := yaml.Load(text, &document); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	var faults []string
	var section func(n *yaml.Node, of reflect.Type, path string)
	section = func(n *yaml.Node, of reflect.Type, path string) {
		for i := range of.NumField() {
			name := of.Field(i).Tag.Get("yaml")
			key, value := find(n, name)
			switch {
			case name == "":
				faults = append(faults, path+of.Field(i).Name+" has no yaml tag")
			case key == nil:
				faults = append(faults, path+name+" is missing")
			case key.Line < 2 || !strings.HasPrefix(strings.TrimSpace(lines[key.Line-2]), "#"):
				faults = append(faults, path+name+" has no comment")
			case of.Field(i).Type.Kind() == reflect.Struct && of.Field(i).Type != reflect.TypeFor[bot.Secret]():
				section(value, of.Field(i).Type, path+name+".")
			}
		}
	}
	section(document.Content[0], reflect.TypeFor[bot.Config](), "")
	return faults
}

func find(n *yaml.Node, name string) (key, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

func TestLoadKeepsDefaults(t *testing.T) {
	for name, text := range map[string]string{
		"empty":           "",
		"comments only":   "# nothing yet\n",
		"empty document":  "---\n",
		"empty section":   "log:\n",
		"byte order mark": "\xef\xbb\xbf# nothing\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := bot.LoadConfig(write(t, text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(bot.DefaultConfig(), got); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got, err := bot.LoadConfig(""); err != nil || !reflect.DeepEqual(got, bot.DefaultConfig()) {
		t.Errorf("no path: %v, %v; want the defaults", got, err)
	}
}

func TestLoadReadsEverySetting(t *testing.T) {
	got, err := bot.LoadConfig(write(t, `
store: mem
data: /var/lib/attache
log: {level: debug, format: json}
limits:
  document: 512 KiB
  answer: 2s
console:
  name: 0123
  role: Analyst
  zone: Europe/Berlin
  clearance: amber
people:
  owners: [console/local/maria, slack/T1/U2]
  role: editor
places:
  clearance: TLP:RED
  direct: clear
slack:
  bot_token: xoxb-none-such
  app_token: xapp-none-such
  signing_secret: not-a-secret
  mode: http
  listen: :8080
  api: http://127.0.0.1:1/api/
  roles: {S0614TZR7: Editor, S0614TZR8: approver}
  external: true
  guests: true
  ping: 5s
  posts: 300
discord:
  token: none-such.none-such.none
  public_key: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
  mode: http
  listen: :8081
  api: https://discord.com/api/v10
  render: embeds
  servers: [900000000000000001, "900000000000000002"]
  roles: {900000000000000003: Editor}
metrics:
  listen: 127.0.0.1:9100
`))
	if err != nil {
		t.Fatal(err)
	}
	want := bot.Config{
		Store:   "mem",
		Data:    "/var/lib/attache",
		Log:     bot.Log{Level: "debug", Format: "json"},
		Limits:  bot.Limits{Document: 512 * bot.KiB, Answer: 2 * time.Second},
		Console: bot.Console{Name: "0123", Role: briefings.Analyst, Zone: "Europe/Berlin", Clearance: briefings.Amber},
		People:  bot.People{Owners: []briefings.PersonID{"console/local/maria", "slack/T1/U2"}, Role: briefings.Editor},
		Places:  bot.Places{Clearance: briefings.Red, Direct: briefings.Clear},
		Slack: bot.Slack{
			BotToken: bot.NewSecret("xoxb-none-such"), AppToken: bot.NewSecret("xapp-none-such"), SigningSecret: bot.NewSecret("not-a-secret"),
			Mode: "http", Listen: ":8080", API: "http://127.0.0.1:1/api/",
			Roles:    map[string]briefings.Role{"S0614TZR7": briefings.Editor, "S0614TZR8": briefings.Approver},
			External: true, Guests: true, Ping: 5 * time.Second, Posts: 300,
		},
		Discord: bot.Discord{
			Token: bot.NewSecret("none-such.none-such.none"), PublicKey: bot.NewSecret(strings.Repeat("0123456789abcdef", 4)),
			Mode: "http", Listen: ":8081", API: "https://discord.com/api/v10", Render: "embeds",
			Servers: []string{"900000000000000001", "900000000000000002"},
			Roles:   map[string]briefings.Role{"900000000000000003": briefings.Editor},
		},
		Metrics: bot.Metrics{Listen: "127.0.0.1:9100"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Every mistake is named with its place, and none repeats a value: each text
// below hides "hunter2" where a value could stand.
func TestLoadNamesEveryMistake(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // line:column and words of each mistake, in order
	}{
		{"unknown key", "log:\n  levl: hunter2\n", []string{`:2:3: "levl" is not a setting of log; did you mean "level"?`}},
		{"unknown section", "place:\n  clearance: hunter2\n", []string{`:1:1: "place" is not a setting of this file; did you mean "places"?`}},
		{"nothing near", "log:\n  xylophone: hunter2\n", []string{`:2:3: "xylophone" is not a setting of log; choose from level, format.`}},
		{"value as key", "log:\n  this-is-a-very-long-key-that-may-be-a-token-hunter2: x\n", []string{`:2:3: This is not a setting of log`}},
		{"all at once", "log: {level: hunter2}\nlimits:\n  document: hunter2\n  answer: hunter2\nzone: x\n",
			[]string{`:1:14: log.level: Choose debug`, `:3:13: limits.document: Write a size such as`, `:4:11: limits.answer: Write a time`, `:5:1: "zone" is not a setting`}},
		{"twice", "store: mem\nstore: hunter2\n", []string{`:2:1: "store" is set a second time, first on line 1`}},
		{"no value", "console:\n  role:\n", []string{`:2:3: console.role has no value`}},
		{"empty entry", "people:\n  owners: [~]\n", []string{`:2:12: people.owners[0] has no value`}},
		{"bad entry", "people:\n  owners:\n    - a/b/c\n    - hunter2\n", []string{`:4:7: people.owners[1]: Write a person as`}},
		{"text for a list", "people:\n  owners: hunter2\n", []string{`:2:11: people.owners is a list`}},
		{"list for a text", "store: [hunter2]\n", []string{`:1:8: store is a single value`}},
		{"text for a section", "log: hunter2\n", []string{`:1:6: log holds settings`}},
		{"list for the file", "- hunter2\n", []string{`:1:1: The file holds settings`}},
		{"anchor", "store: &a hunter2\n", []string{`:1:8: store: Anchors`}},
		{"unknown alias", "store: *hunter2\n", []string{`:1:8: This is not YAML`}},
		{"tag", "store: !!binary hunter2\n", []string{`:1:8: store: Anchors`}},
		{"merge", "<<: {store: hunter2}\n", []string{`:1:1: A setting's name`}},
		{"second document", "store: mem\n---\nstore: hunter2\n", []string{`:2:1: A second document begins here`}},
		{"tab", "log:\n\tlevel: hunter2\n", []string{`:2:1: This line is indented with a tab`}},
		{"open quote", "store: 'hunter2\n", []string{`:1:8: This is not YAML`}},
		{"control character", "store: hunter2\x01\n", []string{`:1:1: This is not YAML`}},
		{"too small", "limits: {document: 1}\n", []string{`:1:20: limits.document: Choose a size from 1 KiB to 10 MiB.`}},
		{"too long", "limits: {answer: 2h}\n", []string{`:1:18: limits.answer: Choose a time from 1s to 1m.`}},
		{"no such zone", "console: {zone: Europe/hunter2}\n", []string{`:1:17: console.zone: Give an IANA`}},
		{"no such role", "people: {role: hunter2}\n", []string{`:1:16: people.role: Choose reader`}},
		{"no such marking", "places: {clearance: hunter2}\n", []string{`:1:21: places.clearance: Choose TLP:CLEAR`}},
		{"empty name", "console: {name: ''}\n", []string{`:1:17: console.name: Give a name`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, tt.text)
			_, err := bot.LoadConfig(path)
			if briefings.KindOf(err) != briefings.Unusable {
				t.Fatalf("error %v has kind %q, want %q", err, briefings.KindOf(err), briefings.Unusable)
			}
			if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "bot.") {
				t.Errorf("the error shows a value or a Go type:\n%v", err)
			}
			lines := strings.Split(err.Error(), "\n")
			if len(lines) != len(tt.want) {
				t.Fatalf("%d mistakes, want %d:\n%v", len(lines), len(tt.want), err)
			}
			for i, want := range tt.want {
				if !strings.HasPrefix(lines[i], path+want) {
					t.Errorf("mistake %d: %s\nwant %s", i+1, lines[i], path+want)
				}
			}
		})
	}
}

func TestLoadRefusesWhatIsNoSettingsFile(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large.yaml")
	if err := os.WriteFile(large, []byte(strings.Repeat("# padding\n", 200_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(t.TempDir(), "none.yaml"): "cannot be opened",
		t.TempDir():                             "is a folder",
		large:                                   "is larger than 1 MiB",
	} {
		_, err := bot.LoadConfig(path)
		if briefings.KindOf(err) != briefings.Unusable || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), filepath.Base(path)) {
			t.Errorf("%s: %v, want a mistake that names the file and says %q", path, err, want)
		}
	}
}

func TestLoadExpandsValues(t *testing.T) {
	t.Setenv("ATTACHE_TEST_NAME", "maria ${HOME}: # not a comment")
	t.Setenv("ATTACHE_TEST_SIZE", "2 MiB")
	t.Setenv("ATTACHE_TEST_EMPTY", "")
	path := write(t, `
store: bolt:${file:secret}/$${x}$y${ATTACHE_TEST_EMPTY}
console: {name: "${ATTACHE_TEST_NAME}"}
limits:
  document: ${ATTACHE_TEST_SIZE} # ${NOT_LOOKED_UP}
`)
	secret := filepath.Join(filepath.Dir(path), "secret")
	if err := os.WriteFile(secret, []byte("two\nlines\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := bot.LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := "bolt:two\nlines/${x}$y"; got.Store != want {
		t.Errorf("store is %q, want %q", got.Store, want)
	}
	if want := "maria ${HOME}: # not a comment"; got.Console.Name != want {
		t.Errorf("console.name is %q, want %q", got.Console.Name, want)
	}
	if want := 2 * bot.MiB; got.Limits.Document != want {
		t.Errorf("limits.document is %s, want %s", got.Limits.Document, want)
	}
}

func TestLoadRefusesReferences(t *testing.T) {
	t.Setenv("ATTACHE_TEST_SECRET", "hunter2")
	folder := t.TempDir()
	open := filepath.Join(folder, "open")
	if err := os.WriteFile(open, []byte("hunter2"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o644); err != nil { // past the umask
		t.Fatal(err)
	}
	tests := []struct{ name, text, want string }{
		{"missing variable", "\nstore: ${ATTACHE_TEST_NONE}", ":2:8: store: the environment variable ATTACHE_TEST_NONE is not set."},
		{"missing file", "store: ${file:none}", ":1:8: store: the file "},
		{"folder", "store: ${file:.}", ":1:8: store: the file "},
		{"open to everybody", "store: ${file:" + open + "}", ":1:8: store: the file \"" + open + "\" is open to every user"},
		{"bad form", "store: ${hunter2 }", ":1:8: store: a reference has the form"},
		{"never closed", "store: ${ATTACHE_TEST_SECRET", ":1:8: store: a reference has the form"},
		{"in a key", "${ATTACHE_TEST_SECRET}: x", ":1:1: \"${ATTACHE_TEST_SECRET}\" is not a setting"},
		{"in a list", "people:\n  owners:\n    - ${ATTACHE_TEST_NONE}", ":3:7: people.owners[0]: the environment variable"},
		{"wrong value", "limits: {answer: \"${ATTACHE_TEST_SECRET}\"}", ":1:18: limits.answer: Write a time"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "open to everybody" && runtime.GOOS == "windows" {
				t.Skip("Windows keeps no permission bits")
			}
			path := write(t, tt.text)
			_, err := bot.LoadConfig(path)
			if err == nil || !strings.HasPrefix(err.Error(), path+tt.want) {
				t.Fatalf("error %v, want %s", err, path+tt.want)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error shows a value: %v", err)
			}
		})
	}
}

func TestValidateNamesPaths(t *testing.T) {
	config := bot.DefaultConfig()
	if err := config.Validate(); err != nil {
		t.Fatalf("the defaults: %v", err)
	}
	config.Console.Zone, config.People.Role = "", "king"
	err := config.Validate()
	if briefings.KindOf(err) != briefings.Unusable {
		t.Fatalf("kind %q, want %q", briefings.KindOf(err), briefings.Unusable)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "console.zone: ") || !strings.HasPrefix(lines[1], "people.role: ") {
		t.Errorf("error is\n%v\nwant console.zone and people.role", err)
	}
}

func TestStoreSpec(t *testing.T) {
	t.Setenv("XDG_DATA_HOME", t.TempDir())
	config := bot.DefaultConfig()
	folder, err := config.DataFolder()
	if err != nil || folder != filepath.Join(os.Getenv("XDG_DATA_HOME"), "attache") {
		t.Errorf("default data folder %q, %v", folder, err)
	}
	config.Data = "here"
	here, err := filepath.Abs("here")
	if err != nil {
		t.Fatal(err)
	}
	if spec, err := config.StoreSpec(); err != nil || spec != "bolt:"+filepath.Join(here, "attache.db") {
		t.Errorf("store in a relative folder: %q, %v", spec, err)
	}
	config.Store = "mem"
	if spec, err := config.StoreSpec(); err != nil || spec != "mem" {
		t.Errorf("a store of its own: %q, %v", spec, err)
	}
}

// Whatever a settings file holds, loading it ends, without a panic, in settings
// that can be used or in a mistake with a place.
func FuzzLoadConfig(f *testing.F) {
	f.Add("log:\n  level: info\n")
	f.Add("people: {owners: [a/b/c, ${HOME}]}\n---\n")
	f.Add("limits:\n\tdocument: 1e9\n&a *a : !!set {? x}\n")
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(folder, "fuzz.yaml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		config, err := bot.LoadConfig(path)
		if err == nil {
			err = config.Validate()
		} else if !strings.HasPrefix(err.Error(), path+":") {
			t.Errorf("a mistake without a place: %v", err)
		} else if briefings.KindOf(err) == briefings.Unusable {
			err = nil
		}
		if err != nil {
			t.Error(err)
		}
	})
}
