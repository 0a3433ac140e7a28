package commands_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// BenchmarkAsk measures a warm question over four documents and over a store of
// about 20,000 passages, in memory and on disk.
func BenchmarkAsk(b *testing.B) {
	for _, size := range []struct {
		name      string
		documents int
	}{{"4", 4}, {"100", 100}} {
		for _, engine := range []string{"mem", "bolt"} {
			b.Run(size.name+"/"+engine, func(b *testing.B) {
				spec := engine
				if engine == "bolt" {
					spec += ":" + filepath.Join(b.TempDir(), "store")
				}
				st, err := store.Open(b.Context(), spec, store.Options{})
				if err != nil {
					b.Fatal(err)
				}
				defer st.Close()
				desk := commands.New(st, commands.Options{})
				for i := range size.documents {
					seed(b, desk, fmt.Sprintf("paper-%d.md", i), synthetic(i, 200), start())
				}
				asks := []string{"ask Who should raise the harbour levy?", "ask What does the paper advise on inspections of ships?", "ask How much did the register cost in 2019?"}
				for _, text := range asks {
					if reply := desk.Answer(b.Context(), request(briefings.Reader, text)); reply.Error != nil {
						b.Fatal(reply.Error)
					}
				}
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					desk.Answer(b.Context(), request(briefings.Reader, asks[i%len(asks)]))
				}
			})
		}
	}
}

// synthetic returns a document of so many sentences, the same for the same seed.
func synthetic(number, sentences int) string {
	r := rand.New(rand.NewPCG(uint64(number), 1))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	var b strings.Builder
	fmt.Fprintf(&b, "# Paper %d on the %s\n\n%d June 2025\n", number, pick("levy", "register", "fleet"), 1+number%28)
	for i := range sentences {
		if i%20 == 0 {
			fmt.Fprintf(&b, "\n\n## %d. The %s of %s\n", 1+i/20, pick("cost", "future", "limits"), pick("inspections", "the register", "harbour dues"))
		}
		if i%5 == 0 {
			b.WriteString("\n\n")
		}
		fmt.Fprintf(&b, "%s %s %s the %s %s %s %d. ", pick("The ministry", "Every port", "The coast guard", "A shipowner", "Parliament"),
			pick("should", "may", "must", "did", "will"), pick("raise", "inspect", "publish", "count", "share"),
			pick("levy", "ships", "results", "costs", "register"), pick("of the northern basin", "in the harbour towns", "with its neighbours"), pick("before", "since", "in"), 1990+r.IntN(40))
	}
	return b.String()
}
