/*
 * json_sql.c
 *		Members of jsonb objects.
 */
#include "encounter/json_sql.h"

#include "utils/numeric.h"

static void
PushKey(JsonbParseState **state, const char *key)
{
	JsonbValue value;

	value.type = jbvString;
	value.val.string.val = unconstify(char *, key);
	value.val.string.len = (int) strlen(key);
	pushJsonbValue(state, WJB_KEY, &value);
}

void
mc_json_text(JsonbParseState **state, const char *key, const char *text, size_t length)
{
	JsonbValue value;

	PushKey(state, key);
	value.type = jbvString;
	value.val.string.val = unconstify(char *, text);
	value.val.string.len = (int) length;
	pushJsonbValue(state, WJB_VALUE, &value);
}

void
mc_json_number(JsonbParseState **state, const char *key, uint32 number)
{
	JsonbValue value;

	PushKey(state, key);
	value.type = jbvNumeric;
	value.val.numeric = int64_to_numeric(number);
	pushJsonbValue(state, WJB_VALUE, &value);
}

void
mc_json_null(JsonbParseState **state, const char *key)
{
	JsonbValue value;

	PushKey(state, key);
	value.type = jbvNull;
	pushJsonbValue(state, WJB_VALUE, &value);
}

void
mc_json_bool(JsonbParseState **state, const char *key, bool value)
{
	JsonbValue member = {.type = jbvBool, .val.boolean = value};

	PushKey(state, key);
	pushJsonbValue(state, WJB_VALUE, &member);
}
