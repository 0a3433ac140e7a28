package search

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"attache/briefings"
)

// A card is what an index knows of a source as a whole.
type card struct {
	ID       briefings.SourceID `json:"id"`
	Passages []int              `json:"passages"` // their numbers
	Words    int                `json:"words"`    // the sum of their lengths
	Origin   []string           `json:"origin"`   // terms of who wrote and published it, and of what kind it is
	Title    []string           `json:"title"`    // terms of its title
	Acronyms []acronym          `json:"acronyms,omitempty"`
}

// newCard returns the card of a source with the given volume.
func newCard(src *briefings.Source, v *volume) card {
	m := src.Meta
	c := card{ID: src.ID, Origin: origin(src)}
	title, _ := terms(words(m.Title + " . " + m.Subtitle))
	c.Title = distinct(title)
	for i, r := range v.records {
		c.Passages = append(c.Passages, r.n)
		c.Words += r.length
		for _, a := range acronyms(src.Passages[i].Text) {
			if !slices.ContainsFunc(c.Acronyms, func(b acronym) bool { return a.Short == b.Short && slices.Equal(a.Long, b.Long) }) {
				c.Acronyms = append(c.Acronyms, a)
			}
		}
	}
	return c
}

func (c *card) encode() []byte {
	b, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("search: a card that is no JSON: %v", err))
	}
	return b
}

// A shelf is the cards of all sources. It is never changed once made, so that
// searches may read it while the next one is made.
type shelf struct {
	cards    map[briefings.SourceID]card
	order    []briefings.SourceID
	passages int
	words    int
	origin   map[string][]briefings.SourceID // by a term of who wrote or published them
	title    map[string][]briefings.SourceID
	short    map[string][]acronym // by the short form
	long     map[string][]acronym // by the first term of what it stands for
}

// newShelf returns the shelf of the cards.
func newShelf(cards map[briefings.SourceID]card) *shelf {
	s := &shelf{cards: cards, origin: map[string][]briefings.SourceID{}, title: map[string][]briefings.SourceID{},
		short: map[string][]acronym{}, long: map[string][]acronym{}}
	for id, c := range cards {
		s.order = append(s.order, id)
		s.passages += len(c.Passages)
		s.words += c.Words
	}
	slices.SortFunc(s.order, func(a, b briefings.SourceID) int {
		return byRef(briefings.PassageRef{Source: a}, briefings.PassageRef{Source: b})
	})
	seen := map[string]bool{}
	for _, id := range s.order {
		c := cards[id]
		for _, t := range c.Origin {
			s.origin[t] = append(s.origin[t], id)
		}
		for _, t := range c.Title {
			s.title[t] = append(s.title[t], id)
		}
		for _, a := range c.Acronyms {
			if key := a.Short + " " + strings.Join(a.Long, " "); !seen[key] {
				seen[key] = true
				s.short[a.Short] = append(s.short[a.Short], a)
				s.long[a.Long[0]] = append(s.long[a.Long[0]], a)
			}
		}
	}
	return s
}

// mean returns the mean length of a passage in words, at least 1.
func (s *shelf) mean() float64 {
	if s.passages == 0 || s.words < s.passages {
		return 1
	}
	return float64(s.words) / float64(s.passages)
}
