package bot

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"attache/bot/slack/slackfake"
	"attache/briefings"
)

// A platformSide is a platform in the process of the driver, which nobody kills.
type platformSide interface {
	api() string
	channels() []briefings.Channel
	arrived() map[briefings.DeliveryID][]time.Time
	settle() // waits for what is still on its way
}

// landing opens a platform at which so many deliveries are going to arrive.
func landing(t *testing.T, platform string, rng *rand.Rand, deliveries int) platformSide {
	t.Helper()
	if platform == "discord" {
		return landOnDiscord(t, rng, deliveries)
	}
	fake := slackfake.New(slackfake.Config{Rates: map[string]int{"chat.postMessage": 0, "conversations.history": 0, "conversations.replies": 0, "conversations.info": 0}})
	t.Cleanup(fake.Close)
	s := &slackSide{fake: fake}
	for i := range 60 {
		id := fmt.Sprintf("C_KILLS%02d", i)
		fake.SetChannel(slackfake.Channel{ID: id, Name: fmt.Sprintf("kills-%d", i), EveryoneIsMember: true})
		s.all = append(s.all, briefings.Channel{Platform: "slack", Workspace: slackfake.DefaultWorld().Team, ID: id})
	}
	for range 2 * deliveries {
		f := slackFault(rng)
		f.Method = "chat.postMessage"
		fake.Inject(f)
	}
	if err := fake.Listen(); err != nil {
		t.Fatal(err)
	}
	return s
}

// slackFault returns what goes wrong with one call: with five of six, nothing.
// Half of what goes wrong does so after the message is there.
func slackFault(rng *rand.Rand) slackfake.Fault {
	switch rng.IntN(64) {
	case 0:
		return slackfake.Fault{Drop: true}
	case 1:
		return slackfake.Fault{Status: 502}
	case 2: // it holds up the whole workspace, so it is rare
		if rng.IntN(16) == 0 {
			return slackfake.Fault{RetryAfter: time.Second}
		}
	case 3:
		return slackfake.Fault{Drop: true, AfterEffect: true}
	case 4:
		return slackfake.Fault{Status: 503, AfterEffect: true}
	case 5:
		return slackfake.Fault{Error: "internal_error", AfterEffect: true}
	case 6, 7, 8, 9, 10:
		return slackfake.Fault{Late: upTo(rng, latestEffect)}
	}
	return slackfake.Fault{Delay: upTo(rng, 10*time.Millisecond)}
}

type slackSide struct {
	fake *slackfake.Slack
	all  []briefings.Channel
}

func (s *slackSide) api() string                   { return s.fake.API() }
func (s *slackSide) channels() []briefings.Channel { return s.all }
func (s *slackSide) settle()                       { <-time.After(2 * latestEffect) }

// arrived counts the messages by the metadata that marks them.
func (s *slackSide) arrived() map[briefings.DeliveryID][]time.Time {
	got := map[briefings.DeliveryID][]time.Time{}
	for _, ch := range s.all {
		for _, m := range s.fake.Messages(ch.ID) {
			var mark struct {
				Payload struct {
					D briefings.DeliveryID `json:"d"`
				} `json:"event_payload"`
			}
			if json.Unmarshal(m.Metadata, &mark) == nil && mark.Payload.D != "" {
				got[mark.Payload.D] = append(got[mark.Payload.D], timeOf(m.TS))
			}
		}
	}
	return got
}

// upTo returns a time below the most.
func upTo(rng *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(rng.Int64N(int64(most)))
}

// timeOf returns when Slack says that a message was posted.
func timeOf(ts string) time.Time {
	seconds, err := strconv.ParseFloat(ts, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(int64(seconds * 1000)).UTC()
}
