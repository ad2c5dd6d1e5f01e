/*
 * lookup.h
 *	  What suggest() proposes and drops, looked up for a billed code.
 */
#ifndef MC_LOOKUP_H
#define MC_LOOKUP_H

#include "audit/audit_work.h"
#include "audit/relation.h"

/* What taking a code out says of it when it was billed */
typedef enum McFate
{
	MC_FATE_NONE,
	MC_FATE_MERGED,    /* documented, and another code says it */
	MC_FATE_UNCERTAIN, /* only as a possibility */
	MC_FATE_PAST,      /* only as a thing of the past */
	MC_FATE_DENIED,    /* not of this patient, or not there */
	MC_FATE_ALONE      /* coded only beside what is not there */
} McFate;

/* The proposed suggestion of a code; NULL: none, as in all that follow */
extern McSuggestion *mc_proposed(const McAuditWork *w, McCode code);

/* What was taken out with this fate: the code itself */
extern const McSuggestion *mc_dropped(const McAuditWork *w, McCode code, McFate fate);

/* ... or one of its category that says less of it, of what is not denied also more */
extern const McSuggestion *mc_dropped_like(const McAuditWork *w, McCode code,
										   McFate fate);

/* The proposed code that a dropped one gave way to in the end */
extern McSuggestion *mc_winner(const McAuditWork *w, const McSuggestion *dropped);

/* The proposed code that a mention of this one became: detail, or a link, from elsewhere */
extern McSuggestion *mc_became(const McAuditWork *w, McCode code);

/* The proposed code that says of a condition that it is past */
extern McSuggestion *mc_history_of(const McAuditWork *w, McCode code);

/* The proposed code of hypertensive disease that holds hypertension, if that is the code */
extern McSuggestion *mc_hypertensive(const McAuditWork *w, McCode code);

/* Is it a code of history, of what a stroke left, of a malignancy that is gone? */
extern bool mc_is_history(McCode code);

/* The first proposed code of this relation to a billed one */
extern McSuggestion *mc_related(const McAuditWork *w, McCode code, McRelation relation);

#endif /* MC_LOOKUP_H */
