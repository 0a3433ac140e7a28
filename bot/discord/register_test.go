package discord

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/commands"
)

// Every verb and option of the table is registered, in English and Korean, and
// within every limit.
func TestCommands(t *testing.T) {
	all := desired()
	for _, fault := range discordfake.CheckCommands(all) {
		t.Error(fault)
	}
	under := map[string]map[string]option{}
	for _, c := range all {
		if c.Names[discordgo.Korean] == "" || c.About != "" && c.Abouts[discordgo.Korean] == "" {
			t.Errorf("%s has no Korean", c.Name)
		}
		if locked := c.Needs == "32"; locked != (c.Name == commands.BriefAdmin || c.Name == commandSave) {
			t.Errorf("%s needs %q", c.Name, c.Needs)
		}
		if len(c.Contexts) != 3 || len(c.Installs) != 2 {
			t.Errorf("%s is offered in %v, by %v", c.Name, c.Contexts, c.Installs)
		}
		if n := textOf(c); n > maxCommandText {
			t.Errorf("%s has %d characters", c.Name, n)
		}
		under[c.Name] = map[string]option{}
		for _, o := range c.Options {
			if o.Names[discordgo.Korean] == "" || o.Abouts[discordgo.Korean] == "" || o.About == "More commands" {
				t.Errorf("%s %s has no words", c.Name, o.Name)
			}
			under[c.Name][o.Name] = o
			if o.Kind == discordgo.ApplicationCommandOptionSubCommandGroup {
				for _, inner := range o.Options {
					under[c.Name][o.Name+" "+inner.Name] = inner
				}
			}
		}
	}
	for _, row := range commands.Verbs() {
		verb, ok := under[row.Group][row.Name]
		if !ok {
			t.Errorf("%s is not registered", row.Name)
			continue
		}
		options, korean := map[string]option{}, map[string]bool{}
		for _, o := range append([]option{verb}, verb.Options...) {
			name := o.Names[discordgo.Korean]
			if name == "" || o.Abouts[discordgo.Korean] == "" || o.About == "" {
				t.Errorf("%s %s has no Korean", row.Name, o.Name)
			}
			if o.Name != verb.Name && korean[name] {
				t.Errorf("%s has two options %s", row.Name, name)
			}
			korean[name] = o.Name != verb.Name
			options[o.Name] = o
		}
		for _, given := range intake.Asked(row) {
			o := options[given.Name]
			kind := map[commands.OptionKind]discordgo.ApplicationCommandOptionType{commands.Number: 4, commands.YesNo: 5}[given.Kind]
			if kind == 0 {
				kind = discordgo.ApplicationCommandOptionString
			}
			if o.Kind != kind || o.Required != given.Required || len(o.Choices) != len(given.Choices) || o.Completes != (given.Completes != "") {
				t.Errorf("%s %s is registered as %+v", row.Name, given.Name, o)
			}
			if given.Kind == commands.Text && o.Length != given.Max || given.Kind == commands.Number && (*o.Min != 1 || *o.Max != float64(given.Max)) {
				t.Errorf("%s %s takes %d characters, %v to %v", row.Name, given.Name, o.Length, o.Min, o.Max)
			}
		}
	}
	files := 0
	for _, o := range under[commands.BriefAdmin][intake.Import].Options {
		if o.Kind == discordgo.ApplicationCommandOptionAttachment && !o.Required {
			files++
		}
	}
	if files != importFiles {
		t.Errorf("import takes %d files", files)
	}
	for _, words := range slices.Concat(koreanWords[:], koreanBriefs[:], koreanDigests[:], koreanPeople[:], koreanAudit[:], koreanRequests[:], koreanRegister[:]) {
		if !utf8.ValidString(words.name + words.about) {
			t.Errorf("%s is not text", words.key)
		}
	}
}

// A command that is too long keeps its first clauses, and one that fits all of
// its words.
func TestFitting(t *testing.T) {
	of := func(n int) command {
		c := command{Name: "a", About: "b", Options: []option{{Kind: discordgo.ApplicationCommandOptionSubCommand, Name: "v", About: "Do: it"}}}
		for range n {
			c.Options[0].Options = append(c.Options[0].Options, option{Kind: discordgo.ApplicationCommandOptionString, Name: "when",
				About: "When it comes: weekdays 07:30; not at night", Abouts: map[discordgo.Locale]string{discordgo.Korean: "때"}})
		}
		return c
	}
	few, many := of(3), of(maxCommandText/40)
	if got := fitting(few); got.Options[0].Options[0].About != few.Options[0].Options[0].About {
		t.Errorf("a short command says %q", got.Options[0].Options[0].About)
	}
	if huge := fitting(of(maxCommandText / 10)); textOf(huge) <= maxCommandText {
		t.Errorf("what cannot fit is said to fit with %d characters", textOf(huge))
	}
	got := fitting(many)
	if got.Options[0].Options[0].About != "When it comes" || got.Options[0].About != "Do: it" || textOf(many) <= maxCommandText {
		t.Errorf("a command of %d characters says %q", textOf(many), got.Options[0].Options[0].About)
	}
	if many.Options[0].Options[0].About == "When it comes" {
		t.Error("what was given is changed")
	}
}

// Commands are registered when they differ, and only then.
func TestRegister(t *testing.T) {
	for name, tt := range map[string]struct {
		before string // the commands that Discord has; empty is those of this version
		put    bool
	}{
		"none":              {`[]`, true},
		"another's":         {`[{"type":1,"name":"ping","description":"x","options":[{"type":3,"name":"a","description":"b","choices":[{"name":"c","value":"d"}]}]}]`, true},
		"those of this one": {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				var before any = desired()
				if tt.before != "" {
					before = json.RawMessage(tt.before)
				}
				if err := b.p.rest.do(t.Context(), call{name: "put", method: http.MethodPut, path: "/applications/" + discordfake.AppID + "/commands", body: before}, nil); err != nil {
					t.Fatal(err)
				}
				for range 3 {
					if err := b.p.register(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if n := len(b.fake.Requests(routePut)) - 1; n != map[bool]int{true: 1, false: 0}[tt.put] {
					t.Errorf("registered %d times", n)
				}
				var names []string
				for _, c := range b.fake.Registered("") {
					names = append(names, c.Name)
				}
				if got := strings.Join(names, ", "); !strings.Contains(got, "brief") || len(names) != 4 {
					t.Errorf("Discord has %s", got)
				}
			})
		})
	}
}

// What Discord adds to a command, and in what order it lists them, is no
// difference; any word is.
func TestSameCommands(t *testing.T) {
	wanted := desired()
	listed := func(change func([]map[string]any)) []json.RawMessage {
		var all []map[string]any
		if err := json.Unmarshal(canonical(wanted), &all); err != nil {
			t.Fatal(err)
		}
		for i := range all {
			all[i]["id"], all[i]["version"], all[i]["nsfw"], all[i]["dm_permission"] = "1", "2", false, nil
			all[i]["contexts"] = []int{2, 0, 1}
		}
		change(all)
		var out []json.RawMessage
		for _, c := range all {
			text, _ := json.Marshal(c)
			out = append(out, text)
		}
		return out
	}
	if !sameCommands(listed(func(all []map[string]any) { all[0], all[1] = all[1], all[0] }), wanted) {
		t.Error("what means the same differs")
	}
	for name, change := range map[string]func([]map[string]any){
		"description": func(all []map[string]any) { all[0]["description"] = "Another" },
		"permission":  func(all []map[string]any) { all[1]["default_member_permissions"] = nil },
		"language":    func(all []map[string]any) { all[0]["name_localizations"] = nil },
		"option": func(all []map[string]any) {
			all[0]["options"].([]any)[0].(map[string]any)["options"].([]any)[0].(map[string]any)["max_length"] = 7
		},
		"contexts": func(all []map[string]any) { all[2]["contexts"] = []int{0} },
	} {
		if sameCommands(listed(change), wanted) {
			t.Errorf("another %s is no difference", name)
		}
	}
}
