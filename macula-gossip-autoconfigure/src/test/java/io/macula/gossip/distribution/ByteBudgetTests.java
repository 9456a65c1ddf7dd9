package io.macula.gossip.distribution;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory that many share.
 */
@Timeout(30)
class ByteBudgetTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(20);

	private final ByteBudget budget = new ByteBudget(10);

	private final ByteBudget.Share one = this.budget.account().share();

	private final ByteBudget.Share other = this.budget.account().share();

	@Test
	void shouldHoldNoMoreThanThereIs() throws Exception {
		assertThat(this.one.resize(7, 0)).isTrue();
		assertThat(this.other.resize(4, 1)).isFalse();
		assertThat(this.other.raise(3)).isTrue();
		assertThat(this.one.raise(8)).isFalse();
		assertThat(this.one.raise(2)).as("it holds more").isTrue();
		assertThat(this.budget.held()).isEqualTo(10);
		assertThat(this.one.resize(2, 0)).isTrue();
		assertThat(this.budget.held()).isEqualTo(5);
	}

	@Test
	void shouldGiveBackOnceAndByWhoHasItLast() {
		this.one.raise(7);
		ByteBudget.Share last = this.one.handOver();
		this.one.close();
		assertThat(this.budget.held()).isEqualTo(7);
		last.close();
		last.close();
		assertThat(this.budget.held()).isZero();
	}

	@Test
	void whenOthersGiveBackInTimeShouldTakeIt() throws Exception {
		this.one.raise(10);
		Thread thread = new Thread(this.one::close);
		thread.start();
		assertThat(this.other.resize(10, LONG)).isTrue();
		thread.join();
	}

	@Test
	void whatSomebodyHoldsCountsTwiceWhenHeWantsMore() throws Exception {
		ByteBudget.Account greedy = this.budget.account();
		assertThat(greedy.share().raise(4)).isTrue();
		ByteBudget.Share second = greedy.share();
		assertThat(second.resize(3, 1)).isFalse();
		assertThat(second.resize(2, 0)).isTrue();
		assertThat(this.budget.refusals()).isOne();
		assertThat(this.one.raise(4)).as("others have what is left").isTrue();
		assertThat(this.budget.held()).isEqualTo(10);
	}

}
