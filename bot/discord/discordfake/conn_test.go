package discordfake_test

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

// connect returns one end of a connection in memory, whose other end waits for
// a request.
func connect(t *testing.T) net.Conn {
	t.Helper()
	a := openApp(t, discordfake.Config{})
	c, err := a.fake.Dialer().NetDialContext(t.Context(), "tcp", "discord.fake:80")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestConnDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, start := connect(t), time.Now()
		read := func() (time.Duration, error) {
			from := time.Now()
			_, err := c.Read(make([]byte, 8))
			return time.Since(from), err
		}
		c.SetReadDeadline(start.Add(time.Second))
		if took, err := read(); took != time.Second || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("read for %v: %v, want a second", took, err)
		}
		if took, err := read(); took != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("past the deadline, read for %v: %v", took, err)
		}
		c.SetDeadline(time.Now().Add(time.Second))
		time.AfterFunc(time.Second/2, func() { c.SetReadDeadline(time.Now().Add(time.Minute)) })
		if took, err := read(); took != time.Minute+time.Second/2 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("with a deadline put off, read for %v: %v", took, err)
		}
		if _, err := c.Write([]byte("late")); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("write past its deadline: %v", err)
		}
		c.SetDeadline(time.Time{})
		time.AfterFunc(time.Hour, func() { c.Close() })
		if took, err := read(); took != time.Hour || !errors.Is(err, net.ErrClosed) {
			t.Errorf("without a deadline, read for %v: %v, want an hour and a closed connection", took, err)
		}
		if _, err := c.Write([]byte("late")); !errors.Is(err, net.ErrClosed) {
			t.Errorf("write when closed: %v", err)
		}
	})
}

func TestConnCarries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t)
		io.WriteString(c, "POST /api/v10/nowhere HTTP/1.1\r\nHost: discord.fake\r\nContent-Length: 0\r\n\r\n")
		answer, err := io.ReadAll(c)
		if err != nil || !strings.HasSuffix(string(answer), `{"code":0,"message":"404: Not Found"}`) {
			t.Errorf("answer %q, %v", answer, err)
		}
		if _, err := c.Write([]byte("more")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("write after the other end has closed: %v", err)
		}
	})
}
