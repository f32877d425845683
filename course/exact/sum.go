package exact

import "math/big"

// FromRat returns the value of r, or 0 if r is negative. The result shares no memory with
// r.
func FromRat(r *big.Rat) Rational {
	if r.Sign() < 0 {
		return Rational{}
	}
	return widened(new(big.Rat).Set(r))
}

// Sum returns the sum of values. It adds value by value until a partial sum does not fit
// in 64 bits. It then adds the remaining values pairwise and reduces their sum once, so
// that a thousand values with unrelated denominators are added quickly.
func Sum(values []Rational) Rational {
	var t Rational
	for i, v := range values {
		if t = t.Plus(v); t.wide != nil {
			n, d := sum(values[i+1:])
			return t.Plus(widened(new(big.Rat).SetFrac(n, d)))
		}
	}
	return t
}

// sum returns the sum of values as a fraction that is not reduced.
func sum(values []Rational) (n, d *big.Int) {
	switch len(values) {
	case 0:
		return new(big.Int), big.NewInt(1)
	case 1:
		r := values[0].Rat()
		return r.Num(), r.Denom()
	}
	n1, d1 := sum(values[:len(values)/2])
	n2, d2 := sum(values[len(values)/2:])
	if d1.Cmp(d2) == 0 {
		return n1.Add(n1, n2), d1
	}
	n = new(big.Int).Mul(n1, d2)
	return n.Add(n, new(big.Int).Mul(n2, d1)), new(big.Int).Mul(d1, d2)
}
