package slack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// rigs is where the scripts stand that start local-slack, beside the project.
const rigs = "../../../shared/rigs"

// What the rig knows its app by. The tokens are those of its own settings.
const (
	rigBotToken = "xoxb-" + "test-token"
	rigAppToken = "xapp-" + "test-token"
	rigSigning  = "test-signing-secret"
)

// patience is how long the rig may take to be installed and started, and
// briskness how long anything may take to show once it runs.
const (
	patience  = 2 * time.Minute
	briskness = 15 * time.Second
)

// A rig is a local-slack: a Slack that this project did not write, as a process
// of its own on loopback.
type rig struct {
	t     *testing.T
	base  string // address without a slash at the end
	ui    *websocket.Conn
	news  chan frame // everything the user interface is told, in order
	stack []view     // the modals that are open, the top one last
	home  view       // the App Home shown last
	wrong map[string]string
}

// A frame is what local-slack tells its user interface.
type frame struct {
	T      string            `json:"t"`
	Stack  []view            `json:"stack"`
	View   view              `json:"view"`
	Errors map[string]string `json:"errors"`
}

type view struct {
	ID         string            `json:"id"`
	CallbackID string            `json:"callback_id"`
	Blocks     []json.RawMessage `json:"blocks"`
}

// A shown is a message as a channel shows it.
type shown struct {
	TS        string            `json:"ts"`
	ThreadTS  string            `json:"thread_ts"`
	User      string            `json:"user"`
	Text      string            `json:"text"`
	Blocks    []json.RawMessage `json:"blocks"`
	Ephemeral string            `json:"ephemeral_to"` // who alone sees it
}

// all returns everything in the blocks, as text.
func all(blocks []json.RawMessage) string {
	var b strings.Builder
	for _, block := range blocks {
		b.Write(append(block, '\n'))
	}
	return b.String()
}

// needsRig skips the test, in one line, where the rig cannot be.
func needsRig(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("local-slack is not started in short runs")
	}
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("local-slack comes for linux/amd64 only")
	}
	if _, err := os.Stat(filepath.Join(rigs, "start-slack.sh")); err != nil {
		t.Skipf("the rigs are not beside the project: %v", err)
	}
	for _, tool := range []string{"bash", "node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("local-slack needs %s, which is not here", tool)
		}
	}
}

// startRig starts local-slack in a mode, socket or events. In the mode events it
// posts to the address. It is ended with the test.
func startRig(t *testing.T, mode, events string) *rig {
	t.Helper()
	folder := t.TempDir()
	copyRig(t, folder, events)
	port := freePort(t)
	cmd := exec.Command(filepath.Join(folder, "start-slack.sh"), mode, fmt.Sprint(port))
	output, err := os.Create(filepath.Join(folder, "output"))
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
	r := &rig{t: t, base: fmt.Sprintf("http://127.0.0.1:%d", port), news: make(chan frame, 10_000)}
	r.awaitStart(ended, output.Name())
	r.listen()
	return r
}

// copyRig copies the scripts, with the address that events go to in place of
// their own: its port may be taken on this machine.
func copyRig(t *testing.T, folder, events string) {
	t.Helper()
	for _, name := range []string{"start-slack.sh", "slack-loopback.js", "slack-socket.yaml", "slack-events.yaml"} {
		text, err := os.ReadFile(filepath.Join(rigs, name))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(text), "\n")
		for i, line := range lines {
			if before, _, ok := strings.Cut(line, "requestUrl:"); ok {
				lines[i] = before + "requestUrl: " + events + "\n"
			}
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(strings.Join(lines, "")), 0o700); err != nil {
			t.Fatal(err)
		}
	}
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
		resp, err := http.Get(r.base + "/_control/state")
		if err == nil {
			resp.Body.Close()
			return
		}
		select {
		case err := <-ended:
			said, _ := os.ReadFile(output)
			if !installed() {
				r.t.Skipf("npm does not install local-slack (%v)", err)
			}
			r.t.Fatalf("local-slack ended with %v:\n%s", err, said)
		case <-deadline:
			said, _ := os.ReadFile(output)
			r.t.Fatalf("local-slack does not answer within %v:\n%s", patience, said)
		case <-tick.C:
		}
	}
}

// installed reports whether npm has put local-slack where the script looks.
func installed() bool {
	folder := os.Getenv("ATTACHE_RIGS")
	if folder == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return false
		}
		folder = filepath.Join(cache, "attache-rigs")
	}
	_, err := os.Stat(filepath.Join(folder, "slack/node_modules/local-slack-linux-x64/bin/local-slack"))
	return err == nil
}

// listen opens the user interface and notes what it is told.
func (r *rig) listen() {
	r.t.Helper()
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(r.base, "http")+"/ui", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	r.ui = conn
	r.t.Cleanup(func() { conn.Close() })
	go func() {
		defer close(r.news)
		for {
			var f frame
			if err := conn.ReadJSON(&f); err != nil {
				return
			}
			r.news <- f
		}
	}()
}

// await returns once ok reports true. It asks after everything that the user
// interface is told, and now and then for what it is not told.
func (r *rig) await(what string, ok func() bool) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), briskness)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case f, open := <-r.news:
			if !open {
				r.t.Fatalf("local-slack is gone; waiting for %s", what)
			}
			r.note(f)
		case <-ctx.Done():
			r.t.Fatalf("%s does not come within %v; the rig's log:\n%s", what, briskness, r.get("/_control/log"))
		}
	}
}

func (r *rig) note(f frame) {
	switch f.T {
	case "view":
		r.stack, r.wrong = f.Stack, nil
	case "view_errors":
		r.wrong = f.Errors
	case "home":
		r.home = f.View
	}
}

// messages returns what the channel shows, private messages among it.
func (r *rig) messages(channel string) []shown {
	r.t.Helper()
	var got struct{ Messages []shown }
	if err := json.Unmarshal(r.get("/_control/messages/"+channel), &got); err != nil {
		r.t.Fatal(err)
	}
	return got.Messages
}

// awaitMessage returns the first message of the channel that fits.
func (r *rig) awaitMessage(channel, what string, fits func(shown) bool) shown {
	r.t.Helper()
	var found shown
	r.await(what, func() bool {
		for _, m := range r.messages(channel) {
			if fits(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func (r *rig) get(path string) []byte {
	r.t.Helper()
	resp, err := http.Get(r.base + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return body
}

// does lets somebody do something, such as command or interact.
func (r *rig) does(what string, body map[string]any) {
	r.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := http.Post(r.base+"/_control/"+what, "application/json", bytes.NewReader(text))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		r.t.Fatalf("%s %s: status %d, %s, %v", what, text, resp.StatusCode, said, err)
	}
}

// submits sends the top modal with values: block, action, what a client would
// put there.
func (r *rig) submits(user string, values map[string]map[string]any) {
	r.t.Helper()
	if err := r.ui.WriteJSON(map[string]any{"t": "view_submit", "user": user, "values": values}); err != nil {
		r.t.Fatal(err)
	}
}

// loud keeps what is logged. It may be written to by many goroutines at once,
// and is read when all of them have ended.
type loud struct {
	t     *testing.T
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
