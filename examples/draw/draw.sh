#!/bin/sh
# Checks a draw of package admission with sha256sum and sort alone:
#
#   draw.sh SEED < ids                 hash and id, the first one drawn first
#   draw.sh -order < ids               Digests.Order of the ids in the call order
#   draw.sh -receipt SALT < FILE       Receipt.Digest of an application
#   draw.sh -receipts < digests        Digests.Receipts of the published digests
#   draw.sh -beacon < signature        randomness of a drand round, from its signature
#
# One id or digest a line comes in, in any order. FILE is the canonical JSON of
# an application: sorted keys, no white space, no line break at the end.
set -eu
LC_ALL=C
export LC_ALL
lines() {
	while IFS= read -r line || [ -n "$line" ]; do printf '%s\n' "$line"; done | sort | sha256sum | cut -d ' ' -f 1
}
case ${1-} in
-order | -receipts)
	lines
	;;
-receipt)
	{ printf 'cohort-receipt-v1\n%s\n' "${2:?salt}"; cat; } | sha256sum | cut -d ' ' -f 1
	;;
-beacon)
	IFS= read -r signature
	for byte in $(printf '%s' "$signature" | sed 's/../& /g'); do
		# shellcheck disable=SC2059 # the format is the byte, in octal
		printf "\\$(printf '%03o' "0x$byte")"
	done | sha256sum | cut -d ' ' -f 1
	;;
'' | -*)
	sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
	exit 2
	;;
*)
	while IFS= read -r id || [ -n "$id" ]; do
		hash=$(printf 'cohort-lottery-v1\n%s\n%s' "$1" "$id" | sha256sum)
		printf '%s  %s\n' "${hash%% *}" "$id"
	done | sort
	;;
esac
