package io.macula.gossip.etf;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads integers and floats in all their encodings.
 */
final class NumberReader {

	private static final int FLOAT_LENGTH = 31;

	private static final Pattern FLOAT = Pattern.compile(" *([-+]?[0-9]+\\.[0-9]+(?:[eE][-+]?[0-9]+)?)\0*");

	private final TermInput input;

	NumberReader(TermInput input) {
		this.input = input;
	}

	IntegerTerm readInteger(int tag, int offset) throws MalformedTermException {
		return switch (tag) {
			case Tag.SMALL_INTEGER_EXT -> IntegerTerm.of(this.input.readUnsignedByte("An integer"));
			case Tag.INTEGER_EXT -> IntegerTerm.of(this.input.readInt("An integer"));
			case Tag.SMALL_BIG_EXT -> readBig(this.input.readUnsignedByte("The length of an integer"), offset);
			default -> readBig(this.input.readUnsignedInt("The length of an integer"), offset);
		};
	}

	int readSmallInteger(String what) throws MalformedTermException {
		int offset = this.input.position();
		int tag = this.input.readUnsignedByte(what);
		if (tag != Tag.SMALL_INTEGER_EXT) {
			throw this.input.malformed(offset, what + " must be a small integer; its tag is " + tag);
		}
		return this.input.readUnsignedByte(what);
	}

	int readPlainInteger(String what) throws MalformedTermException {
		int offset = this.input.position();
		int tag = this.input.readUnsignedByte(what);
		return switch (tag) {
			case Tag.SMALL_INTEGER_EXT -> this.input.readUnsignedByte(what);
			case Tag.INTEGER_EXT -> this.input.readInt(what);
			default -> throw this.input.malformed(offset, what + " must be an integer of 32 bits; its tag is " + tag);
		};
	}

	private IntegerTerm readBig(long length, int offset) throws MalformedTermException {
		int sign = this.input.readUnsignedByte("The sign of an integer");
		if (sign > 1) {
			throw this.input.malformed(offset, "the sign of an integer is 0 or 1, not " + sign);
		}
		byte[] digits = this.input.readBytes(length, "An integer");
		for (int low = 0, high = digits.length - 1; low < high; low++, high--) {
			byte digit = digits[low];
			digits[low] = digits[high];
			digits[high] = digit;
		}
		BigInteger magnitude = new BigInteger(1, digits);
		return IntegerTerm.of((sign != 0) ? magnitude.negate() : magnitude);
	}

	FloatTerm readFloat(int tag, int offset) throws MalformedTermException {
		double value = (tag == Tag.NEW_FLOAT_EXT) ? Double.longBitsToDouble(this.input.readLong("A float"))
				: readOldFloat(offset);
		if (!Double.isFinite(value)) {
			throw this.input.malformed(offset, "a float is " + value + ", which Erlang does not have");
		}
		return FloatTerm.of(value);
	}

	private double readOldFloat(int offset) throws MalformedTermException {
		byte[] bytes = this.input.readBytes(FLOAT_LENGTH, "A float");
		var matcher = FLOAT.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
		if (!matcher.matches()) {
			throw this.input.malformed(offset, "a float is not in the notation of '%.20e'");
		}
		return Double.parseDouble(matcher.group(1));
	}

}
