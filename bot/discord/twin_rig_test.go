package discord_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// rigs is where the scripts stand that start discord-digital-twin, beside the
// project.
const rigs = "../../../shared/rigs"

// patience is how long the rig may take to be installed and started, and
// briskness how long anything may take to show once it runs.
const (
	patience  = 2 * time.Minute
	briskness = 15 * time.Second
)

// A rig is a discord-digital-twin: a Discord that this project did not write, as
// a process of its own on loopback.
type rig struct {
	t       *testing.T
	control string // address without a slash at the end
	info    struct {
		API, Token, App, Guild string
	}
}

// A shown is a message as a channel shows it.
type shown struct {
	ID         string          `json:"id"`
	Flags      int             `json:"flags"`
	Content    string          `json:"content"`
	Components json.RawMessage `json:"components"`
}

// ephemeral is the flag of a message that one person sees alone.
const ephemeral = 1 << 6

// A said is how the app first responded to something.
type said struct {
	Acknowledged bool    `json:"acknowledged"`
	Type         int     `json:"type"`
	MessageID    *string `json:"messageId"`
	Data         *string `json:"data"`
}

// data returns what the response holds, as text.
func (s said) data() string {
	if s.Data == nil {
		return ""
	}
	return *s.Data
}

// A part is a component of a message or of a modal, whatever it is.
type part struct {
	Type       int    `json:"type"`
	CustomID   string `json:"custom_id"`
	Label      string `json:"label"`
	Content    string `json:"content"`
	Value      string `json:"value"`
	Components []part `json:"components"`
	Component  *part  `json:"component"`
	Accessory  *part  `json:"accessory"`
	Options    []struct {
		Label string `json:"label"`
		Value string `json:"value"`
	} `json:"options"`
}

// parts returns every component in a list of them, in reading order.
func parts(components []byte) []part {
	var top []part
	if len(components) == 0 || json.Unmarshal(components, &top) != nil {
		return nil
	}
	var all []part
	var walk func([]part)
	walk = func(some []part) {
		for _, p := range some {
			all = append(all, p)
			walk(p.Components)
			for _, inner := range []*part{p.Component, p.Accessory} {
				if inner != nil {
					walk([]part{*inner})
				}
			}
		}
	}
	walk(top)
	return all
}

// text returns what the message says.
func (s shown) text() string {
	lines := []string{s.Content}
	for _, p := range parts(s.Components) {
		lines = append(lines, p.Content)
	}
	return strings.Join(lines, "\n")
}

// needsRig skips the test, in one line, where the rig cannot be.
func needsRig(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("discord-digital-twin is not started in short runs")
	}
	if _, err := os.Stat(filepath.Join(rigs, "start-discord.sh")); err != nil {
		t.Skipf("the rigs are not beside the project: %v", err)
	}
	for _, tool := range []string{"bash", "node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("discord-digital-twin needs %s, which is not here", tool)
		}
	}
}

// startRig starts discord-digital-twin. It is ended with the test.
func startRig(t *testing.T) *rig {
	t.Helper()
	port := freePort(t)
	cmd := exec.Command(filepath.Join(rigs, "start-discord.sh"), fmt.Sprint(port))
	output, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer output.Close()
	cmd.Stdout, cmd.Stderr = output, output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		if cmd.Process.Signal(syscall.SIGTERM) != nil {
			return // it has ended by itself
		}
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			cmd.Process.Kill()
			<-ended
		}
	})
	r := &rig{t: t, control: fmt.Sprintf("http://127.0.0.1:%d", port)}
	r.awaitStart(ended, output.Name())
	r.does("info", nil, &r.info)
	return r
}

// freePort returns a port of loopback that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// awaitStart returns once the rig answers. Where npm cannot install it, the test
// is skipped.
func (r *rig) awaitStart(ended <-chan error, output string) {
	r.t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		resp, err := http.Post(r.control+"/info", "application/json", nil)
		if err == nil {
			resp.Body.Close()
			return
		}
		select {
		case err := <-ended:
			said, _ := os.ReadFile(output)
			if !installed() {
				r.t.Skipf("npm does not install discord-digital-twin (%v)", err)
			}
			r.t.Fatalf("discord-digital-twin ended with %v:\n%s", err, said)
		case <-deadline:
			said, _ := os.ReadFile(output)
			r.t.Fatalf("discord-digital-twin does not answer within %v:\n%s", patience, said)
		case <-tick.C:
		}
	}
}

// installed reports whether npm has put discord-digital-twin where the script
// looks.
func installed() bool {
	folder := os.Getenv("ATTACHE_RIGS")
	if folder == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return false
		}
		folder = filepath.Join(cache, "attache-rigs")
	}
	_, err := os.Stat(filepath.Join(folder, "discord/node_modules/discord-digital-twin/package.json"))
	return err == nil
}

// await returns once ok reports true; it is asked again and again.
func (r *rig) await(what string, ok func() bool) {
	r.t.Helper()
	deadline := time.After(briskness)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			r.t.Fatalf("%s does not come within %v", what, briskness)
		}
	}
}

// does calls the control port, and decodes what it answers into what into
// points to, unless that is nil.
func (r *rig) does(what string, body map[string]any, into any) {
	r.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.Post(r.control+"/"+what, "application/json", bytes.NewReader(text))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		r.t.Fatalf("%s %s: status %d, %s, %v", what, text, resp.StatusCode, answer, err)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(answer, into); err != nil {
		r.t.Fatalf("%s answers %s: %v", what, answer, err)
	}
}

// awaitResponse lets somebody do something and returns its interaction, and how
// the app first responded.
func (r *rig) awaitResponse(what string, body map[string]any) (id string, response said) {
	r.t.Helper()
	var sent struct{ ID string }
	r.does(what, body, &sent)
	r.await(fmt.Sprintf("a response to %s %v", what, body), func() bool {
		response = r.response(sent.ID)
		return response.Acknowledged
	})
	return sent.ID, response
}

func (r *rig) response(id string) (response said) {
	r.t.Helper()
	r.does("response", map[string]any{"id": id}, &response)
	return response
}

// awaitMessage lets somebody do something and returns the message that answers
// it, once it says something with the words in it.
func (r *rig) awaitMessage(what string, body map[string]any, words string) shown {
	r.t.Helper()
	id, _ := r.awaitResponse(what, body)
	return r.messageOf(id, words)
}

// messageOf returns the message that answers an interaction, once it says
// something with the words in it.
func (r *rig) messageOf(id, words string) (found shown) {
	r.t.Helper()
	last := "nothing"
	r.t.Cleanup(func() {
		if r.t.Failed() && found.ID == "" {
			r.t.Logf("the answer without %q: %s", words, last)
		}
	})
	r.await(fmt.Sprintf("an answer with %q", words), func() bool {
		response := r.response(id)
		last = fmt.Sprintf("response of type %d with %s", response.Type, response.data())
		if response.MessageID == nil {
			return false
		}
		var all []shown
		r.does("messages", map[string]any{"channel": general}, &all)
		for _, m := range all {
			if m.ID != *response.MessageID {
				continue
			}
			if last = m.text(); strings.Contains(last, words) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

// loud keeps what is logged. It may be written to by many goroutines at once,
// and is read when all of them have ended.
type loud struct {
	mu    sync.Mutex
	lines []string
}

// Write implements [io.Writer].
func (l *loud) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, string(bytes.TrimSpace(line)))
	return len(line), nil
}
