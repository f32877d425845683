package coursetest_test

import (
	"bytes"
	"encoding/json"
	"errors"

	"fmt"

	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/coursetest"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type object = map[string]any

// wrong is a platform with one fault. The function `in` changes the input before the
// platform reads it, and the function `out` changes the answer. Either may be nil.
type wrong struct {
	family string
	in     func(object)
	out    func(in, out object)
}

func (w wrong) Decide(family string, input []byte) ([]byte, error) {
	if family != w.family {
		return nil, errors.ErrUnsupported
	}
	in := read(input)
	if w.in != nil {
		w.in(in)
		input = write(in)
	}
	answer, err := library{}.Decide(family, input)
	if w.out == nil {
		return answer, err
	}
	out := object{}
	if err == nil {
		out = read(answer)
	} else {
		out["error"] = err.Error()
	}
	w.out(in, out)
	if out["error"] != nil {
		return nil, err
	}
	return write(out), nil
}

func read(text []byte) object {
	var o object
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&o); err != nil {
		panic(err)
	}
	return o
}

func write(o object) []byte {
	text, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return text
}

// each calls f for every object in a value, at any depth.
func each(v any, f func(object)) {
	switch v := v.(type) {
	case object:
		f(v)
		for _, w := range v {
			each(w, f)
		}
	case []any:
		for _, w := range v {
			each(w, f)
		}
	}
}

func rename(from, to string) func(object) {
	return func(in object) {
		each(in, func(o object) {
			if v, there := o[from]; there {
				delete(o, from)
				o[to] = v
			}
		})
	}
}

func without(names ...string) func(object) {
	return func(in object) {
		each(in, func(o object) {
			for _, name := range names {
				delete(o, name)
			}
		})
	}
}

func replace(name string, from, to any) func(object) {
	return func(in object) {
		each(in, func(o object) {
			if o[name] == from {
				o[name] = to
			}
		})
	}
}

// marks returns a change that calls f for each mark.
func marks(f func(o object, id string, mark object)) func(object) {
	return func(in object) {
		all := in["marks"].(object)
		for id, m := range all {
			f(all, id, m.(object))
		}
	}
}

// decided returns a change of the answer that makes the decision depend only on the
// result of the function total.
func decided(total func(s grading.Scheme, r grading.Result) *big.Rat) func(in, out object) {
	return func(in, out object) {
		if out["error"] != nil || out["decision"] == "pending" {
			return
		}
		s, err := grading.Parse(write(in["scheme"].(object)))
		if err != nil || s.Outcomes != nil {
			return
		}
		g, err := grading.Compile(s)
		if err != nil {
			return
		}
		m, err := g.ParseMarks(write(in["marks"].(object)))
		if err != nil {
			return
		}
		r, err := g.Grade(m)
		if err != nil || slices.ContainsFunc(r.Findings[1:], func(f rule.Finding) bool { return f.Verdict != rule.Met }) {
			return
		}
		enough := false
		switch c := s.Certificate; {
		case c.Above != nil:
			enough = total(s, r).Cmp(c.Above.Rat()) > 0
		case c.AtLeast != nil:
			enough = total(s, r).Cmp(c.AtLeast.Rat()) >= 0
		}
		out["decision"] = "not_certified"
		if enough {
			out["decision"] = "certified"
		}
	}
}

// rounded returns a function that rounds a total half up to a number of places.
func rounded(places int64) func(grading.Scheme, grading.Result) *big.Rat {
	return func(_ grading.Scheme, r grading.Result) *big.Rat { return round(r.Total.Rat(), places) }
}

func round(r *big.Rat, places int64) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil)
	scaled := new(big.Rat).Add(new(big.Rat).Mul(r, new(big.Rat).SetInt(unit)), big.NewRat(1, 2))
	return new(big.Rat).SetFrac(new(big.Int).Div(scaled.Num(), scaled.Denom()), unit)
}

// floats returns the total that results from adding the points in binary floating point.
func floats(_ grading.Scheme, r grading.Result) *big.Rat {
	var sum float64
	for _, p := range r.Parts {
		points, _ := p.Points.Rat().Float64()
		sum += points
	}
	if text := strconv.FormatFloat(sum, 'g', -1, 64); r.AboveCap.Sign() == 0 && !strings.Contains(text, "e") {
		total, _ := new(big.Rat).SetString(text)
		return total
	}
	return r.Total.Rat()
}

// quotients returns the total that results if each component's share is rounded to 16
// places before it is weighted.
func quotients(s grading.Scheme, r grading.Result) *big.Rat {
	sum := new(big.Rat)
	for _, p := range r.Parts {
		if p.Full.Sign() > 0 {
			sum.Add(sum, new(big.Rat).Mul(round(p.Points.Over(p.Full).Rat(), 16), p.Full.Rat()))
		}
	}
	return sum
}

// rows returns a change that replaces the rows of each held sitting by f's result.
func rows(f func(held object, rows []object) []object) func(object) {
	return func(in object) {
		each(in, func(o object) {
			list, there := o["rows"].([]any)
			if !there {
				return
			}
			var all []object
			for _, row := range list {
				all = append(all, row.(object))
			}
			out := []any{}
			for _, row := range f(o, all) {
				out = append(out, row)
			}
			o["rows"] = out
		})
	}
}

func instant(v any) time.Time {
	at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(v))
	if err != nil {
		panic(err)
	}
	return at
}

// summed replaces the rows of each person by one row with the sum of their lengths, as if
// rows never overlapped.
func summed(held object, all []object) []object {
	sums := map[string]time.Duration{}
	for _, row := range all {
		if row["leave"] == nil {
			return all
		}
		sums[row["participant"].(string)] += instant(row["leave"]).Sub(instant(row["join"]))
	}
	start := instant("2025-03-03T10:00:00Z")
	if at, stated := held["start"]; stated {
		start = instant(at)
	} else if held["session"] != "s1" {
		return all
	}
	var out []object
	for id, sum := range sums {
		out = append(out, object{"participant": id, "join": start, "leave": start.Add(max(sum, 1))})
	}
	return out
}

// unknownIsNo moves incomplete people into the list of ineligible ones.
func unknownIsNo(_, out object) {
	if out["error"] == nil {
		out["ineligible"] = append(out["ineligible"].([]any), out["incomplete"].([]any)...)
		out["incomplete"] = []any{}
	}
}

// byInput breaks ties by the order of the applications.
func byInput(in object) {
	policy, intake := in["policy"].(object), in["intake"].(object)
	priority, _ := policy["priority"].([]any)
	policy["priority"] = append(priority, object{"code": "zz", "key": object{"number": object{"name": "zz", "first": "lowest"}}})
	for i, a := range intake["applicants"].([]any) {
		numbers, _ := a.(object)["numbers"].(object)
		if numbers == nil {
			numbers = object{}
		}
		numbers["zz"] = strconv.Itoa(i)
		a.(object)["numbers"] = numbers
	}
}

// floatScore replaces the score by a mean computed in binary floating point.
func floatScore(in object) {
	text := string(write(in["policy"].(object)))
	if !strings.Contains(text, `"score"`) || strings.Contains(string(write(in)), `{"x":"9"}`) {
		return
	}
	in["policy"].(object)["priority"] = []any{object{"code": "review", "key": object{"number": object{"name": "review", "first": "highest"}}}}
	for _, a := range in["intake"].(object)["applicants"].([]any) {
		var sum, n float64
		for _, r := range a.(object)["reviews"].([]any) {
			scores := r.(object)["scores"].(object)
			x, _ := strconv.ParseFloat(scores["x"].(string), 64)
			y, _ := strconv.ParseFloat(scores["y"].(string), 64)
			sum, n = sum+(x+y)/2, n+1
		}
		a.(object)["numbers"] = object{"review": strconv.FormatFloat(sum/n, 'f', -1, 64)}
		delete(a.(object), "reviews")
	}
}

// every returns a change that sets one key of each session to a value.
func every(name string, value any) func(object) {
	return func(in object) {
		sessions, _ := in["plan"].(object)["sessions"].([]any)
		for _, s := range sessions {
			s.(object)[name] = value
		}
	}
}

// filledUp replaces the answer by the sizes of groups that are filled up to the largest
// size, so that the last group has the remaining members.
func filledUp(in, out object) {
	sizes := in["policy"].(object)["sizes"].(object)
	most, there := sizes["max"].(json.Number)
	if !there || in["policy"].(object)["must"] != nil {
		return
	}
	n, _ := most.Int64()
	left := int64(len(in["members"].([]any)))
	clear(out)
	list := []any{}
	for ; left > 0; left -= n {
		list = append(list, min(n, left))
	}
	out["sizes"] = list
}

// entries returns a change that replaces each entry of the journal by f's result.
func entries(f func(entry object) []any) func(object) {
	return func(in object) {
		var out []any
		for _, e := range in["journal"].([]any) {
			out = append(out, f(e.(object))...)
		}
		in["journal"] = out
	}
}

func drop(kind string) func(object) {
	return entries(func(e object) []any {
		if e[kind] != nil {
			return nil
		}
		return []any{e}
	})
}

// results returns a change that calls f for the result of each person.
func results(f func(r object)) func(in, out object) {
	return func(_, out object) {
		if all, there := out["results"].(object); there {
			for _, r := range all {
				f(r.(object))
			}
		}
	}
}

// engines are platforms with one fault each. The field vector is the id of the vector
// that must find the fault.
var engines = []struct {
	name, vector string
	wrong
}{
	// Grading.
	{"at least for above", "grading-above-is-strict", wrong{family: "grading", in: rename("above", "at_least")}},
	{"above for at least", "grading-at-least-is-inclusive", wrong{family: "grading", in: rename("at_least", "above")}},
	{"rounding to whole numbers", "grading-no-rounding-up-whole", wrong{family: "grading", out: decided(rounded(0))}},
	{"rounding to one place", "grading-no-rounding-up-one-place", wrong{family: "grading", out: decided(rounded(1))}},
	{"rounding to two places", "grading-compare-before-rounding-two-places", wrong{family: "grading", out: decided(rounded(2))}},
	{"sums in binary floating point", "grading-float-above", wrong{family: "grading", out: decided(floats)}},
	{"sums in binary floating point, inclusive", "grading-float-at-least", wrong{family: "grading", out: decided(floats)}},
	{"division to 16 places", "grading-division-rounds-up", wrong{family: "grading", out: decided(quotients)}},
	{"division to 16 places, inclusive", "grading-division-rounds-down", wrong{family: "grading", out: decided(quotients)}},
	{"missing does not count", "grading-missing-is-zero", wrong{family: "grading", in: rename("missing", "excused")}},
	{"zero is no mark", "grading-zero-is-a-mark", wrong{family: "grading", in: marks(func(_ object, _ string, m object) {
		if m["points"] == "0" {
			delete(m, "points")
			m["pending"] = true
		}
	})}},
	{"nothing is ever pending", "grading-pending-is-open", wrong{family: "grading", out: func(_, out object) {
		if out["decision"] == "pending" {
			out["decision"] = "not_certified"
		}
	}}},
	{"pending until all is marked", "grading-decided-not-certified", wrong{family: "grading", out: func(in, out object) {
		if len(in["marks"].(object)) < len(in["scheme"].(object)["components"].([]any)) {
			out["decision"] = "pending"
		}
	}}},
	{"excused as zero", "grading-excused-does-not-count", wrong{family: "grading", in: marks(func(_ object, _ string, m object) {
		if m["excused"] == true {
			delete(m, "excused")
			m["missing"] = true
		}
	})}},
	{"excused as full", "grading-excused-is-not-full", wrong{family: "grading", in: marks(func(_ object, _ string, m object) {
		if m["excused"] == true {
			delete(m, "excused")
			m["points"] = "100"
		}
	})}},
	{"attendance as a share", "grading-attendance-all-or-nothing", wrong{family: "grading", in: replace("credit", "all_sessions", "per_session")}},
	{"attendance as all or nothing", "grading-attendance-share", wrong{family: "grading", in: replace("credit", "per_session", "all_sessions")}},
	{"attended equal to held is full", "grading-attendance-so-far", wrong{family: "grading", in: marks(func(_ object, _ string, m object) {
		if m["attended"] != nil && m["attended"] == m["held"] {
			m["attended"], m["held"] = json.Number("5"), json.Number("5")
		}
	})}},
	{"sessions to come are missed", "grading-attendance-so-far", wrong{family: "grading", in: marks(func(_ object, _ string, m object) {
		if m["attended"] == json.Number("1") {
			m["held"] = json.Number("5")
		}
	})}},
	{"an excused session is missed", "grading-attendance-excused-session", wrong{family: "grading", in: marks(func(_ object, _ string, m object) {
		if m["held"] != nil && m["excused"] != json.Number("5") {
			delete(m, "excused")
		}
	})}},
	{"no session may be missed", "grading-attendance-may-miss", wrong{family: "grading", in: without("may_miss")}},
	{"minimums are ignored", "grading-minimum", wrong{family: "grading", in: without("minimum")}},
	{"minimums are strict", "grading-minimum-is-inclusive", wrong{family: "grading", in: replace("minimum", "50", "50.0001")}},
	{"needs are ignored", "grading-outcome-needs", wrong{family: "grading", in: without("needs")}},
	{"every outcome certifies", "grading-outcome-without-certificate", wrong{family: "grading", in: func(in object) {
		each(in, func(o object) {
			if o["name"] == "present" {
				o["certifies"] = true
			}
		})
	}}},
	{"nothing is dropped", "grading-items-drop-lowest", wrong{family: "grading", in: without("drop_lowest")}},
	{"anything is dropped", "grading-group-never-drop", wrong{family: "grading", in: without("never_drop")}},
	{"sum for mean", "grading-items-mean", wrong{family: "grading", in: func(in object) {
		without("min_items")(in)
		replace("combine", "mean", "sum")(in)
	}}},
	{"mean for sum", "grading-items-sum", wrong{family: "grading", in: replace("combine", "sum", "mean")}},
	{"a short list is complete", "grading-items-to-come", wrong{family: "grading", in: without("min_items")}},
	{"the first weighting alone", "grading-weightings-best", wrong{family: "grading", in: without("weightings")}},
	{"extra credit is part of the whole", "grading-extra-credit-not-asked", wrong{family: "grading", in: func(in object) {
		each(in, func(o object) {
			if o["extra_credit"] != nil {
				in["scheme"].(object)["weights"] = "relative"
				delete(o, "extra_credit")
			}
		})
	}}},
	{"no cap", "grading-cap", wrong{family: "grading", in: without("cap")}},
	{"too many points are cut", "grading-refuse-above-maximum", wrong{family: "grading", in: replace("points", "15.5", "15")}},
	{"unknown components are skipped", "grading-refuse-unknown-component", wrong{family: "grading", in: marks(func(all object, id string, _ object) {
		if id == "projekt" {
			delete(all, id)
		}
	})}},
	{"cutting to whole numbers", "grading-above-next-step", wrong{family: "grading", out: decided(func(_ grading.Scheme, r grading.Result) *big.Rat { return r.Total.Floor().Rat() })}},
	{"totals of two places", "grading-fraction", wrong{family: "grading", out: func(_, out object) {
		if text, is := out["total"].(string); is {
			total, _ := new(big.Rat).SetString(text)
			out["total"] = total.FloatString(2)
		}
	}}},
	{"excused from all is full", "grading-attendance-all-excused", wrong{family: "grading", in: marks(func(_ object, _ string, m object) {
		if m["excused"] == json.Number("5") {
			delete(m, "excused")
			m["attended"] = m["held"]
		}
	})}},
	{"levels by their place", "grading-level-points", wrong{family: "grading", in: replace("points", "30", "20")}},
	// Attendance.
	{"a limit of whole seconds", "attendance-fraction-of-a-second", wrong{family: "attendance", in: replace("at_least_percent", "33.4", "33.38")}},
	{"the first row alone", "attendance-sum-of-rows", wrong{family: "attendance", in: rows(func(_ object, all []object) []object { return all[:min(1, len(all))] })}},
	{"sessions to come are missed, for attendance", "attendance-open", wrong{family: "attendance", out: func(_, out object) { replace("s1", "open", "not_attended")(out) }}},
	{"joining late is always an excuse", "attendance-joined-later-absent", wrong{family: "attendance", in: without("joined_later")}},
	{"sittings add up", "attendance-sittings-do-not-add-up", wrong{family: "attendance", in: replace("join", "2025-03-10T18:00:00Z", "2025-03-10T17:00:00Z"), out: func(in, out object) {
		if strings.Count(string(write(in)), "2025-03-10T") == 8 {
			replace("s2", "not_attended", "attended")(out)
		}
	}}},
	{"the sum of the rows", "attendance-two-devices", wrong{family: "attendance", in: rows(summed)}},
	{"more than the share", "attendance-on-the-share", wrong{family: "attendance", in: replace("at_least_percent", "80", "80.001")}},
	{"the share in whole percent", "attendance-below-the-share", wrong{family: "attendance", in: replace("at_least_percent", "80", "79.5")}},
	{"whole seconds", "attendance-exact-time", wrong{family: "attendance", in: rows(func(_ object, all []object) []object {
		for _, row := range all {
			if row["leave"] != nil {
				row["leave"] = instant(row["leave"]).Round(time.Second)
			}
		}
		return all
	})}},
	{"breaks do not matter", "attendance-break-not-asked", wrong{family: "attendance", in: without("breaks")}},
	{"a break is presence", "attendance-break-not-counted", wrong{family: "attendance", in: func(in object) {
		if strings.Contains(string(write(in)), "breaks") {
			without("breaks")(in)
			in["rule"].(object)["at_least_percent"] = "60"
		}
	}}},
	{"the planned time", "attendance-held-longer", wrong{family: "attendance", in: func(in object) {
		each(in["record"], func(o object) {
			if o["rows"] != nil {
				delete(o, "start")
				delete(o, "end")
			}
		})
	}}},
	{"whoever did not leave is there", "attendance-missing-leave-refused", wrong{family: "attendance", in: func(in object) { in["rule"].(object)["missing_leave"] = "until_end" }}},
	{"whoever did not leave was not there", "attendance-missing-leave-until-end", wrong{family: "attendance", in: replace("missing_leave", "until_end", "zero_length")}},
	{"the end of the meeting does not matter", "attendance-missing-leave-meeting-end", wrong{family: "attendance", in: without("meeting_end")}},
	{"a cancelled session is missed", "attendance-cancelled", wrong{family: "attendance", in: func(in object) {
		if r := in["record"].(object); r["cancelled"] != nil {
			delete(r, "cancelled")
			r["held"] = []any{object{"session": "s1"}}
		}
	}}},
	{"excuses do not matter", "attendance-excused", wrong{family: "attendance", in: func(in object) {
		r := in["record"].(object)
		if r["excused"] != nil {
			delete(r, "excused")
			r["participants"] = []any{"ada"}
		}
	}}},
	{"an excuse comes first", "attendance-excused-and-there", wrong{family: "attendance", in: func(in object) {
		if in["record"].(object)["excused"] != nil {
			rows(func(object, []object) []object { return nil })(in)
		}
	}}},
	{"joining late is an absence", "attendance-joined-later", wrong{family: "attendance", in: func(in object) { in["rule"].(object)["joined_later"] = "absent" }}},
	{"the first sitting alone", "attendance-second-sitting", wrong{family: "attendance", in: func(in object) {
		without("repeats")(in)
		r := in["record"].(object)
		held, _ := r["held"].([]any)
		held = slices.DeleteFunc(held, func(h any) bool { return h.(object)["session"] == "s2-evening" })
		if len(held) > 0 {
			r["held"] = held
			r["participants"] = []any{"ada"}
		}
	}}},
	// Admission.
	{"unknown is no", "admission-unknown", wrong{family: "admission", out: unknownIsNo}},
	{"a wish is a condition", "admission-desired", wrong{family: "admission", in: replace("level", "desired", "required")}},
	{"more than 36 months", "admission-experience-inclusive", wrong{family: "admission", in: replace("at_least_months", json.Number("36"), json.Number("37"))}},
	{"the last key first", "admission-first-key-decides", wrong{family: "admission", in: func(in object) {
		if in["intake"].(object)["seed"] == nil && !strings.Contains(string(write(in)), "within") {
			list, _ := in["policy"].(object)["priority"].([]any)
			slices.Reverse(list)
		}
	}}},
	{"within does not matter", "admission-within", wrong{family: "admission", in: without("within")}},
	{"numbers as text", "admission-numbers-are-not-text", wrong{family: "admission", in: replace("n", "10", "1.0")}},
	{"one seat too many", "admission-capacity", wrong{family: "admission", in: replace("capacity", json.Number("2"), json.Number("3"))}},
	{"ties by the order of input", "admission-lottery-order-of-input", wrong{family: "admission", in: byInput}},
	{"no seed is needed", "admission-no-seed", wrong{family: "admission", in: func(in object) { in["intake"].(object)["seed"] = "1" }}},
	{"scores in binary floating point", "admission-score-exact", wrong{family: "admission", in: floatScore}},
	{"shares do not matter", "admission-share-count", wrong{family: "admission", in: without("shares")}},
	{"percentages of seats are cut", "admission-share-percent-of-seats", wrong{family: "admission", in: replace("percent", "40", "33")}},
	{"rulings do not matter", "admission-ruling-excludes", wrong{family: "admission", in: without("rulings")}},
	{"no requirements", "admission-not-met", wrong{family: "admission", in: without("requirements")}},
	{"all of several", "admission-any-of", wrong{family: "admission", in: rename("any", "all")}},
	{"exactly the level", "admission-language-scale", wrong{family: "admission", in: replace("en", "native", "basic")}},
	{"the first key alone", "admission-second-key", wrong{family: "admission", in: func(in object) {
		if list, _ := in["policy"].(object)["priority"].([]any); len(list) > 1 {
			in["policy"].(object)["priority"] = list[:1]
		}
		byInput(in)
	}}},
	{"the sum of the reviews", "admission-score-mean", wrong{family: "admission", in: func(in object) {
		each(in, func(o object) {
			if list, is := o["reviews"].([]any); is && len(list) == 2 {
				o["reviews"] = []any{object{"reviewer": "r1", "scores": object{"x": "10", "y": "10"}}}
			}
		})
	}}},
	{"a kept seat stays empty", "admission-share-without-people", wrong{family: "admission", out: func(in, out object) {
		if in["policy"].(object)["shares"] != nil && !strings.Contains(string(write(in)), `"gender":"woman"`) {
			out["admitted"] = []any{}
		}
	}}},
	// Schedule.
	{"a deadline without an end", "schedule-deadline-anywhere-late", wrong{family: "schedule", out: func(_, out object) {
		if out["in_time"] != nil {
			out["in_time"] = true
		}
	}}},
	{"a fixed +01:00", "schedule-summer-time", wrong{family: "schedule", in: replace("zone", "Europe/Zurich", "Africa/Lagos")}},
	{"a fixed +02:00", "schedule-winter-time", wrong{family: "schedule", in: replace("zone", "Europe/Zurich", "Africa/Maputo")}},
	{"UTC alone", "schedule-winter-time", wrong{family: "schedule", in: replace("zone", "Europe/Zurich", "UTC")}},
	{"whole hours", "schedule-viewer-45-minutes", wrong{family: "schedule", in: replace("zone", "Asia/Kathmandu", "Asia/Almaty")}},
	{"the viewer's clock never changes", "schedule-viewer-own-clock-change", wrong{family: "schedule", in: replace("zone", "America/New_York", "America/Halifax")}},
	{"a gap is moved over", "schedule-gap", wrong{family: "schedule", in: every("clock_change", "compatible")}},
	{"the later of two", "schedule-overlap-earlier", wrong{family: "schedule", in: replace("clock_change", "earlier", "later")}},
	{"an hour is an hour of the wall", "schedule-across-the-change", wrong{family: "schedule", out: func(in, out object) {
		if sessions, there := out["sessions"].(object); there && in["plan"].(object)["sessions"].([]any)[0].(object)["start"] == "2024-10-27T01:00" {
			sessions["s1"].(object)["end"] = "2024-10-27T02:00:00Z"
		}
	}}},
	{"a deadline is of the organiser's clock", "schedule-deadline-anywhere", wrong{family: "schedule", in: without("anywhere")}},
	// Grouping.
	{"groups are filled up", "grouping-even-sizes", wrong{family: "grouping", out: filledUp}},
	{"a group of one", "grouping-one-person", wrong{family: "grouping", out: filledUp}},
	{"what must be is a wish", "grouping-apart", wrong{family: "grouping", in: without("must")}},
	{"the last group takes the rest", "grouping-count", wrong{family: "grouping", out: func(in, out object) {
		if count, is := in["policy"].(object)["sizes"].(object)["count"].(json.Number); is && count == "3" {
			out["sizes"] = []any{4, 4, 2}
		}
	}}},
	// Runs.
	{"everybody has a seat", "run-selected", wrong{family: "run", in: replace("capacity", json.Number("2"), json.Number("3"))}},
	{"the same entry is an error", "run-idempotent", wrong{family: "run", out: func(in, out object) {
		if strings.Count(string(write(in)), `"key":"k1"`) == 2 {
			clear(out)
		}
	}}},
	{"sessions to come are missed, for the decision", "run-session-to-come", wrong{family: "run", out: results(func(r object) {
		if r["decision"] == "pending" {
			r["decision"] = "not_certified"
		}
	})}},
	{"nobody is promoted", "run-promotion", wrong{family: "run", in: entries(func(e object) []any {
		if e["selected"] != nil {
			return []any{e, object{"at": e["at"], "promotions_end": object{"until": e["at"]}}}
		}
		return []any{e}
	})}},
	{"a late seat loses earlier sessions", "run-joined-later", wrong{family: "run", in: func(in object) {
		in["course"].(object)["attendance"].(object)["joined_later"] = "absent"
	}}},
	{"people who left are certified", "run-left", wrong{family: "run", out: results(func(r object) {
		if r["decision"] == "left" {
			r["decision"] = "certified"
		}
	})}},
	{"a cancelled session is missed, in a run", "run-cancelled", wrong{family: "run", in: entries(func(e object) []any {
		if c, is := e["cancelled"].(object); is {
			return []any{object{"at": e["at"], "held": object{"session": c["session"], "rows": []any{}}}}
		}
		return []any{e}
	})}},
	{"a project is of nobody", "run-project-for-members", wrong{family: "run", in: drop("project")}},
	{"a project is of all who ever come", "run-project-not-for-later-joiners", wrong{family: "run", out: func(in, out object) {
		if r, there := out["results"].(object); there && r["eve"] != nil && strings.Contains(string(write(in)), `"project":{"group"`) {
			r["eve"].(object)["total"] = "60"
		}
	}}},
	{"the group's mark comes first", "run-project-own-mark", wrong{family: "run", in: entries(func(e object) []any {
		if m, is := e["marked"].(object); is && m["component"] == "project" {
			return nil
		}
		return []any{e}
	})}},
	{"nothing ends", "run-end-makes-missing", wrong{family: "run", in: drop("ended")}},
	{"the first decision is forgotten", "run-regraded", wrong{family: "run", out: results(func(r object) { r["ever_certified"] = false })}},
	{"the end is not the end", "run-end-while-open", wrong{family: "run", in: entries(func(e object) []any {
		if e["ended"] != nil {
			return []any{object{"at": e["at"], "cancelled": object{"session": "s2"}}, e}
		}
		return []any{e}
	})}},
	{"strangers are skipped", "run-stranger", wrong{family: "run", in: entries(func(e object) []any {
		if m, is := e["marked"].(object); is && m["participant"] == "adda" {
			return nil
		}
		return []any{e}
	})}},
	{"entries in any order", "run-out-of-order", wrong{family: "run", in: entries(func(e object) []any {
		if strings.HasPrefix(fmt.Sprint(e["at"]), "2025-01") {
			e["at"] = "2025-03-01T00:00:00Z"
		}
		return []any{e}
	})}},
	{"overrides do not matter", "run-override", wrong{family: "run", in: drop("overridden")}},
	{"excuses do not matter, in a run", "run-excused-component", wrong{family: "run", in: drop("excused")}},
}

// judged returns the errors that the kit finds in each engine, in the order of engines.
var judged = sync.OnceValue(func() []error {
	list := make([]error, len(engines))
	for i, e := range engines {
		list[i] = coursetest.Check(e.wrong)
	}
	return list
})

func failed(t *testing.T, err error) map[string]*coursetest.Failure {
	t.Helper()
	list, is := err.(interface{ Unwrap() []error })
	require.True(t, is, "%v", err)
	out := map[string]*coursetest.Failure{}
	for _, e := range list.Unwrap() {
		var f *coursetest.Failure
		require.ErrorAs(t, e, &f)
		out[f.Vector.ID] = f
	}
	return out
}

// TestWrongEngines checks that each fault is caught by the vector that names its rule.
func TestWrongEngines(t *testing.T) {
	t.Parallel()
	for i, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			found := failed(t, judged()[i])
			require.Contains(t, found, e.vector)
			f := found[e.vector]
			assert.NotEmpty(t, f.Difference)
			assert.Equal(t, f.Vector.ID+": "+f.Vector.Rule+"; "+f.Difference+". Harm: "+f.Vector.Harm, f.Error())
		})
	}
	assert.GreaterOrEqual(t, len(engines), 16)
}

// TestVectorsEarnTheirPlace checks that at least nine in ten of the vectors with an
// answer catch one of the wrong engines.
func TestVectorsEarnTheirPlace(t *testing.T) {
	t.Parallel()
	caught := map[string]bool{}
	for _, err := range judged() {
		for id := range failed(t, err) {
			caught[id] = true
		}
	}
	answers, idle := 0, []string{}
	for _, v := range coursetest.Vectors() {
		if v.Refuse {
			continue
		}
		answers++
		if !caught[v.ID] {
			idle = append(idle, v.ID)
		}
	}
	assert.LessOrEqual(t, len(idle)*10, answers, "%v", idle)
}
