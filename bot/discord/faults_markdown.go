package discord

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"attache/commands"
)

// markdown reports what Discord would take for markup that is none of ours. It
// reads each line as Discord does and shares nothing with the escaping.
func (c *checker) markdown(what, text string, limit int) {
	c.most(what, units(text), limit)
	for line := range strings.SplitSeq(text, "\n") {
		c.check(commands.Clean(line) == line, what+": not clean")
		if fault := activeIn(line); fault != "" {
			c.check(false, what+": "+fault)
		}
	}
}

var (
	listForm  = regexp.MustCompile(`^\d+\. `)
	stampLead = regexp.MustCompile(`^` + stampForm.String())
)

// activeIn returns the first markup of a line that is none of ours, or none.
func activeIn(line string) string {
	rest := line
	for _, mark := range []string{heading, bullet, small} {
		if after, led := strings.CutPrefix(line, mark); led {
			rest = after
			break
		}
	}
	if listForm.MatchString(rest) {
		return "the number of a list: " + line
	}
	open := ""
	for rest != "" {
		n := 0
		switch {
		case rest[0] == '\\' && len(rest) > 1 && escapable(rest[1:]):
			n = 2
		case strings.HasPrefix(rest, "**"), rest[0] == '*':
			n = 1
			if strings.HasPrefix(rest, "**") {
				n = 2
			}
			switch mark := rest[:n]; open {
			case "":
				open = mark
			case mark:
				open = ""
			default:
				return "stars that do not match: " + line
			}
		case rest[0] == '<':
			if n = len(stampLead.FindString(rest)); n > 0 {
				break
			}
			link := linkForm.FindStringSubmatch(rest)
			if link == nil || !honest(link[1]) {
				return "an angle bracket: " + line
			}
			n = len(link[0])
		case strings.ContainsRune("\\_~`|>#-+[]@:/", rune(rest[0])):
			return "not escaped: " + line
		default:
			_, n = utf8.DecodeRuneInString(rest)
		}
		rest = rest[n:]
	}
	if open != "" {
		return "stars that are not closed: " + line
	}
	return ""
}

// escapable reports whether a backslash before the text is taken away: before
// anything but letters, digits and spaces.
func escapable(s string) bool {
	return s[0] > ' ' && !(s[0] >= '0' && s[0] <= '9' || s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 'a' && s[0] <= 'z') && s[0] < utf8.RuneSelf
}
