package discordfake

import (
	"bufio"
	"net"
)

// A hijacker lets a handler take the connection over, as a web server does for
// a websocket.
type hijacker struct {
	recorder
	conn   net.Conn
	reader *bufio.Reader
	taken  bool
}

func newReader(c net.Conn, w *hijacker) *bufio.Reader {
	w.reader = bufio.NewReader(c)
	return w.reader
}

func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	h.taken = true
	return h.conn, bufio.NewReadWriter(h.reader, bufio.NewWriter(h.conn)), nil
}
