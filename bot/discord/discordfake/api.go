package discordfake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A call is one request to a route while it is carried out.
type call struct {
	*Discord
	route  *route
	path   string
	params map[string]string
	query  url.Values
	body   any // decoded JSON; nil for none
	raw    json.RawMessage
	files  map[string]Attachment // by number
	bearer string                // what Authorization holds
	token  string                // "bot", "", "unknown"
	at     time.Time
}

// fields returns the body as object, empty when it is none.
func (c *call) fields() object {
	o, _ := c.body.(object)
	if o == nil {
		o = object{}
	}
	return o
}

// mostBody is what Discord takes in one request.
const mostBody = 25 << 20

// serveAPI answers one request to the REST interface.
func (d *Discord) serveAPI(w http.ResponseWriter, r *http.Request, path string) {
	c := &call{Discord: d, path: path, query: r.URL.Query(), at: time.Now(), bearer: r.Header.Get("Authorization")}
	c.token = d.tokenKind(c.bearer)
	c.route, c.params = find(routes(), r.Method, path)
	if !strings.HasPrefix(r.Header.Get("User-Agent"), "DiscordBot (") {
		d.note(r.Method+" "+path, "User-Agent %q does not begin with DiscordBot (", r.Header.Get("User-Agent"))
	}
	if c.route == nil {
		c.route = &route{method: r.Method, path: path}
		d.note(c.route.name(), "Discord has no such route, or the fake does not know it")
		d.answer(w, c, refuse(http.StatusNotFound, 0))
		return
	}
	if err := c.read(r); err != nil {
		code, status := 50109, http.StatusBadRequest
		if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
			code, status = 40005, http.StatusRequestEntityTooLarge
		}
		d.note(c.route.name(), "the body cannot be read: %v", err)
		d.answer(w, c, refuse(status, code))
		return
	}
	f := d.fault(c.route.name())
	switch d.limited(c, f); {
	case f == nil:
		d.answer(w, c, d.perform(c))
	case f.Late > 0:
		d.record(c, f.outcome())
		time.AfterFunc(f.Late, func() { d.perform(c) })
		f.fail(w, r, d.done)
	case !f.before(w, r):
		d.record(c, f.outcome())
		f.cut()
	case f.AfterEffect:
		d.perform(c)
		d.record(c, f.outcome())
		f.fail(w, r, d.done)
	case f.fails():
		d.record(c, f.outcome())
		f.fail(w, r, d.done)
	default:
		d.answer(w, c, d.perform(c))
	}
}

// perform checks the token and the rates, then carries the call out.
func (d *Discord) perform(c *call) answer {
	d.mu.Lock()
	defer d.mu.Unlock()
	if a := d.authorise(c); a.status != 0 {
		return a
	}
	if a := d.meter(c); a.status == http.StatusTooManyRequests {
		return a
	} else if out := c.judged(); out.status != 0 {
		out.header = a.header
		return out
	} else {
		out = c.route.run(c)
		out.header = a.header
		return out
	}
}

// authorise judges the bot token, and that of an interaction. What the app was
// told is invalid is not to be used again. The caller holds the lock.
func (d *Discord) authorise(c *call) answer {
	if told, known := d.dead[c.hookToken()]; known && time.Since(told) > grace {
		d.violate(c.route.name(), "called with the token of an interaction that was refused before")
	}
	if d.barred[bareToken(c.bearer)] {
		d.violate(c.route.name(), "called with a token that was refused before")
	}
	switch {
	case c.token == "bot" && !d.revoked, c.token == "" && c.route.open:
		return answer{}
	case c.token != "":
		d.barred[bareToken(c.bearer)] = true
	}
	return answer{status: http.StatusUnauthorized, body: object{"message": "401: Unauthorized", "code": 0}}
}

// hookToken returns the token of an interaction that the address holds; "" for
// none.
func (c *call) hookToken() string {
	return c.params["webhook_token"] + c.params["interaction_token"]
}

// judged holds the body to the schema and refuses names in the path that are no
// snowflakes. The caller holds the lock.
func (c *call) judged() answer {
	for name, v := range c.params {
		if strings.HasSuffix(name, "_id") && !snowflake(v) {
			c.violate(c.route.name(), "%s %q is no snowflake", name, v)
			return refuse(http.StatusBadRequest, codeForm, Problem{Path: name, Rule: fmt.Sprintf("Value %q is not snowflake.", v), Code: "NUMBER_TYPE_COERCE"})
		}
	}
	for _, fault := range c.cfg.Schema.judge(c.route.method, c.route.path, c.body) {
		c.violate(c.route.name(), "breaks the OpenAPI document: %s", fault)
	}
	return answer{}
}

// answer writes the JSON of an answer and records the call.
func (d *Discord) answer(w http.ResponseWriter, c *call, a answer) {
	d.record(c, a)
	for name, v := range a.header {
		w.Header()[name] = v
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	w.Write(mustJSON(a.body))
}

// record adds a call to the log and counts it if it is an invalid one.
func (d *Discord) record(c *call, a answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	code := 0
	if body, ok := a.body.(object); ok && a.status >= 400 {
		code, _ = body["code"].(int)
	}
	d.requests = append(d.requests, Request{
		At: c.at, Route: c.route.name(), Path: c.shown(), Body: c.raw, Files: len(c.files),
		Token: c.token, Status: a.status, Code: code, Took: time.Since(c.at),
	})
	shared := slices.Contains(a.header["X-Ratelimit-Scope"], "shared")
	if a.status == http.StatusUnauthorized || a.status == http.StatusForbidden || a.status == http.StatusTooManyRequests && !shared {
		d.invalid = append(d.invalid, Invalid{time.Now(), a.status, c.route.name()})
	}
	if code == codeWebhook || code == codeInteraction || code == codeToken {
		if _, known := d.dead[c.hookToken()]; !known {
			d.dead[c.hookToken()] = time.Now()
		}
	}
}

// shown returns the path without tokens.
func (c *call) shown() string {
	path := c.path
	for _, name := range []string{"interaction_token", "webhook_token"} {
		if v := c.params[name]; v != "" {
			path = strings.ReplaceAll(path, v, "{token}")
		}
	}
	return path
}

// note records a violation without the lock held.
func (d *Discord) note(where, format string, values ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.violate(where, format, values...)
}

func (d *Discord) tokenKind(header string) string {
	switch header {
	case "":
		return ""
	case "Bot " + d.cfg.Token:
		return "bot"
	}
	return "unknown"
}

// read takes the body of a request: JSON, or a form with payload_json and files.
func (c *call) read(r *http.Request) error {
	r.Body = http.MaxBytesReader(nil, r.Body, mostBody)
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		return c.readForm(r, params["boundary"])
	}
	data, err := io.ReadAll(r.Body)
	if err != nil || len(data) == 0 {
		return err
	}
	if kind != "application/json" {
		return fmt.Errorf("Content-Type is %q, not application/json", kind)
	}
	return c.decode(data)
}

func (c *call) decode(data []byte) error {
	if err := json.Unmarshal(data, &c.body); err != nil {
		return err
	}
	c.raw = bytes.Clone(data)
	return nil
}

// sleep waits, but not longer than the caller does. It reports whether it waited.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
