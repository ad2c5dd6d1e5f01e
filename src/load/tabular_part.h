/*
 * tabular_part.h
 *		What may stand where in the Tabular List.
 *
 * The elements of the publisher's schema (icd10cm_tabular.xsd), but for those
 * that mark the changes of addenda.
 */
#ifndef MC_TABULAR_PART_FILE_H
#define MC_TABULAR_PART_FILE_H

#include "load/tabular_file.h"

/* What an element is, by its name and what it stands in */
typedef enum McTabularPart
{
	MC_PART_NONE, /* it does not belong there */
	MC_PART_ROOT,
	MC_PART_VERSION,
	MC_PART_CHAPTER,
	MC_PART_INDEX,
	MC_PART_INDEXED,
	MC_PART_SECTION,
	MC_PART_CODE,
	MC_PART_NAME,
	MC_PART_TITLE,
	MC_PART_NOTES,
	MC_PART_NOTE,
	MC_PART_DEFINITION,
	MC_PART_CHARACTER,
	MC_PART_PASSED_OVER
} McTabularPart;

/* What an element of that name is in one that is parent; MC_PART_NONE for the root's */
extern McTabularPart mc_tabular_part(McTabularPart parent, const char *name);

/* Kind of the notes in an element of that name; false if it holds none */
extern bool mc_note_kind(const char *name, McNoteKind *kind);

/* Is its text of use? */
extern bool mc_part_holds_text(McTabularPart part);

#endif /* MC_TABULAR_PART_FILE_H */
