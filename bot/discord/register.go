package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"attache/bot/intake"
	"attache/commands"
)

// The two commands on a message. A door knows them by these names, which Discord
// sends whatever the language of the person is.
const (
	commandCheck = "Check against briefings"
	commandSave  = "Save to briefing draft"
)

// importFiles is how many options take the files of an import, one each; a form
// takes more. Every other verb that takes files takes one.
const importFiles = 5

// fileOption returns the name of the option for the nth file of a verb, from 1.
func fileOption(n int) string {
	if n == 1 {
		return "file"
	}
	return "file" + strconv.Itoa(n)
}

// A command is one as Discord keeps it: what is not in here Discord adds.
type command struct {
	Kind     discordgo.ApplicationCommandType       `json:"type"`
	Name     string                                 `json:"name"`
	Names    map[discordgo.Locale]string            `json:"name_localizations,omitempty"`
	About    string                                 `json:"description,omitempty"`
	Abouts   map[discordgo.Locale]string            `json:"description_localizations,omitempty"`
	Options  []option                               `json:"options,omitempty"`
	Needs    string                                 `json:"default_member_permissions,omitempty"` // a number, in decimal
	Contexts []discordgo.InteractionContextType     `json:"contexts,omitempty"`
	Installs []discordgo.ApplicationIntegrationType `json:"integration_types,omitempty"`
}

// An option is a group of subcommands, a subcommand or an option of one.
type option struct {
	Kind      discordgo.ApplicationCommandOptionType `json:"type"`
	Name      string                                 `json:"name"`
	Names     map[discordgo.Locale]string            `json:"name_localizations,omitempty"`
	About     string                                 `json:"description"`
	Abouts    map[discordgo.Locale]string            `json:"description_localizations,omitempty"`
	Required  bool                                   `json:"required,omitempty"`
	Completes bool                                   `json:"autocomplete,omitempty"`
	Choices   []setChoice                            `json:"choices,omitempty"`
	Min       *float64                               `json:"min_value,omitempty"`
	Max       *float64                               `json:"max_value,omitempty"`
	Length    int                                    `json:"max_length,omitempty"`
	Options   []option                               `json:"options,omitempty"`
}

type setChoice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// register gives Discord the commands of the table, unless it has them already.
func (p *Platform) register(ctx context.Context) error {
	app, err := p.state.app.Get(ctx, "")
	if err != nil {
		return err
	}
	has, err := p.rest.commands(ctx, app.ID)
	var told *said
	if err != nil && (!errors.As(err, &told) || told.status != http.StatusNotFound) {
		return err
	}
	wanted := desired()
	if sameCommands(has, wanted) {
		p.log.Debug("discord knows the commands")
		return nil
	}
	if err := p.rest.putCommands(ctx, app.ID, wanted); err != nil {
		return err
	}
	p.log.Info("discord was given the commands", "commands", len(wanted))
	return nil
}

// sameCommands reports whether what Discord has is what it should have. The
// order of commands means nothing; that of options is shown.
func sameCommands(has []json.RawMessage, wanted []command) bool {
	if len(has) != len(wanted) {
		return false
	}
	var read []command
	for _, text := range has {
		var c command
		if lenient(text, &c) != nil {
			return false
		}
		read = append(read, c)
	}
	return bytes.Equal(canonical(read), canonical(wanted))
}

// canonical returns commands as text that is the same for those that mean the same.
func canonical(all []command) []byte {
	all = slices.Clone(all)
	for i := range all {
		all[i].Contexts = slices.Sorted(slices.Values(all[i].Contexts))
		all[i].Installs = slices.Sorted(slices.Values(all[i].Installs))
	}
	slices.SortFunc(all, func(a, b command) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	text, err := json.Marshal(all)
	if err != nil {
		panic("discord: the commands cannot be encoded: " + err.Error())
	}
	return text
}

// desired returns the commands of the table of verbs.
func desired() []command {
	out := []command{
		slash(commands.Brief, "Ask the briefings, or list, compare and trace what they hold"),
		slash(commands.BriefAdmin, "Import documents, write and publish briefings, and run the desk"),
		onMessage(commandCheck), onMessage(commandSave),
	}
	for i := range out {
		if out[i].Name == commands.BriefAdmin || out[i].Name == commandSave {
			out[i].Needs = strconv.Itoa(discordgo.PermissionManageGuild)
		}
		out[i].Contexts = []discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel}
		out[i].Installs = []discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall}
	}
	return out
}

// slash returns a slash command with the verbs that stand under it.
func slash(group, about string) command {
	c := command{Kind: discordgo.ChatApplicationCommand, Name: group, About: about}
	c.Names, c.Abouts = korean("/" + group)
	for _, row := range commands.Verbs() {
		if row.Group == group {
			c.Options = withVerb(c.Options, row)
		}
	}
	return fitting(c)
}

// withVerb returns subcommands with one more: a verb of two words stands in the
// group that its first word names.
func withVerb(all []option, row commands.Row) []option {
	family, _ := row.Words()
	if family == "" {
		return append(all, verbOption(row))
	}
	at := slices.IndexFunc(all, func(o option) bool { return o.Name == family })
	if at < 0 {
		at, all = len(all), append(all, familyOption(family))
	}
	all[at].Options = append(all[at].Options, verbOption(row))
	return all
}

// familyOption returns the group of the verbs that share a first word.
func familyOption(family string) option {
	o := option{Kind: discordgo.ApplicationCommandOptionSubCommandGroup, Name: family, About: "More commands"}
	if f, ok := familyNamed(family); ok {
		o.About = sentence(f.Summary)
	}
	o.Names, o.Abouts = korean(family)
	return o
}

// onMessage returns a command on a message, which Discord wants undescribed.
func onMessage(name string) command {
	c := command{Kind: discordgo.MessageApplicationCommand, Name: name}
	c.Names, _ = korean(name)
	return c
}

// verbOption returns a verb, with what it requires first.
func verbOption(row commands.Row) option {
	_, word := row.Words()
	o := option{Kind: discordgo.ApplicationCommandOptionSubCommand, Name: word, About: sentence(row.Summary)}
	o.Names, o.Abouts = korean(row.Name)
	for _, given := range intake.Asked(row) {
		o.Options = append(o.Options, optionOf(row, given))
	}
	o.Options = append(attachments(row), o.Options...)
	slices.SortStableFunc(o.Options, func(a, b option) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return o
}

// optionOf returns an option of a verb.
func optionOf(row commands.Row, given commands.Option) option {
	o := option{Kind: discordgo.ApplicationCommandOptionString, Name: given.Name, About: sentence(given.Summary), Required: given.Required}
	o.Names, o.Abouts = korean(row.Name + " " + given.Name)
	switch given.Kind {
	case commands.Number:
		least, most := 1.0, float64(given.Max)
		o.Kind, o.Min = discordgo.ApplicationCommandOptionInteger, &least
		if given.Max > 0 {
			o.Max = &most
		}
	case commands.YesNo:
		o.Kind = discordgo.ApplicationCommandOptionBoolean
	case commands.Choice:
		for _, c := range given.Choices {
			o.Choices = append(o.Choices, setChoice{c, c})
		}
	case commands.Date:
		o.Length = len("2025-12-15") * 2 // a person's way to write one may be longer
	default:
		o.Length = min(given.Max, maxOptionLength)
	}
	o.Completes = given.Completes != "" && o.Kind == discordgo.ApplicationCommandOptionString && len(o.Choices) == 0
	return o
}

// maxOptionLength is the most that a text typed after a slash command may have.
// docs.discord.com/developers/interactions/application-commands
const maxOptionLength = 6000

// attachments returns the options that take a verb's files, none for most.
func attachments(row commands.Row) []option {
	var out []option
	for n := range min(intake.MostFiles(row), importFiles) {
		o := option{Kind: discordgo.ApplicationCommandOptionAttachment, Name: fileOption(n + 1), About: "Another document to read"}
		switch {
		case row.Name != intake.Import:
			o.About = intake.FilesHint(row)
			o.Names, o.Abouts = korean(briefingFile)
		case n == 0:
			o.About = "A document to read"
			fallthrough
		default:
			o.Names, o.Abouts = korean(row.Name + " " + o.Name)
		}
		out = append(out, o)
	}
	return out
}

// briefingFile is the key of the Korean words for the one file of a verb.
const briefingFile = "file of a briefing"

// sentence returns a clause of the table with a capital, as Discord's own are.
func sentence(clause string) string {
	first, n := utf8.DecodeRuneInString(strings.TrimSpace(clause))
	return string(unicode.ToUpper(first)) + strings.TrimSpace(clause)[n:]
}
