package io.macula.gossip.membership;

import java.time.Duration;
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
		long latest = 0;
		for (int seed = 0; seed < 100; seed++) {
			AnnouncementSchedule other = new AnnouncementSchedule(INTERVAL, new SplittableRandom(seed), 0);
			other.announced(0);
			other.newcomer(5000, millis(700) + 5 * millis(500));
			latest = Math.max(latest, other.nextAt());
		}
		assertThat(latest).isGreaterThan(millis(400)).isLessThanOrEqualTo(millis(1500));
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
