/*
 * attribute.h
 *	  Attributes that a code title, or a piece of a note, states: side, acuity,
 *	  stage, encounter, ...
 *
 * Each axis is a set of values, one bit each; 0: nothing stated.  A set has
 * several values where a title names alternatives ("open fracture type I or
 * II"), and MC_UNSPECIFIED where it is the title for missing detail
 * ("unspecified eye", "chronic or unspecified").
 *
 * Words in parentheses and brackets are passed over: they are supplementary
 * words and synonyms, and change no code (ICD-10-CM Guidelines FY2026 I.A.7).
 */
#ifndef MC_ATTRIBUTE_H
#define MC_ATTRIBUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/host.h"
#include "text/token.h"
#include "text/word.h"

typedef enum McAxis
{
	MC_AXIS_SIDE,
	MC_AXIS_ACUITY,
	MC_AXIS_PATTERN,      /* recurrent, single episode, persistent */
	MC_AXIS_STAGE,        /* number of a stage, grade, degree or class */
	MC_AXIS_STAGE_LETTER, /* the b of stage 3b */
	MC_AXIS_SEVERITY,
	MC_AXIS_TYPE, /* number of a type */
	MC_AXIS_TRIMESTER,
	MC_AXIS_REMISSION,
	MC_AXIS_COURSE, /* with exacerbation, with status, uncomplicated */
	MC_AXIS_INTRACTABLE,
	MC_AXIS_DISPLACED,
	MC_AXIS_OPEN,      /* of a fracture */
	MC_AXIS_OPEN_TYPE, /* Gustilo type of an open fracture */
	MC_AXIS_ENCOUNTER,
	MC_AXIS_HEALING, /* of a subsequent encounter */
	MC_AXIS_INTENT,
	MC_AXIS_DOMINANCE,
	MC_AXIS_FETUS,
	MC_NAXES
} McAxis;

/* In a set of any axis */
#define MC_UNSPECIFIED 0x8000

/* Values of an axis: bit numbers */
enum
{
	MC_SIDE_LEFT = 0,
	MC_SIDE_RIGHT,
	MC_SIDE_BILATERAL,
	MC_SIDE_UNILATERAL
};
enum
{
	MC_ACUITY_ACUTE = 0,
	MC_ACUITY_SUBACUTE,
	MC_ACUITY_CHRONIC,
	MC_ACUITY_ACUTE_ON_CHRONIC
};
enum
{
	MC_PATTERN_SINGLE = 0,
	MC_PATTERN_RECURRENT,
	MC_PATTERN_INTERMITTENT,
	MC_PATTERN_PERSISTENT,
	MC_PATTERN_PAROXYSMAL,
	MC_PATTERN_PERMANENT
};
/* numbers are their own bit */
enum
{
	MC_STAGE_MAX = 9,
	MC_STAGE_UNSTAGEABLE = 10,
	MC_FETUS_OTHER = 10
};
enum
{
	MC_SEVERITY_MILD = 0,
	MC_SEVERITY_MODERATE,
	MC_SEVERITY_SEVERE,
	MC_SEVERITY_PROFOUND,
	MC_SEVERITY_INDETERMINATE
};
enum
{
	MC_TRIMESTER_FIRST = 0,
	MC_TRIMESTER_SECOND,
	MC_TRIMESTER_THIRD,
	MC_TRIMESTER_PREGNANCY, /* no trimester named */
	MC_TRIMESTER_CHILDBIRTH,
	MC_TRIMESTER_PUERPERIUM
};
enum
{
	MC_REMISSION_NONE = 0, /* not achieved */
	MC_REMISSION_IN,       /* partial or full not said */
	MC_REMISSION_PARTIAL,
	MC_REMISSION_FULL,
	MC_REMISSION_RELAPSE
};
enum
{
	MC_COURSE_NONE = 0, /* uncomplicated, without status */
	MC_COURSE_EXACERBATION,
	MC_COURSE_STATUS
};
enum
{
	MC_INTRACTABLE_NO = 0,
	MC_INTRACTABLE_YES
};
enum
{
	MC_DISPLACED_NO = 0,
	MC_DISPLACED_YES
};
enum
{
	MC_OPEN_CLOSED = 0,
	MC_OPEN_OPEN
};
enum
{
	MC_OPEN_TYPE_1 = 0,
	MC_OPEN_TYPE_2,
	MC_OPEN_TYPE_3A,
	MC_OPEN_TYPE_3B,
	MC_OPEN_TYPE_3C
};
enum
{
	MC_ENCOUNTER_INITIAL = 0,
	MC_ENCOUNTER_SUBSEQUENT,
	MC_ENCOUNTER_SEQUELA
};
enum
{
	MC_HEALING_ROUTINE = 0,
	MC_HEALING_DELAYED,
	MC_HEALING_NONUNION,
	MC_HEALING_MALUNION
};
enum
{
	MC_INTENT_POISONING = 0, /* no intent named */
	MC_INTENT_ACCIDENTAL,
	MC_INTENT_SELF_HARM,
	MC_INTENT_ASSAULT,
	MC_INTENT_UNDETERMINED,
	MC_INTENT_ADVERSE_EFFECT,
	MC_INTENT_UNDERDOSING
};
enum
{
	MC_DOMINANCE_NO = 0,
	MC_DOMINANCE_YES
};

/* flags of a title */
#define MC_TITLE_OTHER         0x01 /* other ..., but not other and unspecified ... */
#define MC_TITLE_UNSPECIFIED   0x02 /* says that some detail is missing */
#define MC_TITLE_MANIFESTATION 0x04 /* in diseases classified elsewhere */
#define MC_TITLE_NEC           0x08 /* not elsewhere classified */

typedef struct McAttributes
{
	uint16_t value[MC_NAXES];
	uint16_t flags;
} McAttributes;

/* What a token of a title is */
typedef enum McTitleUse
{
	MC_USE_NONE,      /* punctuation, function words, words in parentheses */
	MC_USE_WORD,      /* says what the condition is, beyond its attributes */
	MC_USE_ATTRIBUTE, /* states an attribute or a flag */
	MC_USE_ABSENT,    /* names what is absent: without macular edema */
	MC_USE_MISSING    /* names the detail that is missing: unspecified site */
} McTitleUse;

/*
 * Read the attributes that tokens[0..count) state; they are those of mc_tokenise()
 * or a part of them.  use has room for count elements (McTitleUse), or is NULL.
 * Allocates nothing.
 */
extern void mc_attributes_read(const McWords *words, const McToken *tokens, size_t count,
							   McAttributes *attributes, uint8_t *use);

/*
 * The same for a text in UTF-8.  The memory it takes is the host's and is not given
 * back.
 */
extern void mc_attributes_of(const McHost *host, const char *text, size_t length,
							 McAttributes *attributes);

/* Add what more says to attributes: the values of each axis, and the flags. */
extern void mc_attributes_add(McAttributes *attributes, const McAttributes *more);

/* Name of an axis: "side" */
extern const char *mc_axis_name(McAxis axis);

/*
 * Name of a value: "left", "unspecified", or NULL where the axis has no such;
 * bit is its number, 15 for MC_UNSPECIFIED.
 */
extern const char *mc_axis_value_name(McAxis axis, int bit);

#endif /* MC_ATTRIBUTE_H */
