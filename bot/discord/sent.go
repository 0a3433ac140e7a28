package discord

import (
	"strconv"
)

// A payload is a message as Discord takes it. Every part that is replaced by an
// edit is there, so that the same message may be created or edited with it.
type payload struct {
	Content     *string      `json:"content"`
	Embeds      []embed      `json:"embeds"`
	Components  []component  `json:"components"`
	Flags       int          `json:"flags,omitempty"`
	Mentions    mentions     `json:"allowed_mentions"`
	Attachments []attachment `json:"attachments"`
}

// mentions says who is pinged by what stands in a message: nobody.
type mentions struct {
	Parse []string `json:"parse"`
}

// An attachment names the file that is sent as files[ID] beside the payload.
type attachment struct {
	ID   string `json:"id"`
	Name string `json:"filename"`
}

// payload returns the message in the way in which it is drawn. The files are
// sent beside it as files[0], files[1] and so on, under the names that it gives.
// A message that is created may be for the asker alone; one that is edited
// remains what it was, so that created is false then.
func (m message) payload(created bool) payload {
	p := payload{Components: m.Components, Flags: m.Flags, Mentions: mentions{Parse: []string{}}, Attachments: []attachment{}}
	for i, f := range m.Files {
		p.Attachments = append(p.Attachments, attachment{ID: strconv.Itoa(i), Name: f.Name})
	}
	if p.Components == nil {
		p.Components = []component{}
	}
	if m.Flags&flagComponents == 0 {
		// Components take the place of content and embeds, which have to be null then.
		p.Content, p.Embeds = &m.Content, append([]embed{}, m.Embeds...)
	}
	if created && m.Ephemeral {
		p.Flags |= flagEphemeral
	}
	return p
}
