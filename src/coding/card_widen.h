/*
 * card_widen.h
 *	  From the code for a condition without detail to the heading of all its kinds.
 */
#ifndef MC_CARD_WIDEN_H
#define MC_CARD_WIDEN_H

#include "coding/card.h"

/*
 * The highest heading all below which is the condition that a code names, known better:
 * N18.9 (chronic kidney disease, unspecified) gives N18; G62.9 gives itself, because G62
 * is for "other and unspecified" ones.  node itself where its title leaves nothing open.
 */
extern uint16_t mc_card_widen(const McCard *card, uint16_t node);

#endif /* MC_CARD_WIDEN_H */
