// Package country names the countries of the world and tells how dated lists classify
// them. It makes no decisions: a rule that uses a list names it.
//
// # Vocabulary
//
//   - A [Country] is one of the 249 entries of ISO 3166-1, or Kosovo under its
//     user-assigned code XK. [Parse] reads alpha-2 and alpha-3 codes.
//   - A [List] is a classification with a name, a source and a date. The built-in
//     lists are [UNSD202112], [LDC], [LLDC] and [SIDS].
//   - A [Status] is the class that a list gives to a country: [Developed],
//     [Developing], [Member] or [Other]. An empty status means that the country is
//     unclassified, which is neither yes nor no.
//   - [Edition] names the version of the table behind all lists.
//
// # Lists
//
//	unsd-2021-12  developed and developing regions as the UN Statistics Division
//	              last published them in December 2021; no later UN list of
//	              developing countries is in force. AQ, TW and XK: unclassified.
//	ldc           least developed countries on a day. Entries are known by year,
//	              so within the year of an entry (and of a departure whose day
//	              is not recorded) a country is unclassified.
//	lldc          landlocked developing countries
//	sids          small island developing States
//
// A country that is not on ldc, lldc or sids is [Other], as these lists are complete. On
// a day that [List.Covers] leaves out, ldc classifies nothing. [List.AsKnown] continues
// ldc past its end with the departures that were scheduled when the table was made
// ([List.Scheduled]). This is a forecast, which callers must ask for and record.
//
// # The table
//
// table.go is generated from countries.csv by go generate. Names are those of the UN
// Statistics Division, and no decision depends on them. The sources are ISO 3166-1; the
// UN Statistics Division's M49 (2025) and developed and developing regions (December
// 2021); the UN lists of LDC, LLDC and SIDS; and, for departures to come, resolutions of
// the UN General Assembly. World Bank and OECD lists change every year: callers supply
// them as their own data.
//
// # Codes
//
//	unknown-country  not a code of a country, in capitals
package country

//go:generate go run generate.go
