/*
 * decimal.h
 *	  Decimal numbers as notes have them: exact, never binary fractions.
 */
#ifndef MC_DECIMAL_H
#define MC_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* digits / 10^scale; never negative */
typedef struct McDecimal
{
	uint64_t digits;
	uint8_t scale;
} McDecimal;

/* Most digits and decimals of a number that is read */
#define MC_DECIMAL_DIGITS 10
#define MC_DECIMAL_SCALE  9

/* Room for a printed number with its end */
#define MC_DECIMAL_BUFSIZE 32

/*
 * Read digits with at most one point, as 7.20 or .5; commas before groups of three are
 * passed over.  False when that is not all there is, or it has too many digits.
 */
extern bool mc_decimal_read(const char *text, size_t len, McDecimal *value);

/* As it was read: 7.20 has two decimals.  Returns the length. */
extern size_t mc_decimal_print(McDecimal value, char *out);

/* -1, 0, 1 */
extern int mc_decimal_compare(McDecimal a, McDecimal b);

extern McDecimal mc_decimal_add(McDecimal a, McDecimal b);

/* From one unit to another: value * factor / divisor + addend. */
typedef struct McConversion
{
	McDecimal factor;
	McDecimal divisor; /* not 0; at most six digits and four decimals */
	McDecimal addend;  /* at most four decimals */
} McConversion;

/* Does it leave numbers as they are? */
extern bool mc_conversion_is_identity(const McConversion *conversion);

/* Can it be computed exactly within 128 bits for every number that is read? */
extern bool mc_conversion_is_valid(const McConversion *conversion);

/*
 * The converted value, rounded half up to so many decimals (at most four); unchanged, with all
 * its decimals, by an identity.
 */
extern McDecimal mc_decimal_convert(McDecimal value, const McConversion *conversion,
									unsigned decimals);

#endif /* MC_DECIMAL_H */
