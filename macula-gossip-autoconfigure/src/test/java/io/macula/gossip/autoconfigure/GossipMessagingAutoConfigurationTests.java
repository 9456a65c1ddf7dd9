package io.macula.gossip.autoconfigure;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.macula.gossip.GossipClusterService;
import io.macula.gossip.GossipMessageConverter;
import io.macula.gossip.NodeName;
import io.macula.gossip.UnreadableMessageException;
import io.macula.gossip.actuate.MessageObservations;
import io.macula.gossip.etf.AtomTerm;
import io.macula.gossip.etf.BinaryTerm;
import io.macula.gossip.etf.MapTerm;
import io.macula.gossip.etf.Term;
import io.macula.gossip.message.MessageCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What messages have of an application: its Jackson and its observations.
 */
class GossipMessagingAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(GossipAutoConfiguration.class, GossipJacksonAutoConfiguration.class,
				GossipObservationAutoConfiguration.class, GossipMetricsAutoConfiguration.class))
		.withPropertyValues("macula.gossip.auto-startup=false");

	@Test
	void whenThereIsNoMapperShouldUseJacksonAsItIs() {
		this.contextRunner.run((context) -> assertThat(json(context.getBean(GossipMessageConverter.class)))
			.isEqualTo("{\"unitPrice\":7}"));
	}

	@Test
	void whenTheApplicationHasAMapperShouldUseIt() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run((context) -> {
				GossipMessageConverter converter = context.getBean(GossipMessageConverter.class);
				assertThat(json(converter)).isEqualTo("{\"unit_price\":7}");
				assertThat(converter.read("{\"unit_price\":8}".getBytes(StandardCharsets.UTF_8), Price.class))
					.isEqualTo(new Price(8));
			});
		this.contextRunner.withBean(JsonMapper.class,
				() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE).build())
			.run((context) -> assertThat(json(context.getBean(GossipMessageConverter.class)))
				.isEqualTo("{\"UnitPrice\":7}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\1\2\3", "AQID" })
	void textOfAMapIsNotReadAsBytesOfARecord(String text) {
		MessageCodec codec = new MessageCodec(new JacksonMessageConverter(JsonMapper.shared()));
		for (Class<?> type : List.of(Bytes.class, BoxedBytes.class, BufferedBytes.class)) {
			assertUnreadable(codec, MapTerm.of(AtomTerm.of("data"), BinaryTerm.ofUtf8(text)), type);
			assertUnreadable(codec, codec.write(Map.of("data", text), true), type);
		}
		Bytes bytes = new Bytes(new byte[] { 1, 2, 3 });
		assertThat(codec.read(codec.write(bytes, true), Bytes.class)).usingRecursiveComparison().isEqualTo(bytes);
		assertThat(codec.read(codec.write(Map.of("data", List.of(1, 2, 3)), true), Bytes.class))
			.usingRecursiveComparison()
			.isEqualTo(bytes);
	}

	private static void assertUnreadable(MessageCodec codec, Term message, Type type) {
		assertThatExceptionOfType(UnreadableMessageException.class).isThrownBy(() -> codec.read(message, type));
	}

	@Test
	void aNumberIsNotCutToFit() {
		MessageCodec codec = new MessageCodec(new JacksonMessageConverter(JsonMapper.shared()));
		assertUnreadable(codec, codec.write(new double[] { 1.9 }, true), int[].class);
		assertUnreadable(codec, codec.write(Map.of("unitPrice", 1.9), true), Price.class);
		assertUnreadable(codec, codec.write(Map.of("unitPrice", "5"), true), Price.class);
		assertUnreadable(codec, codec.write(1, true), DayOfWeek.class);
		assertUnreadable(codec, codec.write(Map.of("day", 1), true), Dates.class);
		assertThat(codec.read(codec.write(Map.of("unitPrice", 5, "currency", "EUR"), true), Price.class))
			.isEqualTo(new Price(5));
	}

	@Test
	void whenTheMapperLetsJsonChooseClassesShouldNot() {
		JsonMapper mapper = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfSubType(Object.class).build(),
					DefaultTyping.NON_FINAL_AND_ENUMS)
			.build();
		GossipMessageConverter converter = new JacksonMessageConverter(mapper);
		assertThat(converter.read("[\"java.time.Instant\",7]".getBytes(StandardCharsets.UTF_8), Object.class))
			.isEqualTo(List.of("java.time.Instant", 7));
		assertThat(json(converter)).isEqualTo("{\"unitPrice\":7}");
	}

	@Test
	void whatIsSentAsARecordIsReadAsThatRecord() {
		MessageCodec codec = new MessageCodec(
				new JacksonMessageConverter(JsonMapper.builder().enable(EnumFeature.WRITE_ENUMS_USING_INDEX).build()));
		Dates dates = new Dates(DayOfWeek.MONDAY, Instant.ofEpochSecond(1, 1), Duration.ofMillis(1), Double.NaN, 7,
				Map.of(1, 2.0));
		assertThat(codec.read(codec.write(dates, true), Dates.class)).isEqualTo(dates);
		assertThat(
				codec.read(codec.write(Map.of("at", "1970-01-01T00:00:01Z", "ratio", 1, "id", 7), true), Dates.class))
			.isEqualTo(new Dates(null, Instant.ofEpochSecond(1), null, 1, 7, null));
	}

	@Test
	void whenThereIsNoJacksonShouldRunWithoutConverter() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasSingleBean(GossipClusterService.class)
				.doesNotHaveBean(GossipMessageConverter.class));
	}

	@Test
	void whenTheApplicationHasAConverterShouldUseNoOther() {
		this.contextRunner.withBean(GossipMessageConverter.class, OwnConverter::new)
			.run((context) -> assertThat(context.getBean(GossipMessageConverter.class))
				.isInstanceOf(OwnConverter.class));
	}

	@Test
	void whenAllIsDisabledShouldBringNothing() {
		this.contextRunner.withPropertyValues("macula.gossip.enabled=false")
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).doesNotHaveBean(GossipMessageConverter.class)
				.doesNotHaveBean(MessageObservations.class));
	}

	@Test
	void whenThereIsNoObservationRegistryShouldObserveNothing() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(GossipClusterService.class)
			.doesNotHaveBean(MessageObservations.class));
		this.contextRunner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> assertThat(context).hasSingleBean(GossipClusterService.class));
	}

	@Test
	void whenActuatorObservesShouldMeasureCalls() {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
			.run((context) -> {
				assertThat(context.getBean(GossipClusterService.class)
					.getMessenger()
					.call(NodeName.of("b@127.0.0.1"), "prices", 1, Price.class)).isCompletedExceptionally();
				assertThat(context.getBean(MeterRegistry.class)
					.get("macula.gossip.call")
					.tags("cluster", "default", "handler", "prices", "outcome", "not_running")
					.timer()
					.count()).isEqualTo(1);
			});
	}

	private static String json(GossipMessageConverter converter) {
		return new String(converter.write(new Price(7)), StandardCharsets.UTF_8);
	}

	record Price(int unitPrice) {

	}

	record Dates(DayOfWeek day, Instant at, Duration after, double ratio,
			@JsonFormat(shape = JsonFormat.Shape.STRING) long id, Map<Integer, Double> prices) {

	}

	record Bytes(byte[] data) {

	}

	record BoxedBytes(Byte[] data) {

	}

	record BufferedBytes(ByteBuffer data) {

	}

	static class OwnConverter implements GossipMessageConverter {

		@Override
		public byte[] write(Object value) {
			return new byte[0];
		}

		@Override
		public Object read(byte[] json, Type type) {
			return json;
		}

	}

}
