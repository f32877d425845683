#!/bin/sh
# Draws lots as package admission does, with sha256sum and sort alone:
#
#   draw.sh SEED < ids
#
# One id a line comes in; hash and id go out, the first one drawn first. Whoever
# ties in every priority key stands in this order in the published selection.
# What was to be committed to before the seed was known is: sort | sha256sum of
# the ids in the whole call order.
set -eu
LC_ALL=C
export LC_ALL
if [ $# -ne 1 ]; then
	sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
	exit 2
fi
seed=$1
while IFS= read -r id || [ -n "$id" ]; do
	hash=$(printf 'cohort-lottery-v1\n%s\n%s' "$seed" "$id" | sha256sum)
	printf '%s  %s\n' "${hash%% *}" "$id"
done | sort
