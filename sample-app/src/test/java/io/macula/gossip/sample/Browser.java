package io.macula.gossip.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.macula.gossip.testing.Chromium;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A browser that reaches nothing but this machine.
 */
final class Browser implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * Says on each start that it does not know this version's DevTools, which nobody here
	 * asks it for. Kept, or else its level is forgotten.
	 */
	private static final Logger devTools = Logger.getLogger("org.openqa.selenium.devtools");

	static {
		devTools.setLevel(Level.OFF);
	}

	private final ChromeDriver driver;

	Browser() {
		LoggingPreferences logged = new LoggingPreferences();
		logged.enable(LogType.BROWSER, Level.SEVERE);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(Chromium.browser().toString());
		options.setCapability("goog:loggingPrefs", logged);
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
				"--disable-background-networking", "--disable-sync", "--disable-component-update",
				"--disable-default-apps", "--disable-features=MediaRouter,DialMediaRouteProvider",
				"--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1", "--hide-scrollbars");
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(Chromium.driver().toFile())
					.withEnvironment(Map.of("LANGUAGE", "en_GB"))
					.build(),
				options);
	}

	void open(String address) {
		this.driver.get(address);
	}

	/**
	 * Look through a window of this size, in CSS pixels.
	 */
	void resize(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/**
	 * Prefer something, as a person may in the settings of the system.
	 */
	void prefer(String feature, String value) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", feature, "value", value))));
	}

	/**
	 * Return the value of an expression of JavaScript.
	 */
	Object eval(String expression, Object... arguments) {
		return this.driver.executeScript("return " + expression, arguments);
	}

	void run(String script, Object... arguments) {
		this.driver.executeScript(script, arguments);
	}

	WebElement await(String selector) {
		awaitTrue("document.querySelector(arguments[0]) !== null", selector);
		return this.driver.findElement(By.cssSelector(selector));
	}

	void awaitTrue(String expression, Object... arguments) {
		Awaitility.await(expression + List.of(arguments))
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> Boolean.TRUE.equals(eval(expression, arguments)));
	}

	String text(String selector) {
		return this.driver.findElement(By.cssSelector(selector)).getText();
	}

	/**
	 * Press keys, wherever the focus is.
	 */
	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/**
	 * Press Tab until an element has the focus.
	 */
	void tabTo(String selector) {
		for (int i = 0; i < 30; i++) {
			press(Keys.TAB);
			if (Boolean.TRUE.equals(eval("document.activeElement.matches(arguments[0])", selector))) {
				return;
			}
		}
		throw new AssertionError("Tab does not lead to " + selector);
	}

	/**
	 * Return what the console has of errors since it was asked last.
	 */
	List<String> errors() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * Return what the window shows, as a PNG.
	 */
	byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
