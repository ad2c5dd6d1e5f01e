/*
 * knowledge_sql.c
 *		What writing the links of conditions asks of cards.
 *
 *		medcode.widened_code(code text, release_id bigint, tabular_id bigint)
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "coding/card_widen.h"
#include "terminology/card_store.h"

PG_FUNCTION_INFO_V1(mc_widened_code_sql);

/*
 * The heading of all kinds of the condition that a code names without detail, or the
 * code itself.  NULL for what is no code of the list.
 */
Datum
mc_widened_code_sql(PG_FUNCTION_ARGS)
{
	char *given = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char printed[MC_ICD10CM_BUFSIZE];
	const McCard *card;
	McIcd10cm code;
	size_t position;
	uint16_t node;

	if (mc_icd10cm_parse(given, strlen(given), &code, &position) != MC_ICD10CM_OK)
		PG_RETURN_NULL();
	card =
		mc_card_fetch(PG_GETARG_INT64(1), PG_GETARG_INT64(2), mc_icd10cm_category(code));
	node = card ? mc_card_find(card, code) : MC_NO_NODE;
	if (node == MC_NO_NODE)
		PG_RETURN_NULL();
	mc_icd10cm_print(card->nodes[mc_card_widen(card, node)].code, printed);
	PG_RETURN_TEXT_P(cstring_to_text(printed));
}
