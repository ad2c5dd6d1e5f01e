/*
 * tabular_note.h
 *	  What the notes of the Tabular List at a code say of another code.
 */
#ifndef MC_TABULAR_NOTE_H
#define MC_TABULAR_NOTE_H

#include "encounter/case.h"

/* Kinds of the notes at a code or its headings, a bit each, for not asking in vain */
extern unsigned mc_note_kinds(const McCase *c, McCode code);

/* Does a note of this kind at a code or its headings, not at its chapter, name the other? */
extern bool mc_note_names(const McCase *c, McCode code, McTabularNote kind, McCode other);

/*
 * Does the Tabular List ask for the part beside a code: use additional, code also, code
 * first?  A note that names stages of a disease asks for it without a stage as well, and one
 * that names no code ("to identify the infection") for whatever is meant.
 */
extern bool mc_is_asked_for(const McCase *c, McCode code, McCode part);

/* Does a note at, or above, a code say to use another one beside it? */
extern bool mc_asks_for(const McCase *c, McCode code, McCode other);

#endif /* MC_TABULAR_NOTE_H */
