/*
 * neoplasm_site.h
 *	  Sites of neoplasms: the words that name them and the codes of each behaviour,
 *	  as far as the rules of neoplasms need them (Table of Neoplasms of the Alphabetic Index).
 */
#ifndef MC_NEOPLASM_SITE_H
#define MC_NEOPLASM_SITE_H

#include "text/document.h"

typedef struct McNeoplasmSite
{
	const char *words;     /* alternatives separated by '|' */
	const char *secondary; /* code or heading; sides are chosen below it; "": none */
	const char *primary;   /* of the primary, its part not said; "": none is meant */
} McNeoplasmSite;

/*
 * The site whose name begins at a token, before end; *length gets its tokens.  The
 * longest name wins.  NULL: none.
 */
extern const McNeoplasmSite *mc_site_at(const McDocument *doc, uint32_t token,
										uint32_t end, uint32_t *length);

/* What a primary leaves when it is gone, and what else has its site */
typedef struct McNeoplasmCategory
{
	const char *primary;   /* headings of the malignant primary */
	const char *secondary; /* the same organ as a secondary site; "": none of its own */
	const char *history;   /* personal history (I.C.2.m) */
	const char *in_situ;   /* headings; "": none */
	const char *other;     /* benign, uncertain and unspecified behaviour */
	const char *finding;   /* a mass or nodule of the site */
} McNeoplasmCategory;

/* The row of a malignant primary's code, or of a code of personal history; NULL: none */
extern const McNeoplasmCategory *mc_neoplasm_category(uint64_t code);
extern const McNeoplasmCategory *mc_neoplasm_of_history(uint64_t code);

/* The code or heading of a primary of the category, its part not said; "": none */
extern const char *mc_default_primary(const McNeoplasmCategory *category);

#endif /* MC_NEOPLASM_SITE_H */
