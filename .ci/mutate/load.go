package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// pkg is a parsed and type-checked package with the text of its files.
type pkg struct {
	Dir, ImportPath, Name, Export string
	GoFiles                       []string

	fset  *token.FileSet
	files []*ast.File
	text  map[string][]byte
	info  *types.Info
	types *types.Package
}

// load lists, parses and checks the package in dir.
func load(dir string) (*pkg, error) {
	list := exec.Command("go", "list", "-deps", "-export", "-json=Dir,ImportPath,Name,Export,GoFiles", ".")
	list.Dir, list.Stderr = dir, os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	exports := map[string]string{}
	var p *pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		next := new(pkg)
		if err := dec.Decode(next); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		exports[next.ImportPath] = next.Export
		p = next // the package itself comes last
	}
	p.fset, p.text = token.NewFileSet(), map[string][]byte{}
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		if p.text[path], err = os.ReadFile(path); err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(p.fset, path, p.text[path], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, file)
	}
	p.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(p.fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
	p.types, err = config.Check(p.ImportPath, p.fset, p.files, p.info)
	return p, err
}

// imported returns, for the path of each package that a file imports, the name that the
// package has in the file.
func (p *pkg) imported(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, other := range p.types.Imports() {
		names[other.Path()] = other.Name()
	}
	inFile := map[string]string{}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		inFile[path] = names[path]
		if spec.Name != nil {
			inFile[path] = spec.Name.Name
		}
	}
	return inFile
}
