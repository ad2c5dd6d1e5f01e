/*
 * json_sql.h
 *	  Members of jsonb objects.
 */
#ifndef MC_JSON_SQL_H
#define MC_JSON_SQL_H

#include "postgres.h"

#include "utils/jsonb.h"

/* Add a member with this key to the object that is open; text need not end with a zero. */
extern void mc_json_text(JsonbParseState **state, const char *key, const char *text,
						 size_t length);
extern void mc_json_number(JsonbParseState **state, const char *key, uint32 number);
extern void mc_json_null(JsonbParseState **state, const char *key);
extern void mc_json_bool(JsonbParseState **state, const char *key, bool value);

#endif /* MC_JSON_SQL_H */
