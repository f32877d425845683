"""The certification rules of the reference course as a platform in Python has
them: reads vectors, one a line, and answers with a decision and a total.

    platform.py [FAULT]

Without an argument it is right; -faults lists the mistakes it can make.
Rounding and floating point are none of them: with marks in steps of a half they
change no decision of this course."""
import json
import sys
from fractions import Fraction

FAULTS = {
    'at least for more than', 'attendance as a share', 'attended is held', 'sessions to come are missed',
    'an excused session is missed', 'excused as zero', 'excused as full', 'missing does not count',
    'zero is no mark', 'nothing is ever pending', 'pending until all is marked', 'levels by their place',
    'the project does not matter',
}
fault = sys.argv[1] if len(sys.argv) > 1 else ''
if fault == '-faults':
    print(*sorted(FAULTS), sep='\n')
    sys.exit()
assert not fault or fault in FAULTS, fault

WEIGHTS = {'quiz': 10, 'attendance': 15, 'participation': 15, 'project': 60}
LEVELS = {'submission': 40, 'good': 50, 'excellent': 60}
SESSIONS = 5
ZERO, FULL = Fraction(0), Fraction(1)


def attendance(mark):
    attended, held, excused = mark['attended'], mark['held'], mark.get('excused', 0)
    if fault == 'attended is held' and attended == held:
        return FULL, FULL
    if fault == 'sessions to come are missed':
        held = SESSIONS
    if fault == 'an excused session is missed':
        excused = 0
    if excused == SESSIONS:
        return None
    if fault == 'attendance as a share':
        share = Fraction(attended, SESSIONS - excused)
        return share, share + Fraction(SESSIONS - held, SESSIONS - excused)
    low = FULL if attended >= SESSIONS - excused else ZERO
    return low, FULL if held - excused - attended <= 0 else ZERO


def share(component, mark):
    """The least and the most share of full marks, or None: it does not count."""
    if mark is None or mark.get('pending') or mark.get('handed_in'):
        return ZERO, FULL
    if mark.get('excused') is True:
        return {'excused as zero': (ZERO, ZERO), 'excused as full': (FULL, FULL)}.get(fault)
    if mark.get('missing'):
        return None if fault == 'missing does not count' else (ZERO, ZERO)
    if component == 'quiz':
        got = FULL if mark['completed'] else ZERO
    elif component == 'attendance':
        return attendance(mark)
    elif component == 'participation':
        got = Fraction(mark['points']) / 15
        if fault == 'zero is no mark' and got == 0:
            return ZERO, FULL
    else:
        got = Fraction(LEVELS[mark['level']], 60)
        if fault == 'levels by their place':
            got = Fraction(1 + list(LEVELS).index(mark['level']), len(LEVELS))
    return got, got


def total(shares):
    whole = sum(WEIGHTS[c] for c in shares)
    if not whole:
        return None
    return 100 * sum(f * WEIGHTS[c] for c, f in shares.items()) / whole


def enough(value):
    return value >= 80 if fault == 'at least for more than' else value > 80


def decide(marks):
    counted = {c: share(c, marks.get(c)) for c in WEIGHTS}
    counted = {c: s for c, s in counted.items() if s is not None}
    if fault == 'the project does not matter':
        counted['project'] = FULL, FULL
    low, high = (total({c: s[i] for c, s in counted.items()}) for i in (0, 1))
    if low is None:
        return ZERO, 'pending'
    is_open = any(s[0] != s[1] for s in counted.values())
    if fault == 'pending until all is marked' and is_open:
        return low, 'pending'
    if enough(low):
        return low, 'certified'
    if fault != 'nothing is ever pending' and enough(high):
        return low, 'pending'
    return low, 'not_certified'


if __name__ == '__main__':
    for line in sys.stdin:
        vector = json.loads(line)
        value, decision = decide(vector['marks'])
        answer = {'id': vector['id'], 'decision': decision}
        if not fault:
            answer['total'] = str(value)
        print(json.dumps(answer))
