/*
 * measure.h
 *	  What can be measured: names, units and the words around a value, as rows.
 */
#ifndef MC_MEASURE_H
#define MC_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/document.h"
#include "text/host.h"
#include "value/decimal.h"

#define MC_NO_MEASURE UINT16_MAX
#define MC_NO_UNIT    UINT16_MAX

typedef enum McMeasureClass
{
	MC_MEASURE_LAB,   /* reported by a laboratory, with a reference range behind it */
	MC_MEASURE_VITAL, /* measured at the bedside */
	MC_MEASURE_SCORE, /* of a questionnaire */
	MC_MEASURE_STUDY  /* of imaging */
} McMeasureClass;

/* What a word around a value says */
typedef enum McValueRole
{
	MC_ROLE_FILLER,  /* may stand between a name and its value */
	MC_ROLE_POINT,   /* the same, and what follows is a value: is, was, at, to */
	MC_ROLE_WAS,     /* a point word; behind a value the next one is the earlier */
	MC_ROLE_FROM,    /* the same, and "to" leads to a second value */
	MC_ROLE_BETWEEN, /* the same, and "and" makes a range */
	MC_ROLE_CHANGE,  /* what follows is an amount of change, unless a point word comes */
	MC_ROLE_TO,      /* to: a range between numbers, else a point word */
	MC_ROLE_AND,     /* and */
	MC_ROLE_OVER,    /* over: 142 over 88, 14 out of 27; above a number */
	MC_ROLE_OUT_OF,  /* out of */
	MC_ROLE_EARLIER, /* previous, baseline */
	MC_ROLE_AGAIN,   /* one more value follows: repeat, then */
	MC_ROLE_NOW,     /* the same, and the one before is the earlier: now */
	MC_ROLE_GOAL,    /* goal, target, keep */
	MC_ROLE_REFERENCE,   /* reference range */
	MC_ROLE_NORMAL,      /* normal: reference before a range or limit, else nothing */
	MC_ROLE_INSTRUCTION, /* if */
	MC_ROLE_ORDER,       /* call, hold: an instruction where a limit follows */
	MC_ROLE_SPECIMEN,    /* before the name: of another fluid than blood, csf, urine */
	MC_ROLE_BELOW,       /* less than */
	MC_ROLE_AT_MOST,
	MC_ROLE_ABOVE,
	MC_ROLE_AT_LEAST,
	MC_ROLE_ABOUT, /* approximately */
	MC_ROLE_COUNT, /* behind a number: it counts something else (3 days) */
	MC_ROLE_OTHER, /* behind a number: it is something else (20 mg) */
	MC_NROLES
} McValueRole;

/* Name of a role as rows have it; the role of a name, or -1. */
extern const char *mc_value_role_name(McValueRole role);
extern int mc_value_role(const char *name);
/* Class of that name, or -1: lab, vital, score, study. */
extern int mc_measure_class(const char *name);

typedef struct McMeasure
{
	const char *name;
	McMeasureClass class;
	const char *unit;  /* the one that values come out in; NULL: it has none */
	unsigned decimals; /* of converted values */
	McDecimal lowest;  /* possible values, in that unit */
	McDecimal highest;
	uint32_t out_of; /* 14/27 is 14; 0: none */
} McMeasure;

typedef struct McMeasureUnit
{
	uint16_t measure;
	const char *unit; /* as results name it */
	bool bare;        /* values are written without it too */
	McConversion conversion;
	const char *sub_unit; /* of a value in two parts, ft and in; NULL: none */
	uint32_t sub_parts;
} McMeasureUnit;

/* Most words and signs of a phrase */
#define MC_PHRASE_ITEMS 8

typedef enum McPhraseKind
{
	MC_PHRASE_NAME,
	MC_PHRASE_UNIT,
	MC_PHRASE_WORD,
	MC_PHRASE_BEHIND /* a word with a role behind numbers only */
} McPhraseKind;

typedef struct McValuePhrase
{
	uint64_t keys[MC_PHRASE_ITEMS]; /* of folded words or signs */
	uint8_t nkeys;
	uint8_t kind;    /* McPhraseKind */
	bool capital;    /* a name: only where it begins with a capital letter */
	uint16_t number; /* measure, unit or role */
	uint16_t second; /* a name: of the second measure, of a pair; MC_NO_MEASURE: none */
} McValuePhrase;

typedef struct McMeasures
{
	const McHost *scratch; /* for phrases while they are cut into words */
	McMeasure *list;
	size_t count;
	size_t cap;
	McMeasureUnit *units;
	size_t nunits;
	size_t units_cap;
	McValuePhrase *phrases; /* once finished by first key, then longest first */
	size_t nphrases;
	size_t phrases_cap;
	/* by first key, open addressing; phrase is the number + 1 of the first one, 0: free */
	struct McPhraseSlot
	{
		uint64_t key;
		uint32_t phrase;
		uint32_t flags; /* MC_BEGINS_... */
	} * slots;
	uint32_t mask;
} McMeasures;

/*
 * Rows are added in this order: measures, then names, units and words, then finish.  Texts are
 * copied.  False: the row cannot act (an unknown measure, no word or too many, numbers out of
 * bounds).  What scratch gives may be taken back after each of these calls.
 */
extern void mc_measures_init(McMeasures *measures, const McHost *scratch);
extern bool mc_measures_add(const McHost *host, McMeasures *measures,
							const McMeasure *measure);
/* measure NULL: the phrase is the name of no measure (weight loss) */
extern bool mc_measures_add_name(const McHost *host, McMeasures *measures,
								 const char *phrase, const char *measure,
								 const char *second, bool capital);
extern bool mc_measures_add_unit(const McHost *host, McMeasures *measures,
								 const char *measure, const char *spelling,
								 const McMeasureUnit *unit);
extern bool mc_measures_add_word(const McHost *host, McMeasures *measures,
								 const char *phrase, McValueRole role);
extern void mc_measures_finish(const McHost *host, McMeasures *measures);

/*
 * The longest phrase of a kind that begins at a token and ends before end; NULL: none.  Of
 * units those of the measure come first (MC_NO_MEASURE: of any).
 */
extern const McValuePhrase *mc_value_phrase_at(const McMeasures *measures,
											   const McDocument *doc, uint32_t token,
											   uint32_t end, McPhraseKind kind,
											   uint16_t measure);

/* What begins with a word: a name; a word whose role counts before a name */
#define MC_BEGINS_NAME    0x01
#define MC_BEGINS_CONTEXT 0x02

/* Flags of the word of this key. */
extern uint32_t mc_word_begins(const McMeasures *measures, uint64_t key);

/* The unit of a measure with this name; MC_NO_UNIT: none. */
extern uint16_t mc_measure_unit(const McMeasures *measures, uint16_t measure,
								const char *unit);

#endif /* MC_MEASURE_H */
