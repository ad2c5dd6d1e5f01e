/*
 * value.c
 *		Values of X12 elements: amounts, dates, counts, codes.
 */
#include "x12/value.h"

#include <string.h>

#define WHOLE_DIGITS 14

bool
mc_x12_is(McX12Text value, const char *text)
{
	return value.length == strlen(text) && memcmp(value.text, text, value.length) == 0;
}

bool
mc_x12_amount(McX12Text value, McX12Amount *amount)
{
	const char *p = value.text;
	const char *end = p + value.length;
	bool negative = p < end && *p == '-';
	McX12Amount number = 0;
	int whole = 0;
	int decimals = 0;

	p += negative;
	for (; p < end && *p >= '0' && *p <= '9'; p++, whole++)
	{
		if (whole == WHOLE_DIGITS)
			return false;
		number = number * 10 + (*p - '0');
	}
	if (p < end && *p == '.')
	{
		for (p++; p < end && *p >= '0' && *p <= '9'; p++, decimals++)
		{
			if (decimals < MC_X12_SCALE)
				number = number * 10 + (*p - '0');
			else if (*p != '0')
				return false;
		}
	}
	if (p < end || whole + decimals == 0)
		return false;
	for (int i = decimals; i < MC_X12_SCALE; i++)
		number *= 10;
	*amount = negative ? -number : number;
	return true;
}

bool
mc_x12_count(McX12Text value, uint32_t *count)
{
	uint32_t number = 0;

	if (value.length < 1 || value.length > 9)
		return false;
	for (size_t i = 0; i < value.length; i++)
	{
		if (value.text[i] < '0' || value.text[i] > '9')
			return false;
		number = number * 10 + (uint32_t) (value.text[i] - '0');
	}
	*count = number;
	return true;
}

bool
mc_x12_day(McX12Text value, McDay *day)
{
	uint32_t number;

	if (value.length != 8 || !mc_x12_count(value, &number))
		return false;
	*day =
		(McDay){(int) (number / 10000), (int) (number / 100 % 100), (int) (number % 100)};
	return mc_day_is_valid(*day);
}

bool
mc_x12_days(McX12Text value, McDay *first, McDay *last)
{
	if (value.length == 8)
		return mc_x12_day(value, first) && mc_x12_day(value, last);
	return value.length == 17 && value.text[8] == '-' &&
		   mc_x12_day((McX12Text){value.text, 8}, first) &&
		   mc_x12_day((McX12Text){value.text + 9, 8}, last);
}

bool
mc_x12_copy(McX12Text value, char *to, size_t size)
{
	while (value.length > 0 && value.text[0] == ' ')
	{
		value.text++;
		value.length--;
	}
	while (value.length > 0 && value.text[value.length - 1] == ' ')
		value.length--;
	if (value.length >= size)
		return false;
	memcpy(to, value.text, value.length);
	to[value.length] = '\0';
	return true;
}
