/*
 * decimal.c
 *	  Decimal numbers as notes have them.
 */
#include "value/decimal.h"

#include <inttypes.h>
#include <stdio.h>

static uint64_t
PowerOfTen(unsigned exponent)
{
	uint64_t power = 1;

	while (exponent-- > 0)
		power *= 10;
	return power;
}

bool
mc_decimal_read(const char *text, size_t len, McDecimal *value)
{
	size_t ndigits = 0;
	bool point = false;

	value->digits = 0;
	value->scale = 0;
	for (size_t i = 0; i < len; i++)
	{
		if (text[i] == '.' && !point)
			point = true;
		else if (text[i] == ',' && !point && ndigits > 0 && i + 3 < len)
			continue;
		else if (text[i] >= '0' && text[i] <= '9' && ndigits < MC_DECIMAL_DIGITS &&
				 value->scale < MC_DECIMAL_SCALE)
		{
			value->digits = value->digits * 10 + (uint64_t) (text[i] - '0');
			value->scale = (uint8_t) (value->scale + point);
			ndigits++;
		}
		else
			return false;
	}
	return ndigits > 0;
}

size_t
mc_decimal_print(McDecimal value, char *out)
{
	uint64_t unit = PowerOfTen(value.scale);
	int len;

	if (value.scale == 0)
		len = snprintf(out, MC_DECIMAL_BUFSIZE, "%" PRIu64, value.digits);
	else
		len = snprintf(out, MC_DECIMAL_BUFSIZE, "%" PRIu64 ".%0*" PRIu64,
					   value.digits / unit, value.scale, value.digits % unit);
	return (size_t) len;
}

int
mc_decimal_compare(McDecimal a, McDecimal b)
{
	unsigned __int128 x = (unsigned __int128) a.digits * PowerOfTen(b.scale);
	unsigned __int128 y = (unsigned __int128) b.digits * PowerOfTen(a.scale);

	return x < y ? -1 : x > y;
}

McDecimal
mc_decimal_add(McDecimal a, McDecimal b)
{
	McDecimal sum = {.scale = a.scale > b.scale ? a.scale : b.scale};

	sum.digits = a.digits * PowerOfTen(sum.scale - a.scale) +
				 b.digits * PowerOfTen(sum.scale - b.scale);
	return sum;
}

bool
mc_conversion_is_identity(const McConversion *conversion)
{
	return mc_decimal_compare(conversion->factor, conversion->divisor) == 0 &&
		   conversion->addend.digits == 0;
}

bool
mc_conversion_is_valid(const McConversion *conversion)
{
	return conversion->divisor.digits > 0 && conversion->divisor.digits < 1000000 &&
		   conversion->divisor.scale <= 4 && conversion->addend.scale <= 4 &&
		   conversion->factor.digits < PowerOfTen(MC_DECIMAL_DIGITS) &&
		   conversion->factor.scale <= MC_DECIMAL_SCALE;
}

/*
 * All as whole numbers over one denominator.  With ten digits each of value (twelve, where two
 * were added) and factor, and six of the divisor, the numerator stays below 10^38.
 */
McDecimal
mc_decimal_convert(McDecimal value, const McConversion *c, unsigned decimals)
{
	McDecimal result = {.scale = (uint8_t) decimals};
	unsigned __int128 above;
	unsigned __int128 below;

	if (mc_conversion_is_identity(c))
		return value;
	above = (unsigned __int128) value.digits * c->factor.digits *
			PowerOfTen(c->divisor.scale + c->addend.scale);
	below = (unsigned __int128) c->divisor.digits *
			PowerOfTen((unsigned) value.scale + c->factor.scale);
	above += below * c->addend.digits;
	below *= PowerOfTen(c->addend.scale);
	above *= PowerOfTen(decimals);
	above = (above * 2 + below) / (below * 2);
	/* more than any row lets pass as possible */
	result.digits = above > UINT64_MAX ? UINT64_MAX : (uint64_t) above;
	return result;
}
