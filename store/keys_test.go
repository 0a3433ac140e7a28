package store

import (
	"strings"
	"testing"
	"time"

	"attache/briefings"
)

func TestKeys(t *testing.T) {
	noon := time.Date(2026, 3, 4, 12, 0, 0, 5, time.FixedZone("", 3600))
	for _, test := range []struct{ got, want string }{
		{sourceKey("S-0001"), "source/S-0001"},
		{partKey("S-0001", 2), "source/S-0001/000002"},
		{editionKey("ports", 12), "edition/ports/000000012"},
		{revisionKey("ports", 3), "revision/ports/000000003"},
		{revisedKey("ports"), "revised/ports"},
		{proposalKey("A7K2"), "proposal/A7K2"},
		{changeKey(7), "change/00000000000000000007"},
		{personKey("slack/T1/U1"), "person/slack/T1/U1"},
		{personKey("slack//U 1%"), "person/slack/%/U%201%25"},
		{answerKey("a/b"), "answer/a%2Fb"},
		{meterKey("discord/sessions"), "meter/discord%2Fsessions"},
		{textKey("K7"), "text/K7"},
		{draftKey("북한-무역"), "draft/북한-무역"},
		{briefingKey(""), "briefing/%"},
		{channelKey(briefings.Channel{Platform: "slack", Workspace: "T1", ID: "C/1"}), "channel/slack/T1/C%2F1"},
		{subscriptionKey("D-0001"), "subscription/D-0001"},
		{dueKey(noon, "D-0001"), "due/2026-03-04T11:00:00.000000005Z/D-0001"},
		{deliveryKey("abc"), "delivery/abc"},
		{pendingKey(time.Time{}, "abc"), "pending/0001-01-01T00:00:00.000000000Z/abc"},
		{historyKey("D-0001", time.Unix(0, 7), "abc"), "history/D-0001/09223372036854775800/abc"},
		{historyKey("D-0001", time.Time{}, "abc"), "history/D-0001/18446744073709551615/abc"},
		{historyKey("D-0001", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), "abc"), "history/D-0001/00000000000000000000/abc"},
		{postingKey(briefings.Channel{Platform: "slack", Workspace: "T1", ID: "C1"}, "1.2/3"), "posting/slack/T1/C1/1.2%2F3"},
		{correctionKey("C-0001"), "correction/C-0001"},
		{rfiKey("RFI-0001"), "rfi/RFI-0001"},
		{recKey("S-0001#12", 3), "recommendation/S-0001#12/000000003"},
	} {
		if test.got != test.want {
			t.Errorf("key %q, want %q", test.got, test.want)
		}
	}
}

// FuzzKeys: no two names have the same key, a key holds no character that a
// dump or another key would take for its own, and numbers sort as numbers.
func FuzzKeys(f *testing.F) {
	f.Add("a/b", "a%2Fb", uint64(9), uint64(10))
	f.Add("", "%", uint64(0), ^uint64(0))
	f.Add("slack/T/U", "slack/T//U", uint64(1), uint64(1))
	f.Add("\t\n", "\xff", uint64(999), uint64(1000))
	f.Fuzz(func(t *testing.T, a, b string, m, n uint64) {
		if (escape(a) == escape(b)) != (a == b) {
			t.Errorf("%q and %q become %q and %q", a, b, escape(a), escape(b))
		}
		if (personKey(briefings.PersonID(a)) == personKey(briefings.PersonID(b))) != (a == b) {
			t.Errorf("%q and %q are one person", a, b)
		}
		if e := escape(a); e == "" || strings.ContainsAny(e, "/\t\n\r ") {
			t.Errorf("%q becomes %q", a, e)
		}
		if (changeKey(briefings.Seq(m)) < changeKey(briefings.Seq(n))) != (m < n) || (auditKey(m) < auditKey(n)) != (m < n) {
			t.Errorf("keys of %d and %d do not sort as numbers", m, n)
		}
		first, second := time.Unix(0, int64(m)), time.Unix(0, int64(n))
		if (timeComponent(first) < timeComponent(second)) != first.Before(second) || (ageComponent(first) > ageComponent(second)) != first.Before(second) {
			t.Errorf("keys of %v and %v do not sort as times", first, second)
		}
		if got := timeOf(dueKey(first, "D-0001"), duePrefix); !got.Equal(first) {
			t.Errorf("the key of %v is read as %v", first, got)
		}
	})
}
