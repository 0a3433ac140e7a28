package slackfake

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// reply is the body of an answer, without "ok".
type reply map[string]any

// A method is one method of the Web API: what it asks of the token, how many
// calls a minute it bears, and what it does. It runs under the fake's lock and
// returns the name of an error, or "".
type method struct {
	token  string // "bot" or "app"
	scope  string // "" needs none; "channel:read" stands for the one of the channel's kind
	minute int    // calls a minute; 0 is no limit
	run    func(*call) (reply, string)
}

// Slack's tiers, in calls a minute.
const (
	tier1 = 1
	tier2 = 20
	tier3 = 50
	tier4 = 100
)

// methods lists what the fake knows.
func methods() map[string]method {
	return map[string]method{
		"api.test":              {"", "", tier4, func(*call) (reply, string) { return reply{}, "" }},
		"auth.test":             {"any", "", 300, (*call).authTest},
		"apps.connections.open": {"app", "connections:write", 20 * tier1, (*call).openConnection},
		"blocks.validate":       {"bot", "", tier4, (*call).validateBlocks},
		"team.info":             {"bot", "team:read", tier3, (*call).teamInfo},
		"bots.info":             {"bot", "users:read", tier3, (*call).botInfo},

		"chat.postMessage":   {"bot", "chat:write", 0, (*call).postMessage},
		"chat.postEphemeral": {"bot", "chat:write", tier4, (*call).postEphemeral},
		"chat.update":        {"bot", "chat:write", tier3, (*call).updateMessage},
		"chat.delete":        {"bot", "chat:write", tier3, (*call).deleteMessage},
		"chat.getPermalink":  {"bot", "", 300, (*call).permalink},

		"conversations.info":    {"bot", "channel:read", tier3, (*call).channelInfo},
		"conversations.members": {"bot", "channel:read", tier4, (*call).channelMembers},
		"conversations.history": {"bot", "channel:history", tier3, (*call).history},
		"conversations.replies": {"bot", "channel:history", tier3, (*call).replies},
		"conversations.open":    {"bot", "im:write", tier3, (*call).openDirect},
		"users.conversations":   {"bot", "channels:read", tier3, (*call).userConversations},

		"users.info":            {"bot", "users:read", tier4, (*call).userInfo},
		"usergroups.list":       {"bot", "usergroups:read", tier2, (*call).groups},
		"usergroups.users.list": {"bot", "usergroups:read", tier2, (*call).groupMembers},

		"views.open":    {"bot", "", tier4, (*call).openView},
		"views.push":    {"bot", "", tier4, (*call).pushView},
		"views.update":  {"bot", "", tier4, (*call).updateView},
		"views.publish": {"bot", "", tier4, (*call).publishView},

		"files.getUploadURLExternal":   {"bot", "files:write", tier4, (*call).uploadAddress},
		"files.completeUploadExternal": {"bot", "files:write", tier4, (*call).completeUpload},
		"files.info":                   {"bot", "files:read", tier4, (*call).fileInfo},

		"assistant.threads.setStatus":           {"bot", "assistant:write", tier4, (*call).setStatus},
		"assistant.threads.setTitle":            {"bot", "assistant:write", tier4, (*call).setTitle},
		"assistant.threads.setSuggestedPrompts": {"bot", "assistant:write", tier4, (*call).setPrompts},
	}
}

// A call is one request to a method while it is carried out.
type call struct {
	*Slack
	method   string
	args     args
	token    string // "bot", "app", "", "unknown"
	problems []Problem
}

// serveAPI answers one call of the Web API.
func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request, name string) {
	c := &call{Slack: s, method: name}
	arguments, bearer, err := readArgs(r)
	if err != nil {
		s.answer(w, c, nil, "invalid_form_data")
		return
	}
	c.args = arguments
	c.token = s.tokenKind(bearer)
	if r.URL.Query().Get("token") != "" {
		s.note(name, "the token was sent in the address")
	}
	fault := s.fault(name)
	if fault == nil {
		if out, code := s.perform(c, w); code != limited {
			s.answer(w, c, out, code)
		}
		return
	}
	if fault.Late > 0 {
		s.record(c, fault.name(), fault)
		time.AfterFunc(fault.Late, func() { s.perform(c, discarded{}) })
		panic(http.ErrAbortHandler)
	}
	if !fault.before(w, r) {
		s.record(c, fault.name(), fault)
		fault.cut()
		return
	}
	if fault.Error != "" && !fault.AfterEffect {
		s.answer(w, c, nil, fault.Error)
		return
	}
	out, code := s.perform(c, w)
	switch {
	case code == limited:
	case fault.AfterEffect:
		s.record(c, fault.name(), fault)
		fault.after(w)
	default:
		s.answer(w, c, out, code)
	}
}

// discarded is the answer to a call whose caller has gone.
type discarded struct{}

func (discarded) Header() http.Header         { return http.Header{} }
func (discarded) Write(p []byte) (int, error) { return len(p), nil }
func (discarded) WriteHeader(int)             {}

// limited is what perform returns after it has answered 429 itself.
const limited = "ratelimited"

// perform checks the token and the rate, then carries the call out.
func (s *Slack) perform(c *call, w http.ResponseWriter) (reply, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, known := s.methods[c.method]
	if !known {
		s.violate(c.method, "Slack has no such method, or the fake does not know it")
		return nil, "unknown_method"
	}
	if code := s.authorise(c, m); code != "" {
		return nil, code
	}
	if wait := s.meter(c, m, time.Now()); wait > 0 {
		s.tooMany(c, w, wait)
		return nil, limited
	}
	return m.run(c)
}

// authorise judges the token. The caller holds the lock.
func (s *Slack) authorise(c *call, m method) string {
	switch {
	case m.token == "":
		return ""
	case c.token == "":
		return "not_authed"
	case c.token == "unknown":
		return "invalid_auth"
	case s.revoked != "":
		return s.revoked
	case m.token != "any" && m.token != c.token:
		s.violate(c.method, "the %s token does not work here, the %s token does", c.token, m.token)
		return "not_allowed_token_type"
	}
	need := m.scope
	if kind, rest, _ := strings.Cut(need, ":"); kind == "channel" {
		need = s.world.kind(c.args.text("channel")) + ":" + rest
	}
	if need != "" && c.token == "bot" && s.cfg.Scopes != nil && !slices.Contains(s.cfg.Scopes, need) {
		c.problems = []Problem{{Path: need, Rule: "needed"}}
		return "missing_scope"
	}
	return ""
}

func (s *Slack) tokenKind(token string) string {
	switch token {
	case "":
		return ""
	case s.cfg.BotToken:
		return "bot"
	case s.cfg.AppToken:
		return "app"
	}
	return "unknown"
}

// answer writes the JSON of an answer and records the call.
func (s *Slack) answer(w http.ResponseWriter, c *call, out reply, code string) {
	s.record(c, code, nil)
	if out == nil {
		out = reply{}
	}
	out["ok"] = code == ""
	if code != "" {
		out["error"] = code
	}
	if code == "missing_scope" && len(c.problems) > 0 {
		out["needed"], out["provided"] = c.problems[0].Path, strings.Join(s.cfg.Scopes, ",")
	} else if len(c.problems) > 0 {
		var lines []string
		for _, p := range c.problems {
			lines = append(lines, "[ERROR] "+p.Rule+" [json-pointer:/"+strings.ReplaceAll(p.Path, ".", "/")+"]")
		}
		out["errors"] = lines
		out["response_metadata"] = map[string]any{"messages": lines}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(out)
}

// record adds a call to the log.
func (s *Slack) record(c *call, code string, f *Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := Call{At: time.Now(), Method: c.method, Token: c.token, Args: c.args.raw(), Error: code, Status: http.StatusOK}
	if f != nil {
		entry.Status, entry.RetryAfter = f.status(), f.RetryAfter
	}
	s.calls = append(s.calls, entry)
}

// note records a violation without the lock held.
func (s *Slack) note(where, format string, values ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violate(where, format, values...)
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

// args are the arguments of a call by name, however they were sent.
type args map[string]json.RawMessage

// maxBody is more than any method of Slack takes.
const maxBody = 4 << 20

// readArgs reads the arguments and the token of a request.
func readArgs(r *http.Request) (args, string, error) {
	out := args{}
	add := func(values url.Values) {
		for name, v := range values {
			out[name] = formValue(name, v[0])
		}
	}
	add(r.URL.Query())
	bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body := http.MaxBytesReader(nil, r.Body, maxBody)
	switch {
	case kind == "application/json":
		data, err := io.ReadAll(body)
		if err != nil {
			return nil, "", err
		}
		given := args{}
		if err := json.Unmarshal(data, &given); err != nil && len(data) > 0 { // a call without arguments may have no body
			return nil, "", err
		}
		for name, v := range given {
			out[name] = v
		}
	case kind == "multipart/form-data":
		r.Body = body
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, "", err
		}
		add(r.MultipartForm.Value)
	default:
		r.Body = body
		if err := r.ParseForm(); err != nil {
			return nil, "", err
		}
		add(r.PostForm)
	}
	if bearer == "" {
		bearer = out.text("token")
	}
	delete(out, "token")
	return out, bearer, nil
}

// formValue returns the JSON of a form value: arguments that are structures
// hold JSON already.
func formValue(name, value string) json.RawMessage {
	structured := []string{"blocks", "attachments", "metadata", "view", "prompts", "files", "users"}
	if slices.Contains(structured, name) && json.Valid([]byte(value)) {
		return json.RawMessage(value)
	}
	quoted, _ := json.Marshal(value)
	return quoted
}

// text returns an argument as text; numbers and truth values as written.
func (a args) text(name string) string {
	var text string
	if json.Unmarshal(a[name], &text) == nil {
		return text
	}
	return strings.Trim(string(a[name]), `"`)
}

// has reports whether an argument was given and is neither null nor empty.
func (a args) has(name string) bool {
	v := string(a[name])
	return v != "" && v != "null" && v != `""`
}

// truth returns an argument as a truth value, and whether it was given.
func (a args) truth(name string) (value, given bool) {
	v := a.text(name)
	return v == "true" || v == "1", v != ""
}

// number returns an argument as a number, or the other one.
func (a args) number(name string, other int) int {
	if n, err := strconv.Atoi(a.text(name)); err == nil {
		return n
	}
	return other
}

func (a args) raw() json.RawMessage {
	data, _ := json.Marshal(a)
	return data
}
