package analysis

import (
	"regexp"
	"strings"
)

// attributed reports whether the clause gives the words or thoughts of somebody
// other than the author.
func (t *text) attributed(s *sentence, c clause) bool {
	if lent(c.words) || has(c.words[:c.first], messengers) && clearMessage.MatchString(lower(c.words[:c.first])) {
		return true
	}
	return t.governed(c) || t.trailing(c)
}

// lent reports whether the opening words lend the sentence to somebody else.
func lent(words []word) bool {
	opens := len(words) > 0 && (openers[words[0].low] || words[0].is("and", "but", "yet"))
	return opens && perspective.MatchString(lower(words))
}

// messengers are the words without which clearMessage need not be tried.
var messengers = set(`: said says wrote argued warned declared added insisted tweeted claimed stated put`)

// perspective finds an opening that lends the sentence to somebody else.
var perspective = regexp.MustCompile(`^(((and|but|yet) )?according to |(in|from) (the )?[^,]{1,40} (view|opinion|perspective|eyes|telling|words|reading|account)( of [^,]{1,40})? ,|for (many|some|most|critics|supporters|opponents|advocates)\b)`)

// clearMessage finds the announcement of somebody else's words with a colon.
var clearMessage = regexp.MustCompile(`\b(message|warning|demand|argument|view|position|line|logic|verdict|answer|instruction|slogan|reasoning|claim|signal|mantra)s? (was|were|is|has been|is simple|remains) [^:]{0,40}:|\b(said|says|wrote|argued|warned|declared|added|insisted|tweeted|claimed|stated|put it) ?(,|:)[^;]*$`)

// lower returns the words in lower case, joined by single spaces.
func lower(words []word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.low)
	}
	return b.String()
}

// governed reports whether the clause depends on a verb or noun of saying or
// thinking whose subject is not the author.
func (t *text) governed(c clause) bool {
	k := c.first - 1
	for k >= 0 && (c.words[k].is("and", "or", "also", "then") || adverb(c.words[k].low) || c.words[k].is("“", `"`, "‘", "'")) {
		k--
	}
	if k < 0 {
		return false
	}
	if attributions[c.words[k].low] {
		return !t.own(c.words, k)
	}
	if complementiser(c.words[k]) {
		return t.governs(c.words, k)
	}
	joined := c.words[c.first-1].is("and", "or")
	for i := k - 1; i >= 0 && !c.words[i].is(";", ":"); i-- {
		if !complementiser(c.words[i]) {
			continue
		}
		open := i+1 < len(c.words) && (openers[c.words[i+1].low] || hasSuffix(c.words[i+1].low, "ing") || adverb(c.words[i+1].low))
		if t.governs(c.words, i) && (open && !closed(c.words[i+1:k]) || joined && c.words[k].is(",")) {
			return true
		}
	}
	return false
}

// complementiser reports whether a word opens a clause that depends on a verb
// or noun of saying.
func complementiser(w word) bool { return w.is("that", "how", "why", "whether") }

// governs reports whether the complementiser at i belongs to a verb or noun of
// saying or thinking whose subject is not the author.
func (t *text) governs(words []word, i int) bool {
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		w := words[k]
		if w.mark && !w.quoted && !w.is(",") || subordinators[w.low] || relatives[w.low] {
			return false
		}
		if attributions[w.low] {
			return !t.own(words, k)
		}
		if w.is("is", "are", "means", "mean", "shows", "show") {
			return false
		}
	}
	return false
}

// closed reports whether the opening phrase that words begin with is followed
// by a clause of its own before the last comma.
func closed(words []word) bool {
	commas := 0
	for _, w := range words {
		if w.is(",") {
			commas++
		}
	}
	return commas > 1
}

// own reports whether the verb of saying at i is the author's: its subject is
// the document, its author or "we".
func (t *text) own(words []word, i int) bool {
	for k := i - 1; k >= 0 && k >= i-8; k-- {
		w := words[k]
		if w.is(",", ";", ":") && k < i-1 {
			return false
		}
		if authorNouns[w.low] {
			return k == 0 || !attributions[words[k-1].low]
		}
		if w.capital() && k > 0 && !w.quoted || w.is("he", "she", "they", "it", "officials", "critics", "analysts", "experts") {
			return false
		}
	}
	return false
}

// trailing reports whether the clause is followed by the one who says it, as in
// "..., the minister said".
func (t *text) trailing(c clause) bool {
	end := len(c.words)
	for end > 0 && c.words[end-1].mark {
		end--
	}
	for k := end - 1; k > c.modal && k >= end-14; k-- {
		if !c.words[k].is(",", "”", `"`, "–", "—") {
			continue
		}
		return t.says(c.words[k+1 : end])
	}
	return false
}

// says reports whether the words are somebody and a verb of saying, or
// "according to" somebody.
func (t *text) says(tail []word) bool {
	if len(tail) < 2 || relatives[tail[0].low] || openers[tail[0].low] || tail[0].is("and", "or", "but", "so") {
		return len(tail) > 1 && tail[0].is("according")
	}
	for n, w := range tail[:min(9, len(tail))] {
		if modals[w.low] {
			return false
		}
		if saidVerbs[w.low] {
			return !t.own(tail, n)
		}
	}
	return false
}

// saidVerbs close a quotation or a report.
var saidVerbs = set(`said says argued argues warned warns insisted insists added adds told wrote writes stressed claimed claims
stated noted declared believes believe argue say expressed explained suggested concluded contends maintains announced
urged`)
