package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxLine is the most bytes of one line that are read.
const MaxLine = 1 << 20

// ErrLong means that a line had more than [MaxLine] bytes. The whole line has
// been passed over; the next call returns the one after it.
var ErrLong = errors.New("line too long")

// Lines reads a stream line by line. It is for one goroutine.
type Lines struct {
	in      *bufio.Reader
	pending chan line // the read under way, nil when there is none
}

type line struct {
	text string
	err  error
}

// NewLines returns the lines of a stream.
func NewLines(in io.Reader) *Lines { return &Lines{in: bufio.NewReaderSize(in, 64<<10)} }

// Next returns the next line without its end, [io.EOF] after the last, [ErrLong]
// for a line that is too long, or the context's error once it has ended. A read
// that the context cut short is not lost: the next call waits for it. It keeps
// one goroutine until the stream gives a line or ends.
func (l *Lines) Next(ctx context.Context) (string, error) {
	if l.pending == nil {
		l.pending = make(chan line, 1)
		go func(done chan<- line) {
			text, err := l.read()
			done <- line{text, err}
		}(l.pending)
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got := <-l.pending:
		l.pending = nil
		return got.text, got.err
	}
}

// read returns one line, keeping at most MaxLine bytes of it in memory.
func (l *Lines) read() (string, error) {
	var b strings.Builder
	long := false
	for {
		part, err := l.in.ReadSlice('\n')
		long = long || b.Len()+len(part) > MaxLine+len("\r\n")
		if !long {
			b.Write(part)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return "", fmt.Errorf("read a line: %w", err)
		case long:
			return "", ErrLong
		case err != nil && b.Len() == 0:
			return "", io.EOF
		}
		return strings.TrimRight(b.String(), "\r\n"), nil
	}
}
