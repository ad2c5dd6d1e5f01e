/*
 * card_store.h
 *		The compiled cards of ICD-10-CM's categories, in table code_card.
 *
 * docs/cards.md says what a card holds.  A card belongs to a list of codes and
 * the Tabular List of the same edition (0: none is loaded).  Both are frozen
 * when the card is written, so that a card never changes.
 */
#ifndef MC_CARD_STORE_H
#define MC_CARD_STORE_H

#include "postgres.h"

#include "coding/card.h"

/*
 * The card of a category (mc_icd10cm_category()), or NULL if the list of codes has none.  It stays
 * valid until the next call; a session keeps some hundred.  Runs SQL unless it
 * is kept.  Raises XX001 if the stored card cannot be used, and 55000 if the
 * release has no cards at all, both with the statement that mends it.
 */
extern const McCard *mc_card_fetch(int64 release_id, int64 tabular_id,
								   McIcd10cm category);

#endif /* MC_CARD_STORE_H */
