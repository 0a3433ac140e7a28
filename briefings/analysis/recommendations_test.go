package analysis_test

import (
	"strings"
	"testing"

	"attache/briefings"
	"attache/briefings/analysis"
)

// advised returns the addressees of the recommendations found in the last
// paragraph, joined by semicolons, "-" for advice without one, or "" for none.
func advised(src *briefings.Source) string {
	last := src.Passages[len(src.Passages)-1].Paragraph
	for _, r := range analysis.Recommendations(src) {
		if src.Passages[r.Passage-1].Paragraph == last {
			if len(r.Addressee) == 0 {
				return "-"
			}
			return strings.Join(r.Addressee, ";")
		}
	}
	return ""
}

func TestRecommendationsAddressee(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"must", "Norway must dredge the northern channel.", "Norway"},
		{"should", "In this light, Oslo should publish the tariff tables.", "Oslo"},
		{"ought to", "The port authority ought to open its books.", "port authority"},
		{"need to", "Now the regulators need to look at the small print.", "regulators"},
		{"will need to", "Going forward, Chile will need to buy tugs elsewhere.", "Chile"},
		{"cannot afford", "Lima cannot afford another lost season.", "Lima"},
		{"would do well to", "Ottawa would do well to answer the letter.", "Ottawa"},
		{"would be wise to", "Ottawa would be wise to answer the letter.", "Ottawa"},
		{"negated", "The cabinet must not sell the ferries.", "cabinet"},
		{"negated hardship", "Peru must not endure such terms for another year.", "Peru"},
		{"adverbs between", "Estonia must also, therefore, quickly repair the cable.", "Estonia"},
		{"insertion", "Japan, whatever its shipowners say, should sign the code.", "Japan"},
		{"insertion in dashes", "Japan – whatever its shipowners say – should sign the code.", "Japan"},
		{"brackets", "The European Union (EU) should sign the code.", "European Union"},
		{"two", "Oslo and Santiago must split the bill.", "Oslo;Santiago"},
		{"three", "Oslo, Santiago and Lima must split the bill.", "Oslo;Santiago;Lima"},
		{"body with and", "The Ministry of Grain and Fisheries must publish the list.", "Ministry of Grain and Fisheries"},
		{"body and state", "The Ministry of Grain and Chile must publish the list.", "Ministry of Grain;Chile"},
		{"both sides", "A line between Chile and Peru has kept tempers down, and both sides need to keep it open.", "Chile;Peru"},
		{"two verbs", "Peru should send a tug, and should say how long it stays.", "Peru"},
		{"a law as object", "The parliament should bring cables under the law on power lines.", "parliament"},
		{"epithet", "The current Fenwick government must think again.", "Fenwick government"},
		{"officers of a place", "Policymakers in Tallinn should think again.", "Tallinn"},
		{"alliance", "The Oslo–Lima partnership must grow up.", "Oslo;Lima"},
		{"after a concession", "Although the treaty is young, Canada must prepare for its end.", "Canada"},
		{"after a condition", "If the talks fail, Canada must act alone.", "Canada"},
		{"after somebody's wish", "While Chile has reiterated its wish for calm, Peru must not wait for it.", "Peru"},
		{"after a finished report", "Although Chile said that the talks had failed, Peru should try once more.", "Peru"},
		{"after what it means", "These losses mean that to keep its name, Peru must pay.", "Peru"},
		{"the author's own report", "This paper argues that Peru must pay.", "Peru"},
		{"we recommend", "We recommend that Peru pay in kind.", "Peru"},
		{"this paper recommends", "This report urges Tallinn to keep the depot.", "Tallinn"},
		{"vital that", "It is vital that Canada keep the depot.", "Canada"},
		{"time for", "It is time for Canada to keep its word.", "Canada"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := advised(paper(t, c.text)); got != c.want {
				t.Errorf("%s\ngot addressee %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// Traps hold a verb of advice and give none.
func TestRecommendationsTraps(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"plight", "Norway must also contend with thick ice."},
		{"faces", "Lima must now face a third strike."},
		{"said", "The minister said that Norway must dredge the channel."},
		{"said without that", "The minister said Norway must dredge the channel."},
		{"how", "The cabinet has underlined how Norway should not have to pay."},
		{"recognised, with an opening", "The talks saw both sides recognise that despite old quarrels – about fish, mostly – Oslo and Lima should share the cost."},
		{"noun of report", "There is a consensus that Norway must pay."},
		{"according to", "According to the union, Norway must pay."},
		{"in somebody's view", "In the union's view, Norway must pay."},
		{"trailing report", "Norway must pay, the union said on Friday."},
		{"message", "The message was clear: Norway must pay."},
		{"quotation", `The notice read, "Norway must pay."`},
		{"single quotation", "He repeated that 'Norway must pay' at every stop."},
		{"question", "Must Norway pay, or should Lima step in?"},
		{"relative", "The price that Norway must pay is rising."},
		{"reduced relative", "The choices Oslo must make are few."},
		{"which", "It leaves bills which Norway should settle."},
		{"condition", "Nothing will happen if Norway should fail to pay."},
		{"because", "Ships wait because Norway must first clear the ice."},
		{"remark", "It should be noted that Norway pays in kind."},
		{"important to note", "It is important to note that Norway pays in kind."},
		{"past criticism", "Norway should have paid in kind."},
		{"surely", "Norway must have known about the ice."},
		{"expectation", "The new quay should help Norway pay."},
		{"should be able", "Norway should be able to pay by then."},
		{"law", "By law, Norway must publish the accounts."},
		{"noun need", "The report spoke of the need to pay."},
		{"no need", "Norway has no need to pay."},
		{"to be addressed", "There are bills that need to be addressed."},
		{"would need to", "Norway would need to pay twice."},
		{"a must", "For Norway, ice is a must in a good winter."},
		{"reader", "You should save the file before you close the window."},
		{"technical", "The buffer must be flushed before the handle is closed."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := advised(paper(t, c.text)); got != "" {
				t.Errorf("%s\nis no advice, got addressee %q", c.text, got)
			}
		})
	}
}

// A quotation may go on in the next sentence, and ends where it is closed.
func TestRecommendationsQuotationOverSentences(t *testing.T) {
	src := paper(t, `The strategy says, "Our friends must pay more. Norway should open its ports to us." Norway should ask what it gets in return.`)
	got := analysis.Recommendations(src)
	if len(got) != 1 || got[0].Passage != 3 {
		t.Errorf("got %v, want passage 3 alone", got)
	}
}

// Advice about a thing counts beside advice to somebody, and takes over whom
// that addresses; alone it does not count.
func TestRecommendationsAboutThings(t *testing.T) {
	const first = "Norway must set rules for the straits."
	for _, c := range []struct{ name, text, want string }{
		{"such", "Such rules should cover pilots and tugs.", "Norway"},
		{"to be treated", "The quarrel over tugs should be seen as a chance to start afresh.", "Norway"},
		{"unacceptable for", "Selling the tugs to the highest bidder should be unacceptable for Oslo.", "Oslo"},
		{"the country's", "The quarrel must not decide the country's place in the north.", "Norway"},
		{"what is needed", "What is needed is a fresh look at the tugs.", "Norway"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := advised(paper(t, first, c.text)); got != c.want {
				t.Errorf("beside advice: got %q, want %q", got, c.want)
			}
		})
	}
	if got := advised(paper(t, "Such rules should cover pilots and tugs.")); got != "" {
		t.Errorf("alone: got %q, want none", got)
	}
}

func TestRecommendationsUnnamedGovernment(t *testing.T) {
	src := paper(t, "The Fenwick administration took office in spring.", "Nevertheless, the current government must learn from the last one.")
	if got := advised(src); got != "Fenwick administration" {
		t.Errorf("got %q, want the administration named before", got)
	}
}

// An invented country is known by its form and by what it does.
func TestRecommendationsInventedCountry(t *testing.T) {
	src := paper(t,
		"Brelland seeks a new treaty, and Brelland's neighbours know it.",
		"For years the pressure on Kessau to open the canal has grown, and the options Kessau must weigh are few.",
		"The Anders Kol-varin government has said little.",
		"By any measure, Kessau should open the canal, and soon.")
	if got := advised(src); got != "Kessau" {
		t.Errorf("got %q, want Kessau", got)
	}
}

func TestRecommendationsList(t *testing.T) {
	src := paper(t,
		"# Recommendations",
		"Establish a joint fund for dredging.",
		"Prices have risen since spring.",
		"# Prices",
		"Establish a joint fund for dredging.")
	got := analysis.Recommendations(src)
	if len(got) != 1 || got[0].Passage != 1 {
		t.Errorf("got %v, want the instruction under its heading alone", got)
	}
	src = paper(t, "To end the quarrel, this paper recommends that Norway:", "Build a second lock.", "Train forty pilots.")
	if got := advised(src); got != "Norway" {
		t.Errorf("got %q, want the addressee of the sentence that introduces the list", got)
	}
}

func TestRecommendationsHorizon(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Norway must act within two years.", "within two years"},
		{"In 2031 and beyond, Norway must act.", "In 2031 and beyond"},
		{"Norway must act by the end of 2031.", "by the end of 2031"},
		{"Norway must act in the short term.", "in the short term"},
		{"Norway must act.", ""},
	} {
		got := analysis.Recommendations(paper(t, c.text))
		if len(got) != 1 || got[0].Horizon != c.want {
			t.Errorf("%s: got %v, want horizon %q", c.text, got, c.want)
		}
	}
}

func TestDemands(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"press", "Washington has pressed Norway to open the ports.", "Norway"},
		{"call for", "The premier called for Oslo to open the ports.", "Oslo"},
		{"reported advice", "The union warned that Lima should not wait.", "Lima"},
		{"quoted advice", `The strategy says, "Our allies must pay more."`, "allies"},
		{"facing", "Chile has repeatedly faced demands to open the ports.", "Chile"},
		{"own advice", "Norway must open the ports.", ""},
		{"plain", "Norway opened the ports to all.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, d := range analysis.Demands(paper(t, c.text)) {
				got = strings.Join(d.Addressee, ";")
			}
			if got != c.want {
				t.Errorf("%s\ngot %q, want %q", c.text, got, c.want)
			}
		})
	}
}
