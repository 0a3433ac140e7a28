package main_test

import (
	"go/ast"
	"strings"
)

// sleeps returns the places in the tests of one folder where real time has to
// pass. Inside a synctest bubble time is virtual and costs nothing: a bubble is
// what is handed to synctest.Test, or to a function that hands it on, and every
// function that is called from bubbles alone.
func sleeps(files []shapedFile) []string {
	b := bubbles{openers: map[string]bool{}, inside: map[string]bool{}}
	for _, fn := range functions(files) {
		opens := contains(fn, func(call *ast.CallExpr) bool { return calls(call, "synctest", "Test") })
		b.openers[fn.Name.Name] = b.openers[fn.Name.Name] || opens
		b.inside[fn.Name.Name] = !opens && !strings.HasPrefix(fn.Name.Name, "Test")
	}
	for b.narrow(files) {
	}
	var faults []string
	for _, f := range files {
		b.outside(f, func(call *ast.CallExpr) {
			if calls(call, "time", "Sleep") {
				faults = append(faults, f.at(call)+": a test that sleeps is slow or wrong; wait for the event, or use testing/synctest")
			}
		})
	}
	return faults
}

// bubbles knows the functions of one folder's tests by name.
type bubbles struct {
	openers map[string]bool // they hand what they are given to synctest.Test
	inside  map[string]bool // as far as is known, they are called from bubbles alone
}

// narrow takes out the functions that are called from outside a bubble, or that
// nobody calls, and reports whether there were any.
func (b bubbles) narrow(files []shapedFile) bool {
	called, out := map[string]bool{}, false
	for _, f := range files {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				called[callee(call)] = true
			}
			return true
		})
		b.outside(f, func(call *ast.CallExpr) {
			if name := callee(call); b.inside[name] {
				b.inside[name], out = false, true
			}
		})
	}
	for name, inside := range b.inside {
		if inside && !called[name] {
			b.inside[name], out = false, true
		}
	}
	return out
}

// outside visits the calls of a file that are made outside every bubble.
func (b bubbles) outside(f shapedFile, visit func(*ast.CallExpr)) {
	ast.Inspect(f.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			return !b.inside[n.Name.Name]
		case *ast.CallExpr:
			visit(n)
			return !calls(n, "synctest", "Test") && !b.openers[callee(n)]
		}
		return true
	})
}

// callee returns the name of the function or method that is called, without
// where it is from.
func callee(call *ast.CallExpr) string {
	switch fn := call.Fun.(type) {
	case *ast.Ident:
		return fn.Name
	case *ast.SelectorExpr:
		return fn.Sel.Name
	}
	return ""
}

func functions(files []shapedFile) []*ast.FuncDecl {
	var all []*ast.FuncDecl
	for _, f := range files {
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				all = append(all, fn)
			}
		}
	}
	return all
}

func contains(n ast.Node, wanted func(*ast.CallExpr) bool) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		found = found || ok && wanted(call)
		return !found
	})
	return found
}
