package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"strconv"
	"strings"
)

// mutant is one mistake. Its number is its index in the list, from 0.
type mutant struct {
	position token.Position
	kind     string
	was, is  string
}

func (m mutant) String() string {
	text := fmt.Sprintf("%s:%d:%d %s: %s", filepath.Base(m.position.Filename), m.position.Line, m.position.Column, m.kind, oneLine(m.was))
	if m.is != "" {
		text += "  ->  " + oneLine(m.is)
	}
	return text
}

func oneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > 100 {
		text = text[:97] + "..."
	}
	return text
}

// planted is the package with every mistake planted.
type planted struct {
	mutants []mutant
	files   map[string]string // text by path
}

// gardener rewrites one file. Only one mistake is switched on at a time, so the code
// inside a mistake is copied from the original, without other mistakes.
type gardener struct {
	p    *pkg
	out  *planted
	text []byte
	base int               // base of the file in the file set
	name map[string]string // names of the packages that the file imports, by path
}

func plant(p *pkg, only string) *planted {
	out := &planted{files: map[string]string{}}
	for _, file := range p.files {
		path := p.fset.Position(file.FileStart).Filename
		if only != "" && filepath.Base(path) != only {
			continue
		}
		g := &gardener{p: p, out: out, text: p.text[path], base: p.fset.File(file.FileStart).Base(), name: p.imported(file)}
		out.files[path] = g.rewrite(file, file.FileStart, file.FileEnd)
	}
	return out
}

// original returns the text of a node.
func (g *gardener) original(n ast.Node) string { return g.slice(n.Pos(), n.End()) }

// operand returns the text of an expression in a form that can be used with any operator.
func (g *gardener) operand(e ast.Expr) string {
	if _, ok := e.(*ast.BinaryExpr); ok {
		return "(" + g.original(e) + ")"
	}
	return g.original(e)
}

func (g *gardener) slice(from, to token.Pos) string {
	return string(g.text[int(from)-g.base : int(to)-g.base])
}

// rewrite returns the text between two positions with mistakes planted in the children of
// n.
func (g *gardener) rewrite(n ast.Node, from, to token.Pos) string {
	var b strings.Builder
	at := from
	for _, child := range children(n) {
		if child.Pos() < at {
			continue // such as the type of a function declaration, which begins before the name
		}
		b.WriteString(g.slice(at, child.Pos()))
		b.WriteString(g.node(n, child))
		at = child.End()
	}
	b.WriteString(g.slice(at, to))
	return b.String()
}

func children(n ast.Node) []ast.Node {
	var list []ast.Node
	ast.Inspect(n, func(c ast.Node) bool {
		if c == nil || c == n {
			return c == n
		}
		switch c.(type) {
		case *ast.Comment, *ast.CommentGroup:
		default:
			list = append(list, c)
		}
		return false
	})
	return list
}

// node returns the text of n with mistakes planted in it and in the nodes inside it.
func (g *gardener) node(parent, n ast.Node) string {
	switch n := n.(type) {
	case *ast.GenDecl:
		if n.Tok == token.CONST || n.Tok == token.IMPORT || n.Tok == token.TYPE {
			return g.original(n)
		}
	case *ast.ArrayType, *ast.StructType, *ast.FieldList, *ast.BranchStmt:
		if _, ok := n.(*ast.BranchStmt); !ok {
			return g.original(n)
		}
		return g.statement(parent, n.(ast.Stmt), g.original(n))
	case ast.Stmt:
		return g.statement(parent, n, g.rewrite(n, n.Pos(), n.End()))
	case ast.Expr:
		return g.expression(parent, n)
	}
	return g.rewrite(n, n.Pos(), n.End())
}

// add appends a mistake to the list and returns its number.
func (g *gardener) add(n ast.Node, kind, is string) int {
	g.out.mutants = append(g.out.mutants, mutant{g.p.fset.Position(n.Pos()), kind, g.original(n), is})
	return len(g.out.mutants) - 1
}

// statement plants mistakes in a statement: leaving it out, or changing the operator of
// an assignment.
func (g *gardener) statement(parent ast.Node, s ast.Stmt, text string) string {
	switch parent.(type) {
	case *ast.BlockStmt, *ast.CaseClause:
	default:
		return text // a part of an if, for or switch
	}
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.IncDecStmt:
	case *ast.BranchStmt:
		if s.Label != nil || s.Tok == token.FALLTHROUGH {
			return text
		}
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE || g.declares(s) {
			return text
		}
		if swapped, ok := assignments[s.Tok]; ok && numeric(g.typeOf(s.Lhs[0])) {
			other := g.original(s.Lhs[0]) + " " + swapped.String() + " " + g.original(s.Rhs[0])
			return fmt.Sprintf("if mutantOn(%d) { %s } else { %s }", g.add(s, "assignment", other), other, g.without(s, text))
		}
	default:
		return text
	}
	return g.without(s, text)
}

func (g *gardener) without(s ast.Stmt, text string) string {
	return fmt.Sprintf("if !mutantOn(%d) { %s }", g.add(s, "left out", ""), text)
}

// declares reports whether a statement assigns only to the blank identifier, so that
// leaving it out would change nothing.
func (g *gardener) declares(s *ast.AssignStmt) bool {
	for _, l := range s.Lhs {
		if name, ok := l.(*ast.Ident); !ok || name.Name != "_" {
			return false
		}
	}
	return true
}

// expression plants mistakes in an expression and in the expressions inside of it.
func (g *gardener) expression(parent ast.Node, e ast.Expr) string {
	tv, known := g.p.info.Types[e]
	if known && (tv.IsType() || tv.IsBuiltin()) {
		return g.original(e)
	}
	if known && tv.Value != nil {
		return g.constant(parent, e, tv)
	}
	inside := g.rewrite(e, e.Pos(), e.End())
	result, ok := g.spell(tv.Type)
	if !ok {
		return inside
	}
	var alternatives []string
	plant := func(kind, text string) {
		alternatives = append(alternatives, fmt.Sprintf("if mutantOn(%d) { return %s }; ", g.add(e, kind, text), text))
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		for _, other := range operators[e.Op] {
			if arithmetic(e.Op) && !numeric(tv.Type) {
				break
			}
			plant(kinds[e.Op], g.operand(e.X)+" "+other.String()+" "+g.operand(e.Y))
		}
	case *ast.UnaryExpr:
		if e.Op == token.NOT || e.Op == token.SUB {
			plant("sign", g.original(e.X))
		}
	}
	switch condition := parent.(type) {
	case *ast.IfStmt:
		if condition.Cond == e {
			plant("always", "true")
			plant("never", "false")
		}
	case *ast.CaseClause:
		if t, ok := tv.Type.Underlying().(*types.Basic); ok && t.Info()&types.IsBoolean != 0 {
			plant("never", "false")
		}
	}
	if len(alternatives) == 0 {
		return inside
	}
	return "func() " + result + " { " + strings.Join(alternatives, "") + "return " + inside + " }()"
}

// constant plants mistakes in an integer or truth value written as a literal.
func (g *gardener) constant(parent ast.Node, e ast.Expr, tv types.TypeAndValue) string {
	text := g.original(e)
	if _, field := parent.(*ast.Field); field {
		return text
	}
	basic, ok := tv.Type.Underlying().(*types.Basic)
	result, spelled := g.spell(tv.Type)
	if !ok || !spelled {
		return text
	}
	var others []string
	switch literal := e.(type) {
	case *ast.BasicLit:
		if n, err := strconv.ParseInt(literal.Value, 0, 32); err == nil && literal.Kind == token.INT && basic.Info()&types.IsInteger != 0 {
			others = append(others, strconv.FormatInt(n+1, 10))
			if n > 0 {
				others = append(others, strconv.FormatInt(n-1, 10))
			}
		}
	case *ast.Ident:
		if swapped, ok := map[string]string{"true": "false", "false": "true"}[literal.Name]; ok {
			others = append(others, swapped)
		}
	}
	var b strings.Builder
	for _, other := range others {
		fmt.Fprintf(&b, "if mutantOn(%d) { return %s }; ", g.add(e, "constant", other), other)
	}
	if len(others) == 0 {
		return text
	}
	return "func() " + result + " { " + b.String() + "return " + text + " }()"
}

func (g *gardener) typeOf(e ast.Expr) types.Type { return g.p.info.Types[e].Type }

// spell returns the text of a type as it can be written in the file. It reports false
// if the file does not import a package of the type.
func (g *gardener) spell(t types.Type) (string, bool) {
	ok := true
	text := types.TypeString(types.Default(t), func(p *types.Package) string {
		name, imported := g.name[p.Path()]
		ok = ok && (imported || p == g.p.types)
		return name
	})
	return text, ok && !strings.HasPrefix(text, "invalid")
}
