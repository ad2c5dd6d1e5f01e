/*
 * index_file.h
 *		Reader of the ICD-10-CM Alphabetic Index, its tables, and their titles.
 *
 * Four files of the publisher share one form, XML with the root
 * ICD10CM.index: the Index to Diseases and Injuries, the External Cause Index,
 * the Table of Neoplasms, the Table of Drugs and Chemicals.  The tables have
 * an indexHeading whose heads name the columns; the others a title.
 *
 *		letter > mainTerm > term level="1" > term level="2" > ...
 *
 * Each mainTerm and term has a title, in which nemod and parentheses mark
 * nonessential modifiers, and may have code, manif, see, seeAlso, seecat,
 * subcat, and in the tables cells by column.
 *
 * This is plain C without PostgreSQL.  Strings are zero terminated UTF-8 in
 * the host's memory.
 */
#ifndef MC_INDEX_FILE_H
#define MC_INDEX_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "load/xml_file.h"
#include "text/host.h"

typedef enum McIndexKind
{
	MC_INDEX_DISEASES,
	MC_INDEX_EXTERNAL_CAUSES,
	MC_INDEX_NEOPLASMS,
	MC_INDEX_DRUGS
} McIndexKind;

/* Columns of the two tables; both have six, columns 2 to 7 of the file. */
typedef enum McIndexColumn
{
	MC_COLUMN_MALIGNANT_PRIMARY,
	MC_COLUMN_MALIGNANT_SECONDARY,
	MC_COLUMN_IN_SITU,
	MC_COLUMN_BENIGN,
	MC_COLUMN_UNCERTAIN_BEHAVIOR,
	MC_COLUMN_UNSPECIFIED_BEHAVIOR,
	MC_COLUMN_POISONING_ACCIDENTAL,
	MC_COLUMN_POISONING_SELF_HARM,
	MC_COLUMN_POISONING_ASSAULT,
	MC_COLUMN_POISONING_UNDETERMINED,
	MC_COLUMN_ADVERSE_EFFECT,
	MC_COLUMN_UNDERDOSING
} McIndexColumn;

#define MC_INDEX_CELLS 6

/* Deepest subterm; the publisher's schema allows 9. */
#define MC_INDEX_MAX_LEVEL 20

/* Bytes of the texts that are kept in place, with the NUL */
#define MC_INDEX_VERSION_SIZE 40
#define MC_INDEX_PROBLEM_SIZE 160

/* A code in print, without the dash (C79.8-, I21.-) that makes it incomplete */
typedef struct McIndexCode
{
	const char *code; /* NULL: none */
	bool incomplete;
} McIndexCode;

/*
 * A main term or subterm.  It is known by its number: its place in the file,
 * from 1, titles that are notes not counted.
 */
typedef struct McIndexEntry
{
	uint32_t line;
	uint32_t parent;   /* number; 0: a main term */
	uint32_t level;    /* 0: main term */
	const char *title; /* without nonessential modifiers; words in order */
	const char **nonessential;
	uint32_t nonessential_count;
	bool subcategory; /* the code is that of a subcat: always incomplete */
	McIndexCode code;
	McIndexCode manifestation;
	const char *see;          /* as written, white space made one blank */
	const char *see_also;     /* likewise */
	const char *see_category; /* code of the category, without dash */
	McIndexCode *cells;       /* MC_INDEX_CELLS in order of the columns, or NULL */
} McIndexEntry;

/* Something odd that is survived; what the entry lacks for it is NULL. */
typedef struct McIndexOddity
{
	uint32_t line;
	const char *reason; /* a clause, constant */
} McIndexOddity;

typedef struct McIndex
{
	McIndexKind kind;
	char version[MC_INDEX_VERSION_SIZE]; /* as written: 2026 */
	McIndexEntry *entries;               /* number n is entries[n - 1] */
	size_t count;
	size_t entries_cap;
	McIndexOddity *oddities;
	size_t oddity_count;
	size_t oddities_cap;
	size_t code_elements; /* code elements in the file */

	/* Why reading ended, where mc_index_read() returned false */
	uint32_t line;
	char problem[MC_INDEX_PROBLEM_SIZE]; /* a clause that quotes no content */
} McIndex;

/*
 * Is the content one of the four files, and which?  Looks at what stands
 * before the first letter, so a damaged file may be recognised.  Writes its
 * version, or "" if it has none, to version (MC_INDEX_VERSION_SIZE bytes).
 */
extern bool mc_index_recognise(const char *content, size_t length, McIndexKind *kind,
							   char *version);

/*
 * Read a whole file from its beginning.  False: the file is refused, see
 * line and problem of the index.  It is refused if it is no complete XML of
 * this form: unknown elements, texts where none belong, a level attribute that
 * disagrees with the nesting, columns that are not those of the table, an
 * addendum.
 *
 * The rules of titles:
 *	- Each pair of parentheses is a nonessential modifier, in nemod or not; a
 *	  nemod without any is one as a whole.  What stands outside parentheses
 *	  is title, in the order of the file.  An ending in parentheses right
 *	  behind a word, as in "infection(s)", is neither.
 *	- A title that is nothing but such a modifier is that, as title too.
 *	- A title that begins "Note:" is no term.  Terms below it belong to the
 *	  term before it, to which it is a remark.
 *
 * subcat, which prints as "subcategory H92.0", tells that more characters have
 * to be chosen, as a dash does; it gives an incomplete code.
 *
 * The host is interrupted every few hundred terms.  The caller closes xml.
 */
extern bool mc_index_read(const McHost *host, McXml *xml, McIndex *index);

/* Column of cell i of an entry, and the name of the column in medcode.table_cell. */
extern McIndexColumn mc_index_column(McIndexKind kind, int cell);
extern const char *mc_index_column_name(McIndexColumn column);

/*
 * The forms of a title that holds one word inflected, as "Failure, failed" or
 * "Diabetes, diabetic": how many there are, separated by commas.  1 if what
 * stands behind a comma is something else ("Fracture, traumatic").
 */
extern unsigned mc_index_forms(const char *title);

/* Bytes of the longest phrase, with the NUL, and its most words */
#define MC_INDEX_PHRASE_SIZE  512
#define MC_INDEX_PHRASE_WORDS 24

/*
 * The path of an entry of the Index to Diseases as a clinician would write it:
 *
 *		Failure > heart > systolic             systolic heart failure
 *		Diabetes > type 2 > with > neuropathy  type 2 diabetes with neuropathy
 *		Abnormal > weight > gain               abnormal weight gain
 *		History > personal > stroke            personal history of stroke
 *
 * - A subterm stands before what it is under.  One that begins with a
 *	 connecting word (with, due to, in, of, following, ...) stands behind; what
 *	 is under one that is nothing else describes what comes behind it.  "and
 *	 ...", letters and numbers stand behind the title above (hepatitis A).
 * - Below a main term that is an adjective (Abnormal, Elevated, Low), a name
 *	 (Addison's), or ends in a preposition (Lack of) all stands behind in the
 *	 order of the path.
 * - Of one word in several forms (Failure, failed), and of "a or b" at the end
 *	 of a title, the first is taken.  Behind a comma stands what belongs in front (Fracture, traumatic).
 * - NOS, and NEC of the terms above, are left out.
 *
 * Writes it to phrase (MC_INDEX_PHRASE_SIZE bytes) and returns true, or false
 * where the entry names no condition by itself:
 *
 * - in the three other files; without code; with NEC in its own title, or with
 *	 a title that is only a nonessential modifier;
 * - with a remainder or an instruction on the path: other, specified,
 *	 unspecified, elsewhere, classified, except, by site;
 * - under a main term that is a reason for a contact or a procedure
 *	 (Encounter, Examination, Screening, Counseling, Use, ...), but not under
 *	 History, Status, Absence, Presence, which are facts of the patient;
 * - with words that are all too general: qualifiers (acute), sites (arm),
 *	 problems (pain) alone; a site and a problem (heart failure) name a
 *	 condition together;
 * - of one word that is an everyday word (Heat) or a short abbreviation (AIDS);
 * - whose path is congenital and acquired at once, or has "without" or "not"
 *	 beside "with", because terms are found in any order of words;
 * - with more than MC_INDEX_PHRASE_WORDS words.
 */
extern bool mc_index_phrase(const McIndex *index, uint32_t number, char *phrase);

#endif /* MC_INDEX_FILE_H */
