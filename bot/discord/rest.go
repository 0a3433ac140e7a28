package discord

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot/intake"
	"attache/commands"
)

// agent is how every call introduces itself: Discord turns away who does not say
// what library it is.
const agent = "DiscordBot (https://github.com/bwmarrin/discordgo, v" + discordgo.VERSION + ") attache"

// The bounds of one call.
const (
	callLimit     = 8 * time.Second // so that one that hangs does not hold up the others for long
	largestAnswer = 4 << 20
	mostTries     = 5
	tryAfter      = 500 * time.Millisecond // doubled with every try
)

// rest is every call of the REST API. The library's own client is not used for
// them: it repeats posts, waits in vain and reads without bounds. It may be used
// from many goroutines at once.
type rest struct {
	api    string
	token  intake.Secret
	client *http.Client
	limit  *limiter
	counts *counters
	health *health
	log    *slog.Logger
	refuse func(code int)
}

// newRest returns the client of a platform whose settings, counts, health and
// log are set.
func newRest(p *Platform) *rest {
	return &rest{api: p.cfg.API, token: p.cfg.Token, client: straight(p.cfg.HTTPClient), limit: newLimiter(),
		counts: p.counts, health: p.health, log: p.log, refuse: p.refuse}
}

// straight returns a client that follows no redirect: the token goes to the
// address of the settings or nowhere.
func straight(c *http.Client) *http.Client {
	out := *c
	out.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &out
}

// A call is one call of the REST API.
type call struct {
	name     string // in errors and logs; calls of one name share limits, but for
	resource string // the channel, server or webhook they are about
	method   string
	path     string // from the base address; it may hold the token of an interaction
	body     any    // as JSON; nil is none
	files    []commands.File
	hook     bool             // it answers an interaction, with that one's token in its path
	single   bool             // no other call shares limits with it
	again    bool             // made twice, it has the effect of one
	draft    bool             // a plainer one is made when Discord fails on this one
	limit    time.Duration    // of one try; zero is callLimit
	until    *intake.Deadline // after which no byte of it leaves; nil is none
	began    *atomic.Bool     // with until: becomes true when its body is first read
}

// do makes a call and decodes what it returns; a nil into lets that go. It makes
// the call again when it is certain that it had no effect: when Discord answered
// that it was one too many, or could not be reached. A call that may be made
// twice is also made again when Discord failed or said nothing.
func (r *rest) do(ctx context.Context, c call, into any) error {
	kind, body, err := encode(c.body, c.files)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	doubtful := false // an earlier try may have had its effect
	for try := range mostTries {
		var wait time.Duration
		err = r.once(ctx, c, kind, body, into)
		var limited *tooMany
		switch {
		case err == nil, doubtful && answered(err):
			return nil
		case errors.As(err, &limited):
			wait = limited.after + settle
		case neverSent(err):
			wait = tryAfter << try
		case c.again && unclear(err) && !(c.draft && tooRich(err)):
			wait = tryAfter << try
			doubtful = true
		default:
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if try == mostTries-1 || intake.Sleep(ctx, wait) != nil {
			break
		}
	}
	return fmt.Errorf("%s: %w", c.name, err)
}

// once makes a call once, when its turn has come.
func (r *rest) once(ctx context.Context, c call, kind string, body []byte, into any) error {
	pass, err := r.limit.enter(ctx, toll{c.name, c.resource, c.hook, c.single})
	if err != nil {
		r.counts.withheld.Add(1)
		return notMade{err}
	}
	var v *verdict
	defer func() { r.limit.leave(pass, v) }()
	// What was refused while this one waited ends it too.
	if refused := r.health.refusal(); refused != nil {
		return refused
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.limit, callLimit))
	defer cancel()
	var out io.Reader = bytes.NewReader(body)
	if c.until != nil {
		if c.until.Passed() {
			return notMade{intake.ErrTooLate}
		}
		out = c.until.Guard(watched{out, c.began})
	}
	req, err := http.NewRequestWithContext(ctx, c.method, r.api+c.path, out)
	if err != nil {
		return intake.Bare(err)
	}
	req.ContentLength = int64(len(body))
	req.Header.Set("User-Agent", agent)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if !c.hook {
		req.Header.Set("Authorization", "Bot "+string(r.token))
	}
	r.counts.calls.Add(1)
	resp, err := r.client.Do(req)
	if err != nil {
		return intake.Bare(err)
	}
	defer resp.Body.Close()
	v = verdictOf(resp)
	return r.read(c, resp, v, into)
}

// A watched reader notes that it is read.
type watched struct {
	io.Reader
	began *atomic.Bool
}

// Read implements [io.Reader].
func (w watched) Read(p []byte) (int, error) {
	w.began.Store(true)
	return w.Reader.Read(p)
}

// read judges an answer, by its status before its body: not everything that
// answers in Discord's place writes JSON.
func (r *rest) read(c call, resp *http.Response, v *verdict, into any) error {
	if v.invalid {
		r.counts.invalid.Add(1)
	}
	if resp.StatusCode == http.StatusUnauthorized && !c.hook {
		r.refuse(resp.StatusCode)
		return r.health.refusal()
	}
	well := resp.StatusCode/100 == 2
	if well && (into == nil || resp.StatusCode == http.StatusNoContent) {
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, largestAnswer+1))
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		r.counts.limited.Add(1)
		return v.tooMany(text)
	case !well:
		return saidOf(resp.StatusCode, text)
	case err != nil:
		return intake.Bare(err)
	case len(text) > largestAnswer:
		return errors.New("the answer is larger than is read")
	}
	if err := json.Unmarshal(text, into); err != nil {
		return errors.New("the answer cannot be read") // what it holds is nobody's business
	}
	return nil
}

// A notMade is why a call was not made: its turn would come too late.
type notMade struct{ error }

// Unwrap returns the error.
func (n notMade) Unwrap() error { return n.error }

// neverSent reports whether a call cannot have reached Discord.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// unclear reports whether a call may or may not have had an effect.
func unclear(err error) bool {
	var told *said
	if errors.As(err, &told) {
		return told.status >= http.StatusInternalServerError
	}
	var refused *refusal
	var limited *tooMany
	_, waited := errors.AsType[notMade](err)
	return err != nil && !waited && !errors.As(err, &refused) && !errors.As(err, &limited)
}
