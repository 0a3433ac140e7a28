package search

import "strings"

// stopWords carry no meaning of their own; they are neither indexed nor looked
// for.
var stopWords = set(`
	a an the this that these those there here such
	i me my mine we our ours us you your yours he him his she her hers it its they them their theirs
	myself ourselves yourself himself herself itself themselves who whom whose which what when where why how
	am is are was were be been being do does did doing done have has had having
	will would shall should can could may might must ought cannot
	and or but nor so yet if then else than as because since while although though unless until whether
	of in on at by for from to into onto with without within about against between among through during
	before after above below over under up down out off again further upon via per toward towards across along amid
	around beyond despite except like near
	not no yes only own same too very just also even still ever never once more most much many few less least
	some any all both each every either neither other others another
	dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt lets im ive
	etc eg ie vs inter alia`)

// frameStems belong to the question, not to what is asked about. They help to
// order what is found but need not be met.
var frameStems = stems(`
	say says said saying tell tells told talk talks mean means meant meaning show shows showed shown explain explains explained
	describe describes described discuss discusses discussed mention mentions mentioned argue argues argued argument
	state states stated claim claims claimed note notes noted think thinks view views opinion position
	paper article report document documents text source sources author authors piece op-ed essay study briefing chapter section passage
	recommend recommends recommended recommendation recommendations advise advises advised advice suggest suggests suggested suggestion propose proposes proposed
	give gives given list lists find show name names summary summarize summarise overview main key important importance major
	happen happens happened thing things way ways kind kinds type types sort lot
	know known please want need needs regarding concerning according relate related relation respect
	make makes made take takes took taken use uses used get gets got become becomes
	would like information detail details fact facts point points question questions answer answers
	exactly really actually currently latest recent recently new now today one two first
	good bad big well possible likely
	why reason reasons cause causes suppose supposed anything something everything big large
	outline compare assess evaluate analyse identify define discuss elaborate`)

// koreanFrame are Hangul stems that belong to the question.
var koreanFrame = set(`
	무엇 무엇인 무엇인가 뭐 뭔가 어떤 어떻게 어디 언제 누구 누가 왜 얼마나 몇 어느 대한 대해 대하 관한 관하 관련 위한 위해 따른 따라 통한 통해
	설명 보고서 문서 논문 저자 글 내용 말 말하 의미 뜻 주장 언급 제시 이유 방법 무슨 그리고 및 또는 있는 있나 있다 있습 없는 없다 것 수 등 중 간 후 전
	사이 가운데 속 해야 하나 해 하 하는 되는 한다 했나 했다 무엇을 알려 알려줘 찾아 찾아줘 요약 정리 이 그 저 우리 같은`)

// set returns the words of a list.
func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// stems returns the stems of the words of a list.
func stems(list string) map[string]bool {
	out := map[string]bool{}
	for w := range set(list) {
		out[stem(w)] = true
	}
	return out
}

// frame reports whether the word belongs to the question.
func frame(w word) bool { return frameStems[w.term] }
