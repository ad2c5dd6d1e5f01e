/*
 * note_key.h
 *	  The keys of a notes index: what stands on its pages.
 *
 * A key is a signed number of 64 bits.
 *
 *	fact       0 | edition 10 | code 36 | assertion 5 | section 4 | derived 1 | score 7
 *	edition    - (engine << 32 | version): what the note was read with
 *	again      edition - 2^61: it had been read with another before
 *	recheck    0: it could not be read, look at the note itself
 *
 * (bits from the top).  A fact of a note that was read with one edition never passes for
 * that of another: the ten bits keep them apart, and where two editions have the same ten, the
 * edition keys tell.  Codes are numbers to the base 37, so that they sort as codes do and
 * what stands under a heading is one range.
 */
#ifndef MC_NOTE_KEY_H
#define MC_NOTE_KEY_H

#include "notes/note_fact.h"
#include "text/stem.h"

typedef int64_t McNoteKey;

/*
 * Raised when findings of the same note and terminology may differ from those before for
 * another reason than MC_TEXT_VERSION
 */
#define MC_FINDINGS_EDITION 1

#define MC_RECHECK_KEY ((McNoteKey) 0)

/* With what notes are read: a version of the terminology, by this engine */
static inline McNoteKey
mc_edition_key(int32_t version)
{
	return -(McNoteKey) ((uint64_t) (MC_TEXT_VERSION << 16 | MC_FINDINGS_EDITION) << 32 |
						 (uint32_t) version);
}

/* The least of all edition keys; keys of notes that were read again lie below */
#define MC_LEAST_EDITION (-((McNoteKey) 1 << 61) + 1)

/*
 * The key of a note that had been read with another edition and was read again: its older
 * keys are still there.  Few notes have one, so that it is cheap to ask for.
 */
static inline McNoteKey
mc_again_key(McNoteKey edition)
{
	return edition - ((McNoteKey) 1 << 61);
}

/* The version in an edition key */
static inline int32_t
mc_edition_version(McNoteKey edition)
{
	return (int32_t) ((uint64_t) -edition & 0xFFFFFFFF);
}

/* The ten bits of an edition in its facts */
extern uint64_t mc_edition_mark(McNoteKey edition);

/* The key of a fact */
extern McNoteKey mc_fact_key(McNoteKey edition, const McNoteFact *fact);

/* The least and the greatest key that a fact of this code, or beginning of a code, may have */
extern McNoteKey mc_least_key(McNoteKey edition, McCode code);
extern McNoteKey mc_greatest_key(McNoteKey edition, McCode code);

/* The fact of a key, which is one of a fact */
extern McNoteFact mc_key_fact(McNoteKey key);

static inline bool
mc_is_fact_key(McNoteKey key)
{
	return key > 0;
}

#endif /* MC_NOTE_KEY_H */
