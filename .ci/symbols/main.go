package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strings"
)

func main() {
	count := flag.Bool("count", false, "print the number of symbols alone")
	flag.Parse()
	lines, err := symbols(flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if *count {
		n := 0
		for _, line := range lines {
			if !strings.HasPrefix(line, "field ") {
				n++
			}
		}
		fmt.Println(n)
		return
	}
	for _, line := range lines {
		fmt.Println(line)
	}
}

// symbols returns the lines to print for the package in a folder.
func symbols(folder string) ([]string, error) {
	files := token.NewFileSet()
	packages, err := parser.ParseDir(files, folder, func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	p := printed{files: files}
	for name, pkg := range packages {
		if name == "main" {
			continue
		}
		for _, file := range pkg.Files {
			for _, decl := range file.Decls {
				p.declaration(decl)
			}
		}
	}
	slices.Sort(p.lines)
	return p.lines, nil
}

type printed struct {
	files *token.FileSet
	lines []string
}

func (p *printed) add(format string, args ...any) {
	p.lines = append(p.lines, fmt.Sprintf(format, args...))
}

// text returns the source of a node on one line.
func (p *printed) text(node any) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, p.files, node); err != nil {
		return err.Error()
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (p *printed) declaration(decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		p.function(d)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				p.typed(s)
			case *ast.ValueSpec:
				p.values(d.Tok.String(), s)
			}
		}
	}
}

func (p *printed) function(d *ast.FuncDecl) {
	if !d.Name.IsExported() {
		return
	}
	signature := strings.TrimPrefix(p.text(d.Type), "func")
	if d.Recv == nil {
		p.add("func %s%s", d.Name.Name, signature)
		return
	}
	receiver := p.text(d.Recv.List[0].Type)
	if ast.IsExported(strings.TrimLeft(receiver, "*")) {
		p.add("method (%s) %s%s", receiver, d.Name.Name, signature)
	}
}

func (p *printed) values(kind string, s *ast.ValueSpec) {
	for i, name := range s.Names {
		if !name.IsExported() {
			continue
		}
		value := ""
		if s.Type != nil {
			value = " " + p.text(s.Type)
		}
		if i < len(s.Values) {
			value += " = " + p.text(s.Values[i])
		}
		p.add("%s %s%s", kind, name.Name, value)
	}
}

func (p *printed) typed(s *ast.TypeSpec) {
	if !s.Name.IsExported() {
		return
	}
	structure, isStruct := s.Type.(*ast.StructType)
	if !isStruct {
		p.add("type %s %s", s.Name.Name, p.text(s.Type))
		return
	}
	p.add("type %s struct", s.Name.Name)
	for _, field := range structure.Fields.List {
		tag := ""
		if field.Tag != nil {
			tag = " " + field.Tag.Value
		}
		if len(field.Names) == 0 {
			p.add("field %s embeds %s%s", s.Name.Name, p.text(field.Type), tag)
		}
		for _, name := range field.Names {
			if name.IsExported() {
				p.add("field %s.%s %s%s", s.Name.Name, name.Name, p.text(field.Type), tag)
			}
		}
	}
}
