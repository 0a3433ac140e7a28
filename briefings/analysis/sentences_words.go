package analysis

import "strings"

// How a full stop after an abbreviation is to be read.
const (
	neverEnds = 1 // always followed by the rest of the sentence
	mayEnd    = 2 // ends a sentence when a word that often starts one follows
	numbered  = 3 // an abbreviation only before a number
)

// abbreviations are written in small letters without their last full stop.
var abbreviations = marks(map[int]string{
	neverEnds: `mr mrs ms messrs dr prof gen sen rep gov st sgt col lt maj rev hon amb adm capt cmdr pres supt
		ed eds trans vs v cf e.g i.e viz approx est op cit al dept univ`,
	numbered: `no nos vol vols p pp ch chs fig figs art arts sec secs para paras ca c fn n
		jan feb mar apr jun jul aug sept sep oct nov dec`,
	mayEnd: `inc ltd corp co bros jr sr etc a.m p.m u.s u.k u.n u.s.a d.c e.u ph.d b.c a.d s.korea n.korea`,
})

// starters are words that, with a capital, far more often start a sentence than
// follow an abbreviation inside one.
var starters = set(`the a an this that these those it its they their there he his she her we our you your i
	but and or nor so yet for in on at by to from with without within of as if when while where whereas although though
	because since after before until unless despite given during under over between among beyond both either
	neither however moreover furthermore nevertheless nonetheless therefore thus hence instead indeed meanwhile
	still also additionally similarly consequently accordingly finally first second third next then now today
	such some many most much few several all any each every one two three another other what which who whom whose
	why how not no even only just perhaps rather according amid against across since only once`)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func marks(lists map[int]string) map[string]int {
	m := make(map[string]int)
	for mark, words := range lists {
		for _, w := range strings.Fields(words) {
			m[w] = mark
		}
	}
	return m
}
