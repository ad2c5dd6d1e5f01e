/*
 * value.h
 *		Values of X12 elements: amounts, dates, counts, codes.
 *
 * Amounts and quantities are exact: integers of ten-thousandths (X12 type R; money
 * has two decimals, units of drugs up to three).  Nothing is rounded: a number that
 * does not fit is refused.
 */
#ifndef MC_X12_VALUE_H
#define MC_X12_VALUE_H

#include "load/line_file.h"
#include "x12/segment.h"

/* Decimals of an amount */
#define MC_X12_SCALE 4
#define MC_X12_ONE   10000

/* Bytes of names and identifiers that are kept; the guides allow 80 at most */
#define MC_X12_NAME_SIZE 81
/* Bytes of codes that are kept */
#define MC_X12_CODE_SIZE 31

typedef int64_t McX12Amount;

/* Is it this text? */
extern bool mc_x12_is(McX12Text value, const char *text);

/*
 * Read an amount: a minus sign, digits, perhaps a point and decimals; up to 14 digits
 * before the point and, zeros at the end aside, 4 behind it.  False if it is none.
 */
extern bool mc_x12_amount(McX12Text value, McX12Amount *amount);

/* Read a whole number of up to 9 digits without sign. */
extern bool mc_x12_count(McX12Text value, uint32_t *count);

/* Read a day, CCYYMMDD. */
extern bool mc_x12_day(McX12Text value, McDay *day);

/* Read CCYYMMDD-CCYYMMDD, or one day as both. */
extern bool mc_x12_days(McX12Text value, McDay *first, McDay *last);

/*
 * Copy to to[0..size), terminated, without blanks at the ends.  False if it does not
 * fit.
 */
extern bool mc_x12_copy(McX12Text value, char *to, size_t size);

/* Add exactly.  False if the sum does not fit. */
static inline bool
mc_x12_add(McX12Amount *sum, McX12Amount amount)
{
	return !__builtin_add_overflow(*sum, amount, sum);
}

static inline bool
mc_x12_subtract(McX12Amount *sum, McX12Amount amount)
{
	return !__builtin_sub_overflow(*sum, amount, sum);
}

#endif /* MC_X12_VALUE_H */
