package briefings

// A Recommendation is advice that a source gives in its author's own voice.
type Recommendation struct {
	Passage   int      `json:"passage"`             // number of the passage in its source
	Addressee []string `json:"addressee,omitempty"` // who should act, as the text names them; empty when it does not say
	Horizon   string   `json:"horizon,omitempty"`   // by when, in the text's words; empty when it does not say
}

// An Event is something dated in a source.
type Event struct {
	Date    string `json:"date"` // ISO 8601: 2025, 2025-12, 2025-12-15, or a range with a slash
	Passage int    `json:"passage"`
}

// An Actor is a person, state or organisation that a source writes about.
type Actor struct {
	Name     string `json:"name"`
	Mentions int    `json:"mentions"`
	Passages []int  `json:"passages"` // where it is named, in reading order
}
