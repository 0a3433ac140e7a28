package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"attache/briefings"
	"attache/store/search"
)

// corpus makes sources of 100 sentences each, of words whose frequencies fall
// as those of a language do.
func corpus(passages int) []*briefings.Source {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 4, 20000)
	phrases := []string{"South Korea", "the United States", "U.S. tariffs", "extended deterrence", "Lee Jae-myung", "supply chains", "Seoul", "the alliance"}
	var out []*briefings.Source
	for n := range passages / 100 {
		var list []string
		for range 100 {
			s := ""
			for i := range 12 + r.IntN(20) {
				if i%6 == 2 {
					s += phrases[r.IntN(len(phrases))] + " "
				}
				s += fmt.Sprintf("w%dx ", zipf.Uint64())
			}
			list = append(list, s)
		}
		src := source(n+1, list...)
		for i := range src.Passages {
			src.Passages[i].Paragraph = i/4 + 1
			src.Passages[i].Section = []string{"Trade and security", "The road ahead"}
		}
		out = append(out, src)
	}
	return out
}

var asked = []string{
	"What should South Korea do about US tariffs?", "extended deterrence", "w17x w210x", "주한미군",
	"How does the alliance respond to w40x w900x in supply chains?", "Lee Jae Mung",
}

func benchmarkSearch(b *testing.B, passages int) {
	index, err := search.Open(b.TempDir() + "/index")
	if err != nil {
		b.Fatal(err)
	}
	defer index.Close()
	for i, src := range corpus(passages) {
		mustApply(b, index, briefings.Seq(i+1), []*briefings.Source{src})
	}
	for _, text := range asked {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := index.Search(context.Background(), search.Query{Text: text}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSearch10k(b *testing.B)  { benchmarkSearch(b, 10_000) }
func BenchmarkSearch100k(b *testing.B) { benchmarkSearch(b, 100_000) }

func BenchmarkApply(b *testing.B) {
	sources := corpus(1000)
	for b.Loop() {
		index, err := search.Open("")
		if err != nil {
			b.Fatal(err)
		}
		mustApply(b, index, 1, sources)
		index.Close()
	}
	b.ReportMetric(float64(1000*b.N)/b.Elapsed().Seconds(), "passages/s")
}
