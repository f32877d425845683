package main

import (
	"go/token"
	"go/types"
)

// operators lists, for each operator, the operators that replace it. A comparison
// such as < is replaced by <=, which moves the boundary, and by the opposite, >=. Any
// other operator is replaced by a different one.
var operators = map[token.Token][]token.Token{
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.ADD: {token.SUB}, token.SUB: {token.ADD},
	token.MUL: {token.QUO}, token.QUO: {token.MUL}, token.REM: {token.MUL},
	token.AND: {token.OR}, token.OR: {token.AND}, token.XOR: {token.AND},
	token.SHL: {token.SHR}, token.SHR: {token.SHL},
}

var assignments = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN,
	token.MUL_ASSIGN: token.QUO_ASSIGN, token.QUO_ASSIGN: token.MUL_ASSIGN,
}

var kinds = map[token.Token]string{
	token.LSS: "comparison", token.LEQ: "comparison", token.GTR: "comparison", token.GEQ: "comparison",
	token.EQL: "comparison", token.NEQ: "comparison", token.LAND: "logic", token.LOR: "logic",
	token.ADD: "arithmetic", token.SUB: "arithmetic", token.MUL: "arithmetic", token.QUO: "arithmetic", token.REM: "arithmetic",
	token.AND: "bits", token.OR: "bits", token.XOR: "bits", token.SHL: "bits", token.SHR: "bits",
}

func arithmetic(op token.Token) bool { return kinds[op] == "arithmetic" || kinds[op] == "bits" }

// numeric reports whether t is a number type, for which arithmetic operators make sense.
func numeric(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsNumeric != 0
}
