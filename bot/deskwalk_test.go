package bot

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// A hall is a workspace of a platform in which the desk is at work: everybody is in
// its one channel.
type hall interface {
	// platform returns what is to be run.
	platform() Platform
	// types has somebody enter a command in the channel, with a file where one is given.
	types(who, command string, file *commands.File)
	// presses has somebody press the newest button of that label that they see, and
	// say yes where they are asked.
	presses(who, label string)
	// fills has somebody press a button that opens a form, and send it with one field
	// filled in after something else has happened.
	fills(who, label string, meanwhile func(), option, value string)
	// seen returns the newest message of ours that somebody sees.
	seen(who string) string
	// posted returns what everybody sees in the channel, and what stands under it in
	// threads.
	posted() (messages, replies []string)
	// mention returns how somebody is named in a command.
	mention(who string) string
	close()
}

// The people of every hall. The editor is one by the platform's own groups; the
// approver becomes one by command.
const (
	theEditor   = "editor"
	theApprover = "approver"
	theOwner    = "owner"
	theReader   = "reader"
)

// TestDeskWalk walks the whole way of a briefing on each platform: a document is
// attached, drafted, edited, reviewed and approved; a digest brings it to a channel;
// and when it turns out wrong, what was posted is set right, once.
func TestDeskWalk(t *testing.T) {
	for name, open := range map[string]func(*testing.T, *office, *directory) hall{"slack": hallOnSlack, "discord": hallOnDiscord} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWalk(t, open)
				defer w.end()
				slug := w.publishes()
				w.digests()
				w.corrects(slug)
				w.looksBack(slug)
				w.demotes(slug)
			})
		})
	}
}

// A deskWalk is a hall with the process that serves it.
type deskWalk struct {
	hall
	t      *testing.T
	office *office
	stop   []func()
}

func newWalk(t *testing.T, open func(*testing.T, *office, *directory) hall) *deskWalk {
	t.Helper()
	log := newLog(t.Output(), Log{Level: "error"})
	config := DefaultConfig()
	config.People.Owners = []briefings.PersonID{"slack/T_FAKE/" + slackOwner, discordOwnerID}
	st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	o := newOffice(config, st, log)
	known := newDirectory(o.store, log)
	w := &deskWalk{t: t, office: o, hall: open(t, o, known)}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	answer := Guard(known.touching(o.recognising(log)), config.Limits.Answer, log, &o.counts)
	w.stop = append(w.stop, func() { o.store.Close() }, w.hall.close, known.kept(ctx), o.delivers(ctx, []Platform{w.platform()}, log), func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the platform ended with %v", err)
		}
	})
	go func() { ended <- w.platform().Run(ctx, answer) }()
	time.Sleep(time.Minute) // it connects, and tells what it offers
	return w
}

func (w *deskWalk) end() {
	for i := range w.stop {
		w.stop[len(w.stop)-1-i]()
	}
}

// says has somebody enter a command and expects the words in what they then see.
func (w *deskWalk) says(who, command string, words ...string) {
	w.t.Helper()
	w.types(who, command, nil)
	w.expects(who, command, words...)
}

// does has somebody press a button and expects the words in what they then see.
func (w *deskWalk) does(who, label string, words ...string) {
	w.t.Helper()
	w.presses(who, label)
	w.expects(who, label, words...)
}

func (w *deskWalk) expects(who, after string, words ...string) {
	w.t.Helper()
	time.Sleep(5 * time.Second)
	text := w.seen(who)
	for _, word := range words {
		if !strings.Contains(text, word) {
			w.t.Fatalf("after %q the %s does not see %q but:\n%s", after, who, word, text)
		}
	}
}

// publishes leads a document to its first edition.
func (w *deskWalk) publishes() (slug string) {
	w.t.Helper()
	w.says(theOwner, "people grant person:"+w.mention(theApprover)+" role:approver", "approver")
	w.types(theEditor, "import", &commands.File{Name: "ports.md", Data: []byte(ports)})
	w.expects(theEditor, "the attachment", "draft port-inspections")
	slug = "port-inspections"
	w.says(theReader, "drafts", "it needs the role editor")
	w.says(theEditor, `brief edit of:port-inspections bottom-line:"The port authority must publish the results of every inspection within a month. [S-0001#3]"`, "nothing is saved yet", "+ The port authority must publish")
	w.does(theEditor, "Save", "Saved as revision 2")
	w.says(theEditor, "brief approve of:port-inspections", "it needs the role approver", "and 1 more hold")
	w.says(theOwner, "brief approve of:port-inspections", "is not in review")
	w.says(theEditor, "brief review of:port-inspections", "is in review")
	w.says(theOwner, `digest new name:"Harbour desk" when:"daily 09:00" zone:UTC targets:here`, "is set")
	w.says(theApprover, "brief approve of:port-inspections", "nothing is published yet")
	w.does(theApprover, "Publish", "edition 1")
	w.says(theReader, "ask What must the port authority publish?", "results of every inspection")
	return slug
}

// digests waits for the digest of the next morning.
func (w *deskWalk) digests() {
	w.t.Helper()
	time.Sleep(25 * time.Hour)
	messages, _ := w.posted()
	if n := count(messages, "Harbour desk"); n != 1 || !strings.Contains(messages[len(messages)-1], "must publish the results") {
		w.t.Fatalf("%d digests are in the channel:\n%s", n, strings.Join(messages, "\n----\n"))
	}
}

// corrects replaces what the digest said and sets it right in the channel.
func (w *deskWalk) corrects(slug string) {
	w.t.Helper()
	w.says(theEditor, "correction list of:"+slug, "No message here rests")
	w.says(theApprover, `brief edit of:`+slug+` bottom-line:"Seoul should raise the levy on port inspections by 2027. [S-0001#2]" confirm:yes`, "Saved as revision")
	w.says(theApprover, "brief review of:"+slug, "is in review")
	w.says(theApprover, "brief approve of:"+slug, "wrote")
	w.says(theOwner, "brief approve of:"+slug, "nothing is published yet")
	w.does(theOwner, "Publish", "edition 2")
	_, before := w.posted()
	w.says(theEditor, "correction list of:"+slug, "to correct", "Harbour desk")
	w.says(theApprover, "correction post of:"+slug+` note:"The month is not law yet."`, "1 message")
	w.does(theApprover, "Correct 1") // what is posted may come before the answer
	time.Sleep(26 * time.Hour)       // past the next digest, in case anything comes twice
	_, after := w.posted()
	if n := count(after, "The month is not law yet.") - count(before, "The month is not law yet."); n != 1 {
		w.t.Errorf("%d corrections stand in the thread:\n%s", n, strings.Join(after, "\n----\n"))
	}
	w.says(theEditor, "correction list of:"+slug, "sent")
}

// looksBack asks what the record says of it all.
func (w *deskWalk) looksBack(slug string) {
	w.t.Helper()
	w.says(theEditor, "brief history of:"+slug, "edition 2 in force", "published", "submitted", "1 added, 1 removed")
	w.says(theOwner, "ops audit do:verify", "whole")
	w.says(theApprover, "brief rollback of:"+slug+" to:1", "Edition 3")
	w.does(theApprover, "Roll back", "edition 3")
	w.says(theReader, "ops audit", "it needs the role owner")
}

// demotes takes a role away while a form of it is open: what is sent from there is
// refused, and is not lost.
func (w *deskWalk) demotes(slug string) {
	w.t.Helper()
	w.says(theApprover, "brief edit of:"+slug, "in force")
	w.fills(theApprover, "Edit", func() {
		w.says(theOwner, "people revoke person:"+w.mention(theApprover)+" confirm:yes", "reader")
	}, "title", "Inspections of ports")
	w.expects(theApprover, "a form of a role that is gone", "it needs the role editor", "Inspections of ports")
	w.says(theOwner, "drafts", "No draft is waiting")
}

// count returns how many of the texts hold the words.
func count(texts []string, words string) (n int) {
	for _, text := range texts {
		if strings.Contains(text, words) {
			n++
		}
	}
	return n
}
