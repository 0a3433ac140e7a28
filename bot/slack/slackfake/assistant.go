package slackfake

import "encoding/json"

// An Assistant is what the app set in a thread of its own conversation.
type Assistant struct {
	Status, Title string
	Prompts       []Prompt
}

// A Prompt is one suggestion to start with.
type Prompt struct{ Title, Message string }

// maxPrompts is how many suggestions a thread shows.
const maxPrompts = 4

// Thread returns what the app set in a thread of its own conversation.
func (s *Slack) Thread(channel, thread string) Assistant {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.assistant[channel+" "+thread]
}

// thread changes what the app set in the thread that the arguments name.
func (c *call) thread(change func(*Assistant)) (reply, string) {
	channel, ts := c.args.text("channel_id"), c.args.text("thread_ts")
	if c.world.channels[channel] == nil {
		return nil, "channel_not_found"
	}
	a := c.assistant[channel+" "+ts]
	change(&a)
	c.assistant[channel+" "+ts] = a
	return reply{}, ""
}

func (c *call) setStatus() (reply, string) {
	return c.thread(func(a *Assistant) { a.Status = c.args.text("status") })
}

func (c *call) setTitle() (reply, string) {
	if c.args.text("title") == "" {
		c.violate(c.method, "title is empty")
		return nil, "invalid_arguments"
	}
	return c.thread(func(a *Assistant) { a.Title = c.args.text("title") })
}

func (c *call) setPrompts() (reply, string) {
	var prompts []Prompt
	if err := json.Unmarshal(c.args["prompts"], &prompts); err != nil || len(prompts) == 0 || len(prompts) > maxPrompts {
		c.violate(c.method, "prompts are not 1 to %d of title and message", maxPrompts)
		return nil, "invalid_arguments"
	}
	for _, p := range prompts {
		if p.Title == "" || p.Message == "" {
			c.violate(c.method, "a prompt has no title or no message")
			return nil, "invalid_arguments"
		}
	}
	return c.thread(func(a *Assistant) { a.Prompts = prompts })
}
