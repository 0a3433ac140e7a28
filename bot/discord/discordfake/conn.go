package discordfake

import (
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// A stream is one direction of a connection in memory. It takes any amount of
// bytes without waiting, as a socket with a large buffer does: a writer whose
// reader is busy must not stand still, or time in a bubble would.
type stream struct {
	mu     sync.Mutex
	bytes  []byte
	ended  bool          // nothing more will be written
	change chan struct{} // closed and replaced when bytes or ended change
}

func newStream() *stream { return &stream{change: make(chan struct{})} }

func (s *stream) write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return 0, io.ErrClosedPipe
	}
	s.bytes = append(s.bytes, b...)
	s.notify()
	return len(b), nil
}

func (s *stream) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.ended = true
		s.notify()
	}
}

func (s *stream) notify() {
	close(s.change)
	s.change = make(chan struct{})
}

// take reads what there is; if there is nothing yet it returns what to wait for.
func (s *stream) take(b []byte) (n int, wait <-chan struct{}, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.bytes) > 0:
		n = copy(b, s.bytes)
		if s.bytes = s.bytes[n:]; len(s.bytes) == 0 {
			s.bytes = nil
		}
		return n, nil, nil
	case s.ended:
		return 0, nil, io.EOF
	}
	return 0, s.change, nil
}

// A deadline is a moment after which reads or writes fail, and which may move
// while somebody waits for it.
type deadline struct {
	mu      sync.Mutex
	timer   *time.Timer
	expired chan struct{}
}

func newDeadline() *deadline { return &deadline{expired: make(chan struct{})} }

func (d *deadline) set(at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil && !d.timer.Stop() {
		<-d.expired // the timer has fired and is about to close it
	}
	d.timer = nil
	if d.past() {
		d.expired = make(chan struct{})
	}
	if at.IsZero() {
		return
	}
	wait := time.Until(at)
	if wait <= 0 {
		close(d.expired)
		return
	}
	expired := d.expired
	d.timer = time.AfterFunc(wait, func() { close(expired) })
}

func (d *deadline) past() bool {
	select {
	case <-d.expired:
		return true
	default:
		return false
	}
}

func (d *deadline) wait() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.expired
}

// A conn is one end of a connection in memory.
type conn struct {
	in, out     *stream
	read, write *deadline
	closed      chan struct{}
	once        sync.Once
}

// pipe returns both ends of a connection in memory.
func pipe() (client, server net.Conn) {
	a, b := newStream(), newStream()
	end := func(in, out *stream) *conn {
		return &conn{in: in, out: out, read: newDeadline(), write: newDeadline(), closed: make(chan struct{})}
	}
	return end(a, b), end(b, a)
}

func (c *conn) Read(b []byte) (int, error) {
	for {
		expired := c.read.wait()
		select {
		case <-c.closed:
			return 0, net.ErrClosed
		case <-expired:
			return 0, os.ErrDeadlineExceeded
		default:
		}
		n, wait, err := c.in.take(b)
		if wait == nil {
			return n, err
		}
		select {
		case <-wait:
		case <-expired:
		case <-c.closed:
		}
	}
}

func (c *conn) Write(b []byte) (int, error) {
	select {
	case <-c.closed:
		return 0, net.ErrClosed
	case <-c.write.wait():
		return 0, os.ErrDeadlineExceeded
	default:
	}
	return c.out.write(b)
}

func (c *conn) Close() error {
	c.once.Do(func() {
		close(c.closed)
		c.out.end()
		c.in.end()
		c.read.set(time.Time{})
		c.write.set(time.Time{})
	})
	return nil
}

func (c *conn) LocalAddr() net.Addr                { return memory{} }
func (c *conn) RemoteAddr() net.Addr               { return memory{} }
func (c *conn) SetReadDeadline(t time.Time) error  { c.read.set(t); return nil }
func (c *conn) SetWriteDeadline(t time.Time) error { c.write.set(t); return nil }
func (c *conn) SetDeadline(t time.Time) error {
	c.read.set(t)
	c.write.set(t)
	return nil
}

type memory struct{}

func (memory) Network() string { return "memory" }
func (memory) String() string  { return "discord.fake" }
