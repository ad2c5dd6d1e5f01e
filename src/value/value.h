/*
 * value.h
 *	  Values of laboratory tests, vital signs, scores and studies in a note.
 */
#ifndef MC_VALUE_H
#define MC_VALUE_H

#include "context/event_date.h"
#include "value/amount.h"
#include "value/measure.h"

typedef enum McValueKind
{
	MC_VALUE_MEASUREMENT,
	MC_VALUE_EARLIER,    /* measured, and the note gives a later one or calls it past */
	MC_VALUE_GOAL,       /* what is aimed at */
	MC_VALUE_REFERENCE,  /* the normal range */
	MC_VALUE_INSTRUCTION /* a limit at which something is to be done */
} McValueKind;

typedef enum McComparator
{
	MC_COMPARE_NONE,
	MC_COMPARE_BELOW,
	MC_COMPARE_AT_MOST,
	MC_COMPARE_ABOVE,
	MC_COMPARE_AT_LEAST,
	MC_COMPARE_ABOUT
} McComparator;

/* Why a value is not to be relied on as it stands */
typedef enum McValueIssue
{
	MC_VALUE_OK,
	MC_VALUE_IMPLAUSIBLE, /* it is not possible */
	MC_VALUE_AMBIGUOUS_UNIT, /* of two units either could be meant, or it is none of its own */
	MC_VALUE_AMBIGUOUS_LIMIT, /* a limit or a measurement */
	MC_VALUE_AMBIGUOUS_RANGE, /* a range, or one value after another */
	MC_VALUE_HALF_PAIR,       /* one number where two belong */
	MC_VALUE_OTHER_SPECIMEN   /* of another fluid than blood, it seems */
} McValueIssue;

extern const char *mc_value_kind_name(McValueKind kind);
/* "<", "~"; NULL for MC_COMPARE_NONE */
extern const char *mc_comparator_name(McComparator comparator);
/* NULL for MC_VALUE_OK */
extern const char *mc_value_issue_name(McValueIssue issue);

typedef struct McValue
{
	uint16_t measure;
	McValueKind kind;
	McComparator comparator;
	McValueIssue issue;
	McAmount amount;     /* as written */
	bool has_normal;     /* is it known what it is in the unit of the measure? */
	McDecimal normal[2]; /* in that unit */
	uint32_t name_first; /* tokens */
	uint32_t name_last;
	uint32_t first; /* comparator, numbers and units */
	uint32_t last;
	McEventDate measured;
	McSectionCategory section;
} McValue;

typedef struct McValues
{
	McValue *list; /* by place; of a pair the first number first */
	size_t count;
	size_t cap;
} McValues;

/* Find the values of a note.  All memory is the host's. */
extern void mc_find_values(const McHost *host, const McMeasures *measures,
						   const McDocument *doc, McValues *values);

/*
 * Fill in has_normal, normal and issue from measure, amount, comparator and kind
 * (docs/values.md, "Units").  half: it is one number where a pair belongs.
 */
extern void mc_normalise_value(const McMeasures *measures, bool half, McValue *value);

#endif /* MC_VALUE_H */
