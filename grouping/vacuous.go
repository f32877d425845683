package grouping

import (
	"strconv"

	"github.com/cohortkit/cohort/course/rule"
)

// idle reports rules that ask for a fact that no member states. A required rule makes a
// violation, unless its field Optional is set. Every other rule makes a finding.
func (gr *Grouper) idle(p *compiled) (findings []rule.Finding, vs rule.Violations) {
	for _, i := range p.vacuous {
		const detail = "no member states what the rule asks for, or has a value it names"
		must := len(gr.policy.Must)
		path := rule.Index("prefer", i-must)
		if i < must {
			path = gr.path(i)
		}
		if i < must && !gr.policy.Must[i].Optional {
			vs = append(vs, rule.Violation{Code: "vacuous-rule", Path: path, Detail: detail + "; state optional if that may be"})
			continue
		}
		findings = append(findings, rule.Finding{Code: "vacuous-rule", Path: path, Verdict: rule.Unknown, Need: p.rules[i].Code,
			Have: strconv.Itoa(p.rules[i].Missing) + " of " + strconv.Itoa(p.N) + " lack it", Detail: detail, Source: copied(p.rules[i].Source)})
	}
	return findings, vs
}
