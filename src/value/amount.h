/*
 * amount.h
 *	  Numbers of a note with their units: 9.2%, 55-60%, 142/88, 120s/80s, 5 ft 10 in.
 */
#ifndef MC_AMOUNT_H
#define MC_AMOUNT_H

#include "value/measure.h"

#define MC_NO_TOKEN_OF_UNIT UINT32_MAX

/* One number, or the two ends of a range */
typedef struct McAmount
{
	McDecimal number[2];
	uint8_t nnumbers;
	bool about; /* in the 140s */
	uint16_t unit;
	uint32_t unit_first; /* tokens; MC_NO_TOKEN_OF_UNIT: none is written */
	uint32_t unit_last;
} McAmount;

typedef struct McAmounts
{
	McAmount list[2]; /* two of a pair: systolic, diastolic */
	unsigned count;
	uint32_t first; /* tokens */
	uint32_t last;
} McAmounts;

/* Where numbers are read, and for what */
typedef struct McAmountPlace
{
	const McMeasures *measures;
	const McDocument *doc;
	uint32_t end; /* tokens from here on are not looked at */
	uint16_t measure;
	bool pair;
	bool between; /* "and" makes a range */
	bool trend;   /* "to" leads to another value */
} McAmountPlace;

/*
 * Read what begins at a number.  False when that is no value of the measure: a time, a ratio
 * that is none of its own, a number with letters.
 */
extern bool mc_read_amounts(const McAmountPlace *place, uint32_t token,
							McAmounts *amounts);

/* Is the token a day and month without year, 3/15? */
extern bool mc_is_day_of_year(const McDocument *doc, uint32_t token);

/* Is it a time, 10:30? */
extern bool mc_is_time(const McDocument *doc, uint32_t token);

#endif /* MC_AMOUNT_H */
