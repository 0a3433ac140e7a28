package console

import (
	"os"
	"regexp"
	"strings"
	"time"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A Seat is who sits at the terminal and what may be shown there.
type Seat struct {
	Person    briefings.Person
	Clearance briefings.Marking
	Zone      string // IANA time zone; empty is UTC
	MaxFile   int64  // the most bytes of a file that a command may name
}

// PersonID returns the ID of somebody known on this machine by a name.
func PersonID(name string) briefings.PersonID {
	return briefings.PersonID("console/local/" + name)
}

// Channel returns the channel in which digests for whoever sits there are posted.
func (s Seat) Channel() briefings.Channel {
	id := string(s.Person.ID)
	return briefings.Channel{Platform: "console", Workspace: "local", ID: "@" + id[strings.LastIndexByte(id, '/')+1:]}
}

// Request returns the request that a typed line makes at the given time.
//
// Other platforms attach files to a message; here a verb that takes files is
// followed by their paths, bare or as file:PATH, and they become the request's
// files. The error is then that of [OpenFile].
func (s Seat) Request(typed string, at time.Time) (commands.Request, error) {
	r := commands.Request{
		Text:   strings.ToValidUTF8(typed, "\uFFFD"),
		Person: s.Person,
		Place:  commands.Place{Platform: "console", Workspace: "local", Clearance: s.Clearance, Zone: s.Zone},
		At:     at,
	}
	text, paths := attachments(r.Text)
	for _, path := range paths {
		file, err := OpenFile(path, s.MaxFile)
		if err != nil {
			return r, err
		}
		r.Files = append(r.Files, file)
	}
	r.Text = text
	return r, nil
}

var (
	word   = regexp.MustCompile(`"([^"]*)"|(\S+)`)
	option = regexp.MustCompile(`^[a-z-]+:(?:"(?:[^"\\]|\\.)*"|\S+)`)
)

// fileKey leads a path wherever it stands in a line.
const fileKey = "file:"

// attachments returns a line without the paths that follow a verb which takes
// files, and the paths. A line that begins with such a verb but names no file,
// such as a question about imports, comes back as it is; so does an address, of
// which the verb itself knows what to do.
func attachments(typed string) (string, []string) {
	verb, rest, ok := filesVerb(typed)
	if !ok {
		return typed, nil
	}
	kept, paths := []string{verb}, []string(nil)
	for ; rest != ""; rest = strings.TrimSpace(rest) {
		o := option.FindString(rest)
		switch path, is := strings.CutPrefix(o, fileKey); {
		case is:
			paths, rest = append(paths, strings.Trim(path, `"`)), rest[len(o):]
			continue
		case o != "" && !IsAddress(o):
			kept, rest = append(kept, o), rest[len(o):]
			continue
		}
		w := word.FindStringSubmatch(rest)
		path := w[1] + w[2]
		switch {
		case verb != intake.Import && !manuscript.MatchString(path):
			kept, rest = append(kept, w[0]), rest[len(w[0]):]
			continue
		case IsAddress(path), verb == intake.Import && len(paths) == 0 && !namesFile(path):
			return typed, nil
		}
		paths, rest = append(paths, path), rest[len(w[0]):]
	}
	return strings.Join(kept, " "), paths
}

// filesVerb returns the verb that a line begins with and what follows it, or
// false for a line that begins with none which takes files.
func filesVerb(typed string) (verb, rest string, ok bool) {
	words := strings.Fields(typed)
	if len(words) > 0 && strings.TrimPrefix(words[0], "/") == commands.BriefAdmin {
		_, typed, _ = strings.Cut(typed, words[0])
	}
	for _, r := range commands.Verbs() {
		if !r.Files {
			continue
		}
		m := regexp.MustCompile(`^\s*` + strings.ReplaceAll(regexp.QuoteMeta(r.Name), " ", `\s+`) + `\s+(.*)$`).FindStringSubmatch(typed)
		if m != nil {
			return r.Name, strings.TrimSpace(m[1]), true
		}
	}
	return "", "", false
}

// namesFile reports whether a word can only be a path: it looks like one, or
// there is something of that name.
func namesFile(s string) bool {
	if strings.ContainsAny(s, `/\`) || extension.MatchString(s) {
		return true
	}
	_, err := os.Stat(s)
	return err == nil
}

var (
	extension  = regexp.MustCompile(`\w\.[A-Za-z0-9]{1,5}$`)
	manuscript = regexp.MustCompile(`\w\.(?i:md|markdown|txt)$`) // a briefing as a file
)
