#!/usr/bin/env bash
# Draws the curves of docs/scale.md from the tables that stand there, as docs/images/scale-*.svg.
# Needs gnuplot. With --check, which does not, it fails if a picture is not of the tables as they are:
# each names at its end the rows that it was drawn of.
set -euo pipefail
cd "$(dirname "$0")/.."
tables=docs/scale.md
images=docs/images

# The rows of the table whose head begins with the given words, their cells separated by tabs
rows() {
	awk -v head="| $1" '
		index($0, head) == 1 { inside = 1; getline; next }
		inside && !/^\|/ { exit }
		inside { gsub(/^\| *| *\|$/, ""); gsub(/,/, ""); gsub(/ *\| */, "\t"); gsub(/ (s|%|MB|µs)/, ""); print }
	' "$tables"
}

drawn_of() {
	echo "<!-- drawn of: $(tr '\t\n' ' ;' <"$data/$1")-->"
}

draw() {
	local table=$1 title=$2 x=$3
	shift 3
	gnuplot <<-END
		set terminal svg size 720,360 font "sans-serif,13" background "#ffffff"
		set output "$data/$table.svg"
		set title "$title"
		set datafile separator "\t"
		set logscale xy
		set grid
		set key outside right width -4
		set linetype 1 linecolor "#0072B2"
		set linetype 2 linecolor "#D55E00"
		set linetype 3 linecolor "#009E73"
		set linetype 4 linecolor "#CC79A7"
		set linetype 5 linecolor "#555555"
		set xlabel "$x"
		set format y "%g"
		set format x "%g"
		set xrange [$(head -n 1 "$data/$table" | cut -f 1) / 1.2:$(tail -n 1 "$data/$table" | cut -f 1) * 1.2]
		set xtics ($(cut -f 1 "$data/$table" | paste -sd ,))
		plot $*
	END
	drawn_of "$table" >>"$data/$table.svg"
	mv "$data/$table.svg" "$images/scale-$table.svg"
}

data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
rows 'nodes, a JVM each' >"$data/linked"
rows 'names | | up after' | awk -F '\t' '$2 == "open"' >"$data/names"
for table in linked names; do
	if [ "$(wc -l <"$data/$table")" -lt 3 ]; then
		echo "$tables has no table of which a curve can be drawn where $table should be" >&2
		exit 1
	fi
done

if [ "${1:-}" = --check ]; then
	for table in linked names; do
		if [ "$(tail -n 1 "$images/scale-$table.svg")" != "$(drawn_of "$table")" ]; then
			echo "$images/scale-$table.svg is not of the tables in $tables: draw it again with $0" >&2
			exit 1
		fi
	done
	exit
fi
if ! command -v gnuplot >/dev/null; then
	echo "$0 needs gnuplot: apt-get install gnuplot-nox" >&2
	exit 1
fi

curve() {
	printf '"%s" using 1:%s with linespoints linewidth 2 pointtype 7 pointsize 0.6 title "%s"' "$data/$1" "$2" "$3"
}

draw linked "Linked nodes, a JVM each, all on two cores" "nodes, all started at once" \
	"$(curve linked 3 "full mesh, s"), $(curve linked 4 "CPU of each until then, s"), $(curve linked 6 "resident, MB a node")," \
	"$(curve linked 7 "threads a node"), $(curve linked 8 "kill missed by all, ms")"
draw names "One node in heartbeat mode that hears so many names" "names" \
	"$(curve names 4 "of a core, %"), $(curve names 5 "for each announcement, µs"), $(curve names 6 "heap after GC, MB")," \
	"$(curve names 7 "resident, MB"), $(curve names 8 "kill of a hundred missed, s")"
