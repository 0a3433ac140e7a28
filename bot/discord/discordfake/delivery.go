package discordfake

import (
	"encoding/json"
	"fmt"
	"time"
)

// How long an interaction waits for its response, and how long it can be
// followed up afterwards.
const (
	AckLimit  = 3 * time.Second
	TokenLife = 15 * time.Minute
)

// Kinds of interaction, as Discord numbers them.
const (
	pingKind         = 1
	commandKind      = 2
	componentKind    = 3
	autocompleteKind = 4
	modalKind        = 5
)

// Types of response, as Discord numbers them.
const (
	Pong           = 1
	Reply          = 4
	DeferredReply  = 5
	DeferredUpdate = 6
	Update         = 7
	Choices        = 8
	ShowModal      = 9
)

// A Delivery is one thing that a person did, on its way to the app.
//
//	sent -> responded -> followed up for 15 minutes
//	  +---> missed: no response within 3 s, the token is void
type Delivery struct {
	ID    string // interaction ID
	Token string // of the interaction
	Kind  string // "command", "component", "autocomplete" or "modal"
	// Refused is why Discord's own client would not send it, such as a required
	// option left out. Nothing reaches the app then.
	Refused string

	fake                 *Discord
	kind                 int
	user, channel, guild string
	payload              object
	message              *Message // the one that was acted on
	shown                *Modal   // the modal that the response opened
	done                 chan struct{}
	sent                 time.Time
	responded            bool
	missed               bool
	response             Response
	original             *Message
	deferred             bool // a message is to come; the first follow-up becomes it
	void                 bool // the token was made invalid
}

// A Response is how the app first responded to a delivery.
type Response struct {
	OK        bool // a response of a right type came within 3 s
	Failed    bool // none did: the person sees "The application did not respond"
	Delivered bool // it was written to a connection that the app had, or posted to its address
	Type      int
	Data      json.RawMessage // nil for none
	Took      time.Duration   // from sending to the response
	Status    int             // of the answer by HTTP; 0 on the gateway
}

// A Choice is one that the app offered while a person was typing.
type Choice struct {
	Name  string
	Value any
}

// Wait returns when the app has responded, when 3 s are over, or when the fake
// is closed.
func (v *Delivery) Wait() Response {
	<-v.done
	return v.Response()
}

// Done is closed when Wait would return at once.
func (v *Delivery) Done() <-chan struct{} { return v.done }

// Response returns how the delivery stands now, without waiting.
func (v *Delivery) Response() Response {
	v.fake.mu.Lock()
	defer v.fake.mu.Unlock()
	return v.response
}

// Original returns the message that the app responded with, as it stands now.
// It reports false when there is none, or none any more.
func (v *Delivery) Original() (Message, bool) {
	v.fake.mu.Lock()
	defer v.fake.mu.Unlock()
	if v.original == nil || v.original.gone {
		return Message{}, false
	}
	return v.original.copied(), true
}

// Modal returns the modal that the app opened in response; nil for none.
func (v *Delivery) Modal() *Modal {
	v.fake.mu.Lock()
	defer v.fake.mu.Unlock()
	return v.shown
}

// Choices returns what the app offered in response to [Discord.Autocomplete].
func (r Response) Choices() []Choice {
	var body struct{ Choices []Choice }
	json.Unmarshal(r.Data, &body)
	return body.Choices
}

func (v *Delivery) finished() bool {
	select {
	case <-v.done:
		return true
	default:
		return false
	}
}

// finish ends the wait. The caller holds the lock of the fake.
func (v *Delivery) finish() {
	if !v.finished() {
		close(v.done)
	}
}

// kindName returns what records call a kind of interaction.
func kindName(kind int) string {
	switch kind {
	case commandKind:
		return "command"
	case componentKind:
		return "component"
	case autocompleteKind:
		return "autocomplete"
	case modalKind:
		return "modal"
	}
	return "ping"
}

// newDelivery makes what is to be sent: the payload of an interaction. The
// caller holds the lock.
func (d *Discord) newDelivery(kind int, user string, c *Channel, data object) *Delivery {
	v := &Delivery{
		ID: d.id(), Token: d.secret("aW50ZXJhY3Rpb24"), Kind: kindName(kind), fake: d, kind: kind,
		user: user, channel: c.ID, guild: c.Guild, done: make(chan struct{}),
	}
	who := d.person(user)
	locale := who.Locale
	if locale == "" {
		locale = "en-GB"
	}
	v.payload = object{
		"id": v.ID, "application_id": AppID, "type": kind, "data": data, "token": v.Token, "version": 1,
		"channel_id": c.ID, "channel": d.partialChannel(c, ""), "locale": locale, "entitlements": list{},
		"app_permissions": d.world.permissions(BotID, c).String(), "attachment_size_limit": mostFile,
	}
	if c.Guild == "" {
		v.payload["user"], v.payload["context"] = d.userObject(who), 1
		v.payload["authorizing_integration_owners"] = object{"0": "0"}
	} else {
		v.payload["guild_id"], v.payload["context"] = c.Guild, 0
		v.payload["authorizing_integration_owners"] = object{"0": c.Guild}
		g := d.world.guilds[c.Guild]
		v.payload["guild"] = object{"id": g.ID, "features": append([]string{}, g.Features...), "locale": orEnglish(g.Locale)}
		v.payload["guild_locale"] = orEnglish(g.Locale)
		m := d.world.members[memberKey{c.Guild, user}]
		if m == nil {
			panic(fmt.Sprintf("discordfake: %s is no member of the server of %s", user, c.ID))
		}
		v.payload["member"] = d.memberObject(m, c)
	}
	d.deliveries[v.ID], d.tokens[v.Token] = v, v
	if d.closed {
		v.finish()
	}
	return v
}

func orEnglish(locale string) string {
	if locale == "" {
		return "en-US"
	}
	return locale
}

// refused returns a delivery that Discord's client does not make.
func (d *Discord) refused(kind int, format string, args ...any) *Delivery {
	v := &Delivery{Kind: kindName(kind), fake: d, done: make(chan struct{}), Refused: fmt.Sprintf(format, args...)}
	v.response.Failed = true
	v.finish()
	return v
}

// send delivers once: Discord never repeats an interaction. The caller holds
// the lock.
func (d *Discord) send(v *Delivery) *Delivery {
	if v.finished() {
		return v
	}
	v.sent = time.Now()
	if d.address != "" {
		v.response.Delivered = true
		go d.callBack(v)
	} else {
		v.response.Delivered = d.broadcast(v.guild, "INTERACTION_CREATE", v.payload)
	}
	time.AfterFunc(AckLimit, func() { d.overdue(v) })
	return v
}

// overdue ends a delivery that got no response in time.
func (d *Discord) overdue(v *Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if v.responded || v.finished() {
		return
	}
	v.missed, v.response.Failed, v.response.Took = true, true, AckLimit
	d.latencies = append(d.latencies, Latency{v.ID, v.Kind, AckLimit, true})
	v.finish()
}

// respond takes the first response to an interaction.
func (c *call) respond() answer {
	v := c.deliveries[c.params["interaction_id"]]
	switch {
	case v == nil, v.Token != c.params["interaction_token"], v.missed, v.void:
		return refuse(404, codeInteraction)
	case v.responded:
		return refuse(400, codeAnswered)
	case time.Since(v.sent) >= AckLimit:
		return refuse(404, codeInteraction)
	}
	if a := c.settle(v); a.status >= 400 {
		return a
	}
	if c.query.Get("with_response") != "true" {
		return done()
	}
	out := object{"interaction": object{"id": v.ID, "type": v.kind}}
	if v.original != nil {
		resource := object{"type": v.response.Type, "message": c.messageObject(v.original)}
		out["resource"] = resource
		out["interaction"].(object)["response_message_id"] = v.original.ID
	}
	return okay(out)
}

// settle judges a response and carries it out. The caller holds the lock.
func (c *call) settle(v *Delivery) answer {
	kind, _ := number(c.fields(), "type")
	data := child(c.fields(), "data")
	if problem := unfit(v, kind); problem != "" {
		c.violate(v.Kind, "response of type %d: %s", kind, problem)
		return refuse(400, codeForm, Problem{Path: "type", Rule: problem})
	}
	if a := c.show(v, kind, data); a.status >= 400 {
		return a
	}
	v.responded = true
	v.response.OK, v.response.Type, v.response.Took = true, kind, time.Since(v.sent)
	if data != nil {
		v.response.Data = mustJSON(data)
	}
	c.latencies = append(c.latencies, Latency{v.ID, v.Kind, v.response.Took, false})
	v.finish()
	return answer{}
}

// unfit returns why a type of response does not go with an interaction.
func unfit(v *Delivery, kind int) string {
	switch kind {
	case Reply, DeferredReply:
		if v.kind == autocompleteKind {
			return "an autocomplete is answered with choices"
		}
	case DeferredUpdate, Update:
		if v.message == nil || v.kind == autocompleteKind || v.kind == commandKind {
			return "there is no message to update"
		}
	case Choices:
		if v.kind != autocompleteKind {
			return "only an autocomplete is answered with choices"
		}
	case ShowModal:
		if v.kind == modalKind || v.kind == autocompleteKind {
			return "a modal cannot be answered with a modal, nor can an autocomplete"
		}
	default:
		return "is none that the fake knows"
	}
	return ""
}

// show carries a response out. The caller holds the lock.
func (c *call) show(v *Delivery, kind int, data object) answer {
	switch kind {
	case Reply:
		m, a := c.compose(data, nil)
		if a.status != 0 {
			return a
		}
		v.original = c.publish(v, m, "callback")
	case DeferredReply:
		flags, _ := number(data, "flags")
		if flags&^(flagEphemeral|flagV2) != 0 {
			c.violate(v.Kind, "flags %d of a deferred response hold more than ephemeral and components v2", flags)
			return refuse(400, codeForm, Problem{Path: "data.flags", Rule: "Invalid flags"})
		}
		v.original = c.publish(v, &Message{Flags: flags | flagLoading}, "callback")
		v.deferred = true
	case DeferredUpdate:
		v.original = v.message
	case Update:
		v.original = v.message
		if v.message.gone {
			return refuse(404, codeMessage)
		}
		return c.change(v.message, data, v.ID)
	case Choices:
		if problems := CheckChoices(data); len(problems) > 0 {
			return c.wrong(problems)
		}
	case ShowModal:
		if problems := CheckModal(data); len(problems) > 0 {
			return c.wrong(problems)
		}
		v.shown = &Modal{
			ID: c.id(), User: v.user, Interaction: v.ID, Title: word(data, "title"), CustomID: word(data, "custom_id"),
			Components: mustJSON(data["components"]), channel: v.channel, message: v.message,
		}
		c.modals[v.shown.ID] = v.shown
		c.happen(Effect{Kind: "modal", Channel: v.channel, User: v.user, Interaction: v.ID})
	}
	return answer{}
}

// publish shows a message that answers an interaction. The caller holds the lock.
func (c *call) publish(v *Delivery, m *Message, via string) *Message {
	m.Via, m.Interaction, m.Channel, m.Author = via, v.ID, v.channel, BotID
	if m.Flags&flagEphemeral != 0 {
		m.Ephemeral, m.ForUser = true, v.user
	}
	m.hook = v
	c.attach(m)
	return c.post(m)
}

// wrong records what breaks a rule and answers as Discord does; what only good
// manners mind is recorded alone. The caller holds the lock.
func (c *call) wrong(problems []Problem) answer {
	var refused []Problem
	status := 0
	for _, p := range problems {
		c.violate(c.route.name(), "%s", p)
		if p.Status != 0 {
			refused = append(refused, p)
			status = max(status, p.Status)
		}
	}
	if status == 0 {
		return answer{}
	}
	if status >= 500 {
		return answer{status: status, body: object{"message": "500: Internal Server Error", "code": 0}}
	}
	if len(refused) == 1 && refused[0].Code == "EMPTY_MESSAGE" {
		return refuse(400, codeEmpty)
	}
	return refuse(400, codeForm, refused...)
}
