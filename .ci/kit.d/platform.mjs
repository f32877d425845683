// The certification rules of course.json as a platform in JavaScript has them: reads vectors, one a line, and answers with a decision and
// a total.
//
//	platform.mjs [FAULT]
//
// Without an argument it is right; -faults lists the mistakes it can make. Numbers
// are in 1/12,000,000 of full marks as BigInt, which holds every mark exactly.
import { readFileSync } from 'node:fs'

const faults = [
  'at least for more than', 'more than for at least', 'attended is held', 'sessions to come are missed',
  'an excused session is missed', 'excused as zero', 'missing does not count', 'zero is no mark',
  'nothing is ever pending', 'pending until all is marked', 'rounding to whole numbers', 'rounding to one place',
  'numbers of JavaScript', 'no needs', 'needs are strict', 'needs bind the excused', 'one need alone', 'attendance is all or nothing'
]
const fault = process.argv[2] ?? ''
if (fault === '-faults') {
  console.log(faults.join('\n'))
  process.exit()
}
if (fault && !faults.includes(fault)) throw new Error(fault)
const is = name => fault === name

const WEIGHTS = { attendance: 20n, exercises: 30n, product: 50n }
const LEVELS = { runs: 30n, 'runs well': 40n, 'in use': 50n }
const MOST = { attendance: 10n, exercises: 30n, product: 50n }
const SESSIONS = 10n
const FULL = 12_000_000n * 2520n // divisible by every number of sessions

// decimal reads points as a whole number of 1/1,000,000.
function decimal (text) {
  const [whole, part = ''] = text.split('.')
  return BigInt(whole + part.padEnd(6, '0'))
}

function attendance (mark) {
  const attended = BigInt(mark.attended)
  const excused = is('an excused session is missed') ? 0n : BigInt(mark.excused ?? 0)
  const held = is('sessions to come are missed') ? SESSIONS : BigInt(mark.held)
  if (is('attended is held') && attended === held) return [FULL, FULL]
  if (excused === SESSIONS) return null
  const asked = SESSIONS - excused
  const most = attended + SESSIONS - held
  if (is('attendance is all or nothing')) return [attended >= asked ? FULL : 0n, most >= asked ? FULL : 0n]
  const share = n => n > asked ? FULL : FULL * n / asked
  return [share(attended), share(most)]
}

// share returns the least and the most of full marks, or null: it does not count.
function share (component, mark) {
  if (!mark || mark.pending || mark.handed_in) return [0n, FULL]
  if (mark.excused === true) return is('excused as zero') ? [0n, 0n] : null
  if (mark.missing) return is('missing does not count') ? null : [0n, 0n]
  if (component === 'attendance') return attendance(mark)
  let got
  if (component === 'exercises') {
    got = FULL * decimal(mark.points) / 30_000_000n
    if (is('zero is no mark') && got === 0n) return [0n, FULL]
  } else {
    got = FULL * LEVELS[mark.level] / 50n
  }
  return [got, got]
}

// above and atLeast compare the fraction n/d of full marks with a percentage.
function above (n, d, percent) {
  const [a, b] = rounded(n, d)
  return is('at least for more than') ? a * 100n >= BigInt(percent) * b : a * 100n > BigInt(percent) * b
}
function atLeast (n, d, percent) {
  const [a, b] = rounded(n, d)
  return is('more than for at least') ? a * 100n > BigInt(percent) * b : a * 100n >= BigInt(percent) * b
}
function rounded (n, d) {
  const places = is('rounding to whole numbers') ? 100n : is('rounding to one place') ? 1000n : 0n
  return places ? [(2n * n * places + d) / (2n * d), places] : [n, d]
}

// inFloats is the total as most programs work it out: points times weight by
// maximum.
function inFloats (shares) {
  let sum = 0; let whole = 0
  for (const [c, s] of Object.entries(shares)) {
    const points = Number(s * MOST[c] * 1_000_000n / FULL) / 1_000_000
    sum += points * (Number(WEIGHTS[c]) / 100) / Number(MOST[c])
    whole += Number(WEIGHTS[c]) / 100
  }
  return sum / whole * 100
}

// outcome returns the best outcome that shares of full marks reach.
function outcome (shares) {
  let sum = 0n; let whole = 0n
  for (const [c, s] of Object.entries(shares)) {
    sum += s * WEIGHTS[c]
    whole += WEIGHTS[c]
  }
  const need = (c, p) => {
    if (is('no needs')) return true
    if (!(c in shares)) return !is('needs bind the excused')
    return is('needs are strict') ? shares[c] * 100n > BigInt(p) * FULL : shares[c] * 100n >= BigInt(p) * FULL
  }
  if (atLeast(sum, whole * FULL, 90) && need('attendance', 60)) return 'distinction'
  const passed = is('numbers of JavaScript') ? inFloats(shares) > 60 : above(sum, whole * FULL, 60)
  return passed && need('attendance', 60) && (is('one need alone') || need('exercises', 50)) ? 'pass' : ''
}

function text (shares) {
  let sum = 0n; let whole = 0n
  for (const [c, s] of Object.entries(shares)) { sum += s * WEIGHTS[c]; whole += WEIGHTS[c] }
  if (!whole) return '0'
  let [a, b] = [sum * 100n, whole * FULL]
  for (let [x, y] = [a, b]; ;) { if (!y) { a /= x; b /= x; break } [x, y] = [y, x % y] }
  return b === 1n ? `${a}` : `${a}/${b}`
}

function decide (marks) {
  const low = {}; const high = {}
  for (const c of Object.keys(WEIGHTS)) {
    const s = share(c, marks[c])
    if (s) [low[c], high[c]] = s
  }
  const total = text(low)
  if (!Object.keys(low).length) return { decision: 'pending', total, outcome: '' }
  const reached = outcome(low)
  const open = Object.keys(low).some(c => low[c] !== high[c])
  let decision = 'not_certified'
  if (is('pending until all is marked') && open) decision = 'pending'
  else if (reached) decision = 'certified'
  else if (!is('nothing is ever pending') && outcome(high)) decision = 'pending'
  return { decision, total, outcome: reached }
}

for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const { id, marks } = JSON.parse(line)
  const { decision, total, outcome } = decide(marks)
  console.log(JSON.stringify(fault ? { id, decision, outcome } : { id, decision, total, outcome }))
}
