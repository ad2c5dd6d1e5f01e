/*
 * words_store.h
 *	  The words that meat() and audit() look for, from the tables of this database.
 */
#ifndef MC_WORDS_STORE_H
#define MC_WORDS_STORE_H

#include "postgres.h"

#include "meat/meat.h"

/* The words of a version, 0: of all that is seen; the session's own, good until the next call. */
extern const McMeatWords *mc_meat_words(int32 version);

#endif /* MC_WORDS_STORE_H */
