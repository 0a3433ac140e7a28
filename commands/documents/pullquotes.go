package documents

import (
	"iter"
	"strings"
	"unicode"
)

// A place is a word of a block.
type place struct{ block, word int }

// quoteRun is how many words in a row must agree before two texts are compared
// as a whole.
const quoteRun = 5

// findPullQuotes marks paragraphs of one sentence that nearly repeat a part of
// another paragraph: nine words in ten of it stand there in the same order.
func (p *page) findPullQuotes() {
	tokens := make([][]string, len(p.blocks))
	var short []int // paragraphs that could be pull quotes
	index := make(map[string][]place)
	for i := p.body; i < p.tail; i++ {
		b := &p.blocks[i]
		if b.kind != prose {
			continue
		}
		tokens[i] = tokensOf(b.text)
		if n := len(tokens[i]); !b.fixed && !b.bullet && n >= 7 && n <= 80 && len(sentencesOf(b.text)) == 1 && len(noteMarks(b.text)) == 0 {
			short = append(short, i)
			for w := range runs(tokens[i]) {
				index[w] = nil
			}
		}
	}
	for i, words := range tokens {
		for run, w := range runs(words) {
			if places, wanted := index[run]; wanted && len(places) < 50 {
				index[run] = append(places, place{i, w})
			}
		}
	}
	for _, i := range short {
		if repeats(tokens, i, index) {
			p.blocks[i].kind = pullQuote
		}
	}
}

// runs yields every stretch of quoteRun words and where it begins.
func runs(words []string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for w := 0; w+quoteRun <= len(words); w++ {
			if !yield(strings.Join(words[w:w+quoteRun], " "), w) {
				return
			}
		}
	}
}

// repeats reports whether block i nearly repeats a part of a longer block.
func repeats(tokens [][]string, i int, index map[string][]place) bool {
	quote := tokens[i]
	tried := make(map[int]bool)
	for run, w := range runs(quote) {
		for _, at := range index[run] {
			if at.block == i || tried[at.block] || len(tokens[at.block]) <= len(quote) {
				continue
			}
			tried[at.block] = true
			other := tokens[at.block]
			from := max(0, at.word-w-2*len(quote))
			to := min(len(other), at.word-w+3*len(quote)) // a quote may leave out the middle
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
