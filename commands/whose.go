package commands

import (
	"context"
	"fmt"
	"strings"

	"attache/briefings"
)

// consolePlatform is the platform of whoever runs the service. It is told of all
// workspaces; every other place is told of its own.
const consolePlatform = "console"

// A workspace is a platform's team or server. People, channels, subscriptions
// and what was posted belong to one, and are told nowhere else.
type workspace struct{ platform, id string }

// home returns the workspace that the request belongs to: that of the place, and
// in a conversation with the bot alone that of the asker.
func (c *call) home() workspace {
	if c.Place.Channel == "" {
		if platform, id, _, ok := c.Person.ID.Parts(); ok && platform == c.Place.Platform {
			return workspace{platform, id}
		}
	}
	return workspace{c.Place.Platform, c.Place.Workspace}
}

// everywhere reports whether the asker is told of all workspaces.
func (c *call) everywhere() bool { return c.Place.Platform == consolePlatform }

// tells reports whether the asker may be told of what belongs to a workspace.
func (c *call) tells(w workspace) bool { return c.everywhere() || w == c.home() }

// tellsOf reports whether the asker may be told of a channel.
func (c *call) tellsOf(ch briefings.Channel) bool {
	return c.tells(workspace{ch.Platform, ch.Workspace})
}

// knows reports whether the asker may be told of a person.
func (c *call) knows(id briefings.PersonID) bool { return c.tells(workspaceOf(id)) }

// workspaceOf returns the workspace of a person; the zero workspace, which is
// nobody's, for an ID of another form.
func workspaceOf(id briefings.PersonID) workspace {
	platform, of, _, _ := id.Parts()
	return workspace{platform, of}
}

// elsewhere is what somebody of another workspace is called.
const elsewhere = "somebody of another workspace"

// who returns how a person is named to the asker: you, the name on record, the
// ID where there is none, and no name at all for somebody of another workspace.
func (d *Desk) who(ctx context.Context, c *call, id briefings.PersonID) string {
	switch {
	case id == c.Person.ID:
		return "you"
	case !c.knows(id):
		return elsewhere
	}
	p, err := d.store.Person(ctx, id)
	if err != nil {
		p = briefings.Person{ID: id} // a name is a courtesy
	}
	return calledPerson(p)
}

// calledPerson returns the name of a person, or the ID where none is known.
func calledPerson(p briefings.Person) string {
	if called := name(p.Name); called != "" {
		return called
	}
	return name(string(p.ID))
}

// personIn reads a person: a mention or an ID of this workspace, or
// platform/workspace/id. Somebody of another workspace can be named on the
// console alone.
func (c *call) personIn(text string) (briefings.PersonID, error) {
	word := strings.TrimSpace(Clean(text))
	here := c.home()
	// Slack writes a person as <@U0123|dana>, Discord as <@0123> and <@!0123>; where
	// that was read as typed it is @U0123.
	own, mention := strings.CutPrefix(word, "<@")
	if mention {
		own, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSuffix(own, ">"), "!"), "|")
	}
	if id, ok := strings.CutPrefix(own, "@"); ok && strings.ToUpper(id) == id {
		own, mention = id, true
	}
	var id briefings.PersonID
	var err error
	switch {
	case mention && c.everywhere():
		return "", briefings.Errorf(briefings.Invalid, "A mention says nothing here; write the person as platform/workspace/id, such as slack/T024BE7LD/U2147483697.")
	case !mention && strings.Contains(word, "/"):
		id, err = briefings.ParsePersonID(word)
	case !mention && !c.everywhere() && strings.ToUpper(own) != own && !strings.ContainsAny(own, "<>"):
		err = briefings.Errorf(briefings.Invalid, "%q is a name that may change; mention the person, or write their ID.", shown(word))
	default:
		id, err = briefings.ParsePersonID(fmt.Sprintf("%s/%s/%s", here.platform, here.id, own))
		if err != nil || strings.ContainsRune(own, '/') {
			err = briefings.Errorf(briefings.Invalid, "%q is no person; mention them, or write their ID.", shown(word))
		}
	}
	if err != nil {
		return "", err
	}
	if !c.knows(id) {
		return "", briefings.Errorf(briefings.Forbidden, "%s belongs to another workspace; that is done there, or on the console.", shown(string(id)))
	}
	return id, nil
}
