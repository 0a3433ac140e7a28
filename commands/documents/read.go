package documents

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"

	"attache/briefings"
)

// MaxBytes is the size of the largest document that is read.
const MaxBytes = 10 << 20

// maxLine is the length of the longest line that is read. Longer ones are data,
// not prose, and no passage of them could be looked up.
const maxLine = 1 << 20

// A format is one kind of document: how to recognise it and how to cut it into
// blocks.
type format struct {
	name       string
	extensions []string
	looks      func(text string) bool // for documents without a telling extension; may be nil
	blocks     func(text string) []block
}

// formats are tried in order; the last takes whatever is text.
func formats() []format {
	return []format{
		{name: "markdown", extensions: []string{".md", ".markdown"}, looks: looksLikeMarkdown, blocks: markdownBlocks},
		{name: "text", extensions: []string{".txt", ".text"}, looks: nil, blocks: textBlocks},
	}
}

// Extensions returns the file name extensions that are read, such as ".txt".
func Extensions() []string {
	var all []string
	for _, f := range formats() {
		all = append(all, f.extensions...)
	}
	return all
}

// Read reads a document. The name serves as the source's file name and, by its
// extension, to choose the format; where the two disagree the content decides.
//
// The source has no ID and no marking yet. The error is a [briefings.Error]: of
// kind Limit for a document over [MaxBytes] or with a line of more than 1 MiB, Unsupported for a format that is
// not offered, Invalid for one that holds no readable text. The same bytes
// always give the same source. Read may be called from many goroutines.
func Read(name string, data []byte) (*briefings.Source, error) {
	name = filepath.Base(filepath.ToSlash(name))
	text, err := decode(name, data)
	if err != nil {
		return nil, err
	}
	if n := longestLine(text); n > maxLine {
		return nil, briefings.Errorf(briefings.Limit, "%s has a line of %.1f MiB, more than a page of text can hold; break it into paragraphs and import it again.", name, float64(n)/(1<<20))
	}
	chosen := choose(name, text)
	digest := sha256.Sum256(data)
	src := &briefings.Source{
		File:   name,
		Format: chosen.name,
		SHA256: hex.EncodeToString(digest[:]),
		Text:   text,
	}
	newPage(text, chosen.blocks(text)).read(src)
	if len(src.Passages) == 0 {
		return nil, briefings.Errorf(briefings.Invalid, "%s holds no sentence that could be cited; check that it is the document you meant.", name)
	}
	if err := src.Validate(); err != nil {
		panic("documents: " + err.Error())
	}
	return src, nil
}

func longestLine(text string) int {
	longest := 0
	for l := range strings.SplitSeq(text, "\n") {
		longest = max(longest, len(l))
	}
	return longest
}

// choose returns the format for a document.
func choose(name, text string) format {
	all := formats()
	ext := strings.ToLower(filepath.Ext(name))
	for _, f := range all {
		for _, e := range f.extensions {
			if e == ext && f.looks != nil {
				return f
			}
		}
	}
	for _, f := range all {
		if f.looks != nil && f.looks(text) {
			return f
		}
	}
	return all[len(all)-1]
}
