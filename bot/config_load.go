package bot

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"attache/briefings"
)

// maxSettings is the size of the largest settings file that is read.
const maxSettings = 1 * MiB

// LoadConfig returns the defaults with the settings of the file laid over them.
// An empty path, an empty file and a setting that is left out keep the default.
// A secret of a platform that is left out is taken from its environment variable.
//
// In a value, ${NAME} stands for an environment variable and ${file:PATH} for
// the content of a file, seen from the folder of the settings; $${ stands for
// ${ itself. Keys are never expanded, and neither is what an expansion gives.
//
// The error is of kind Unusable and has one line for each mistake, with file,
// line and column. It never holds a value. The Config is then of no use.
func LoadConfig(path string) (Config, error) {
	if path == "" {
		config := DefaultConfig()
		origin := config.fromEnvironment()
		return config, judged(config.problems(), origin)
	}
	text, err := readBounded(path, maxSettings)
	if err != nil {
		return Config{}, briefings.Errorf(briefings.Unusable, "The settings file %q %s.", path, err)
	}
	config := DefaultConfig()
	if err := loadSettings(path, text, &config); err != nil {
		return Config{}, err
	}
	return config, nil
}

// loadSettings lays the settings in text over the struct that into points to.
// path names the file in errors.
func loadSettings(path string, text []byte, into any) error {
	l := &loader{path: path, marks: map[string]mark{}}
	if root := l.parse(text); root != nil {
		l.section(root, reflect.ValueOf(into).Elem(), "")
	}
	if c, ok := into.(*Config); ok {
		origin := c.fromEnvironment()
		for _, p := range c.problems() {
			if !l.failed(p.path) {
				l.add(l.near(p.path), p.path, "%s", p.line(origin))
			}
		}
	}
	return l.err()
}

// near returns where a setting stands, or the section that it is missing from.
func (l *loader) near(setting string) mark {
	for ; setting != ""; setting = setting[:max(strings.LastIndexByte(setting, '.'), 0)] {
		if m, ok := l.marks[setting]; ok {
			return m
		}
	}
	return mark{1, 1}
}

// loader walks the tree of one settings file and gathers every mistake in it.
type loader struct {
	path     string
	marks    map[string]mark // where the value of each setting in the file stands
	mistakes []mistake
}

// mark is a place in the file, counted from 1.
type mark struct{ line, column int }

type mistake struct {
	mark
	setting string // the path of the setting, or "" for a mistake of the file
	text    string
}

func (l *loader) add(at mark, setting, format string, args ...any) {
	l.mistakes = append(l.mistakes, mistake{at, setting, fmt.Sprintf(format, args...)})
}

// failed reports whether a mistake in the setting has been found already.
func (l *loader) failed(setting string) bool {
	return slices.ContainsFunc(l.mistakes, func(m mistake) bool { return m.setting == setting })
}

// err returns the mistakes in the order of the file, or nil.
func (l *loader) err() error {
	if len(l.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(l.mistakes, func(a, b mistake) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	lines := make([]string, len(l.mistakes))
	for i, m := range l.mistakes {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", l.path, m.line, m.column, m.text)
	}
	return &briefings.Error{Kind: briefings.Unusable, Text: strings.Join(lines, "\n")}
}

// parse returns the top of the only document in text, or nil when there is
// nothing in it or a mistake was found. What the library says about broken text
// is not shown, because it may quote a value.
func (l *loader) parse(text []byte) *yaml.Node {
	in, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		panic(fmt.Sprintf("settings loader: %v", err)) // only a wrong option can fail
	}
	var document, second yaml.Node
	if err = in.Load(&document); errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		if err = in.Load(&second); errors.Is(err, io.EOF) {
			return document.Content[0]
		}
	}
	if err == nil {
		l.add(mark{second.Line, max(second.Column, 1)}, "", "A second document begins here; keep all settings in one, without a line of three hyphens.")
		return nil
	}
	at := brokenAt(text, err)
	l.add(at, "", "%s", brokenText(text, at))
	return nil
}

// brokenAt returns where text stops being YAML: for what is still open at the
// end of the text, where it was opened. What the library gives no place for
// stands at the top.
func brokenAt(text []byte, err error) mark {
	broken, ok := errors.AsType[*yaml.LoadError](err)
	if !ok || broken.Mark.Line == 0 {
		return mark{1, 1}
	}
	at, opened := broken.Mark, broken.ContextMark
	if opened.Line > 0 && at.Line > bytes.Count(bytes.TrimRight(text, "\n"), []byte("\n"))+1 {
		at = opened
	}
	return mark{at.Line, max(at.Column, 1)}
}

// brokenText returns what to mend in text that is not YAML.
func brokenText(text []byte, at mark) string {
	lines := bytes.Split(text, []byte("\n"))
	if at.line <= len(lines) && bytes.HasPrefix(bytes.TrimLeft(lines[at.line-1], " "), []byte("\t")) {
		return "This line is indented with a tab; use spaces."
	}
	return "This is not YAML from here on; look for a missing quote, bracket or colon, a wrong indentation or an unquoted special character."
}

// section reads a mapping into a struct. An empty section keeps its defaults.
func (l *loader) section(n *yaml.Node, into reflect.Value, path string) {
	if isNull(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		l.add(markOf(n), path, "%s holds settings of the form \"name: value\", each on its own line.", cmp.Or(path, "The file"))
		return
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := key.Value
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
			l.add(markOf(key), "", "A setting's name stands here as a single word; lists, anchors and merges are not offered.")
			continue
		}
		if line, ok := first[name]; ok {
			l.add(markOf(key), "", "%q is set a second time, first on line %d; keep one of them.", briefings.Shorten(name, 40), line)
			continue
		}
		first[name] = key.Line
		field, ok := fieldOf(into, name)
		if !ok {
			l.add(markOf(key), "", "%s", unknownText(name, path, into.Type()))
			continue
		}
		l.value(key, value, field, join(path, name))
	}
}

// value reads what stands behind a key into its field.
func (l *loader) value(key, n *yaml.Node, field reflect.Value, path string) {
	if n.Anchor != "" || n.Kind == yaml.AliasNode || n.Style&yaml.TaggedStyle != 0 {
		l.add(markOf(n), path, "%s: Anchors, aliases and tags are not offered; quote a value that begins with & * or !.", path)
		return
	}
	l.marks[path] = markOf(n)
	switch {
	case field.Kind() == reflect.Struct && field.Type() != reflect.TypeFor[Secret]():
		l.section(n, field, path)
	case isNull(n):
		l.add(markOf(key), path, "%s has no value; give one or remove the line.", path)
	case field.Kind() == reflect.Slice:
		l.list(key, n, field, path)
	case field.Kind() == reflect.Map:
		l.names(n, field, path)
	default:
		l.scalar(n, field, path)
	}
}

// list reads a sequence in place of the field's default.
func (l *loader) list(key, n *yaml.Node, field reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		l.add(markOf(n), path, "%s is a list; write each entry on its own line after a hyphen, or [] for none.", path)
		return
	}
	all := reflect.MakeSlice(field.Type(), len(n.Content), len(n.Content))
	for i, entry := range n.Content {
		l.value(entry, entry, all.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	field.Set(all)
}

// nameForm is what the names of a mapping may look like; what does not may be a
// misplaced value and is not repeated.
var nameForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,40}$`)

// names reads a mapping whose names are not settings in place of the default.
func (l *loader) names(n *yaml.Node, field reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		l.add(markOf(n), path, "%s holds lines of the form \"name: value\", or {} for none.", path)
		return
	}
	all := reflect.MakeMap(field.Type())
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := reflect.ValueOf(key.Value)
		switch {
		case key.Kind != yaml.ScalarNode || !nameForm.MatchString(key.Value):
			l.add(markOf(key), path, "%s: A name is one word of letters, digits, hyphens and underscores.", path)
		case all.MapIndex(name).IsValid():
			l.add(markOf(key), path, "%s: This name stands here a second time; keep one of them.", path)
		default:
			entry := reflect.New(field.Type().Elem()).Elem()
			l.value(key, value, entry, join(path, key.Value))
			all.SetMapIndex(name, entry)
		}
	}
	field.Set(all)
}

// scalar reads a single value, expanded, into the field.
func (l *loader) scalar(n *yaml.Node, field reflect.Value, path string) {
	form, ok := settingOf(field.Type())
	if !ok {
		panic(fmt.Sprintf("setting %s has type %s, which cannot be read", path, field.Type()))
	}
	if n.Kind != yaml.ScalarNode {
		l.add(markOf(n), path, "%s is a single value. %s", path, form.form)
		return
	}
	text, err := expand(n.Value, filepath.Dir(l.path))
	if err != nil {
		l.add(markOf(n), path, "%s: %s.", path, err)
		return
	}
	value, err := form.read(text)
	if err != nil {
		l.add(markOf(n), path, "%s: %s", path, form.form)
		return
	}
	field.Set(reflect.ValueOf(value))
}

// fieldOf returns the field of the struct whose setting has the name.
func fieldOf(section reflect.Value, name string) (reflect.Value, bool) {
	for i := range section.NumField() {
		if section.Type().Field(i).Tag.Get("yaml") == name {
			return section.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// unknownText returns what to say of a name that is not in the section. A name
// that is long or odd may be a misplaced value, so it is not repeated.
func unknownText(name, path string, section reflect.Type) string {
	var names []string
	for i := range section.NumField() {
		names = append(names, section.Field(i).Tag.Get("yaml"))
	}
	where := "of this file"
	if path != "" {
		where = "of " + path
	}
	if len(name) > 40 || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) {
		return fmt.Sprintf("This is not a setting %s; choose from %s.", where, strings.Join(names, ", "))
	}
	if near := nearest(name, names); near != "" {
		return fmt.Sprintf("%q is not a setting %s; did you mean %q?", name, where, near)
	}
	return fmt.Sprintf("%q is not a setting %s; choose from %s.", name, where, strings.Join(names, ", "))
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func markOf(n *yaml.Node) mark { return mark{max(n.Line, 1), max(n.Column, 1)} }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// readBounded returns the content of a regular file of at most limit bytes. The
// error reads on after the name of the file.
func readBounded(path string, limit ByteSize) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot be opened: %w", cause(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, fmt.Errorf("cannot be read: %w", cause(err))
	} else if info.IsDir() {
		return nil, errors.New("is a folder; name a file")
	}
	text, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", cause(err))
	}
	if ByteSize(len(text)) > limit {
		return nil, fmt.Errorf("is larger than %s", limit)
	}
	return text, nil
}

// cause returns err without the operation and the path, which the sentence
// around it names already.
func cause(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	return err
}
