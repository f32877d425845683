package country

import (
	"iter"

	"github.com/cohortkit/cohort/course/rule"
)

// Country is one country or territory. Values are small and comparable. The zero value is
// not a country: its texts are empty, and it is unclassified in every list.
type Country struct{ row uint8 }

type row struct {
	alpha2, alpha3, m49, name string
	region, subregion         string
	unsd                      Status
	ldcSince, ldcLeft         string
	lldc, sids                bool
}

var errUnknown = rule.Violation{Code: "unknown-country", Detail: "want an ISO 3166-1 code in capitals, or XK"}

// Parse reads an ISO 3166-1 alpha-2 or alpha-3 code in capitals, or XK or XKX
// for Kosovo. The error is a [rule.Violation] with code unknown-country.
func Parse(code string) (Country, error) {
	if len(code) == 3 {
		for i := range rows {
			if rows[i].alpha3 == code {
				return Country{uint8(i)}, nil
			}
		}
	}
	if c := Alpha2(code); c != (Country{}) {
		return c, nil
	}
	return Country{}, errUnknown
}

// Alpha2 returns the country of an alpha-2 code in capitals, or the zero
// Country. It allocates nothing.
func Alpha2(code string) Country {
	if len(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' {
		return Country{}
	}
	return Country{byAlpha2[int(code[0]-'A')*26+int(code[1]-'A')]}
}

// All yields every country in the order of the alpha-2 codes.
func All() iter.Seq[Country] {
	return func(yield func(Country) bool) {
		for i := range rows {
			if i > 0 && !yield(Country{uint8(i)}) {
				return
			}
		}
	}
}

// IsZero reports whether c is the zero value, which is not a country.
func (c Country) IsZero() bool { return c.row == 0 }

// String returns the two-letter code, alpha-2, such as KE.
func (c Country) String() string { return rows[c.row].alpha2 }

// Alpha3 returns the three-letter code, such as KEN.
func (c Country) Alpha3() string { return rows[c.row].alpha3 }

// M49 returns the three-digit code of the UN Statistics Division; it is empty for Kosovo.
func (c Country) M49() string { return rows[c.row].m49 }

// Name returns the English name.
func (c Country) Name() string { return rows[c.row].name }

// Region returns the M49 region, such as Africa; it is empty for AQ, TW and XK.
func (c Country) Region() string { return rows[c.row].region }

// Subregion returns the M49 subregion, such as Sub-Saharan Africa; it is empty if Region
// is.
func (c Country) Subregion() string { return rows[c.row].subregion }

// MarshalText returns the alpha-2 code.
func (c Country) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a code as [Parse] does.
func (c *Country) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}
