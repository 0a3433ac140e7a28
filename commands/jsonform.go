package commands

import "attache/briefings"

// JSONReply is the form of a [Reply] that programs read, one a line. Spans are
// UTF-8 byte offsets into the imported file's text, end exclusive.
type JSONReply struct {
	Command   string         `json:"command"` // the command as it was typed
	Title     string         `json:"title"`
	Text      string         `json:"text"`
	Private   bool           `json:"private"`
	Marking   string         `json:"marking,omitempty"` // the strictest label of what the reply holds; absent when that bears none
	Hits      []JSONHit      `json:"hits"`
	Citations []JSONCitation `json:"citations"`
	Tables    []JSONTable    `json:"tables"`
	Files     []JSONFile     `json:"files,omitempty"`
	Error     *string        `json:"error"` // the sentence of what went wrong; null when nothing did
}

// JSONHit is one passage that a search found, best first.
type JSONHit struct {
	Source  briefings.SourceID `json:"source"`
	File    string             `json:"file"`
	Spans   []briefings.Span   `json:"spans"`
	Text    string             `json:"text"`
	Section []string           `json:"section"`
	Score   float64            `json:"score"`
}

// JSONCitation is one numbered passage that a reply rests on.
type JSONCitation struct {
	N       int                `json:"n"`
	Source  briefings.SourceID `json:"source"`
	File    string             `json:"file"`
	Spans   []briefings.Span   `json:"spans"`
	Text    string             `json:"text"`
	Section []string           `json:"section"`
}

// JSONTable is one table; Cites holds the citation numbers of each row.
type JSONTable struct {
	Caption string     `json:"caption"`
	Header  []string   `json:"header"`
	Rows    [][]string `json:"rows"`
	Cites   [][]int    `json:"cites"`
}

// JSONFile is an attachment that is text.
type JSONFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// JSON returns the reply to a command in the form that programs read. Lists are
// never nil, so that they are written as [] and not as null.
func (r Reply) JSON(command string) JSONReply {
	out := JSONReply{
		Command: command, Title: r.Title, Text: r.Text, Private: r.Private, Marking: string(r.Marking),
		Hits: []JSONHit{}, Citations: []JSONCitation{}, Tables: []JSONTable{},
	}
	byNumber := make(map[int]Citation, len(r.Citations))
	for _, c := range r.Citations {
		byNumber[c.N] = c
		out.Citations = append(out.Citations, JSONCitation{c.N, c.Ref.Source, c.File, full(c.Spans), c.Text, full(c.Section)})
	}
	for _, h := range r.Hits {
		c := byNumber[h.Cite]
		out.Hits = append(out.Hits, JSONHit{c.Ref.Source, c.File, full(c.Spans), c.Text, full(c.Section), h.Score})
	}
	for _, t := range r.Tables {
		cites := make([][]int, len(t.Cites))
		for i, c := range t.Cites {
			cites[i] = full(c)
		}
		out.Tables = append(out.Tables, JSONTable{t.Caption, full(t.Header), full(t.Rows), cites})
	}
	for _, f := range r.Files {
		out.Files = append(out.Files, JSONFile{f.Name, string(f.Data)})
	}
	if r.Error != nil {
		out.Error = &r.Error.Text
	}
	return out
}

// full returns the list, or an empty one in place of nil.
func full[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
