package discordfake

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Fault is what goes wrong with the next requests to one route. Without any
// of Status, RetryAfter, Drop, Hang, Late and Huge they succeed, after Delay.
type Fault struct {
	Route       string        // as "POST /channels/{channel_id}/messages"; "" is every route; "gateway" and "cdn" are routes too
	Status      int           // answer with this HTTP status
	Code        int           // Discord's code in the JSON of the answer; 0 answers no JSON
	RetryAfter  time.Duration // answer 429
	Global      bool          // the 429 is for everything the bot does
	Shared      bool          // the 429 is of a limit shared with others, and not the bot's fault
	HTML        bool          // the 429 comes from Cloudflare: a page, no JSON and no header of a rate
	Drop        bool          // cut the connection instead of answering
	Hang        bool          // answer never; the connection stays
	Late        time.Duration // cut the connection, and carry the request out after this
	Huge        int           // answer 200 with so many bytes of rubbish
	Delay       time.Duration // wait before anything
	AfterEffect bool          // carry the request out, then fail
	Times       int           // how many requests; 0 is one, negative is all from now on
}

// Inject makes the next requests go wrong. Faults of one route are used in the
// order in which they were injected.
func (d *Discord) Inject(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	d.faults = append(d.faults, &f)
}

// Fail answers the next n requests to a route with a status and a code.
func (d *Discord) Fail(route string, status, code, n int) {
	d.Inject(Fault{Route: route, Status: status, Code: code, Times: n})
}

// Heal removes all faults that are still to come.
func (d *Discord) Heal() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = nil
}

// fault takes the next fault of a route; nil when there is none.
func (d *Discord) fault(name string) *Fault {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, f := range d.faults {
		if f.Route != name && (f.Route != "" || name == "gateway" || name == "cdn") {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				d.faults = append(d.faults[:i:i], d.faults[i+1:]...)
			}
		}
		copied := *f
		return &copied
	}
	return nil
}

// limited makes the bucket that a fault of a request names, or the bot's rate,
// refuse requests for as long as the fault says. A page names none.
func (d *Discord) limited(c *call, f *Fault) {
	if f == nil || f.RetryAfter == 0 || f.HTML {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if f.Global {
		d.pause(globalMeter, f.RetryAfter)
	} else {
		d.pause(c.bucket(), f.RetryAfter)
	}
}

// fails reports whether the fault answers in place of the route.
func (f *Fault) fails() bool {
	return f.Status != 0 || f.RetryAfter > 0 || f.Drop || f.Hang || f.Huge > 0
}

// before delays the request. It reports whether the caller waited as long.
func (f *Fault) before(_ http.ResponseWriter, r *http.Request) bool {
	return f.Delay <= 0 || sleep(r.Context(), f.Delay)
}

// cut ends the connection of a request that gets no answer.
func (f *Fault) cut() { panic(http.ErrAbortHandler) }

// fail writes the answer of the fault, or none.
func (f *Fault) fail(w http.ResponseWriter, r *http.Request, closed <-chan struct{}) {
	switch {
	case f.Hang:
		select {
		case <-r.Context().Done():
		case <-closed:
		}
		f.cut()
	case f.Drop || f.Late > 0:
		f.cut()
	case f.Huge > 0:
		w.Header().Set("Content-Type", "application/json")
		rubbish := []byte(strings.Repeat(" ", 64<<10))
		for left := f.Huge; left > 0; left -= len(rubbish) {
			if _, err := w.Write(rubbish[:min(left, len(rubbish))]); err != nil {
				return
			}
		}
	case f.RetryAfter > 0:
		f.limit(w)
	case f.Code == 0:
		http.Error(w, "<html><body>upstream connect error</body></html>", f.Status)
	default:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(f.Status)
		w.Write(mustJSON(refuse(f.Status, f.Code).body))
	}
}

// limit answers 429 in the form that was asked for.
func (f *Fault) limit(w http.ResponseWriter) {
	if f.HTML {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Retry-After", strconv.Itoa(int((f.RetryAfter+time.Second-1)/time.Second)))
		w.WriteHeader(http.StatusTooManyRequests)
		w.Write([]byte("<!doctype html><title>Access denied | discord.com used Cloudflare to restrict access</title>error code: 1015"))
		return
	}
	scope := "user"
	switch {
	case f.Global:
		scope = "global"
	case f.Shared:
		scope = "shared"
	}
	a := tooMany(f.RetryAfter, scope, nil)
	for name, v := range a.header {
		w.Header()[name] = v
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	w.Write(mustJSON(a.body))
}

// outcome returns what the log says of a request that met the fault; status 0
// is no answer.
func (f *Fault) outcome() answer {
	switch {
	case f.RetryAfter > 0:
		scope := "user"
		if f.Shared {
			scope = "shared"
		}
		return answer{status: http.StatusTooManyRequests, header: http.Header{"X-Ratelimit-Scope": {scope}}}
	case f.Drop, f.Hang, f.Status == 0 && f.Huge == 0:
		return answer{}
	case f.Huge > 0:
		return answer{status: http.StatusOK}
	}
	return answer{status: f.Status, body: object{"code": f.Code}}
}
