#!/usr/bin/env bash
# This and other systems side by side: builds what is compared, each with a class path of its
# own, and measures it in a network namespace with the loopback interface alone. The first time
# Maven fetches the others. A wrong option tells which there are.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B -ntp -q package -f benchmarks/comparison -Dmaven.javadoc.skip -Dmaven.source.skip \
	-Dtest='io/macula/gossip/benchmarks/**' -Dsurefire.failIfNoSpecifiedTests=false
exec java -cp "$(echo benchmarks/comparison/driver/target/comparison-driver-*.jar)" \
	io.macula.gossip.benchmarks.comparison.Comparison "$@"
