package store

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/klauspost/compress/zstd"

	"attache/briefings"
)

const (
	partSize = 512 << 10 // compressed bytes of one part of a body
	maxParts = 96        // a source's record names each part in its one commit
	maxBody  = 256 << 20 // bytes of a body before compression
)

// bodyRecord is what stands, as compressed JSON, in the parts of a source.
type bodyRecord struct {
	Text       string                `json:"text"`
	Meta       briefings.Metadata    `json:"meta"`
	Outline    []briefings.Heading   `json:"outline,omitempty"`
	Passages   []passageRecord       `json:"passages,omitempty"`
	Footnotes  []briefings.Footnote  `json:"footnotes,omitempty"`
	Tables     []briefings.Table     `json:"tables,omitempty"`
	PullQuotes []briefings.PullQuote `json:"pull_quotes,omitempty"`
	Dropped    []briefings.Dropped   `json:"dropped,omitempty"`
}

// passageRecord is a passage without what is known anyway: its number is its
// place, its text is left out where it equals the source's text at its spans,
// and its section where it equals that of the passage before.
type passageRecord struct {
	Kind      briefings.PassageKind `json:"kind"`
	Text      *string               `json:"text,omitempty"`
	Spans     []briefings.Span      `json:"spans"`
	Section   *[]string             `json:"section,omitempty"`
	Paragraph int                   `json:"paragraph,omitempty"`
	Page      int                   `json:"page,omitempty"`
	Footnotes []int                 `json:"footnotes,omitempty"`
	Table     int                   `json:"table,omitempty"`
	Note      int                   `json:"note,omitempty"`
}

// A packer turns sources into the parts of their bodies and back. It may be
// used by many at once.
type packer struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func newPacker() packer {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic(err)
	}
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBody))
	if err != nil {
		panic(err)
	}
	return packer{encoder, decoder}
}

// pack returns the record of a source, without its ID, and the parts of its
// body. A source too large to keep is an error for people.
func (p packer) pack(src *briefings.Source) (sourceRecord, [][]byte, error) {
	body, err := json.Marshal(newBody(src))
	if err != nil {
		return sourceRecord{}, nil, fmt.Errorf("encode source %q: %w", src.File, err)
	}
	packed := p.encoder.EncodeAll(body, nil)
	parts := slices.Collect(slices.Chunk(packed, partSize))
	if len(parts) > maxParts || len(body) > maxBody {
		return sourceRecord{}, nil, briefings.Errorf(briefings.Limit, "%s is too large to keep; split it and import the pieces.", src.File)
	}
	record := sourceRecord{File: validText(src.File), Format: src.Format, SHA256: src.SHA256, Parts: len(parts), Size: len(body), Marking: src.Marking, Unattributed: src.Unattributed}
	return record, parts, nil
}

// unpack returns the source of a record and the parts of its body, joined.
func (p packer) unpack(record sourceRecord, packed []byte) (*briefings.Source, error) {
	body, err := p.decoder.DecodeAll(packed, make([]byte, 0, min(max(record.Size, 0), maxBody)))
	if err != nil {
		return nil, fmt.Errorf("unpack body: %w", err)
	}
	if len(body) != record.Size {
		return nil, fmt.Errorf("body has %d bytes, want %d", len(body), record.Size)
	}
	var b bodyRecord
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, fmt.Errorf("decode body: %w", err)
	}
	src := &briefings.Source{
		ID: record.ID, File: record.File, Format: record.Format, SHA256: record.SHA256, Text: b.Text, Meta: b.Meta,
		Outline: b.Outline, Footnotes: b.Footnotes, Tables: b.Tables, PullQuotes: b.PullQuotes, Dropped: b.Dropped,
		Imported: record.Imported, By: record.By, Marking: record.Marking, Unattributed: record.Unattributed,
	}
	if src.Passages, err = passages(b); err != nil {
		return nil, err
	}
	return src, nil
}

func newBody(src *briefings.Source) bodyRecord {
	b := bodyRecord{
		Text: src.Text, Meta: src.Meta, Outline: src.Outline, Footnotes: src.Footnotes,
		Tables: src.Tables, PullQuotes: src.PullQuotes, Dropped: src.Dropped,
	}
	var section []string
	for _, p := range src.Passages {
		r := passageRecord{
			Kind: p.Kind, Spans: p.Spans, Paragraph: p.Paragraph, Page: p.Page,
			Footnotes: p.Footnotes, Table: p.Table, Note: p.NoteN,
		}
		if briefings.Quote(src.Text, p.Spans) != p.Text {
			r.Text = &p.Text
		}
		if !slices.Equal(section, p.Section) {
			section = p.Section
			heading := append([]string{}, section...) // never null, which reads as "the same"
			r.Section = &heading
		}
		b.Passages = append(b.Passages, r)
	}
	return b
}

func passages(b bodyRecord) ([]briefings.Passage, error) {
	if b.Passages == nil {
		return nil, nil
	}
	all := make([]briefings.Passage, len(b.Passages))
	var section []string
	for i, r := range b.Passages {
		if r.Section != nil {
			section = slices.Clip(*r.Section)
			if len(section) == 0 {
				section = nil
			}
		}
		p := briefings.Passage{
			N: i + 1, Kind: r.Kind, Spans: r.Spans, Section: section, Paragraph: r.Paragraph, Page: r.Page,
			Footnotes: r.Footnotes, Table: r.Table, NoteN: r.Note,
		}
		if r.Text != nil {
			p.Text = *r.Text
		} else {
			for _, span := range r.Spans {
				if span.Start < 0 || span.End < span.Start || span.End > len(b.Text) {
					return nil, fmt.Errorf("passage %d points outside its text", p.N)
				}
			}
			p.Text = briefings.Quote(b.Text, r.Spans)
		}
		all[i] = p
	}
	return all, nil
}
