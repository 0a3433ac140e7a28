package discordfake

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// endpointPath is where an app in this process is called.
const endpointPath = "http://app.fake/discord/interactions"

// newKey returns the key that every fake signs with. It opens nothing.
func newKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte("discordfake: a key for nobody!!!"))
}

// PublicKey returns the key that interactions by HTTP are verified with, in
// hexadecimal.
func (d *Discord) PublicKey() string { return d.publicKey() }

func (d *Discord) publicKey() string {
	return hex.EncodeToString(d.key.Public().(ed25519.PublicKey))
}

// Serve makes the fake deliver interactions by signed HTTP instead of the
// gateway, to a handler in this process. Nil goes back to the gateway.
func (d *Discord) Serve(app http.Handler) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if app == nil {
		d.address = ""
		return
	}
	d.address = endpointPath
	d.endpoint = inProcess{handler: app, reach: func(*url.URL) bool { return true }}
}

// ServeAt makes the fake deliver interactions by signed HTTP to an address.
func (d *Discord) ServeAt(address string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.address, d.endpoint = address, http.DefaultTransport
}

// CommandRequest returns the signed request of a slash command without sending
// it, for a test to forge. Its token works.
func (d *Discord) CommandRequest(user, channel, name string, options ...Opt) *http.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	v := d.typed(commandKind, user, channel, name, options)
	if v.Refused != "" {
		panic("discordfake: " + v.Refused)
	}
	v.sent = time.Now()
	return d.callback(v.payload)
}

// PingRequest returns the signed request by which Discord makes sure that an
// address is the app's: the answer is {"type":1}.
func (d *Discord) PingRequest() *http.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.callback(object{
		"id": d.id(), "application_id": AppID, "type": pingKind, "token": d.secret("ping"), "version": 1,
		"user": d.userObject(d.world.users[Owen]), "entitlements": list{}, "authorizing_integration_owners": object{},
	})
}

// Sign signs a request for a moment; its body is read and put back.
func (d *Discord) Sign(r *http.Request, at time.Time) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(fmt.Sprintf("discordfake: sign: %v", err))
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	when := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("X-Signature-Timestamp", when)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(d.key, append([]byte(when), body...))))
}

// Deliver sends a request as it stands, forged or not, and returns the status
// and the body of the answer; status 0 means that none came within 3 s.
func (d *Discord) Deliver(r *http.Request) (status int, body string) {
	d.mu.Lock()
	endpoint := d.endpoint
	d.mu.Unlock()
	if endpoint == nil {
		panic("discordfake: Serve or ServeAt comes before Deliver")
	}
	ctx, cancel := context.WithTimeout(r.Context(), AckLimit)
	defer cancel()
	status, data, _ := exchange(ctx, endpoint, r.WithContext(ctx))
	return status, string(data)
}

// callback returns the signed request of an interaction. The caller holds the
// lock.
func (d *Discord) callback(payload object) *http.Request {
	address := d.address
	if address == "" {
		address = endpointPath
	}
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(string(mustJSON(payload))))
	if err != nil {
		panic(fmt.Sprintf("discordfake: callback: %v", err))
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	d.Sign(r, time.Now())
	return r
}

// callBack delivers one interaction by HTTP and takes the answer as its
// response; 202 says that the response comes by REST.
func (d *Discord) callBack(v *Delivery) {
	d.mu.Lock()
	r, endpoint := d.callback(v.payload), d.endpoint
	d.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), AckLimit)
	defer cancel()
	status, body, err := exchange(ctx, endpoint, r.WithContext(ctx))
	d.mu.Lock()
	defer d.mu.Unlock()
	v.response.Status = status
	if v.finished() || v.responded || status == http.StatusAccepted || errors.Is(err, context.DeadlineExceeded) {
		return // answered by REST, to be answered so, or missed, which is counted as such
	}
	c := &call{Discord: d, route: &route{method: "HTTP", path: v.Kind}, at: v.sent}
	if status != http.StatusOK || json.Unmarshal(body, &c.body) != nil {
		d.violate(v.Kind, "the app answered %d (%v) to an interaction by HTTP", status, err)
		return
	}
	c.raw = body
	for _, fault := range d.cfg.Schema.judge("POST", "/interactions/{interaction_id}/{interaction_token}/callback", c.body) {
		d.violate(v.Kind, "breaks the OpenAPI document: %s", fault)
	}
	c.settle(v)
}

// exchange makes one round trip that ends with its context, even if the app
// does not. What went wrong is in err.
func exchange(ctx context.Context, endpoint http.RoundTripper, r *http.Request) (status int, body []byte, err error) {
	type result struct {
		status int
		body   []byte
		err    error
	}
	done := make(chan result, 1)
	go func() {
		response, err := endpoint.RoundTrip(r)
		if err != nil {
			done <- result{err: err}
			return
		}
		defer response.Body.Close()
		data, err := io.ReadAll(io.LimitReader(response.Body, mostBody))
		done <- result{response.StatusCode, data, err}
	}()
	select {
	case got := <-done:
		return got.status, got.body, got.err
	case <-ctx.Done():
		return 0, nil, ctx.Err()
	}
}
