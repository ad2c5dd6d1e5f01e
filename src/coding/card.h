/*
 * card.h
 *	  The compiled card of a category: its codes with their attributes, the
 *	  tabular notes that hold for them, and their seventh characters, in one
 *	  block that is used as it is stored.
 *
 * docs/cards.md describes the block.  Numbers are in the byte order of the
 * machine that wrote it; on another one the card does not open and is written
 * again.  Everything is checked when a card is opened, so that no later call
 * can leave the block.
 *
 * What a condition is in time (chronic, acute, status) is not in the card:
 * medcode.condition_class has versions of its own, a card belongs to a release.
 */
#ifndef MC_CARD_H
#define MC_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "coding/attribute.h"
#include "terminology/icd10cm.h"
#include "text/host.h"

/* No code of the card */
#define MC_NO_NODE UINT16_MAX

/* Most codes, and most distinct words, of a category that a card can hold */
#define MC_CARD_MAX_NODES 65000
#define MC_CARD_MAX_WORDS 8192

/* flags of a code, besides MC_TITLE_* */
#define MC_CARD_BILLABLE 0x100
#define MC_CARD_REMAINDER \
	0x200 /* for what its siblings do not name; or a manifestation */

/* Where a note stands; the narrower place is the greater */
typedef enum McPlaceLevel
{
	MC_PLACE_CHAPTER,
	MC_PLACE_SECTION,
	MC_PLACE_CODE,
	MC_NPLACES
} McPlaceLevel;

typedef enum McTabularNote
{
	MC_TABULAR_INCLUDES,
	MC_TABULAR_INCLUSION_TERM,
	MC_TABULAR_EXCLUDES1,
	MC_TABULAR_EXCLUDES2,
	MC_TABULAR_CODE_FIRST,
	MC_TABULAR_USE_ADDITIONAL,
	MC_TABULAR_CODE_ALSO,
	MC_TABULAR_SEVENTH_CHARACTER,
	MC_TABULAR_NOTE_ONLY,
	MC_NTABULAR_NOTES
} McTabularNote;

/* By their names, as medcode.tabular_note has them; -1 for what is no name */
extern int mc_place_level_by_name(const char *name);
extern int mc_tabular_note_by_name(const char *name);

/* A code or heading; the order is that of the Tabular List, a heading before what is below. */
typedef struct McCardNode
{
	McIcd10cm code;
	uint16_t parent;     /* MC_NO_NODE: the category itself, or nothing above it */
	uint16_t end;        /* first one that is not below it */
	uint16_t attributes; /* number of its set of attributes */
	uint16_t flags;      /* MC_CARD_*, MC_TITLE_* */
	uint16_t words;      /* set of words: what its title says beyond attributes */
	uint16_t telling;    /* those that tell it from a sibling */
	uint16_t added;      /* telling ones that its heading does not have */
	uint16_t absent;     /* words of what it says is not there */
} McCardNode;

/* A set of words: numbers into the card's list of stems, ascending */
typedef struct McCardSet
{
	uint32_t first;
	uint32_t count;
} McCardSet;

typedef struct McCardNote
{
	uint32_t note_id; /* of its row in medcode.tabular_note */
	uint32_t first_reference;
	uint32_t references;
	uint16_t place; /* the code it stands at; MC_NO_NODE: section or chapter */
	uint8_t level;  /* McPlaceLevel */
	uint8_t kind;   /* McTabularNote */
	uint8_t conditional;
	uint8_t unused[3];
} McCardNote;

/* Codes that a note names: first to last, with all below both */
typedef struct McCardReference
{
	McIcd10cm first;
	McIcd10cm last;
	uint64_t characters; /* only codes with one of these: bit 0-9 digits, 10-35 letters */
	uint32_t places;     /* ... at one of these places: bit 0 is the first character */
	uint32_t unused;
} McCardReference;

typedef struct McCardSeventh
{
	uint16_t place; /* MC_NO_NODE: all of the category */
	uint16_t attributes;
	char character;
	uint8_t unused[3];
} McCardSeventh;

/* What cards were narrowed to before: narrow_memo.h */
typedef struct McNarrowMemo McNarrowMemo;

/* An opened card: pointers into the block, which must outlive it */
typedef struct McCard McCard;
struct McCard
{
	/* set by whoever keeps cards and remembers results: a number that no other card has had */
	McNarrowMemo *memo; /* or NULL */
	uint64_t number;
	McIcd10cm category;
	uint32_t nnodes;
	uint32_t nattributes;
	uint32_t nsets;
	uint32_t nset_words;
	uint32_t nstems;
	uint32_t nnotes;
	uint32_t nreferences;
	uint32_t nseventh;
	const McCardNode *nodes;
	const uint16_t *by_code; /* numbers of nodes by ascending code */
	const McAttributes *attributes;
	const McCardSet *sets;
	const uint16_t *set_words;
	const uint64_t *stems;   /* keys of mc_stem(), ascending */
	const McCardNote *notes; /* by place, those of sections and chapters last */
	const McCardReference *references;
	const McCardSeventh *seventh; /* by place and character */
};

/* What a card is made of; titles and meanings are UTF-8. */
typedef struct McCardCode
{
	McIcd10cm code;
	int32_t order; /* place in the Tabular List */
	bool billable;
	const char *title;
	size_t length;
} McCardCode;

typedef struct McCardPlacedNote
{
	McIcd10cm place; /* MC_ICD10CM_NONE: section or chapter */
	uint32_t note_id;
	uint8_t level;
	uint8_t kind;
	bool conditional;
	const McCardReference *references;
	uint32_t nreferences;
} McCardPlacedNote;

typedef struct McCardPlacedSeventh
{
	McIcd10cm place; /* MC_ICD10CM_NONE: section or chapter */
	char character;
	const char *meaning;
	size_t length;
} McCardPlacedSeventh;

typedef struct McCardSource
{
	McIcd10cm category;
	const McCardCode *codes; /* all of the category, in any order */
	size_t ncodes;
	const McCardPlacedNote
		*notes; /* of one place in their order; section before chapter */
	size_t nnotes;
	const McCardPlacedSeventh *seventh;
	size_t nseventh;
} McCardSource;

/*
 * Compile a card.  Returns the block, in the host's memory as all else it
 * takes, or NULL if the category has no code or more than a card can hold.
 * Notes and seventh characters of codes that the category lacks are left out.
 */
extern void *mc_card_build(const McHost *host, const McCardSource *source, size_t *size);

/*
 * Bytes of the block for these counts, and the block itself.  The view is
 * complete in host memory; block has room for the bytes and is aligned to 8.
 */
extern size_t mc_card_size(const McCard *view);
extern void mc_card_write(const McCard *view, void *block);

/*
 * Open a block, aligned to 8.  False if it is damaged, or was written by
 * another version of this program or of the text engine.
 */
extern bool mc_card_open(const void *block, size_t size, McCard *card);

/* The code or heading, or MC_NO_NODE */
extern uint16_t mc_card_find(const McCard *card, McIcd10cm code);

/*
 * Codes directly below one: pass MC_NO_NODE first, then what was returned, until it
 * returns MC_NO_NODE.
 */
extern uint16_t mc_card_next_child(const McCard *card, uint16_t parent, uint16_t before);

static inline const McAttributes *
mc_card_attributes(const McCard *card, uint16_t node)
{
	return &card->attributes[card->nodes[node].attributes];
}

/* Notes that hold for a code, nearest first: its own, its headings', section, chapter */
typedef struct McCardNotes
{
	const McCard *card;
	uint32_t next;
	uint32_t end;
	uint16_t node; /* whose notes these are; MC_NO_NODE: behind the category */
} McCardNotes;

extern void mc_card_notes_begin(const McCard *card, uint16_t node, McCardNotes *notes);
extern const McCardNote *mc_card_notes_next(McCardNotes *notes);

/* Does a reference, or any of a note, name the code? */
extern bool mc_card_reference_covers(const McCardReference *reference, McIcd10cm code);
extern bool mc_card_note_covers(const McCard *card, const McCardNote *note,
								McIcd10cm code);

/*
 * Seventh characters of a code: those of the nearest place that has any.
 * Returns their number; *first is the first of them.
 */
extern uint32_t mc_card_seventh(const McCard *card, uint16_t node,
								const McCardSeventh **first);

/*
 * Narrowing: from a code or heading to the most specific code that the
 * documentation supports.
 */

/* What narrowing leaves open, besides the axes: words beyond them */
#define MC_OPEN_DETAIL (1u << MC_NAXES)

typedef struct McNarrow
{
	uint16_t node;
	uint32_t open; /* bit of each axis that would decide more; MC_OPEN_DETAIL */
} McNarrow;

/*
 * documented: what the note says, each axis 0 or one value; stems: keys of
 * documented words, ascending or not, may be NULL.  docs/cards.md has the
 * rules.  Returns start itself where nothing more specific is supported.
 */
extern void mc_card_narrow(const McCard *card, uint16_t start,
						   const McAttributes *documented, const uint64_t *stems,
						   size_t nstems, McNarrow *result);

/* An empty memo, in the host's memory */
extern McNarrowMemo *mc_narrow_memo_create(const McHost *host);

#endif /* MC_CARD_H */
