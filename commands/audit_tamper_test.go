package commands_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// A tampered is an audit made by real commands, as an attacker finds it: the
// store as the lines of a dump, and beside it the anchor, which is out of reach.
type tampered struct {
	t       *testing.T
	head    []string // lines of the dump before the audit
	entries []string // lines of the audit's entries
	tail    []string // lines after them
	anchor  string   // path
	tried   map[string]int
	missed  map[string]int
}

// TestAuditTamper changes the audit of a store in every way that it knows and
// counts what is not found. Values are changed above the checksums of the engine,
// whose own test flips the bytes of its file.
func TestAuditTamper(t *testing.T) {
	t.Parallel()
	few, x := attacked(t, 50), attacked(t, 200)
	x.tried, x.missed = few.tried, few.missed
	if few.found(few.entries) || x.found(x.entries) {
		t.Fatal("the audit is not whole before it is changed")
	}
	few.flips()
	few.exports()
	x.removals()
	x.moves()
	x.rewrites()
	for _, way := range slices.Sorted(maps.Keys(x.tried)) {
		t.Logf("%-34s %6d tried, %6d found", way, x.tried[way], x.tried[way]-x.missed[way])
		if x.missed[way] > 0 {
			t.Errorf("%s: %d of %d not found", way, x.missed[way], x.tried[way])
		}
	}
}

// attacked makes the audit: so many commands, answered and refused.
func attacked(t *testing.T, commanded int) *tampered {
	x := &tampered{t: t, anchor: filepath.Join(t.TempDir(), "anchor"), tried: map[string]int{}, missed: map[string]int{}}
	st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan(), Anchor: x.anchor})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }() // it is in memory, and everything it did was checked
	desk := commands.New(st, commands.Options{})
	seed(t, desk, "levy.md", levyPaper, start())
	for i := range commanded {
		asked := []string{"ask Who should raise the levy?", "retire of:nothing", "find levy", "publish of:x", "recs actor:ministry", "whoami"}[i%6]
		r := request(briefings.Roles()[i%5], asked)
		r.At = r.At.Add(time.Duration(i) * time.Second)
		desk.Answer(t.Context(), r)
	}
	var dump bytes.Buffer
	if err := st.Dump(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(dump.String()) {
		switch {
		case strings.HasPrefix(line, "audit/"):
			x.entries = append(x.entries, line)
		case len(x.entries) == 0:
			x.head = append(x.head, line)
		default:
			x.tail = append(x.tail, line)
		}
	}
	if len(x.entries) < commanded {
		t.Fatalf("only %d entries", len(x.entries))
	}
	return x
}

// found reports whether a change is found of which the dump with these entries is
// the result: it cannot be loaded, or verifying says so.
func (x *tampered) found(entries []string) bool {
	tail := slices.Clone(x.tail)
	tail[len(tail)-1] = fmt.Sprintf("end %d\n", len(x.head)-1+len(entries)+len(tail)-1)
	return x.foundIn(strings.Join(slices.Concat(x.head, entries, tail), ""))
}

func (x *tampered) foundIn(dump string) bool {
	st, err := store.Open(x.t.Context(), "mem", store.Options{Index: search.NewScan(), Anchor: x.anchor})
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = st.Close() }() // it is in memory and thrown away
	if err := st.Load(x.t.Context(), strings.NewReader(dump)); err != nil {
		return true
	}
	if report, err := st.InspectAudit(x.t.Context()); err != nil || report.Err() != nil {
		return true
	}
	problems, err := st.Verify(x.t.Context())
	return err != nil || len(problems) > 0
}

func (x *tampered) count(way string, found bool) {
	x.tried[way]++
	if !found {
		x.missed[way]++
	}
}

// flips changes each byte of all entries, line ends and keys included: one bit of
// it, which for every third byte is the one that turns the case of a letter.
func (x *tampered) flips() {
	for i, line := range x.entries {
		for at := range len(line) {
			changed := slices.Clone(x.entries)
			changed[i] = flipped(line, at)
			x.count("a byte of an entry changed", x.found(changed))
		}
	}
	note := slices.IndexFunc(x.tail, func(line string) bool { return strings.HasPrefix(line, "meta/audit") })
	for at := range len(x.tail[note]) {
		tail := slices.Clone(x.tail)
		tail[note] = flipped(tail[note], at)
		x.count("a byte of the last one's note", x.foundIn(strings.Join(slices.Concat(x.head, x.entries, tail), "")))
	}
}

func flipped(text string, at int) string {
	bit := byte(1) << (at % 8)
	if at%3 == 0 {
		bit = 0x20
	}
	changed := []byte(text)
	changed[at] ^= bit
	return string(changed)
}

// removals takes out each entry, each beginning and each end, the latter also
// with the note of the last entry made to fit.
func (x *tampered) removals() {
	for i := range x.entries {
		x.count("an entry removed", x.found(slices.Delete(slices.Clone(x.entries), i, i+1)))
		x.count("a beginning cut off", x.found(x.entries[i+1:]))
		x.count("an end cut off", x.found(x.entries[:i]))
		if i > 0 {
			x.count("an end cut off, its note rewritten", x.foundIn(x.withNote(x.entries[:i])))
		}
	}
}

// moves swaps each two entries, their keys staying where they were and not.
func (x *tampered) moves() {
	for i := range x.entries {
		for j := i + 1; j < len(x.entries); j += 1 + (i+j)%17 {
			changed := slices.Clone(x.entries)
			ki, vi, _ := strings.Cut(x.entries[i], "\t")
			kj, vj, _ := strings.Cut(x.entries[j], "\t")
			changed[i], changed[j] = ki+"\t"+vj, kj+"\t"+vi
			x.count("two entries swapped", x.found(changed))
		}
	}
}

// rewrites changes an entry and makes the rest of the chain, and the note of the
// last entry, anew as the store would: what nothing within the store can tell.
func (x *tampered) rewrites() {
	for i := range x.entries {
		x.count("a chain made anew", x.foundIn(x.withNote(rechained(x.t, x.entries, i))))
	}
	x.count("another store in its place", x.foundIn(strings.Replace(strings.Join(slices.Concat(x.head, x.entries, x.tail), ""), `"store":"`, `"store":"X`, 1)))
}

// withNote returns the dump with these entries and the note of the last one made
// to fit.
func (x *tampered) withNote(entries []string) string {
	last := entryIn(x.t, entries[len(entries)-1])
	tail := slices.Clone(x.tail)
	for i, line := range tail {
		if strings.HasPrefix(line, "meta/audit\t") {
			tail[i] = fmt.Sprintf("meta/audit\t{\"seq\":%d,\"hash\":%q}\n", last.Seq, last.Hash)
		}
	}
	tail[len(tail)-1] = fmt.Sprintf("end %d\n", len(x.head)-1+len(entries)+len(tail)-1)
	return strings.Join(slices.Concat(x.head, entries, tail), "")
}

func entryIn(t *testing.T, line string) (e store.AuditEntry) {
	t.Helper()
	_, value, _ := strings.Cut(line, "\t")
	if err := json.Unmarshal([]byte(value), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// rechained returns the lines of the entries with what one of them says changed,
// and the hashes from it on made anew.
func rechained(t *testing.T, lines []string, at int) []string {
	t.Helper()
	out := slices.Clone(lines)
	prev := ""
	for i, line := range lines {
		e := entryIn(t, line)
		if i == at {
			e.By = "console/local/nobody"
		}
		if i >= at {
			key, _, _ := strings.Cut(line, "\t")
			e.Prev, e.Hash = prev, ""
			sum := sha256.Sum256(jsonOf(t, e))
			e.Hash = hex.EncodeToString(sum[:])
			out[i] = key + "\t" + string(jsonOf(t, e)) + "\n"
		}
		prev = e.Hash
	}
	return out
}

func jsonOf(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// exports changes what ops audit do:export gives out: bytes and lines, and then the
// chain with everything that an attacker can reckon.
func (x *tampered) exports() {
	file, anchor := x.export()
	judge := func(way string, changed []byte) {
		_, report, err := store.CheckAuditExport(changed, anchor)
		x.count(way, err != nil || report.Err() != nil)
	}
	if _, report, err := store.CheckAuditExport(file, anchor); err != nil || report.Err() != nil || report.Anchored != report.Head {
		x.t.Fatalf("the export is not whole before it is changed: %+v, %v", report, err)
	}
	for at := range file {
		judge("export: a byte changed", []byte(flipped(string(file), at)))
		judge("export: cut off", file[:at])
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(file), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	joined := func(lines []string) []byte { return []byte(strings.Join(lines, "")) }
	for i := range lines {
		judge("export: a line removed", joined(slices.Delete(slices.Clone(lines), i, i+1)))
		judge("export: a line doubled", joined(slices.Insert(slices.Clone(lines), i, lines[i])))
		for j := i + 1; j < len(lines); j++ {
			swapped := slices.Clone(lines)
			swapped[i], swapped[j] = lines[j], lines[i]
			judge("export: two lines swapped", joined(swapped))
		}
	}
	for i := range x.entries {
		anew := rechained(x.t, x.entries, i)
		for k, line := range anew {
			_, anew[k], _ = strings.Cut(line, "\t")
		}
		body := lines[0] + strings.Join(anew, "")
		last := entryIn(x.t, "\t"+anew[len(anew)-1])
		sum := sha256.Sum256([]byte(body))
		end := fmt.Sprintf("{\"entries\":%d,\"head\":{\"seq\":%d,\"hash\":%q},\"sha256\":%q}\n", len(anew), last.Seq, last.Hash, hex.EncodeToString(sum[:]))
		judge("export: a chain made anew", []byte(body+end))
	}
}

// export returns the export of the whole audit, as the verb gives it out, and the
// text of the anchor.
func (x *tampered) export() (file, anchor []byte) {
	dump := strings.Join(slices.Concat(x.head, x.entries, x.tail), "")
	st, err := store.Open(x.t.Context(), "mem", store.Options{Index: search.NewScan(), Anchor: x.anchor})
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = st.Close() }() // it is in memory and thrown away
	if err := st.Load(x.t.Context(), strings.NewReader(dump)); err != nil {
		x.t.Fatal(err)
	}
	anchor, err = os.ReadFile(x.anchor)
	if err != nil {
		x.t.Fatal(err)
	}
	r := request(briefings.Owner, "ops audit do:export")
	r.Place.Clearance = briefings.Red
	reply := commands.New(st, commands.Options{}).Answer(x.t.Context(), r)
	if len(reply.Files) != 1 {
		x.t.Fatalf("%+v", reply)
	}
	// The command itself has left an entry since, and a line in the anchor.
	if err := os.WriteFile(x.anchor, anchor, 0o600); err != nil {
		x.t.Fatal(err)
	}
	return reply.Files[0].Data, anchor
}
