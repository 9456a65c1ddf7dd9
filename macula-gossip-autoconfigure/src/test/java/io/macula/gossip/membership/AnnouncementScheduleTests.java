package io.macula.gossip.membership;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnnouncementScheduleTests {

	private static final Duration INTERVAL = Duration.ofMillis(1500);

	private final AnnouncementSchedule schedule = new AnnouncementSchedule(INTERVAL, new SplittableRandom(42), 0);

	@Test
	void theFirstAnnouncementIsDueAtOnce() {
		assertThat(this.schedule.nextAt()).isZero();
	}

	@Test
	void theNextAnnouncementIsDueAnIntervalLater() {
		this.schedule.announced(millis(7));
		assertThat(this.schedule.nextAt()).isEqualTo(millis(1507));
	}

	@Test
	void aNewcomerIsAnsweredWithinTenMilliseconds() {
		this.schedule.announced(0);
		this.schedule.newcomer(1, millis(700));
		assertThat(this.schedule.nextAt()).isBetween(millis(700), millis(710));
	}

	@Test
	void aNewcomerDoesNotDelayWhatIsDue() {
		this.schedule.announced(0);
		this.schedule.newcomer(1, millis(1499));
		assertThat(this.schedule.nextAt()).isLessThanOrEqualTo(millis(1500));
	}

	@Test
	void onDemandTheNextAnnouncementIsDueNowUnlessItIsDueBefore() {
		this.schedule.announced(0);
		this.schedule.expedite(millis(3));
		assertThat(this.schedule.nextAt()).isEqualTo(millis(3));
		this.schedule.expedite(millis(5));
		assertThat(this.schedule.nextAt()).isEqualTo(millis(3));
	}

	@Test
	void aHundredNewcomersInASecondAreAnsweredAtMostTwentyTimes() {
		this.schedule.announced(0);
		int announcements = 0;
		for (int i = 0; i < 1000; i++) {
			if (i % 10 == 0) {
				this.schedule.newcomer(2 + i / 10, millis(i));
			}
			if (this.schedule.nextAt() <= millis(i)) {
				this.schedule.announced(millis(i));
				announcements++;
			}
		}
		assertThat(announcements).isBetween(10, 20);
	}

	@Test
	void theMoreNodesThereAreTheMoreTheirAnswersAreSpread() {
		LongSummaryStatistics few = new LongSummaryStatistics();
		LongSummaryStatistics many = new LongSummaryStatistics();
		for (int seed = 0; seed < 200; seed++) {
			few.accept(delay(10, seed));
			many.accept(delay(5000, seed));
		}
		assertThat(few.getMin()).isLessThan(millis(1));
		assertThat(few.getMax()).isBetween(millis(9), millis(10));
		assertThat(many.getMin()).isLessThan(millis(50));
		assertThat(many.getMax()).isBetween(millis(450), millis(500));
	}

	private static long delay(int nodes, int seed) {
		AnnouncementSchedule other = new AnnouncementSchedule(Duration.ofSeconds(10), new SplittableRandom(seed), 0);
		other.announced(0);
		other.newcomer(nodes, millis(5000));
		return other.nextAt() - millis(5000);
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
