// Checks the certificate of a formation, with nothing of the library:
//
//   node checkproof.mjs POLICY MEMBERS FORMATION
//
// It follows the page "Proofs anybody can check" of package grouping: it goes
// through all groups, computes the bound of every tier by the prices, leaves out the
// groups that the tiers before exclude, and searches the gap that a bound leaves.
// All numbers are whole; one that a JSON number cannot hold exactly is refused. It
// takes up to about 34 people in groups of up to 6.
import { readFileSync } from 'node:fs'

class Refused extends Error {}
const refuse = (text) => { throw new Refused(text) }

// exact returns a whole number that a program may compute with.
const exact = (x) => Number.isSafeInteger(x) ? x : refuse('a number is out of range')

// units returns a decimal text in whole units; with round the nearest number of them,
// halves away from zero.
function units(text, unit, round) {
  const parts = (t) => { const [a, b = ''] = t.split('.'); return [a + b, b.length] }
  const [x, xp] = parts(text), [u, up] = parts(unit), p = Math.max(xp, up)
  const a = BigInt(x) * 10n ** BigInt(p - xp), b = BigInt(u) * 10n ** BigInt(p - up)
  if (a % b === 0n) return exact(Number(a / b))
  if (!round) refuse('a number is not a multiple of its unit')
  const sign = a < 0n ? -1n : 1n
  return exact(Number(sign * ((2n * sign * a + b) / (2n * b))))
}

// times returns intervals in milliseconds, in order, those that touch or overlap as one.
function times(available) {
  const at = (text) => /[.]\d{4}/.test(text) ? refuse('a time is finer than milliseconds') : Date.parse(text)
  const all = available.map((a) => [at(a.start), at(a.end)]).sort((a, b) => a[0] - b[0]), joined = []
  for (const [start, end] of all) {
    const last = joined[joined.length - 1]
    if (last && last[1] >= start) last[1] = Math.max(last[1], end)
    else joined.push([start, end])
  }
  return joined
}

// compile turns a rule into its cost: a function of the members of one group, given
// as numbers, and of the kind of the group.
function compile(rule, members, groups) {
  const n = members.length
  const [kind] = Object.keys(rule), k = rule[kind]
  const number = new Map(members.map((m, i) => [m.id, i]))
  const category = () => members.map((m) => m.categories?.[k.category] ?? (k.missing || undefined))
  const listed = () => k.list ? members.map((m) => m.lists?.[k.list] ?? []) : category().map((v) => v === undefined ? [] : [v])
  const total = (values) => {
    const t = new Map()
    for (const v of values) if (v !== undefined) t.set(v, (t.get(v) ?? 0) + 1)
    return t
  }
  const count = (group, values) => {
    const c = new Map()
    for (const m of group) if (values[m] !== undefined) c.set(values[m], (c.get(values[m]) ?? 0) + 1)
    return c
  }
  const countAll = (group, lists) => {
    const c = new Map()
    for (const m of group) for (const v of lists[m]) c.set(v, (c.get(v) ?? 0) + 1)
    return c
  }
  const stated = () => members.map((m) => {
    const text = m.numbers?.[k.number] ?? k.missing
    return text === undefined ? undefined : units(text, k.unit, k.round)
  })
  const sets = (list) => list.map((set) => new Set(set.filter((id) => number.has(id)).map((id) => number.get(id))))
  switch (kind) {
    case 'spread': {
      const values = category(), names = [...total(values).keys()], all = total(values)
      const index = values.map((v) => names.indexOf(v)), counts = new Int32Array(names.length)
      return (group) => {
        counts.fill(0)
        for (const m of group) if (index[m] >= 0) counts[index[m]]++
        let cost = 0
        for (let v = 0; v < names.length; v++) cost += Math.abs(n * counts[v] - group.length * all.get(names[v]))
        return cost
      }
    }
    case 'gather': {
      const values = category(), all = total(values)
      return (group) => { let cost = 0; for (const [v, c] of count(group, values)) cost += c * (all.get(v) - c); return cost }
    }
    case 'not_alone': {
      const values = listed().map((list) => list.filter((v) => !k.in?.length || k.in.includes(v))), least = k.count ?? 2
      return (group) => { let cost = 0; for (const [, c] of countAll(group, values)) cost += Math.max(0, least - c); return cost }
    }
    case 'at_least': {
      const has = listed().map((list) => list.some((v) => k.in.includes(v)))
      return (group) => Math.max(0, k.count - group.filter((m) => has[m]).length)
    }
    case 'at_most': {
      let values = listed()
      if (k.in?.length) values = values.map((list) => list.some((v) => k.in.includes(v)) ? [''] : [])
      return (group) => { let cost = 0; for (const [, c] of countAll(group, values)) cost += Math.max(0, c - k.count); return cost }
    }
    case 'balance': {
      const x = stated(), known = x.filter((v) => v !== undefined), sum = known.reduce((a, b) => a + b, 0)
      const part = x.map((v) => v === undefined ? 0 : exact(known.length * v - sum))
      return (group) => { let s = 0; for (const m of group) s += part[m]; return Math.abs(s) }
    }
    case 'range': {
      const x = stated(), within = units(k.within, k.unit)
      return (group) => {
        const there = group.map((m) => x[m]).filter((v) => v !== undefined)
        return there.length ? Math.max(0, Math.max(...there) - Math.min(...there) - within) : 0
      }
    }
    case 'common_hours': {
      const free = members.map((m) => m.available && times(m.available)), stretch = (k.stretch ?? 0) * 60_000
      return (group) => {
        let common = null
        for (const m of group) {
          if (!free[m]) continue
          if (!common) { common = free[m]; continue }
          const both = []
          for (const [a, b] of common) for (const [c, d] of free[m]) if (Math.max(a, c) < Math.min(b, d)) both.push([Math.max(a, c), Math.min(b, d)])
          common = both
        }
        if (!common) return 0
        let sum = 0
        for (const [a, b] of common) if (b - a >= stretch) sum += b - a
        return Math.max(0, k.minutes - Math.floor(sum / 60_000))
      }
    }
    case 'agree': {
      const lists = listed(), otherwise = units(k.otherwise, '1'), costs = k.costs?.map((c) => units(c, '1'))
      const pays = (m, v) => {
        const rank = lists[m].indexOf(v)
        if (lists[m].length === 0 || rank >= 0 && !costs?.length) return 0
        return rank >= 0 && rank < costs?.length ? costs[rank] : otherwise
      }
      return (group) => {
        const sums = [...new Set(group.flatMap((m) => lists[m]))].map((v) => { let sum = 0; for (const m of group) sum += pays(m, v); return sum })
        return sums.length ? Math.min(...sums) : 0
      }
    }
    case 'together': case 'keep': {
      const all = sets(k.sets ?? k.groups)
      return (group) => { let cost = 0; for (const s of all) { const c = group.filter((m) => s.has(m)).length; cost += c * (s.size - c) } return cost }
    }
    case 'apart': case 'avoid_repeat': {
      const all = sets(k.sets ?? k.groups)
      return (group) => { let cost = 0; for (const s of all) { const c = group.filter((m) => s.has(m)).length; cost += c * (c - 1) / 2 } return cost }
    }
    case 'pin': {
      const home = new Array(n).fill(-1)
      for (const pin of k.pins) {
        for (const id of pin.members) if (number.has(id)) home[number.get(id)] = pin.group - 1
        if (pin.group <= groups.length) groups[pin.group - 1].pinned = true
      }
      return (group, kind) => group.filter((m) => home[m] >= 0 && home[m] !== kind.position).length
    }
  }
  return refuse(`this program does not know rules of kind ${kind}`)
}

// through calls f with every group of a size out of n members.
function through(n, size, f) {
  const group = []
  const extend = (from) => {
    if (group.length === size) return f(group)
    for (let m = from; m <= n - size + group.length; m++) { group.push(m); extend(m + 1); group.pop() }
  }
  extend(0)
}

const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a }

// cover reports whether groups among the columns hold every member once, within the
// budgets: the first is that of the tier, the others are what earlier tiers leave.
function cover(n, kinds, columns, budgets) {
  let nodes = 200_000
  const left = kinds.map((k) => k.groups), spent = [...budgets]
  columns.sort((a, b) => a.spend[0] - b.spend[0])
  const search = (active, open) => {
    if (nodes-- <= 0) refuse('the gap is too wide to go through')
    if (open.size === 0) return true
    const count = new Int32Array(n), share = new Float64Array(n).fill(Infinity)
    const next = active.filter((c) => left[c.kind] > 0 && c.spend.every((s, b) => s <= spent[b]) && c.group.every((m) => open.has(m)))
    for (const c of next) for (const m of c.group) { count[m]++; share[m] = Math.min(share[m], Math.floor(c.spend[0] / c.group.length)) }
    let fewest = -1, least = 0
    for (const m of open) {
      if (count[m] === 0) return false
      least += share[m]
      if (fewest < 0 || count[m] < count[fewest]) fewest = m
    }
    if (least > spent[0]) return false
    for (const c of next) {
      if (!c.group.includes(fewest)) continue
      left[c.kind]--
      c.spend.forEach((s, b) => { spent[b] -= s })
      const rest = new Set(open)
      for (const m of c.group) rest.delete(m)
      const found = search(next, rest)
      c.spend.forEach((s, b) => { spent[b] += s })
      left[c.kind]++
      if (found) return true
    }
    return false
  }
  return search(columns, new Set(Array.from({ length: n }, (_, m) => m)))
}

function check(policy, members, formation) {
  members.sort((a, b) => a.id < b.id ? -1 : 1)
  const n = members.length, number = new Map(members.map((m, i) => [m.id, i]))
  const placed = new Set(formation.groups.flat())
  if (placed.size !== n || formation.groups.flat().length !== n || [...placed].some((id) => !number.has(id))) refuse('not a formation of these members')
  const positions = formation.groups.map((g) => ({ size: g.length, pinned: false }))
  const musts = (policy.must ?? []).map((r) => r.rule)
  if (policy.sizes?.per) musts.unshift({ agree: { category: policy.sizes.per, otherwise: '1' } })
  const must = musts.map((rule) => compile(rule, members, positions))
  const tiers = [...new Set((policy.prefer ?? []).map((r) => r.tier))].sort((a, b) => a - b)
  const rules = tiers.map((tier) => policy.prefer.filter((r) => r.tier === tier).map((r) => ({ weight: r.weight ?? 1, cost: compile(r.rule, members, positions) })))
  const proof = formation.proof?.tiers ?? refuse('there is no certificate')
  if (proof.length !== tiers.length || formation.tiers.length !== tiers.length) refuse('want one certificate for each tier')

  // Groups of one size are of one kind, but for those that people are pinned to.
  const kinds = []
  const kindOf = positions.map((p, position) => {
    let at = p.pinned ? -1 : kinds.findIndex((k) => k.size === p.size && k.position === -1)
    if (at < 0) at = kinds.push({ size: p.size, position: p.pinned ? position : -1, groups: 0 }) - 1
    kinds[at].groups++
    return at
  })
  const mine = formation.groups.map((g) => g.map((id) => number.get(id)))
  const sumOf = (list) => list.reduce((a, b) => a + b, 0)
  for (const [g, group] of mine.entries()) if (must.some((cost) => cost(group, kinds[kindOf[g]]) > 0)) refuse('a required rule is broken')

  let allowed = null // per kind, after the first tier: the groups that are left
  const settled = []
  const each = (k, f) => allowed ? allowed[k].forEach((g) => f(g)) : through(n, kinds[k].size, (g) => { if (must.every((cost) => cost(g, kinds[k]) === 0)) f(g) })
  for (const [t, { cost, scale, prices }] of proof.entries()) {
    const costOf = (group, kind) => { let sum = 0; for (const r of rules[t]) sum += r.weight * r.cost(group, kind); return sum }
    const price = members.map((m) => exact(prices[m.id] ?? refuse('a member has no price')))
    if (exact(scale) < 1) refuse('the scale is below 1')
    const value = (group, kind, c) => { let v = scale * c; for (const m of group) v -= price[m]; return exact(v) }
    const claim = formation.tiers[t]
    if (claim.tier !== tiers[t] || claim.cost !== cost || claim.bound !== cost || claim.proved !== true) refuse(`tier ${tiers[t]} differs from its certificate`)
    if (sumOf(mine.map((g, i) => costOf(g, kinds[kindOf[i]]))) !== cost) refuse(`tier ${tiers[t]}: the groups do not have this cost`)

    let grain = 0
    const low = kinds.map((kind, k) => {
      let least = Infinity, first
      each(k, (g) => {
        const c = costOf(g, kind)
        first ??= c
        grain = gcd(grain, Math.abs(c - first))
        least = Math.min(least, value(g, kind, c))
      })
      return least
    })
    grain = Math.max(1, grain)
    const bound = exact(sumOf(price) + sumOf(kinds.map((k, i) => k.groups * low[i])))
    const gap = scale * cost - bound
    if (gap < 0) refuse(`tier ${tiers[t]}: the bound is above the cost`)
    const budget = gap - scale * grain // of a formation that costs less
    const keep = kinds.map(() => []), columns = []
    kinds.forEach((kind, k) => each(k, (g) => {
      const excess = value(g, kind, costOf(g, kind)) - low[k]
      if (excess <= gap) keep[k].push([...g])
      if (excess <= budget) columns.push({ kind: k, group: [...g], spend: [excess, ...settled.map((s) => s.excess(g, k))] })
    }))
    if (budget >= 0) {
      // Small budgets first, so that a search that can end early does.
      for (let part = Math.min(scale, budget); ; part = Math.min(2 * part, budget)) {
        if (cover(n, kinds, columns.filter((c) => c.spend[0] <= part), [part, ...settled.map((s) => s.gap)])) refuse(`tier ${tiers[t]}: a cheaper formation exists`)
        if (part === budget) break
      }
    }
    settled.push({ gap, excess: (g, k) => value(g, kinds[k], costOf(g, kinds[k])) - low[k] })
    allowed = keep
  }
}

try {
  const [policy, members, formation] = process.argv.slice(2, 5).map((file) => JSON.parse(readFileSync(file, 'utf8')))
  check(policy, members, formation)
  console.log('holds: no formation in groups of these sizes costs less')
} catch (e) {
  if (!(e instanceof Refused)) throw e
  console.log(`refused: ${e.message}`)
  process.exitCode = 1
}
