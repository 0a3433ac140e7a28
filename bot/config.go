package bot

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	_ "time/tzdata" // zones are known on machines without their own data

	"attache/briefings"
	"attache/commands/documents"
)

// Config holds every setting of the process. [DefaultConfig] returns settings
// that work without a file; [LoadConfig] lays a file over them. The yaml tags
// are the names of the settings, and config.example.yaml explains each of them.
type Config struct {
	Store   string  `yaml:"store"` // a store spec; empty is bolt:DATA/attache.db
	Data    string  `yaml:"data"`  // the folder of everything kept; empty is the user's data folder
	Log     Log     `yaml:"log"`
	Limits  Limits  `yaml:"limits"`
	Console Console `yaml:"console"`
	People  People  `yaml:"people"`
	Places  Places  `yaml:"places"`
	Slack   Slack   `yaml:"slack"`
	Discord Discord `yaml:"discord"`
	Metrics Metrics `yaml:"metrics"`
	Audit   Audit   `yaml:"audit"`
}

// Log says what is logged to standard error, and how.
type Log struct {
	Level  string `yaml:"level"`  // debug, info, warn or error
	Format string `yaml:"format"` // text or json
}

// Limits bound what one request may cost.
type Limits struct {
	Document ByteSize      `yaml:"document"` // the largest document that is read
	Answer   time.Duration `yaml:"answer"`   // how long an answer may take before it is given up
}

// Console says who sits at the terminal. Whoever can open the terminal can open
// the store's file, so the console grants what the settings say and asks for no
// password.
type Console struct {
	Name      string            `yaml:"name"`
	Role      briefings.Role    `yaml:"role"`
	Zone      string            `yaml:"zone"`      // an IANA time zone
	Clearance briefings.Marking `yaml:"clearance"` // the highest marking shown on it
}

// People says who may do what before anybody has been given a role by command.
type People struct {
	Owners []briefings.PersonID `yaml:"owners"` // always owners, whatever the store says
	Role   briefings.Role       `yaml:"role"`   // of everybody else
	// SelfApproval lets somebody approve what they wrote. At the terminal, where
	// one person may be all there are, it is always so.
	SelfApproval bool `yaml:"self_approval"`
}

// Places says what may be shown in a place that has no clearance of its own.
type Places struct {
	Clearance briefings.Marking `yaml:"clearance"`
	Direct    briefings.Marking `yaml:"direct"` // where one person talks with Attaché alone
}

// Metrics says where the counts of a serving process can be read.
type Metrics struct {
	Listen string `yaml:"listen"` // as host:port; empty is nowhere
}

// DefaultConfig returns the settings of a process that was given no file. The
// caller owns the result.
func DefaultConfig() Config {
	return Config{
		Log:     Log{Level: "info", Format: "text"},
		Limits:  Limits{Document: documents.MaxBytes, Answer: 10 * time.Second},
		Console: Console{Name: "local", Role: briefings.Owner, Zone: "UTC", Clearance: briefings.Red},
		People:  People{Owners: []briefings.PersonID{}, Role: briefings.Reader},
		Places:  Places{Clearance: briefings.Green, Direct: briefings.Green},
		Slack:   defaultSlack(),
		Discord: defaultDiscord(),
	}
}

// terminalConfig returns the settings of the commands of the terminal, which read
// no file. Whoever sits there may be all there are, and approves what they wrote.
func terminalConfig() Config {
	config := DefaultConfig()
	config.People.SelfApproval = true
	return config
}

// DataFolder returns the folder of everything kept, as an absolute path: the
// setting data, or the place where this operating system keeps a user's data.
// It does not create the folder. The error is of kind Unusable.
func (c Config) DataFolder() (string, error) {
	if c.Data != "" {
		folder, err := filepath.Abs(c.Data)
		if err != nil {
			return "", briefings.Errorf(briefings.Unusable, "The setting data cannot be followed from here: %v; give it as an absolute path.", err)
		}
		return folder, nil
	}
	if folder := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(folder, "attache"), nil
	}
	if folder := os.Getenv("LocalAppData"); runtime.GOOS == "windows" && folder != "" {
		return filepath.Join(folder, "attache"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", briefings.Errorf(briefings.Unusable, "This user has no home folder; set data to a folder that can be written.")
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "attache"), nil
	}
	return filepath.Join(home, ".local", "share", "attache"), nil
}

// StoreSpec returns the spec of the store to open: the setting store, or a file
// attache.db in [Config.DataFolder]. The error is of kind Unusable.
func (c Config) StoreSpec() (string, error) {
	if c.Store != "" {
		return c.Store, nil
	}
	folder, err := c.DataFolder()
	if err != nil {
		return "", err
	}
	return "bolt:" + filepath.Join(folder, "attache.db"), nil
}

// Validate returns nil, or one error of kind Unusable with a line for each
// setting that cannot be used, beginning with its path such as limits.answer.
func (c Config) Validate() error { return judged(c.problems(), nil) }

// judged returns the problems as one error, or nil when there are none.
func judged(problems []problem, origin map[string]string) error {
	if len(problems) == 0 {
		return nil
	}
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = p.line(origin)
	}
	return &briefings.Error{Kind: briefings.Unusable, Text: strings.Join(lines, "\n")}
}

// problem is what is wrong with the setting at a path, as a sentence. The text
// never holds the value: it may have come from a secret file.
type problem struct{ path, text string }

// line returns the problem with the name of the setting, and of the environment
// variable when the value came from one.
func (p problem) line(origin map[string]string) string {
	if variable := origin[p.path]; variable != "" {
		return fmt.Sprintf("%s, from the environment variable %s: %s", p.path, variable, p.text)
	}
	return p.path + ": " + p.text
}

// problems returns what is wrong, in the order of the fields.
func (c Config) problems() []problem {
	var found []problem
	add := func(path, format string, args ...any) {
		found = append(found, problem{path, fmt.Sprintf(format, args...)})
	}
	if !oneOf(c.Log.Level, "debug", "info", "warn", "error") {
		add("log.level", "Choose debug, info, warn or error.")
	}
	if !oneOf(c.Log.Format, "text", "json") {
		add("log.format", "Choose text or json.")
	}
	if c.Limits.Document < KiB || c.Limits.Document > documents.MaxBytes {
		add("limits.document", "Choose a size from %s to %s.", KiB, ByteSize(documents.MaxBytes))
	}
	if c.Limits.Answer < time.Second || c.Limits.Answer > time.Minute {
		add("limits.answer", "Choose a time from 1s to 1m.")
	}
	if strings.TrimSpace(c.Console.Name) == "" || strings.ContainsAny(c.Console.Name, "/\n") {
		add("console.name", "Give a name without a slash, such as local.")
	}
	if !c.Console.Role.AtLeast(briefings.Reader) {
		add("console.role", rolesText)
	}
	if _, err := time.LoadLocation(c.Console.Zone); err != nil || c.Console.Zone == "" {
		add("console.zone", "Give an IANA time zone, such as Europe/London or UTC.")
	}
	if c.Console.Clearance.Validate() != nil {
		add("console.clearance", markingsText)
	}
	for i, id := range c.People.Owners {
		if parts := strings.Split(string(id), "/"); len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
			add(fmt.Sprintf("people.owners[%d]", i), "Write a person as platform/workspace/id, such as console/local/maria.")
		}
	}
	if !c.People.Role.AtLeast(briefings.Reader) {
		add("people.role", rolesText)
	}
	if c.Places.Clearance.Validate() != nil {
		add("places.clearance", markingsText)
	}
	if c.Places.Direct.Validate() != nil {
		add("places.direct", markingsText)
	}
	if wrong := c.Audit.problem(); wrong != "" {
		add("audit.anchor", "%s", wrong)
	}
	found = append(found, c.Slack.problems()...)
	found = append(found, c.Discord.problems()...)
	if c.Slack.on() && c.Discord.on() && c.Slack.Mode == httpMode && c.Discord.Mode == httpMode && c.Slack.Listen == c.Discord.Listen {
		add("discord.listen", "Slack is listened for at this address already; choose another port.")
	}
	if c.Metrics.Listen != "" && !isListener(c.Metrics.Listen) {
		add("metrics.listen", listenerText)
	}
	return found
}

const (
	rolesText    = "Choose reader, analyst, editor, approver or owner."
	listenerText = "Write an address to listen on as host:port, such as 127.0.0.1:3000 or :3000."
	markingsText = "Choose TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED."
)

func oneOf(s string, choices ...string) bool {
	for _, c := range choices {
		if s == c {
			return true
		}
	}
	return false
}
