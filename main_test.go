package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"attache": main})
}

// TestScripts runs the program as people do, one script for each thing they
// want. The scripts know a few commands more than testscript's own; each has a
// comment in scriptCommands.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                scriptCommands(),
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("TZ", "UTC")
			return nil
		},
	})
}

func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"exits":     exits,
		"bytes":     writeBytes,
		"large":     large,
		"prose":     prose,
		"truncate":  truncate,
		"damage":    damage,
		"oneline":   oneLine,
		"whilst":    whilst,
		"signals":   signals,
		"impatient": impatient,
		"safe":      safe,
	}
}

// exits CODE PROGRAM ARG... runs a program that must end with the exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [argument...]")
	}
	code := 0
	var ended *exec.ExitError
	err := ts.Exec(args[1], args[2:]...)
	switch {
	case errors.As(err, &ended):
		code = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if want := args[0]; strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, want %s", code, want)
	}
}

// bytes FILE TEXT writes the text. In both, \x escapes stand for bytes.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	var out [2]string
	for i := range out {
		text, err := strconv.Unquote(`"` + args[i] + `"`)
		ts.Check(err)
		out[i] = text
	}
	ts.Check(os.WriteFile(ts.MkAbs(out[0]), []byte(out[1]), 0o600))
}

// large FILE BYTES makes a file of that many bytes, all x in one line. It
// is sparse when its name ends in .sparse.txt.
func large(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	path := ts.MkAbs(args[0])
	if strings.HasSuffix(path, ".sparse.txt") {
		ts.Check(os.WriteFile(path, []byte("x"), 0o600))
		ts.Check(os.Truncate(path, int64(size)))
		return
	}
	ts.Check(os.WriteFile(path, bytes.Repeat([]byte("x"), size), 0o600))
}

// prose FILE BYTES makes a document of about that many bytes, all paragraphs.
func prose(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	paragraph := strings.Repeat("The harbour was closed on Monday. ", 8) + "\n\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(paragraph, size/len(paragraph))), 0o600))
}

// truncate FILE BYTES cuts a file.
func truncate(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// damage FILE TEXT changes the text by a letter wherever it stands in a file.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	whole := []byte(args[1])
	if !bytes.Contains(data, whole) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	broken := bytes.Clone(whole)
	broken[len(broken)/2] ^= 1
	ts.Check(os.WriteFile(path, bytes.ReplaceAll(data, whole, broken), 0o600))
}

// oneline stdout|stderr checks that the last program wrote exactly one line.
func oneLine(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") {
		ts.Fatalf("%s has more or less than one line:\n%s", args[0], text)
	}
}

// safe stdout|stderr checks that nothing in it steers a terminal.
func safe(ts *testscript.TestScript, _ bool, args []string) {
	for _, r := range ts.ReadFile(args[0]) {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e {
			ts.Fatalf("%s holds %q", args[0], r)
		}
	}
}

// whilst STORE CODE PROGRAM ARG... is exits whilst another process has the
// store open.
func whilst(ts *testscript.TestScript, neg bool, args []string) {
	other := start(ts, "run", "-store", args[0])
	defer other.end()
	other.say("whoami")
	exits(ts, neg, args[1:])
}

// signals NAME TEXT ARG... runs the program with its input held open until it
// has written a line with the text, sends it the signal, and checks that it ends
// with code 0.
func signals(ts *testscript.TestScript, _ bool, args []string) {
	signal := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM}[args[0]]
	p := start(ts, args[2:]...)
	p.await(args[1])
	ts.Check(p.cmd.Process.Signal(signal))
	io.Copy(io.Discard, p.out)
	if err := p.cmd.Wait(); err != nil {
		ts.Fatalf("after %s the program ended with %v", args[0], err)
	}
}

// impatient TEXT ARG... runs the program until it has written a line with the
// text, interrupts it again and again, and checks that it ends by the signal and
// not in its own good time.
func impatient(ts *testscript.TestScript, _ bool, args []string) {
	p := start(ts, args[1:]...)
	p.await(args[0])
	ended := make(chan error)
	go func() {
		io.Copy(io.Discard, p.out)
		ended <- p.cmd.Wait()
	}()
	for {
		select {
		case <-ended:
			if code := p.cmd.ProcessState.ExitCode(); code >= 0 {
				ts.Fatalf("the program ended by itself, with code %d", code)
			}
			return
		default:
			p.cmd.Process.Signal(os.Interrupt)
		}
	}
}

// A process is the program, running beside a script.
type process struct {
	ts  *testscript.TestScript
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func start(ts *testscript.TestScript, args ...string) *process {
	cmd := exec.Command(lookPath(ts), args...)
	cmd.Dir = ts.Getenv("WORK")
	for _, name := range []string{"PATH", "HOME", "XDG_DATA_HOME", "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	in, err := cmd.StdinPipe()
	ts.Check(err)
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	cmd.Stderr = cmd.Stdout
	ts.Check(cmd.Start())
	return &process{ts: ts, cmd: cmd, in: in, out: bufio.NewReader(out)}
}

// lookPath returns where the script's own path finds the program.
func lookPath(ts *testscript.TestScript) string {
	for _, folder := range filepath.SplitList(ts.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(folder, "attache")); err == nil {
			return filepath.Join(folder, "attache")
		}
	}
	ts.Fatalf("the program is not in the script's path")
	return ""
}

// say writes a line and waits for the first line of the answer.
func (p *process) say(line string) {
	_, err := io.WriteString(p.in, line+"\n")
	p.ts.Check(err)
	_, err = p.out.ReadString('\n')
	p.ts.Check(err)
}

// await waits for a line that holds the text.
func (p *process) await(text string) {
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			p.ts.Fatalf("the program ended before it wrote %q: %v", text, err)
		}
		if strings.Contains(line, text) {
			return
		}
	}
}

// end closes the input, on which the program leaves, and waits for that.
func (p *process) end() {
	p.in.Close()
	io.Copy(io.Discard, p.out)
	p.cmd.Wait()
}
