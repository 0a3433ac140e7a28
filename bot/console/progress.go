package console

import (
	"fmt"

	"github.com/schollz/progressbar/v3"
)

// A Progress shows how far a list of files is. On a screen it is a bar that is
// redrawn and goes away; elsewhere it is one line for each file.
type Progress struct {
	t     Terminal
	total int
	done  int
	bar   *progressbar.ProgressBar
}

// NewProgress returns the progress of so many files.
func NewProgress(t Terminal, total int) *Progress {
	p := &Progress{t: t, total: total}
	if t.Bar && total > 0 {
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(t.Err),
			progressbar.OptionSetWidth(30),
			progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionClearOnFinish(),
			progressbar.OptionSetTheme(progressbar.Theme{Saucer: "█", SaucerPadding: "░", BarStart: "", BarEnd: ""}))
	}
	return p
}

// Next says that the file is now being read.
func (p *Progress) Next(name string) {
	if p.bar == nil {
		p.done++
		p.t.Warn("Reading %d of %d: %s", p.done, p.total, name)
		return
	}
	p.bar.Describe(fmt.Sprintf("Reading %-32s", Clean(name)))
	p.bar.RenderBlank()
}

// Clear takes the bar off the screen for text to be written; the next step
// draws it again.
func (p *Progress) Clear() {
	if p.bar != nil {
		p.bar.Clear()
	}
}

// Step says that one more file is done.
func (p *Progress) Step() {
	if p.bar != nil {
		p.bar.Add(1)
	}
}

// Close takes the bar off the screen for good.
func (p *Progress) Close() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
