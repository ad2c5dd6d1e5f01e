/*
 * tabular_file.h
 *		Reader of the Tabular List in XML, and of the notes in it.
 *
 * The publisher's file, root <ICD10CM.tabular>: chapters, sections, codes
 * (<diag>) within each other, with notes at every level.  What a seventh
 * character adds to a code stands in a definition above it; such codes are in
 * the order file only.
 *
 * The tree is checked: every element belongs where it is, every code stands
 * under the heading it begins with and in the section of its category, and no
 * code comes twice.  What an element of no use here holds (the introduction,
 * tables of visual impairment) is passed over.
 *
 * Plain C without PostgreSQL.  The XML reader has memory of its own, so whoever
 * may leave by longjmp has to see to it that mc_tabular_close() is called.
 */
#ifndef MC_TABULAR_FILE_H
#define MC_TABULAR_FILE_H

#include "load/code_reference.h"
#include "terminology/icd10cm.h"
#include "text/host.h"

#define MC_TABULAR_ROOT "ICD10CM.tabular"

typedef enum McTabularStatus
{
	MC_TABULAR_CHAPTER, /* place, text: title without codes */
	MC_TABULAR_INDEXED, /* a section that the chapter says it has: place */
	MC_TABULAR_SECTION, /* place, first, last, text: title without codes */
	MC_TABULAR_CODE,    /* place, code, parent, placeholder, text: title */
	MC_TABULAR_NOTE,    /* level, place, note, listed, conditional, text */
	MC_TABULAR_SEVENTH, /* level, place, character, text: its meaning */
	MC_TABULAR_END,     /* the file is complete */
	MC_TABULAR_BAD      /* it is none; line, problem */
} McTabularStatus;

typedef enum McTabularLevel
{
	MC_LEVEL_CHAPTER,
	MC_LEVEL_SECTION,
	MC_LEVEL_CODE
} McTabularLevel;

typedef enum McNoteKind
{
	MC_NOTE_INCLUDES,
	MC_NOTE_INCLUSION_TERM,
	MC_NOTE_EXCLUDES1,
	MC_NOTE_EXCLUDES2,
	MC_NOTE_CODE_FIRST,
	MC_NOTE_USE_ADDITIONAL,
	MC_NOTE_CODE_ALSO,
	MC_NOTE_SEVENTH_CHARACTER,
	MC_NOTE_NOTE
} McNoteKind;

/* Names of both, as medcode.tabular_note has them */
extern const char *mc_tabular_level_name(McTabularLevel level);
extern const char *mc_note_kind_name(McNoteKind kind);

typedef struct McTabularRow
{
	uint32_t line;
	McTabularLevel level;
	const char *place; /* chapter: "1"; section: "A00-A09"; code as printed */
	/*
	 * Text in UTF-8, white space as single blanks; may be empty for a note or
	 * seventh character
	 */
	const char *text;
	size_t length;
	McIcd10cm first; /* categories of the section */
	McIcd10cm last;
	McIcd10cm code;
	McIcd10cm parent; /* the heading it stands under, or none */
	bool placeholder; /* the code's last character only fills a place */
	McNoteKind note;
	bool listed; /* the note belongs to one before it that ends "such as:" */
	/*
	 * The note asks for another code only if there is something to code: "if
	 * applicable", "to identify", "any associated"; or the one it is listed
	 * under does.
	 */
	bool conditional;
	char character;
} McTabularRow;

typedef struct McTabular McTabular;

/*
 * Begin to read content[0..length), which must stay as long as the reader.
 * Memory is the host's.
 */
extern McTabular *mc_tabular_open(const McHost *host, const char *content, size_t length);

/*
 * Read the next row.  Its strings stay until the next call.  Rows must not be
 * used before the end was reached; after it, or after MC_TABULAR_BAD, the
 * reader must not be called again.
 */
extern McTabularStatus mc_tabular_next(McTabular *tabular, McTabularRow *row);

/*
 * After MC_TABULAR_BAD: what is wrong, a clause that quotes nothing of the
 * content but codes and names of elements, and the line.
 */
extern const char *mc_tabular_problem(const McTabular *tabular);
extern uint32_t mc_tabular_problem_line(const McTabular *tabular);

/* Bytes of the content read so far */
extern size_t mc_tabular_offset(const McTabular *tabular);

/* Give back what is not the host's. */
extern void mc_tabular_close(McTabular *tabular);

/* Room for the name of a release */
#define MC_TABULAR_RELEASE_SIZE 16

/*
 * The release that <version> tells, "2026" or "2026-April", as FY2026 or
 * FY2026-April in release.  False if it tells none.
 */
extern bool mc_tabular_release(const char *content, size_t length, char *release);

/*
 * The condition that an inclusion term text[0..length) names, as a clinician
 * would write it: without NOS, a last "unspecified" and codes in parentheses.
 * Written without NUL to phrase, which has room for length bytes.  Returns its
 * length, or 0 if the text names none: a remainder ("Other ...", NEC), a
 * reference to codes, an instruction, examples.
 */
extern size_t mc_inclusion_phrase(const McHost *host, const char *text, size_t length,
								  char *phrase);

/* Does the text of a code first, use additional, code also note begin or hold a condition? */
extern bool mc_note_is_conditional(const char *text, size_t length);

#endif /* MC_TABULAR_FILE_H */
