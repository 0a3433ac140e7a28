package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"attache/briefings"
)

// A front is the front matter as a tree. A nil root has no keys.
type front struct {
	root   *yaml.Node
	before int // lines of the file above it
}

// A value is what a key is set to and the line of the file where it stands.
type value = line

// parseFront reads the lines between the two lines of hyphens. They hold no tab,
// which YAML refuses at the start of a line.
func parseFront(lines []line) (*front, error) {
	f := &front{before: 1}
	if len(lines) == 0 {
		return f, nil
	}
	f.before = lines[0].n - 1
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.text + "\n")
	}
	in, err := yaml.NewLoader(strings.NewReader(text.String()))
	if err != nil {
		panic(fmt.Sprintf("front matter loader: %v", err)) // only a wrong option can fail
	}
	var document, second yaml.Node
	err = in.Load(&document)
	if errors.Is(err, io.EOF) {
		return f, nil
	}
	if err == nil {
		if err = in.Load(&second); err == nil {
			return nil, f.errorf(second.Line, "the front matter ends above this; remove the line of hyphens or stops.")
		}
	}
	if !errors.Is(err, io.EOF) {
		return nil, f.broken(text.String(), err)
	}
	f.root = document.Content[0]
	return f, f.check()
}

func (f *front) errorf(n int, format string, args ...any) error {
	return briefings.Errorf(briefings.Invalid, "Line %d: %s", f.before+max(n, 1), fmt.Sprintf(format, args...))
}

// broken returns what to mend in front matter that is no YAML.
func (f *front) broken(text string, err error) error {
	n := 1
	if e, ok := errors.AsType[*yaml.LoadError](err); ok && e.Mark.Line > 0 {
		n = min(e.Mark.Line, strings.Count(text, "\n"))
	}
	return f.errorf(n, `this is not of the form "name: value"; put a value that holds a colon, a quotation mark or a bracket between "straight quotation marks".`)
}

// check returns what is wrong with the keys.
func (f *front) check() error {
	if f.root.Kind == yaml.ScalarNode && f.root.Tag == "!!null" {
		f.root = nil
		return nil
	}
	if f.root.Kind != yaml.MappingNode || f.root.Style&yaml.FlowStyle != 0 {
		return f.errorf(f.root.Line, `the front matter holds lines of the form "name: value", such as "briefing: port-inspections".`)
	}
	first := map[string]int{}
	for i := 0; i+1 < len(f.root.Content); i += 2 {
		key := f.root.Content[i]
		name := keyName(key.Value)
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" || key.Anchor != "" {
			return f.errorf(key.Line, "a name stands here as one word; lists, anchors and merges are not offered.")
		}
		if n, ok := first[name]; ok {
			return f.errorf(key.Line, "%s is set a second time, first on line %d; keep one of them.", name, f.before+n)
		}
		first[name] = key.Line
		if !known(name) {
			if near := nearest(name, keys()); near != "" {
				return f.errorf(key.Line, "%q is not a name here; did you mean %q?", briefings.Shorten(key.Value, 40), near)
			}
			return f.errorf(key.Line, "%q is not a name here; choose from %s.", briefings.Shorten(key.Value, 40), strings.Join(keys(), ", "))
		}
		if err := f.plainOnly(f.root.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// keyName returns a name as it stands in the table: in small letters, its words
// joined by hyphens.
func keyName(s string) string {
	return strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(strings.TrimSpace(s)))
}

func known(name string) bool {
	for _, k := range keys() {
		if k == name {
			return true
		}
	}
	return false
}

// plainOnly returns an error for a value that is written once and meant
// elsewhere, or meant as something other than text.
func (f *front) plainOnly(n *yaml.Node) error {
	if n.Anchor != "" || n.Kind == yaml.AliasNode || n.Style&yaml.TaggedStyle != 0 {
		return f.errorf(n.Line, "anchors, aliases and tags are not offered; put a value that begins with & * or ! between quotation marks.")
	}
	for _, c := range n.Content {
		if n.Kind == yaml.MappingNode {
			break // refused where it is read
		}
		if err := f.plainOnly(c); err != nil {
			return err
		}
	}
	return nil
}

// node returns what a key is set to, or false.
func (f *front) node(key string) (*yaml.Node, bool) {
	if f.root == nil {
		return nil, false
	}
	for i := 0; i+1 < len(f.root.Content); i += 2 {
		if keyName(f.root.Content[i].Value) == key {
			n := f.root.Content[i+1]
			return n, n.Kind != yaml.ScalarNode || n.Tag != "!!null"
		}
	}
	return nil, false
}

// value returns the single value of a key; false when it has none.
func (f *front) value(key string) (value, bool, error) {
	n, ok := f.node(key)
	if !ok {
		return value{}, false, nil
	}
	if n.Kind != yaml.ScalarNode {
		return value{}, false, f.errorf(n.Line, "%s has one value; write it behind the colon.", key)
	}
	v := f.scalar(n)
	return v, v.text != "", nil
}

// list returns the values of a key, which may also stand on its line with commas
// between them.
func (f *front) list(key string) ([]value, error) {
	n, ok := f.node(key)
	if !ok {
		return nil, nil
	}
	if n.Kind == yaml.ScalarNode {
		v := f.scalar(n)
		if quoted(n) {
			return []value{v}, nil
		}
		var all []value
		for _, one := range strings.Split(v.text, ",") {
			if one = strings.TrimSpace(one); one != "" {
				all = append(all, value{v.n, one})
			}
		}
		return all, nil
	}
	if n.Kind != yaml.SequenceNode {
		return nil, f.errorf(n.Line, "%s is a list; write each entry on its own line after a hyphen.", key)
	}
	var all []value
	for _, c := range n.Content {
		if c.Kind != yaml.ScalarNode {
			return nil, f.errorf(c.Line, "%s is a list of single values; put one that holds a colon between quotation marks.", key)
		}
		if v := f.scalar(c); v.text != "" || quoted(c) {
			all = append(all, v)
		}
	}
	return all, nil
}

// scalar returns a single value. Curved quotation marks around the whole of a
// value that has no others are those of an editor that knows better.
func (f *front) scalar(n *yaml.Node) value {
	text := n.Value
	if !quoted(n) {
		for _, pair := range [...][2]string{{"“", "”"}, {"„", "“"}, {"‘", "’"}, {"”", "”"}} {
			if inner, ok := strings.CutPrefix(text, pair[0]); ok {
				if inner, ok := strings.CutSuffix(inner, pair[1]); ok && !strings.ContainsAny(inner, "“”„‘’") {
					text = inner
					break
				}
			}
		}
	}
	return value{f.before + n.Line, text}
}

func quoted(n *yaml.Node) bool {
	return n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0
}

// utf16 reports whether the bytes begin as a text of two bytes a character.
func utf16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
}
