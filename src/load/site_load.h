/*
 * site_load.h
 *		A site's own terms and lists of codes.
 */
#ifndef MC_SITE_LOAD_H
#define MC_SITE_LOAD_H

#include "load/load.h"

/* Terms: columns phrase, code, perhaps code_system and kind */
extern const McFileKind mc_site_terms_kind;

/* Codes: columns code_system, code, title, perhaps short_title, billable, parent */
extern const McFileKind mc_site_codes_kind;

#endif /* MC_SITE_LOAD_H */
