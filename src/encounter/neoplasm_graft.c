/*
 * neoplasm_graft.c
 *	  A malignancy of an organ that was transplanted: the complication of the transplant, C80.2,
 *	  the malignancy (ICD-10-CM Guidelines I.C.2.r).
 */
#include "encounter/neoplasm_graft.h"

#include "text/word_list.h"

/* Organs by the words of the transplant, the malignancies in them, and the complication */
static const struct
{
	const char *words;
	const char *cancers;
	const char *complication;
	const char *status;
} rows[] = {
	{"transplanted kidney|transplant kidney|kidney transplant|renal transplant|"
	 "renal allograft|kidney allograft|transplanted renal",
	 "C64 C65", "T86.19", "Z94.0"},
	{"transplanted liver|transplant liver|liver transplant|liver allograft|hepatic allograft",
	 "C22", "T86.49", "Z94.4"},
	{"transplanted lung|lung transplant|lung allograft|transplanted right lung|"
	 "transplanted left lung",
	 "C34", "T86.818", "Z94.2"},
	{"transplanted heart|heart transplant|cardiac allograft|heart allograft", "C38.0",
	 "T86.298", "Z94.1"},
};

/* ... which only say where the cancer is behind one of these */
static const char within[] =
	"of the|of|in the|in|within the|arising in|arising in the|involving the";

/* Does the sentence say that the cancer is in the organ that was transplanted? */
static bool
IsInGraft(const McCase *c, McEvidence e, const char *words)
{
	const McDocument *doc = mc_case_document(c, e);
	const McMention *m = &mc_case_finding(c, e)->mention;
	uint32_t end = doc->sentences.list[m->sentence].end_token;
	McListed found;

	for (uint32_t t = m->first_token; t < end; t++)
	{
		if (mc_list_at(doc, t, end, within, MC_NO_DOTS, &found) &&
			mc_list_at(doc, found.last + 1, end, words, MC_NO_DOTS, &found))
			return true;
	}
	return false;
}

static void
AddGraft(McCase *c, size_t cancer, size_t row)
{
	McCode complication = mc_code(rows[row].complication);
	McCode graft = mc_code("C80.2");
	size_t made;

	if (!mc_case_is_billable(c, complication) || !mc_case_is_billable(c, graft))
		return;
	(void) mc_case_derive(c, complication, MC_RULE_COMPLICATION, &cancer, 1);
	made = mc_case_derive(c, graft, MC_RULE_NEOPLASM, &cancer, 1);
	c->list[made].paired_with = complication;
	c->list[cancer].paired_with = graft;
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		/* a status is not coded beside its complication (I.C.21.c.3) */
		if (mc_is_proposed(s) && mc_code_in(s->code, rows[row].status))
			mc_case_drop(s, MC_RULE_COMPLICATION, complication);
	}
}

void
mc_settle_graft_cancers(McCase *c)
{
	size_t count = c->count;

	if (!mc_notes_have(c, "transplanted|transplant|allograft"))
		return;
	for (size_t i = 0; i < count; i++)
	{
		for (size_t row = 0; row < sizeof(rows) / sizeof(rows[0]); row++)
		{
			const McSuggestion *s = &c->list[i];

			if (!mc_is_proposed(s) || s->nevidence == 0 ||
				!mc_code_in(s->code, rows[row].cancers) ||
				!IsInGraft(c, s->first, rows[row].words))
				continue;
			AddGraft(c, i, row);
			break;
		}
		mc_interrupt(c->host);
	}
}
