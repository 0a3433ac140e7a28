package slack

import (
	"testing"

	"attache/briefings"
)

// A correction stands in the thread of what it corrects, or in its place, where it
// keeps the mark by which the message is found; of a deleted message people are
// told in words.
func TestCorrect(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		t := s.t
		digest := s.owed("C_DESK")[0]
		parent, failed := s.posts(digest)
		if failed != nil {
			t.Fatal(failed)
		}
		c := briefings.Correction{ID: "C-0001", Way: briefings.ByReply, Targets: []briefings.Posting{{Channel: digest.Channel, Message: parent}}}
		reply := c.Deliveries()[0]
		reply.Payload, reply.Started = s.owed("C_DESK")[1].Payload, digest.Started
		if _, failed := s.posts(reply); failed != nil {
			t.Fatal(failed)
		}
		c.Way = briefings.ByEdit
		edit := c.Deliveries()[0]
		edit.Payload = reply.Payload
		for range 2 { // it may be made again
			if id, failed := s.posts(edit); failed != nil || id != parent {
				t.Fatalf("changed %q, %v", id, failed)
			}
		}
		seen := s.fake.Messages("C_DESK")
		if len(seen) != 2 || !seen[0].Edited || seen[1].Thread != parent {
			t.Fatalf("%d messages: %+v", len(seen), seen)
		}
		if found, ok, err := s.p.Find(t.Context(), digest); found != parent || !ok || err != nil {
			t.Errorf("the message that was changed is found as %q, %v, %v", found, ok, err)
		}
		edit.Amends = "1.000001"
		if _, failed := s.posts(edit); failed == nil || failed.Code != briefings.MessageGone {
			t.Errorf("a message that is not there: %v", failed)
		}
	})
}
