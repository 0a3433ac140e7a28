package slackfake

import (
	"encoding/json"
	"maps"
	"slices"
)

// A View is a modal that is open, or an App Home.
type View struct {
	ID, Type, CallbackID, ExternalID, Title, Hash string
	User                                          string
	Root, Previous                                string // IDs, for a modal
	Private                                       string // private_metadata
	Raw                                           json.RawMessage
	Errors                                        map[string]string // by block ID, shown under the fields

	notifyClose bool
	values      map[string]any // state of its elements, by block ID and action ID
}

// maxDepth is how many modals may lie on one another.
const maxDepth = 3

// Buttons returns the buttons of the view in reading order.
func (v View) Buttons() []Button { return buttons(v.blocks()) }

// Plain returns everything the view shows as text, in reading order.
func (v View) Plain() string { return v.Title + "\n" + plain(v.blocks()) }

// Fields returns the block IDs of the view's inputs in reading order.
func (v View) Fields() []string {
	var out []string
	for _, b := range v.blocks() {
		if word(b, "type") == "input" {
			out = append(out, word(b, "block_id"))
		}
	}
	return out
}

// Presets returns what the view's inputs hold before anybody has touched them, by
// block ID; empty for nothing.
func (v View) Presets() map[string]string {
	out := map[string]string{}
	for _, b := range v.blocks() {
		if word(b, "type") != "input" {
			continue
		}
		element, _ := b["element"].(map[string]any)
		chosen, _ := element["initial_option"].(map[string]any)
		out[word(b, "block_id")] = word(element, "initial_value") + word(chosen, "value")
	}
	return out
}

func (v View) blocks() []map[string]any {
	object, _ := decode(v.Raw).(map[string]any)
	return objects(object["blocks"])
}

// Views returns the modals that a user has open, the topmost last.
func (s *Slack) Views(user string) []View {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []View
	for _, id := range s.stacks[user] {
		out = append(out, *s.views[id])
	}
	return out
}

// Home returns the user's App Home as last published.
func (s *Slack) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.homes[user]; v != nil {
		return *v, true
	}
	return View{}, false
}

// readView judges a view and returns it without an ID, or the error it earns.
// The caller holds the lock.
func (c *call) readView(raw json.RawMessage, kind string) (*View, string) {
	c.problems = CheckView(raw)
	var head struct {
		Type, Hash string
		CallbackID string `json:"callback_id"`
		ExternalID string `json:"external_id"`
		Private    string `json:"private_metadata"`
		Title      struct{ Text string }
		Notify     bool `json:"notify_on_close"`
	}
	json.Unmarshal(raw, &head)
	if head.Type != kind {
		c.problems = append(c.problems, Problem{"type", "this method takes a view of type " + kind, "invalid_arguments"})
	}
	for _, p := range c.problems {
		c.violate(c.method, "%s", p)
	}
	if len(c.problems) > 0 {
		return nil, c.problems[0].Code
	}
	return &View{
		Type: head.Type, CallbackID: head.CallbackID, ExternalID: head.ExternalID, Title: head.Title.Text,
		Private: head.Private, Raw: c.identified(raw), notifyClose: head.Notify, values: map[string]any{},
	}, ""
}

// identified gives every block and element without an ID one, as Slack does.
func (s *Slack) identified(raw json.RawMessage) json.RawMessage {
	object, _ := decode(raw).(map[string]any)
	s.nameBlocks(objects(object["blocks"]))
	out, _ := json.Marshal(object)
	return out
}

func (s *Slack) nameBlocks(blocks []map[string]any) {
	for _, b := range blocks {
		if word(b, "block_id") == "" {
			b["block_id"] = s.id("b")
		}
		for _, e := range interactive(b) {
			if word(e, "action_id") == "" {
				e["action_id"] = s.id("a")
			}
		}
	}
}

// show registers a view and tells the world. The caller holds the lock.
func (s *Slack) show(v *View, user, delivery string) {
	v.ID, v.User, v.Hash = s.id("V"), user, s.id("hash")
	s.views[v.ID] = v
	s.changed(v, delivery)
}

// changed records that a user sees a view in a new state. The caller holds the lock.
func (s *Slack) changed(v *View, delivery string) {
	kind := "view"
	if v.Type == "home" {
		kind = "home"
	}
	s.happen(Effect{Kind: kind, User: v.User, View: v.ID, Delivery: delivery})
	s.actives = append(s.actives, FindActive(v.Raw)...)
}

// push lays a view on the user's modals. The caller holds the lock.
func (s *Slack) push(v *View, user, delivery string) string {
	stack := s.stacks[user]
	if len(stack) >= maxDepth {
		s.violate("views.push", "more than %d modals lie on one another", maxDepth)
		return "push_limit_reached"
	}
	if v.ExternalID != "" && s.byExternal(v.ExternalID) != nil {
		s.violate("views.open", "external_id %q is in use", v.ExternalID)
		return "duplicate_external_id"
	}
	s.show(v, user, delivery)
	v.Root = v.ID
	if len(stack) > 0 {
		v.Root, v.Previous = stack[0], stack[len(stack)-1]
	}
	s.stacks[user] = append(stack, v.ID)
	return ""
}

// pop closes the topmost modals down to and including the view, or all.
// The caller holds the lock.
func (s *Slack) pop(user, view string) {
	stack := s.stacks[user]
	at := slices.Index(stack, view)
	if view == "" {
		at = 0
	}
	if at < 0 {
		return
	}
	for _, id := range stack[at:] {
		delete(s.views, id)
	}
	s.stacks[user] = slices.Clone(stack[:at])
}

// put replaces the content of a view that is shown. The caller holds the lock.
func (s *Slack) put(old, now *View, delivery string) {
	kept := old.values
	id, user, root, previous := old.ID, old.User, old.Root, old.Previous
	*old = *now
	old.ID, old.User, old.Root, old.Previous, old.Hash = id, user, root, previous, s.id("hash")
	old.values = map[string]any{}
	for _, b := range old.blocks() {
		if state, ok := kept[word(b, "block_id")]; ok {
			old.values[word(b, "block_id")] = state
		}
	}
	s.changed(old, delivery)
}

func (s *Slack) byExternal(id string) *View {
	for _, v := range s.views {
		if v.ExternalID == id {
			return v
		}
	}
	return nil
}

func (c *call) openView() (reply, string) { return c.newView(false) }
func (c *call) pushView() (reply, string) { return c.newView(true) }

// newView opens a modal, alone or on top of the one the trigger came from.
func (c *call) newView(push bool) (reply, string) {
	v, code := c.readView(c.args["view"], "modal")
	if code != "" {
		return nil, code
	}
	t, code := c.spend()
	if code != "" {
		return nil, code
	}
	if push && t.view == "" {
		c.violate(c.method, "the trigger does not come from a modal")
		return nil, "invalid_trigger_id"
	}
	if !push {
		c.pop(t.user, "")
	}
	if code := c.push(v, t.user, t.delivery); code != "" {
		return nil, code
	}
	return reply{"view": c.viewObject(v)}, ""
}

func (c *call) updateView() (reply, string) {
	old := c.views[c.args.text("view_id")]
	if id := c.args.text("external_id"); id != "" {
		old = c.byExternal(id)
	}
	if old == nil {
		return nil, "not_found"
	}
	if hash := c.args.text("hash"); hash != "" && hash != old.Hash {
		return nil, "hash_conflict"
	}
	now, code := c.readView(c.args["view"], old.Type)
	if code != "" {
		return nil, code
	}
	c.put(old, now, "")
	return reply{"view": c.viewObject(old)}, ""
}

func (c *call) publishView() (reply, string) {
	user := c.args.text("user_id")
	if c.world.users[user] == nil {
		c.violate(c.method, "user_id %q is nobody", user)
		return nil, "invalid_arguments"
	}
	now, code := c.readView(c.args["view"], "home")
	if code != "" {
		return nil, code
	}
	old := c.homes[user]
	if hash := c.args.text("hash"); old != nil && hash != "" && hash != old.Hash {
		return nil, "hash_conflict"
	}
	if old == nil {
		c.homes[user] = now
		c.show(now, user, "")
		return reply{"view": c.viewObject(now)}, ""
	}
	c.put(old, now, "")
	return reply{"view": c.viewObject(old)}, ""
}

// viewObject returns a view as Slack's JSON shows it.
func (s *Slack) viewObject(v *View) map[string]any {
	out, _ := decode(v.Raw).(map[string]any)
	for name, value := range map[string]any{
		"id": v.ID, "team_id": s.world.Team, "app_id": s.world.App, "bot_id": s.world.BotID, "hash": v.Hash,
		"root_view_id": v.Root, "previous_view_id": v.Previous, "callback_id": v.CallbackID,
		"external_id": v.ExternalID, "private_metadata": v.Private, "state": map[string]any{"values": maps.Clone(v.values)},
	} {
		out[name] = value
	}
	return out
}
