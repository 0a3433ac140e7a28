package briefings

import (
	"regexp"
	"strings"
	"time"
)

// A Channel is a place where digests are posted: a conversation of a platform.
// It is comparable, and the zero Channel is none.
type Channel struct {
	Platform  string `json:"platform"`  // as a platform's Name
	Workspace string `json:"workspace"` // the platform's team or server; "local" on the console
	// ID is the platform's own, or @ and the ID of a person for the conversation
	// of that person with the bot alone.
	ID string `json:"id"`
}

// String returns the channel as platform/workspace/id, which [ParseChannel]
// reads back.
func (c Channel) String() string { return c.Platform + "/" + c.Workspace + "/" + c.ID }

// Person returns the ID, on the channel's platform, of the person whose own
// conversation it is, or false.
func (c Channel) Person() (id string, ok bool) { return strings.CutPrefix(c.ID, "@") }

var channelForm = regexp.MustCompile(`^[a-z]+/[0-9A-Za-z_.-]+/@?[0-9A-Za-z_.-]+$`)

// ParseChannel reads the form of [Channel.String]. The error is of kind Invalid.
func ParseChannel(text string) (Channel, error) {
	if !channelForm.MatchString(text) {
		return Channel{}, Errorf(Invalid, "%q is no channel; write it as platform/workspace/channel, such as slack/T024BE7LD/C0G9QF9GZ.", Shorten(text, 60))
	}
	parts := strings.Split(text, "/")
	return Channel{Platform: parts[0], Workspace: parts[1], ID: parts[2]}, nil
}

// ChannelSettings are what an editor has set for one channel. The zero settings
// restrict nothing.
type ChannelSettings struct {
	Channel
	Topic string // of what is asked and subscribed to there when none is named; empty is every topic
	Zone  string // IANA time zone of its schedules; empty is the asker's
	// PerDay is the most digests that a day brings, counted in Zone; those beyond
	// are merged into the next. Zero is no limit.
	PerDay int
	Quiet  Quiet
	// Clearance is the highest marking that is shown there; empty is what the
	// process's settings say. A channel that people from outside may be in shows
	// TLP:CLEAR whatever is set.
	Clearance Marking
	Rev       uint64 // of the record they were read from; 0 for new ones
}

// Quiet are the hours of a day in which nothing is posted. What falls due then
// is held until they end. The zero Quiet has none.
type Quiet struct {
	From string `json:"from"` // 22:00
	To   string `json:"to"`   // 07:00; earlier than From means the next day
	Zone string `json:"zone"` // an IANA time zone
}

// ParseQuiet reads quiet hours such as "22:00-07:00". The error is of kind
// Invalid; so is that of hours that never end.
func ParseQuiet(text, zone string) (Quiet, error) {
	from, to, ok := strings.Cut(strings.NewReplacer("–", "-", " ", "").Replace(text), "-")
	first, err1 := time.Parse("15:04", from)
	last, err2 := time.Parse("15:04", to)
	if !ok || err1 != nil || err2 != nil || first.Equal(last) {
		return Quiet{}, Errorf(Invalid, "%q are no quiet hours; write them as 22:00-07:00.", Shorten(text, 40))
	}
	if _, err := LoadZone(zone); err != nil {
		return Quiet{}, err
	}
	return Quiet{From: first.Format("15:04"), To: last.Format("15:04"), Zone: zone}, nil
}

// End returns when the quiet hours end that t lies in, and false when it lies in
// none. An end that the clock is set forward over is the first instant after it.
func (q Quiet) End(t time.Time) (time.Time, bool) {
	zone, err := LoadZone(q.Zone)
	if q.From == "" || err != nil {
		return time.Time{}, false
	}
	label := labelOf(t, zone)
	day := label.Truncate(24 * time.Hour)
	begin, end := day.Add(clockTime(q.From)), day.Add(clockTime(q.To))
	switch {
	case begin.Before(end):
		if label.Before(begin) || !label.Before(end) {
			return time.Time{}, false
		}
	case !label.Before(begin):
		end = end.AddDate(0, 0, 1)
	case !label.Before(end):
		return time.Time{}, false
	}
	return firstInstant(end, zone), true
}

// clockTime returns a time of day in the form 15:04 as what has passed since
// midnight; zero for text of another form.
func clockTime(text string) time.Duration {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
}
