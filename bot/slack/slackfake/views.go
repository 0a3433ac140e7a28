package slackfake

import "encoding/json"

// A View is a modal that is open, or an App Home.
type View struct {
	ID, Type, CallbackID, ExternalID, Title, Hash string
	User                                          string
	Root, Previous                                string // IDs, for a modal
	Private                                       string // private_metadata
	Raw                                           json.RawMessage
	Errors                                        map[string]string // by block ID, shown under the fields
}

// Buttons returns the buttons of the view in reading order.
func (v View) Buttons() []Button { return nil }

// Plain returns everything the view shows as text, in reading order.
func (v View) Plain() string { return "" }

// Fields returns the block IDs of the view's inputs in reading order.
func (v View) Fields() []string { return nil }

// Views returns the modals that a user has open, the topmost last.
func (s *Slack) Views(user string) []View { return nil }

// Home returns the user's App Home as last published.
func (s *Slack) Home(user string) (View, bool) { return View{}, false }
