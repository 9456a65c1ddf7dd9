package io.macula.gossip.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A picture of some curves over one axis, a panel each, as SVG that is legible on a light
 * and on a dark page. Both axes are logarithmic where values differ by more than a
 * hundred times.
 */
final class Curves {

	private static final int PANEL = 260;

	private static final int HEIGHT = 220;

	private static final int LEFT = 50;

	private static final int TOP = 56;

	private static final int WIDE = PANEL - LEFT - 20;

	private static final int HIGH = HEIGHT - TOP - 40;

	private static final String STYLE = """
			<style>
			text { font: 11px sans-serif; fill: #57606a }
			.title { font-weight: bold; fill: #24292f }
			.axis { stroke: #d0d7de; fill: none }
			.curve { stroke: #0969da; stroke-width: 2; fill: none }
			circle { fill: #0969da }
			@media (prefers-color-scheme: dark) {
			text { fill: #9198a1 } .title { fill: #f0f6fc } .axis { stroke: #3d444d }
			.curve { stroke: #4493f8 } circle { fill: #4493f8 }
			}
			</style>
			""";

	private final String title;

	private final String axis;

	private final StringBuilder panels = new StringBuilder();

	private int count;

	/**
	 * Create a picture without curves.
	 * @param title what all of it is
	 * @param axis what goes to the right
	 */
	Curves(String title, String axis) {
		this.title = title;
		this.axis = axis;
	}

	/**
	 * Add a curve.
	 * @param what what goes up
	 * @param points pairs of both
	 */
	Curves add(String what, List<double[]> points) {
		Scaling right = new Scaling(points.stream().map((point) -> point[0]).toList(), WIDE);
		Scaling up = new Scaling(points.stream().map((point) -> point[1]).toList(), HIGH);
		int x0 = PANEL * this.count + LEFT;
		int y0 = TOP + HIGH;
		text(x0, TOP - 12, "start", "", what);
		text(x0 + WIDE, y0 + 32, "end", "", this.axis);
		this.panels.append("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>%n".formatted(x0, TOP, y0, x0 + WIDE));
		List<String> curve = new ArrayList<>();
		for (double[] point : points) {
			double x = x0 + right.at(point[0]);
			double y = y0 - up.at(point[1]);
			curve.add(String.format(Locale.ROOT, "%.1f %.1f", x, y));
			this.panels.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n", x, y));
			text(x, y - 7, "middle", "", Tables.number(point[1]));
			text(x, y0 + 15, "middle", "", String.format(Locale.ROOT, "%,.0f", point[0]));
		}
		this.panels.append("<path class=\"curve\" d=\"M%s\"/>%n".formatted(String.join("L", curve)));
		this.count++;
		return this;
	}

	private void text(double x, double y, String anchor, String style, String text) {
		this.panels.append(String.format(Locale.ROOT,
				"<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>%n", x, y, anchor, style, text));
	}

	void write(Path file) throws IOException {
		int width = PANEL * this.count;
		text(LEFT, 20, "start", "title", this.title);
		Files.writeString(file,
				"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n"
					.formatted(width, HEIGHT, width, HEIGHT) + STYLE + this.panels + "</svg>\n");
	}

	/**
	 * Where a value stands on an axis.
	 */
	private static final class Scaling {

		private static final double MUCH = 50;

		private final boolean logarithmic;

		private final double least;

		private final double most;

		private final int length;

		Scaling(List<Double> values, int length) {
			double least = values.stream().min(Double::compare).orElse(0d);
			this.most = values.stream().max(Double::compare).orElse(1d);
			this.logarithmic = least > 0 && this.most / least > MUCH;
			this.least = this.logarithmic ? least / 1.5 : 0;
			this.length = length;
		}

		double at(double value) {
			double part = this.logarithmic ? Math.log(value / this.least) / Math.log(this.most / this.least)
					: value / this.most;
			return part * this.length;
		}

	}

}
