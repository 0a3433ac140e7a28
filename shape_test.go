package main_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the shape of a file may be. The aim is lower: a file of one subject has
// under 400 lines, and a function under 60.
const (
	maxFileLines     = 450
	maxFunctionLines = 80
)

// TestShape holds every Go file to the rules of CONTRIBUTING.md that a machine
// can see.
func TestShape(t *testing.T) {
	files := map[string][]shapedFile{}
	for _, name := range goFiles(t) {
		text, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		folder := path.Dir(name)
		files[folder] = append(files[folder], parseShape(t, name, text))
	}
	for _, folder := range slices.Sorted(maps.Keys(files)) {
		for _, fault := range shapeFaults(folder, files[folder]) {
			t.Error(fault)
		}
	}
}

// A shapedFile is a parsed file of one folder.
type shapedFile struct {
	name  string
	set   *token.FileSet
	tree  *ast.File
	lines int
}

func (f shapedFile) test() bool { return strings.HasSuffix(f.name, "_test.go") }

func (f shapedFile) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", f.name, f.set.Position(n.Pos()).Line)
}

func parseShape(t testing.TB, name string, text []byte) shapedFile {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return shapedFile{name, set, tree, bytes.Count(text, []byte("\n"))}
}

// shapeFaults returns what is wrong with the files of one folder.
func shapeFaults(folder string, files []shapedFile) []string {
	var faults []string
	documented, product := false, false
	variables := map[string]bool{}
	var tests []shapedFile
	for _, f := range files {
		if f.test() {
			tests = append(tests, f)
			continue
		}
		product = true
		documented = documented || f.tree.Doc != nil
		if f.lines > maxFileLines {
			faults = append(faults, fmt.Sprintf("%s has %d lines, more than %d; is it still one subject?", f.name, f.lines, maxFileLines))
		}
		faults = append(faults, functionFaults(f)...)
		faults = append(faults, undocumented(f)...)
		faults = append(faults, variableFaults(f, variables)...)
	}
	for _, f := range files {
		faults = append(faults, reassigned(f, variables)...)
	}
	faults = append(faults, sleeps(tests)...)
	if product && !documented {
		faults = append(faults, folder+" has no package comment")
	}
	return faults
}

// functionFaults returns the init functions and those that are too long.
func functionFaults(f shapedFile) []string {
	var faults []string
	for _, d := range f.tree.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if fn.Name.Name == "init" && fn.Recv == nil {
			faults = append(faults, f.at(fn)+": init runs before anybody asks; call a function by its name")
		}
		if n := f.set.Position(fn.End()).Line - f.set.Position(fn.Pos()).Line + 1; n > maxFunctionLines {
			faults = append(faults, fmt.Sprintf("%s: %s has %d lines, more than %d", f.at(fn), fn.Name.Name, n, maxFunctionLines))
		}
	}
	return faults
}

// undocumented returns the exported names without a comment that begins with
// the name, an article allowed. Names of a group may share the group's comment.
func undocumented(f shapedFile) []string {
	var faults []string
	check := func(at ast.Node, name *ast.Ident, docs ...*ast.CommentGroup) {
		for _, doc := range docs {
			words := strings.Fields(doc.Text())
			if len(words) > 1 && (words[0] == name.Name || slices.Contains([]string{"A", "An", "The"}, words[0]) && words[1] == name.Name) {
				return
			}
		}
		if name.IsExported() {
			faults = append(faults, fmt.Sprintf("%s: %s has no comment that begins with its name", f.at(at), name.Name))
		}
	}
	for _, d := range f.tree.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d)) {
				check(d, d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					check(spec, spec.Name, d.Doc, spec.Doc)
				case *ast.ValueSpec:
					if d.Lparen.IsValid() && (d.Doc != nil || spec.Doc != nil || spec.Comment != nil) {
						continue
					}
					for _, name := range spec.Names {
						check(spec, name, d.Doc, spec.Doc)
					}
				}
			}
		}
	}
	return faults
}

// receiver returns the name of the type that a method belongs to.
func receiver(fn *ast.FuncDecl) string {
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// variableFaults returns the package's variables that can only be there to
// change: without a value from birth, or made to hold state. It adds the names
// of all others to variables.
func variableFaults(f shapedFile, variables map[string]bool) []string {
	var faults []string
	for _, d := range f.tree.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.VAR {
			continue
		}
		embedded := strings.Contains(commentOf(group.Doc), "go:embed")
		for _, spec := range group.Specs {
			spec := spec.(*ast.ValueSpec)
			if len(spec.Values) == 0 && !embedded && !strings.Contains(commentOf(spec.Doc), "go:embed") {
				faults = append(faults, fmt.Sprintf("%s: %s has no value from birth, so something must change it", f.at(spec), spec.Names[0].Name))
			}
			for _, value := range spec.Values {
				if holdsState(value) {
					faults = append(faults, fmt.Sprintf("%s: %s holds state for the whole process; give it an owner", f.at(spec), spec.Names[0].Name))
				}
			}
			for _, name := range spec.Names {
				variables[name.Name] = name.Name != "_"
			}
		}
	}
	return faults
}

// commentOf returns the raw comment, directives included.
func commentOf(doc *ast.CommentGroup) string {
	var b strings.Builder
	if doc != nil {
		for _, c := range doc.List {
			b.WriteString(c.Text + "\n")
		}
	}
	return b.String()
}

// holdsState reports whether the value of a variable is there to be changed: a
// lock, a counter, a pool, a channel, an empty map. A value computed once by
// sync.OnceValue is a constant that is late.
func holdsState(value ast.Expr) bool {
	switch v := value.(type) {
	case *ast.UnaryExpr:
		return holdsState(v.X)
	case *ast.CompositeLit:
		_, isMap := v.Type.(*ast.MapType)
		return isMap && len(v.Elts) == 0 || stateful(v.Type)
	case *ast.CallExpr:
		if name, ok := v.Fun.(*ast.Ident); ok {
			return name.Name == "make" || name.Name == "new"
		}
		return stateful(v.Fun)
	}
	return false
}

// stateful reports whether the type or function is of a package that is made
// for state.
func stateful(x ast.Expr) bool {
	if index, ok := x.(*ast.IndexExpr); ok {
		x = index.X
	}
	selector, ok := x.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	from, ok := selector.X.(*ast.Ident)
	return ok && (from.Name == "atomic" || from.Name == "sync" && !strings.HasPrefix(selector.Sel.Name, "Once"))
}

// reassigned returns the places where one of the package's variables gets
// another value or another element.
func reassigned(f shapedFile, variables map[string]bool) []string {
	var faults []string
	for _, d := range f.tree.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		locals := localNames(fn)
		check := func(at ast.Node, x ast.Expr) {
			if name := rootName(x); variables[name] && !locals[name] {
				faults = append(faults, fmt.Sprintf("%s: %s is a package's variable and gets another value here", f.at(at), name))
			}
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, x := range n.Lhs {
						check(n, x)
					}
				}
			case *ast.IncDecStmt:
				check(n, n.X)
			case *ast.CallExpr:
				if name, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && (name.Name == "delete" || name.Name == "clear") {
					check(n, n.Args[0])
				}
			}
			return true
		})
	}
	return faults
}

// localNames returns the names that the function declares itself.
func localNames(fn *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, x := range n.Lhs {
					names[rootName(x)] = true
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				names[rootName(n.Key)] = true
				names[rootName(n.Value)] = true
			}
		}
		return true
	})
	return names
}

// rootName returns the variable that an expression reaches into, or "".
func rootName(x ast.Expr) string {
	for {
		switch v := x.(type) {
		case *ast.Ident:
			return v.Name
		case *ast.IndexExpr:
			x = v.X
		case *ast.SelectorExpr:
			x = v.X
		case *ast.StarExpr:
			x = v.X
		case *ast.ParenExpr:
			x = v.X
		default:
			return ""
		}
	}
}

func calls(call *ast.CallExpr, pkg, name string) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != name {
		return false
	}
	from, ok := selector.X.(*ast.Ident)
	return ok && from.Name == pkg
}

// The shape check is tried on code that must and must not pass.
func TestShapeFaults(t *testing.T) {
	const head = "// Package x is tried.\npackage x\n"
	const bubble = "func in(t *testing.T, f func()) { synctest.Test(t, func(t *testing.T) { f() }) }\n"
	long := strings.Repeat("\t_ = 1\n", maxFunctionLines)
	tests := []struct{ name, file, text, want string }{
		{"fine", "x.go", head + "var table = map[string]int{`a`: 1}\n// Of returns it.\nfunc Of(s string) int { table := map[string]int{}; table[s] = 1; return table[s] }\n", ""},
		{"constants share a comment", "x.go", head + "// The kinds.\nconst (\n\tA = 1\n\tB = 2\n)\n", ""},
		{"late constant", "x.go", head + "var words = sync.OnceValue(load)\n", ""},
		{"embedded", "x.go", head + "//go:embed files\nvar files embed.FS\n", ""},
		{"no package comment", "x.go", "package x\n", "no package comment"},
		{"init", "x.go", head + "func init() {}\n", "init runs"},
		{"long function", "x.go", head + "func f() {\n" + long + "}\n", "has 82 lines"},
		{"long file", "x.go", head + strings.Repeat("//\n", maxFileLines), "has 452 lines"},
		{"bare function", "x.go", head + "func Of() {}\n", "Of has no comment"},
		{"bare type", "x.go", head + "type T int\n", "T has no comment"},
		{"bare method", "x.go", head + "// T is.\ntype T int\nfunc (t *T) Of() {}\n", "Of has no comment"},
		{"bare constant", "x.go", head + "const A = 1\n", "A has no comment"},
		{"comment of another name", "x.go", head + "// Off returns it.\nfunc Of() {}\n", "Of has no comment"},
		{"no value", "x.go", head + "var last int\n", "no value from birth"},
		{"lock", "x.go", head + "var mu = sync.Mutex{}\n", "holds state"},
		{"counter", "x.go", head + "var n = &atomic.Int64{}\n", "holds state"},
		{"cache", "x.go", head + "var cache = map[string]int{}\n", "holds state"},
		{"made", "x.go", head + "var c = make(chan int)\n", "holds state"},
		{"set again", "x.go", head + "var last = 1\nfunc f() { last = 2 }\n", "gets another value"},
		{"element set", "x.go", head + "var table = []int{1}\nfunc f() { table[0] = 2 }\n", "gets another value"},
		{"element deleted", "x.go", head + "var table = map[int]int{1: 1}\nfunc f() { delete(table, 1) }\n", "gets another value"},
		{"counted", "x.go", head + "var n = 1\nfunc f() { n++ }\n", "gets another value"},
		{"sleep", "x_test.go", head + "func TestX(t *testing.T) { time.Sleep(1) }\n", "a test that sleeps"},
		{"bubble", "x_test.go", head + "func TestX(t *testing.T) { synctest.Test(t, func(t *testing.T) { time.Sleep(1) }) }\n", ""},
		{"handed to a bubble", "x_test.go", head + bubble + "func TestX(t *testing.T) { in(t, func() { time.Sleep(1) }) }\n", ""},
		{"called from a bubble", "x_test.go", head + bubble + "func TestX(t *testing.T) { in(t, func() { a() }) }\nfunc a() { b() }\nfunc b() { a(); time.Sleep(1) }\n", ""},
		{"called from outside too", "x_test.go", head + bubble + "func TestX(t *testing.T) { in(t, func() { a() }); a() }\nfunc a() { b() }\nfunc b() { time.Sleep(1) }\n", "a test that sleeps"},
		{"called by nobody", "x_test.go", head + bubble + "func a() { time.Sleep(1) }\n", "a test that sleeps"},
		{"beside a bubble", "x_test.go", head + bubble + "func TestX(t *testing.T) { in(t, func() {}); time.Sleep(1) }\n", "a test that sleeps"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := shapeFaults("x", []shapedFile{parseShape(t, tt.file, []byte(tt.text))})
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)) {
				t.Errorf("faults %q, want %q", got, tt.want)
			}
		})
	}
}
