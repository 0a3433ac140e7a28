package manuscript

import (
	"fmt"
	"strings"

	"attache/briefings"
)

// Write returns the manuscript as a Markdown file that [Read] turns back into
// it, for every text of valid UTF-8 whose dates, marking, scale and citations
// are in their form. An embargo is written in UTC. Every section is there, so
// that whoever edits it sees where to write.
func Write(m Manuscript) []byte {
	var b strings.Builder
	writeFront(&b, m)
	if m.Text.Title != "" {
		fmt.Fprintf(&b, "\n# %s\n", encode(m.Text.Title, place{}))
	}
	fmt.Fprintf(&b, "\n## %s\n", bottomLine)
	for _, s := range m.Text.BottomLine {
		fmt.Fprintf(&b, "\n%s\n", statementLines(s, "", ""))
	}
	writeList(&b, keyJudgements, m.Text.Judgements, func(i int, s briefings.Statement) string {
		number := fmt.Sprintf("%d. ", i%999+1)
		return statementLines(s, number, strings.Repeat(" ", len(number)))
	})
	writeList(&b, recommendations, m.Text.Recommendations, func(_ int, r briefings.Recommended) string { return recommendedLines(r, "- ") })
	writeList(&b, watch, m.Text.Watch, func(_ int, w briefings.WatchItem) string { return watchLines(w, "- ") })
	return []byte(b.String())
}

// writeList writes a section whose statements are the entries of one list.
func writeList[T any](b *strings.Builder, name string, all []T, write func(int, T) string) {
	fmt.Fprintf(b, "\n## %s\n", name)
	for i, one := range all {
		if i == 0 {
			b.WriteByte('\n')
		}
		b.WriteString(write(i, one) + "\n")
	}
}

// WriteStatements returns the statements as the lines that [Statements] reads
// back.
func WriteStatements(all []briefings.Statement) string {
	return writeField(all, func(s briefings.Statement) string { return statementLines(s, "", "  ") })
}

// WriteRecommendations returns the recommendations as the lines that
// [Recommendations] reads back.
func WriteRecommendations(all []briefings.Recommended) string {
	return writeField(all, func(r briefings.Recommended) string { return recommendedLines(r, "") })
}

// WriteWatchItems returns the items as the lines that [WatchItems] reads back.
func WriteWatchItems(all []briefings.WatchItem) string {
	return writeField(all, func(w briefings.WatchItem) string { return watchLines(w, "") })
}

func writeField[T any](all []T, write func(T) string) string {
	lines := make([]string, len(all))
	for i, one := range all {
		lines[i] = write(one)
	}
	return strings.Join(lines, "\n")
}

// statementLines returns a statement behind the sign of a list, which may be
// none, and its confidence behind an indentation.
func statementLines(s briefings.Statement, sign, indent string) string {
	return sign + encode(s.Text, place{begins: true}) + support(s) + level(s, indent)
}

func recommendedLines(r briefings.Recommended, sign string) string {
	at := place{begins: r.Addressee == "", colon: r.Addressee == "", by: true}
	line := sign
	if r.Addressee != "" {
		line += encode(r.Addressee, place{begins: true, colon: true, by: true}) + ": "
	}
	line += encode(r.Text, at) + support(r.Statement)
	if r.Horizon != "" {
		line += " (by " + encode(r.Horizon, place{ends: true}) + ")"
	}
	return line + level(r.Statement, "  ")
}

func watchLines(w briefings.WatchItem, sign string) string {
	at := place{begins: w.Date == "", dated: w.Date == ""}
	line := sign
	if w.Date != "" {
		line += w.Date + ": "
	}
	return line + encode(w.Text, at) + support(w.Statement) + level(w.Statement, "  ")
}

// support returns the citations of a statement as they stand behind it.
func support(s briefings.Statement) string {
	var b strings.Builder
	for _, c := range s.Citations {
		fmt.Fprintf(&b, " [%s]", c)
	}
	if s.Own {
		b.WriteString(" [desk]")
	}
	return b.String()
}

// level returns the line of a statement's confidence with the end of the line
// before it, or "" for a statement without.
func level(s briefings.Statement, indent string) string {
	if s.Confidence == "" && s.Because == "" {
		return ""
	}
	line := "\n" + indent + "Confidence: " + string(s.Confidence)
	if s.Confidence == "" {
		line += "none"
	}
	if s.Because == "" {
		return line + "."
	}
	reason := encode(s.Because, place{})
	if before, ok := strings.CutSuffix(reason, "."); ok {
		return line + ", because " + before + `\.`
	}
	return line + ", because " + reason + "."
}
