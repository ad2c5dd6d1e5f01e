/*
 * observation.c
 *	  What was suspected and ruled out by observation, in a patient who has nothing of it (Z03.-,
 *	  ICD-10-CM Guidelines I.C.21.c.6).
 */
#include "encounter/additional_parts.h"
#include "encounter/stated.h"

static const char suspicion_words[] =
	"suspected|suspicion of|possible|concern for|concern about|alleged|feared|may have";

static const char excluded_words[] =
	"ruled out|excluded|not found|not confirmed|not substantiated|negative";

static const char observation_words[] =
	"observation|observed|after observation|monitoring|monitored|evaluation|examination";

/* What is observed for, the first row that holds decides */
static const struct
{
	const char *words;
	const char *code;
} rows[] = {
	{"ingested foreign body|foreign body ingestion|ingestion of a foreign body|"
	 "ingestion of foreign body|swallowed foreign body|swallowed a coin|swallowed coin|"
	 "swallowed a battery|swallowed battery|swallowed a magnet",
	 "Z03.821"},
	{"aspirated foreign body|foreign body aspiration|aspiration of a foreign body|"
	 "aspiration of foreign body|inhaled foreign body|inhalation of a foreign body",
	 "Z03.822"},
	{"ingestion of a toxic|ingestion of toxic|toxic ingestion|ingestion of a poison|"
	 "ingestion of poison|ingestion of pills|ingestion of medication|"
	 "ingestion of medications|ingestion of medicine|drug ingestion|ingestion of a drug|"
	 "overdose|poisoning|accidental ingestion|ingested substance|ingestion of household|"
	 "ingestion of bleach|ingestion of detergent",
	 "Z03.6"},
};

/* The end of a sentence and of the one behind it */
static uint32_t
EndBehind(const McDocument *doc, uint32_t sentence)
{
	uint32_t next = sentence + 1;

	if (next < doc->sentences.count &&
		doc->sentences.list[next].section == doc->sentences.list[sentence].section)
		return doc->sentences.list[next].end_token;
	return doc->sentences.list[sentence].end_token;
}

/* Is what stands at a place suspected, looked for by observation, and ruled out? */
static bool
IsRuledOut(const McCase *c, const McStated *at)
{
	const McDocument *doc = c->encounter->notes[at->note].doc;
	uint32_t first = doc->sentences.list[at->sentence].first_token;
	uint32_t end = EndBehind(doc, at->sentence);

	return at->assertion.experiencer == MC_PATIENT && !at->assertion.historical &&
		   mc_stated_within(doc, first, at->first + 1, suspicion_words) &&
		   mc_stated_within(doc, at->last + 1, end, excluded_words) &&
		   mc_stated_within(doc, first, end, observation_words) &&
		   !mc_stated_within(doc, first, end,
							 "not ruled out|not excluded|to be ruled out");
}

void
mc_add_observation(McCase *c)
{
	/* with an injury, a poisoning or a disease of it that is coded, and nothing is ruled out */
	if (mc_case_number_in(c, "S T Z03 Z04") < c->count)
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
	{
		McStatedList said;
		McCode code = mc_code(rows[i].code);
		bool added = false;

		if (!mc_stated_may_have(c, rows[i].words) || !mc_case_is_billable(c, code))
			continue;
		mc_stated_words(c, rows[i].words, &said);
		for (size_t k = 0; k < said.count && !added; k++)
		{
			size_t made;

			if (!IsRuledOut(c, &said.list[k]))
				continue;
			made = mc_case_add_stated(c, code, MC_RULE_RULED_OUT, &said.list[k],
									  MC_SUGGEST, MC_ROLE_SECONDARY);
			c->list[made].support = MC_ASSESSED;
			added = true;
		}
		mc_release(c->host, said.list);
		if (added)
			return;
	}
}
