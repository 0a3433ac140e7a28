package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"attache/briefings"
	"attache/briefings/analysis"
)

// longPaper returns a source of about the given number of bytes.
func longPaper(size int) *briefings.Source {
	src := &briefings.Source{File: "paper.txt", SHA256: "-", Meta: briefings.Metadata{Title: "Ports after the storm", Date: "2025-11"}}
	for i := 0; size > 0; i++ {
		text := fmt.Sprintf(benchSentences[i%len(benchSentences)], benchNames[i*7%len(benchNames)], benchNames[i*11%len(benchNames)], benchThings[i*5%len(benchThings)], benchThings[i*3%len(benchThings)])
		size -= len(text) + 1
		section := []string{[]string{"Summary", "Harbours", "Tariffs", "Recommendations"}[i/80%4]}
		src.Passages = append(src.Passages, briefings.Passage{N: i + 1, Kind: briefings.Sentence, Text: text, Section: section, Paragraph: i/4 + 1})
	}
	return src
}

var (
	benchNames     = strings.Fields("Norway Chile Oslo Santiago Brelland Kessau Japan Tokyo NATO Canada Ottawa Peru Lima Estonia Tallinn")
	benchThings    = strings.Split("customs reform,harbour dredging,grain storage,the shipping registry,container inspections,coastal rail,fishing quotas,dry docks,pilot training,cold-chain warehouses,sanctions screening", ",")
	benchSentences = []string{
		"In March 2024, after two rounds of talks that had been put off again and again, %s and %s agreed to share the cost of %[3]s for at least five years, although officials on both sides said that %[4]s could not wait for a treaty that their parliaments may never ratify.",
		"Whatever becomes of the talks, and however loud the objections of the unions, %s must work with %s to protect %[3]s before the next winter puts %[4]s at risk, because neither can pay for another season of closed quays, idle crews and spoiled grain.",
		"According to figures that the ministry in %s gave to the press, trade with %s grew by a third once %[3]s and %[4]s were in place, while the smaller harbours to the south, which had been left out of the scheme, lost customers to their neighbours.",
		"The quarrel between %s and %s over %[3]s is unlikely to end soon, which raises the risk for %[4]s and for the insurers who have so far covered the losses without asking why the same hulls come back for the same repairs twice a year.",
		"Although %s has so far refused talks about who is to own the new terminals, %s's government should put %[3]s first and leave %[4]s for later, when prices have settled and the courts have ruled on the claims of those who were driven out.",
	}
)

// BenchmarkAnalysis runs all analyses on a paper of 85 KB.
func BenchmarkAnalysis(b *testing.B) {
	src := longPaper(85 << 10)
	b.ReportMetric(float64(len(src.Passages)), "sentences")
	for b.Loop() {
		analysis.Summary(src, 5)
		analysis.Recommendations(src)
		analysis.Demands(src)
		analysis.Timeline(src)
		analysis.Actors(src)
		analysis.Topics(src, 15)
	}
}

// BenchmarkEach runs each analysis alone on the same paper.
func BenchmarkEach(b *testing.B) {
	src := longPaper(85 << 10)
	for name, run := range map[string]func(){
		"summary":         func() { analysis.Summary(src, 5) },
		"recommendations": func() { analysis.Recommendations(src) },
		"demands":         func() { analysis.Demands(src) },
		"timeline":        func() { analysis.Timeline(src) },
		"actors":          func() { analysis.Actors(src) },
		"topics":          func() { analysis.Topics(src, 15) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				run()
			}
		})
	}
}
