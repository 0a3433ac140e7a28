package documents

import (
	"strings"
	"unicode"
)

// A place is a word of a block.
type place struct{ block, word int }

// quoteRun is how many words in a row must agree before two texts are compared
// as a whole.
const quoteRun = 5

// findPullQuotes marks paragraphs of one sentence that nearly repeat a part of
// another paragraph: nine words in ten of it stand there in the same order, and
// close together.
func (p *page) findPullQuotes() {
	index := make(map[string][]place)
	tokens := make([][]string, len(p.blocks))
	for i := p.body; i < p.tail; i++ {
		if b := &p.blocks[i]; b.kind == prose {
			tokens[i] = tokensOf(b.text)
			for w := 0; w+quoteRun <= len(tokens[i]); w++ {
				key := strings.Join(tokens[i][w:w+quoteRun], " ")
				index[key] = append(index[key], place{i, w})
			}
		}
	}
	for i := p.body; i < p.tail; i++ {
		b := &p.blocks[i]
		n := len(tokens[i])
		if b.kind != prose || b.fixed || b.bullet || n < 7 || n > 80 || len(sentencesOf(b.text)) != 1 || len(noteMarks(b.text)) > 0 {
			continue
		}
		if repeats(tokens, i, index) {
			b.kind = pullQuote
		}
	}
}

// repeats reports whether block i nearly repeats a part of a longer block.
func repeats(tokens [][]string, i int, index map[string][]place) bool {
	quote := tokens[i]
	tried := make(map[int]bool)
	for w := 0; w+quoteRun <= len(quote); w++ {
		for _, at := range index[strings.Join(quote[w:w+quoteRun], " ")] {
			if at.block == i || tried[at.block] || len(tokens[at.block]) <= len(quote) {
				continue
			}
			tried[at.block] = true
			other := tokens[at.block]
			from := max(0, at.word-w-len(quote)/4)
			to := min(len(other), at.word-w+len(quote)+len(quote)/3+1)
			if commonInOrder(quote, other[from:max(from, to)])*10 >= len(quote)*9 {
				return true
			}
		}
	}
	return false
}

// commonInOrder returns the length of the longest common subsequence.
func commonInOrder(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

// tokensOf returns the words of the text in lower case without note marks.
func tokensOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && (!unicode.IsDigit(r) || r > 0x7f)
	})
}
