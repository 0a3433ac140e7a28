package slackfake

import "time"

type trigger struct{}
type hook struct{}
type upload struct{}
type meter struct{}

// An Assistant is what the app set in a thread of its own conversation.
type Assistant struct {
	Status, Title string
	Prompts       []Prompt
}

// A Prompt is one suggestion to start with.
type Prompt struct{ Title, Message string }

// Thread returns what the app set in a thread of its own conversation.
func (s *Slack) Thread(channel, thread string) Assistant { return Assistant{} }

func (s *Slack) expire(now time.Time) {}
