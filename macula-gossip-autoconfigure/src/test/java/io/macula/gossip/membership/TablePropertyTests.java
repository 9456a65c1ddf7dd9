package io.macula.gossip.membership;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.macula.gossip.NodeName;
import io.macula.gossip.net.IpLiteral;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much is kept of nodes, whoever says whatever of himself.
 */
class TablePropertyTests {

	private static final int MAX_NODES = 5;

	private static final int NODES = 8;

	@Property(tries = 300)
	void everyTableIsCapped(@ForAll("names") List<Sent> sent) {
		NodeTable table = new NodeTable(MAX_NODES, 2);
		Farewells farewells = new Farewells(2, 1000);
		long now = 0;
		for (Sent next : sent) {
			now += next.delay();
			if (table.get(next.node()) == null && table.makeRoom(next.address(), now) == null) {
				table.update(table.add(next.node(), next.address(), now));
			}
			farewells.admit(next.node(), now, now, now);
			assertThat(table.size()).isLessThanOrEqualTo(MAX_NODES);
		}
		int remembered = 0;
		Map<InetAddress, Integer> names = new HashMap<>();
		for (MemberEntry entry : table) {
			names.merge(entry.discoveredFrom, 1, Integer::sum);
		}
		for (int i = 0; i <= NODES; i++) {
			remembered += farewells.hasJustLeft(node(i), now) ? 1 : 0;
		}
		assertThat(names.values()).allMatch((count) -> count <= 2);
		assertThat(remembered).isLessThanOrEqualTo(2);
	}

	@Provide
	Arbitrary<List<Sent>> names() {
		return Combinators
			.combine(Arbitraries.integers().between(1, NODES).map(TablePropertyTests::node),
					Arbitraries.integers().between(1, 3).map((number) -> IpLiteral.parse("10.0.0." + number)),
					Arbitraries.longs().between(0, 1500))
			.as(Sent::new)
			.list()
			.ofMaxSize(100);
	}

	private static NodeName node(int number) {
		return NodeName.of("n" + number + "@host");
	}

	/**
	 * What somebody sent.
	 *
	 * @param node under which name
	 * @param address from where
	 * @param delay how long after what came before
	 */
	record Sent(NodeName node, InetAddress address, long delay) {

	}

}
