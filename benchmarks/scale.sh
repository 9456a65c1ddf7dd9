#!/usr/bin/env bash
# How large a cluster can be, what its nodes take, and how fast its links are: builds the
# benchmarks and measures in a network namespace with the loopback interface alone, for which it
# needs root or the right to make user namespaces. What is to be measured are its arguments:
# mesh, cold, growth, heartbeat, memory, messages, all of them by default; --nodes 5,10,20 says how
# many nodes the first three have, a row each; --short only shows that it works.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -ntp -q package -pl benchmarks -am -DskipTests -Dmaven.javadoc.skip -Dmaven.source.skip
user=()
if [ "$(id -u)" != 0 ]; then
	user=(--map-root-user)
fi
exec unshare --net --fork --kill-child "${user[@]}" -- sh -c \
	'ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo && exec "$@"' sh \
	java -cp benchmarks/target/benchmarks.jar io.macula.gossip.benchmarks.scale.Scale "$@"
