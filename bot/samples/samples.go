// Package samples holds the documents that a demonstration starts with: a
// research paper, a journal article, an op-ed with its page's clutter, and a
// piece in Markdown. They argue with each other about the same few questions,
// so that there is something to ask and to compare.
//
// The documents were written for this project. Their authors, institutes and
// addresses are invented. What they hold is labelled, sentence by sentence, in
// testdata/labels, against which the quality test grades the reader.
package samples

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed *.txt *.md
var documents embed.FS

// A File is one document: its base name and its bytes.
type File struct {
	Name string
	Data []byte
}

// All returns the documents in the order of their names. The caller owns what
// it gets.
func All() []File {
	names, err := fs.Glob(documents, "*")
	if err != nil {
		panic(fmt.Errorf("list the embedded samples: %w", err))
	}
	files := make([]File, len(names))
	for i, name := range names {
		data, err := documents.ReadFile(name)
		if err != nil {
			panic(fmt.Errorf("read embedded sample %q: %w", name, err))
		}
		files[i] = File{Name: name, Data: data}
	}
	return files
}
