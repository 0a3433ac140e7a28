package discord

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// A term is one thing that Discord's contract or the client library's behaviour
// asks of us: the tests that hold it, or why none has to.
type term struct {
	asks   string
	tests  []string
	whyNot string
}

// contract lists what Discord promises, limits and forbids, and the hazards of
// the client library, each with its proof.
func contract() []term {
	return []term{
		{asks: "an interaction is responded to within 3 s, and its token lives a quarter of an hour",
			tests: []string{"TestAckUnderLoad", "TestRespondsFirst", "TestDefers", "TestLateAnswer", "TestTurnLife", "TestResponseExpired", "TestStale", "TestThreeSeconds"}},
		{asks: "a response is sent once, and some fit only what was done", tests: []string{"TestTurn", "TestTurnOver", "TestRespondOnce", "TestUnfitResponses"}},
		{asks: "an app that somebody brings along has five follow-ups", whyNot: "No answer follows up as often: its pages are leafed through in place."},
		{asks: "a completion offers at most 25 choices, and a client may send something else", tests: []string{"TestComplete", "TestOffering", "TestCompleteOddities", "TestCheckChoicesEdges", "TestAutocomplete"}},
		{asks: "requests are signed, and bad signatures are sent on purpose", tests: []string{"TestHTTPTurnsAway", "TestHTTPPing", "TestHTTPReplays", "TestDeliverForged", "TestServeAccepted"}},
		{asks: "a bot makes fifty requests a second, interactions aside", tests: []string{"TestLimiter", "TestFanOut", "TestGlobalPause", "TestEverythingPaused", "TestGlobalRate"}},
		{asks: "each route has a bucket that headers name", tests: []string{"TestBucket", "TestBucketsForgotten", "TestLimiterGivesUp", "TestLimitReaches"}},
		{asks: "10,000 invalid requests in ten minutes ban an address", tests: []string{"TestInvalidCalls", "TestTokenRefused", "TestHookRefused"}},
		{asks: "a bot identifies a thousand times a day, and few at a time", tests: []string{"TestCrashLoop", "TestCrashLoopWithoutLedger", "TestBudgetSpent", "TestLedgerAhead", "TestDue", "TestIdentifyBudget"}},
		{asks: "a connection sends 120 events a minute of 4 KiB each", tests: []string{"TestSoak30Days", "TestGatewaySends"}},
		{asks: "the first heartbeat is spread, and one that is not acknowledged is a dead connection", tests: []string{"TestDeadGateway", "TestHeartbeatAsked", "TestFlapping", "TestGatewayHeartbeat"}},
		{asks: "a session is resumed at the address that it was given", tests: []string{"TestResumes", "TestResumeAddress", "TestResumeReplays", "TestSessionSurvives"}},
		{asks: "some close codes forbid to come back, and some end the session", tests: []string{"TestRefusedForGood", "TestNewSession", "TestGatewayDoor"}},
		{asks: "2,500 servers need shards", whyNot: "A bot serves the servers of one owner; with more, Discord refuses it with a code that the log and the health explain."},
		{asks: "messages, embeds and files have a largest size", tests: []string{"TestLimits", "TestMargins", "TestFaults", "TestChain", "TestCheckMessageEdges"}},
		{asks: "a nonce keeps a message from being posted twice", tests: []string{"TestAnnounce", "TestDeliver", "TestDeliverFates", "TestFindAfterNonce", "TestNonce", "TestManners"}},
		{asks: "history is an empty list to whoever may not read it", tests: []string{"TestFind"}},
		{asks: "a message has one thread, which bears its ID", tests: []string{"TestDeliverThread"}},
		{asks: "components have limits and forbid content and embeds", tests: []string{"TestLimits", "TestFaultsOfKind", "TestBytesCount", "TestV2Edits", "TestCheckMessageEdges"}},
		{asks: "modals hold five fields, and cannot follow one another", tests: []string{"TestForms", "TestFormInParts", "TestNextMessage", "TestModalFaults", "TestCheckModalEdges"}},
		{asks: "commands, their options and their translations have limits", tests: []string{"TestCommands", "TestRegister", "TestCheckCommandsEdges", "TestCheckCommandsVolume", "TestDailyCreations"}},
		{asks: "a base command with subcommands cannot be called itself", tests: []string{"TestCommands", "TestSingleCommands"}},
		{asks: "everything is pinged that is not forbidden", tests: []string{"TestManners", "TestActiveIn", "TestInert"}},
		{asks: "addresses of attachments are signed and expire", tests: []string{"TestImport", "TestFileAddresses", "TestFileLeadsAway", "TestMessageFiles"}},
		{asks: "a channel has fifteen webhooks", whyNot: "None is made: answers are interactions, and the bot posts in its own name."},
		{asks: "errors say what is over for good, what is our fault and what has to wait", tests: []string{"TestAgain", "TestKicked", "TestOwnersTold", "TestTurnForms", "TestShareFails"}},
		{asks: "private messages vanish, and hold nothing that is needed later", tests: []string{"TestButtonsAfterRestart", "TestFormAfterRestart"}},
		{asks: "the flag of components cannot be taken away", tests: []string{"TestV2Edits", "TestTurnForms"}},
		{asks: "a custom_id holds 100 characters", tests: []string{"TestCustomID", "TestCustomIDKeeps", "TestKept"}},
		{asks: "whoever presses a button need not be who asked", tests: []string{"TestDemotion", "TestRefusedPeople", "TestOddPayloads"}},
		{asks: "the library repeats a post that a gateway error has swallowed", tests: []string{"TestAgain", "TestAnnounce"}},
		{asks: "the library sleeps through a 429, whatever its context says", tests: []string{"TestLimiterGivesUp", "TestGlobalPause"}},
		{asks: "the library lets one hung request hold all of its route", tests: []string{"TestHungCall"}},
		{asks: "the library takes a 429 without JSON for another error", tests: []string{"TestEverythingPaused", "TestAgain"}},
		{asks: "the library sends neither nonce nor allowed_mentions", tests: []string{"TestAnnounce", "TestManners"}},
		{asks: "the library sees a dead gateway after five heartbeats, and throws the session away", tests: []string{"TestDeadGateway"}},
		{asks: "the library resumes for ever, at the wrong address", tests: []string{"TestResumeRefused", "TestResumeAddress"}},
		{asks: "the library waits without an end for a greeting", tests: []string{"TestNoHello", "TestImpossibleHello"}},
		{asks: "the library comes back after it was refused for good", tests: []string{"TestRefusedForGood", "TestRunWithBadToken"}},
		{asks: "the library's errors hold tokens", tests: []string{"TestNoTokenTold"}},
		{asks: "the library reads signed requests without a bound, however old", tests: []string{"TestHTTPTurnsAway", "TestHTTPReplays"}},
		{asks: "a Discord that nobody here wrote takes all of it", tests: []string{"TestTwin", "TestSchemaAgrees"}},
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
	for _, pattern := range []string{"*_test.go", "discordfake/*_test.go"} {
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
