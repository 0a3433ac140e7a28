package search

import (
	"bytes"
	"fmt"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"

	"attache/briefings"
)

// The fields of an indexed passage, and of the card of a source with its volume.
const (
	termsField  = "t" // the terms of the passage
	aroundField = "c" // the terms of its paragraph and section
	sourceField = "s"
	kindField   = "k"
	cardField   = "r" // stored, not indexed
	volumeField = "v" // the same

	cardKind = "card"
)

// spaced is an analyzer for text that is analysed already: terms between line
// feeds. Places are left out, as a record keeps them.
type spaced struct{}

// Analyze implements the library's analysis.Analyzer.
func (spaced) Analyze(text []byte) analysis.TokenStream {
	out := make(analysis.TokenStream, 0, bytes.Count(text, []byte{'\n'})+1)
	for term := range bytes.SplitSeq(text, []byte{'\n'}) {
		if len(term) > 0 {
			out = append(out, &analysis.Token{Term: term, Position: len(out) + 1})
		}
	}
	return out
}

// passageDocument returns what the library indexes of a posting.
func passageDocument(id briefings.SourceID, p *posting) *document.Document {
	d := document.NewDocument(briefings.PassageRef{Source: id, N: p.n}.String())
	d.AddField(indexed(termsField, join(p.terms)))
	d.AddField(indexed(aroundField, join(p.around)))
	d.AddField(indexed(sourceField, []byte(id)))
	d.AddField(indexed(kindField, []byte(p.kind)))
	return d
}

func cardDocument(c *card, v *volume) *document.Document {
	d := document.NewDocument(cardID(c.ID))
	d.AddField(indexed(kindField, []byte(cardKind)))
	d.AddField(storedField(cardField, c.encode()))
	d.AddField(storedField(volumeField, v.encode()))
	return d
}

func indexed(name string, text []byte) document.Field {
	return document.NewTextFieldCustom(name, nil, text, index.IndexField, spaced{})
}

func storedField(name string, b []byte) document.Field {
	return document.NewTextFieldCustom(name, nil, b, index.StoreField, nil)
}

func join(terms []string) []byte {
	var b bytes.Buffer
	for _, t := range terms {
		b.WriteString(t)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// stored returns a stored field of a document, by the document's outer name.
func stored(reader index.IndexReader, id, name string) ([]byte, error) {
	doc, err := reader.Document(id)
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, fmt.Errorf("%w: no document %s", ErrCorrupt, id)
	}
	var out []byte
	doc.VisitFields(func(f index.Field) {
		if f.Name() == name {
			out = f.Value()
		}
	})
	return out, nil
}
