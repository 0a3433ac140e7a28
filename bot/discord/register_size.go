package discord

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// maxCommandText is the most that a slash command may have in all: names,
// descriptions and values, of each the longest language.
// docs.discord.com/developers/interactions/application-commands
const maxCommandText = 8000

// fitting returns a slash command that is within the limit, if that can be. One
// that is too long loses what exemplifies its options, then what explains them
// beyond their first clause; help and the forms say it in full.
func fitting(c command) command {
	for _, marks := range [][]string{{": ", "; ", ", such as "}, {", "}} {
		if textOf(c) > maxCommandText {
			c.Options = terse(c.Options, marks)
		}
	}
	return c
}

// terse returns options with descriptions that end before any of the marks.
func terse(all []option, marks []string) []option {
	out := make([]option, len(all))
	for i, o := range all {
		if o.Kind != discordgo.ApplicationCommandOptionSubCommand && o.Kind != discordgo.ApplicationCommandOptionSubCommandGroup {
			o.About = before(o.About, marks)
		}
		o.Options = terse(o.Options, marks)
		out[i] = o
	}
	return out
}

// before returns a description up to the first of the marks.
func before(s string, marks []string) string {
	for _, mark := range marks {
		s, _, _ = strings.Cut(s, mark)
	}
	return s
}

// textOf counts a command as Discord does.
func textOf(c command) int {
	n := longest(c.Name, c.Names) + longest(c.About, c.Abouts)
	return n + textOfAll(c.Options)
}

func textOfAll(all []option) int {
	n := 0
	for _, o := range all {
		n += longest(o.Name, o.Names) + longest(o.About, o.Abouts) + textOfAll(o.Options)
		for _, ch := range o.Choices {
			n += utf8.RuneCountInString(ch.Name) + len(fmt.Sprint(ch.Value))
		}
	}
	return n
}

// longest returns the length of a text in the language in which it is longest.
func longest(s string, others map[discordgo.Locale]string) int {
	n := utf8.RuneCountInString(s)
	for _, o := range others {
		n = max(n, utf8.RuneCountInString(o))
	}
	return n
}
