package slackfake

// Command types a slash command, such as "/brief ask who pays?", in a channel
// or in the conversation with the app ([Slack.Direct]).
func (s *Slack) Command(user, channel, text string) *Delivery { return nil }

// Mention speaks to the app in a channel, in the thread if one is named.
func (s *Slack) Mention(user, channel, thread, text string) *Delivery { return nil }

// DirectMessage writes to the app in its own conversation with the user.
func (s *Slack) DirectMessage(user, thread, text string) *Delivery { return nil }

// Direct returns the ID of the user's conversation with the app.
func (s *Slack) Direct(user string) string { return "" }

// OpenHome opens the app's Home tab.
func (s *Slack) OpenHome(user string) *Delivery { return nil }

// OpenThread starts a new thread of the app's own conversation, the agent view.
func (s *Slack) OpenThread(user, channel string) *Delivery { return nil }

// MessageShortcut calls a shortcut on a message.
func (s *Slack) MessageShortcut(user, callback string, m Message) *Delivery { return nil }

// GlobalShortcut calls a shortcut from the search bar.
func (s *Slack) GlobalShortcut(user, callback string) *Delivery { return nil }

// Event delivers any event of the Events API, such as one that the app does
// not know. The kind is set in it.
func (s *Slack) Event(kind string, event map[string]any) *Delivery { return nil }

// Press presses a button of a message, named by its label or action ID. It
// panics if there is none such that the user sees.
func (s *Slack) Press(user string, m Message, button string) *Delivery { return nil }

// PressView presses a button of an open modal or the App Home.
func (s *Slack) PressView(user string, v View, button string) *Delivery { return nil }

// Select chooses values in a select menu, radio group or the like of a message,
// named by its action ID.
func (s *Slack) Select(user string, m Message, action string, values ...string) *Delivery { return nil }

// SelectView does the same in an open modal or the App Home.
func (s *Slack) SelectView(user string, v View, action string, values ...string) *Delivery { return nil }

// Options types into a type-ahead select of an open view and asks for choices.
func (s *Slack) Options(user string, v View, action, typed string) *Delivery { return nil }

// Submit fills a modal in and submits it. Values are by block ID or action ID.
// Inputs that Slack's client checks itself, such as a required one left empty,
// make a Delivery with Refused set.
func (s *Slack) Submit(user string, v View, values map[string][]string) *Delivery { return nil }

// CloseView closes a modal; the app hears of it if it asked to, else the
// Delivery has Refused set.
func (s *Slack) CloseView(user string, v View) *Delivery { return nil }
