#!/usr/bin/env bash
# Two processes of the sample on the loopback interface, ten times: how long after the
# second one's service starts both have logged that the other is up. Milliseconds by the
# time stamps of the logs. Needs `mvn package` before.
set -euo pipefail
cd "$(dirname "$0")/.."
jar=$(ls sample-app/target/sample-app-*.jar | head -1)
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
millis() { date -d "$(cut -d' ' -f1)" +%s%3N; }
for round in $(seq 10); do
	for node in 1 2; do
		java -jar "$jar" --server.port=0 --macula.gossip.interfaces=127.0.0.1 \
			--macula.gossip.port=$((45900 + round)) >"$logs/$node" 2>&1 &
		pids[node]=$!
		for _ in $(seq 600); do grep -q 'Started SampleApplication' "$logs/$node" && break; sleep 0.1; done
	done
	for _ in $(seq 100); do
		[ "$(grep -l 'ClusterEventLogger.* is up' "$logs"/* | wc -l)" = 2 ] && break
		sleep 0.1
	done
	started=$(grep -h 'announces itself' "$logs/2" | millis)
	last=$(grep -h 'ClusterEventLogger.* is up' "$logs"/* | sort | tail -1 | millis)
	echo $((last - started))
	kill "${pids[@]}"
	wait "${pids[@]}" || true
done | sort -n | awk '{ value[NR] = $1 } END { print "median", value[int((NR + 1) / 2)], "ms, from", value[1], "to", value[NR] }'
