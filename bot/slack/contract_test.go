package slack

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// A term is one thing that Slack's contract or the client library's behaviour
// asks of us: the tests that hold it, or why none has to.
type term struct {
	asks   string
	tests  []string
	whyNot string
}

// contract lists what Slack promises, limits and forbids, and the hazards of
// the client library, each with its proof.
func contract() []term {
	return []term{
		{asks: "events are acknowledged within 3 s", tests: []string{"TestAckUnderLoad", "TestHTTPAcknowledgesFirst", "TestAcknowledgesFirst", "TestLateDoor"}},
		{asks: "events are sent again up to three times", tests: []string{"TestHTTPTakesRetries", "TestRedelivered", "TestCallbackRetries", "TestRedelivery"}},
		{asks: "an event has one identity", tests: []string{"TestRedelivered", "TestSoak30Days", "TestOddFrames"}},
		{asks: "commands, buttons, forms and type-ahead are acknowledged within 3 s", tests: []string{"TestForm", "TestFormError", "TestPassageButton", "TestAckUnderLoad"}},
		{asks: "a trigger opens one view within 3 s", tests: []string{"TestFormOpensFirst", "TestTooLateForAForm", "TestTriggers"}},
		{asks: "a response address works five times in half an hour", tests: []string{"TestSpentAddress", "TestResponseURL", "TestResponseURLExpires"}},
		{asks: "websockets are renewed, and may be closed for several reasons", tests: []string{"TestRefreshDrains", "TestLinesOverlap", "TestSoak30Days", "TestRefusedForGood", "TestNoGreeting"}},
		{asks: "what a websocket did not acknowledge comes again", tests: []string{"TestRedelivered", "TestSoak30Days"}},
		{asks: "an acknowledgement of 20 KiB is dropped", tests: []string{"TestLargeAck"}},
		{asks: "an eleventh websocket is refused", tests: []string{"TestBacksOff", "TestManySockets"}},
		{asks: "a signature is good for five minutes, and says nothing of repetition", tests: []string{"TestHTTPTurnsAway", "TestHTTPTurnsReplaysAway", "TestForgedCallbacks"}},
		{asks: "a channel takes about a message a second", tests: []string{"TestPace", "TestTurn", "TestChannelRate"}},
		{asks: "each method has its rate, and names the time to wait", tests: []string{"TestLimited", "TestPostPaused", "TestRates"}},
		{asks: "the history may be looked up, in pages", tests: []string{"TestFindPages", "TestFindFails", "TestFindNotReached"}},
		{asks: "a message has a largest size", tests: []string{"TestLimits", "TestEdges", "TestFallback", "TestPages"}},
		{asks: "an error may come after the effect", tests: []string{"TestNeverTwice", "TestFates"}},
		{asks: "a post has no key against repetition, and metadata may mark it", tests: []string{"TestPost", "TestFates", "TestFindPages"}},
		{asks: "anybody may give a message the same metadata", tests: []string{"TestFindOwn"}},
		{asks: "Slack can schedule a post", whyNot: "What it schedules takes no metadata and gets another ID once it is posted, so that it could not be found again."},
		{asks: "blocks, views, buttons and fields have limits", tests: []string{"TestEdges", "TestLimits", "TestViewLimits", "TestCheckEdges", "TestCheckViewEdges"}},
		{asks: "tables have limits and need a fallback", tests: []string{"TestEdges", "TestGolden", "TestCheckEdges"}},
		{asks: "three characters have to be escaped, and mentions and links become active", tests: []string{"TestInert", "TestRichHoldsNoMention", "TestFindActive"}},
		{asks: "links unfurl unless told not to", tests: []string{"TestManners"}},
		{asks: "a thread takes no slash command", tests: []string{"TestMention"}},
		{asks: "an app offers at most four prompts", tests: []string{"TestPrompts", "TestManifest"}},
		{asks: "names of commands have no translations", whyNot: "There is nothing to translate them with."},
		{asks: "Slack can check blocks itself", whyNot: "It takes a live workspace; the checker that runs before every post takes none."},
		{asks: "the library closes a socket before it opens the next", tests: []string{"TestLinesOverlap", "TestRefreshDrains", "TestSoak30Days"}},
		{asks: "the library sees a dead socket late", tests: []string{"TestHalfOpen", "TestMuteSocket"}},
		{asks: "the library gives up for good, or never", tests: []string{"TestRefusedForGood", "TestRunWithBadTokens", "TestUninstalled", "TestBacksOff", "TestOutage"}},
		{asks: "the library repeats posts and waits without an end", tests: []string{"TestNeverTwice", "TestOutage"}},
		{asks: "the library does not escape the text of blocks", tests: []string{"TestInert", "TestLimits"}},
		{asks: "the library's errors hold addresses that are secrets", tests: []string{"TestRevoked", "TestCheck"}},
		{asks: "the usual cron library panics on a zone", whyNot: "The package briefings loads and judges a zone itself, and its tests hold that."},
	}
}

// TestContract checks that every term is held by tests that exist, or says why
// it need not be.
func TestContract(t *testing.T) {
	known := testNames(t)
	for _, c := range contract() {
		if (len(c.tests) == 0) == (c.whyNot == "") {
			t.Errorf("%q needs tests or a sentence, and not both", c.asks)
		}
		for _, name := range c.tests {
			if !known[name] {
				t.Errorf("%q is held by %s, which does not exist", c.asks, name)
			}
		}
	}
}

// testNames returns the names of the tests of the room and of its fake.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	form := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	for _, pattern := range []string{"*_test.go", "slackfake/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range form.FindAllSubmatch(text, -1) {
				names[string(m[1])] = true
			}
		}
	}
	return names
}
