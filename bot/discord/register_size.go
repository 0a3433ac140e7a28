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

// fitting returns a slash command that is within the limit. One that is too long
// loses what explains its options beyond their first clause, which help and the
// forms say in full.
func fitting(c command) command {
	if textOf(c) > maxCommandText {
		c.Options = terse(c.Options)
	}
	return c
}

// terse returns options with descriptions of one clause.
func terse(all []option) []option {
	out := make([]option, len(all))
	for i, o := range all {
		if o.Kind != discordgo.ApplicationCommandOptionSubCommand && o.Kind != discordgo.ApplicationCommandOptionSubCommandGroup {
			o.About = firstClause(o.About)
		}
		o.Options = terse(o.Options)
		out[i] = o
	}
	return out
}

// firstClause returns a description up to what exemplifies or adds to it.
func firstClause(s string) string {
	for _, mark := range []string{": ", "; ", ", such as "} {
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
