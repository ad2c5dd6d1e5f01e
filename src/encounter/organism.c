/*
 * organism.c
 *	  The organism that a note names beside an infection: a code of the two where there is
 *	  one, else B95-B97 in addition (ICD-10-CM Guidelines I.C.1.b).
 */
#include <string.h>

#include "encounter/additional_parts.h"
#include "encounter/stated.h"
#include "encounter/tabular_note.h"

/* Most tokens between an infection and its organism */
#define REACH_ORGANISM 5

/*
 * Organisms with their code of B95-B97, and the pneumonia, sepsis and sepsis of unspecified
 * organism that include them; "" where there is none of its own.
 */
static const struct
{
	const char *words;
	const char *code;
	const char *pneumonia;
	const char *sepsis;
} organisms[] = {
	{"e coli|ecoli|escherichia coli", "B96.20", "J15.5", "A41.51"},
	{"mrsa|methicillin resistant staphylococcus aureus|methicillin resistant staph aureus|"
	 "methicillin resistant s aureus",
	 "B95.62", "J15.212", "A41.02"},
	{"mssa|methicillin sensitive staphylococcus aureus|methicillin susceptible "
	 "staphylococcus aureus|methicillin sensitive staph aureus|methicillin sensitive s "
	 "aureus|staphylococcus aureus|staph aureus|s aureus",
	 "B95.61", "J15.211", "A41.01"},
	{"klebsiella|klebsiella pneumoniae|k pneumoniae", "B96.1", "J15.0", "A41.59"},
	{"pseudomonas|pseudomonas aeruginosa|p aeruginosa", "B96.5", "J15.1", "A41.52"},
	{"proteus|proteus mirabilis", "B96.4", "J15.69", "A41.59"},
	{"enterococcus|enterococcal|enterococcus faecalis|enterococcus faecium|vre|"
	 "vancomycin resistant enterococcus",
	 "B95.2", "", "A41.81"},
	{"group a strep|group a streptococcus|streptococcus pyogenes", "B95.0", "J15.4",
	 "A40.0"},
	{"group b strep|group b streptococcus|streptococcus agalactiae", "B95.1", "J15.3",
	 "A40.1"},
	{"streptococcus pneumoniae|strep pneumoniae|s pneumoniae|pneumococcal|pneumococcus",
	 "B95.3", "J13", "A40.3"},
	{"streptococcus|streptococcal", "B95.5", "J15.4", "A40.9"},
	{"coagulase negative staphylococcus|staphylococcus epidermidis|staph epidermidis",
	 "B95.7", "J15.29", "A41.1"},
	{"haemophilus influenzae|hemophilus influenzae|h influenzae|h flu", "B96.3", "J14",
	 "A41.3"},
	{"mycoplasma|mycoplasma pneumoniae", "B96.0", "J15.7", ""},
	{"bacteroides fragilis|b fragilis", "B96.6", "", "A41.4"},
	{"clostridium perfringens", "B96.7", "", "A41.4"},
	{"h pylori|helicobacter pylori", "B96.81", "", ""},
	{"acinetobacter|acinetobacter baumannii", "B96.83", "J15.61", "A41.54"},
	{"respiratory syncytial virus|rsv", "B97.4", "J12.1", ""},
	{"adenovirus|adenoviral", "B97.0", "J12.0", ""},
	{"human metapneumovirus|metapneumovirus|hmpv", "B97.81", "J12.3", ""},
};

#define NORGANISMS (sizeof(organisms) / sizeof(organisms[0]))

static bool
MarkOrganisms(const void *arg, const McDocument *doc, uint8_t *begins)
{
	const bool *named = arg;
	bool any = false;

	for (size_t i = 0; i < NORGANISMS; i++)
		any |= named[i] && mc_list_mark(doc, organisms[i].words, 1, begins);
	return any;
}

static bool
FindOrganism(const void *arg, const McDocument *doc, uint32_t token, uint32_t end,
			 uint32_t *last, uint32_t *which)
{
	const bool *named = arg;
	bool found = false;

	for (uint32_t i = 0; i < NORGANISMS; i++)
	{
		uint32_t reached;

		if (named[i] &&
			mc_stated_at(doc, token, end, organisms[i].words, &reached, NULL) &&
			(!found || reached > *last))
		{
			found = true;
			*last = reached;
			*which = i;
		}
	}
	return found;
}

/* Is the organism named as that of the mention: beside it, or "due to" it? */
static bool
Belongs(const McDocument *doc, const McMention *mention, const McStated *said)
{
	uint32_t from;
	uint32_t to;

	if (said->first >= mention->first_token && said->last <= mention->last_token)
		return true;
	if (said->last < mention->first_token)
	{
		/* E. coli UTI */
		from = said->last + 1;
		to = mention->first_token;
		return to - from <= 2 &&
			   !mc_stated_within(doc, from, to, "and|with|no|not|without|or|vs");
	}
	if (said->first <= mention->last_token)
		return false;
	from = mention->last_token + 1;
	to = said->first;
	if (to - from > REACH_ORGANISM ||
		mc_stated_within(doc, from, to,
						 "no|not|without|screen|swab|history|or|vs|versus"))
		return false;
	for (uint32_t t = from; t < to; t++)
	{
		if (mc_is_punct(&doc->tokens.list[t], ';'))
			return false;
	}
	return mc_stated_within(
		doc, from, to,
		"due to|d/t|2/2|secondary to|caused by|from|with|by|grew|growing|"
		"positive for");
}

/* One organism of one infection. */
static void
AddOrganism(McCase *c, size_t infection, uint32_t which)
{
	McCode code;
	McCode organism = mc_code(organisms[which].code);
	const char *both = "";
	size_t number;

	/* the organism of severe sepsis is in the code of the infection before it (I.C.1.d.1.b) */
	if (mc_code_in(c->list[infection].code, "R65.2") && mc_case_find(c, mc_code("A41.9")))
		infection = (size_t) (mc_case_find(c, mc_code("A41.9")) - c->list);
	code = c->list[infection].code;
	if (mc_code_in(code, "J18.9 J15.9 J15.8 J12.9"))
		both = organisms[which].pneumonia;
	else if (code == mc_code("A41.9"))
		both = organisms[which].sepsis;
	if (both[0] != '\0' && mc_case_is_billable(c, mc_code(both)))
	{
		McSuggestion *alone = mc_case_find(c, organism);

		/* the combination says it already (I.B.9) */
		if (alone && alone->paired_with == 0)
			mc_case_drop(alone, MC_RULE_PART_OF_COMBINATION, mc_code(both));
		(void) mc_case_recode(c, infection, mc_code(both), MC_RULE_PART_OF_COMBINATION);
		return;
	}
	if (!mc_asks_for(c, code, organism) || !mc_case_is_billable(c, organism))
		return;
	number = mc_case_derive(c, organism, MC_RULE_ADDITIONAL, &infection, 1);
	if (number != infection)
		c->list[number].paired_with = code;
}

void
mc_add_organisms(McCase *c)
{
	McStatedList said;
	bool named[NORGANISMS];
	bool any = false;

	for (size_t i = 0; i < NORGANISMS; i++)
	{
		named[i] = mc_stated_may_have(c, organisms[i].words);
		any |= named[i];
	}
	if (!any)
		return;
	mc_stated_find(c, MarkOrganisms, NULL, FindOrganism, named, &said);
	for (size_t i = 0; i < said.count; i++)
	{
		const McStated *at = &said.list[i];
		const McNote *note = &c->encounter->notes[at->note];

		if (!mc_is_stated_now(&at->assertion))
			continue;
		for (uint32_t k = 0; k < note->findings.count; k++)
		{
			const McMention *mention = &note->findings.list[k].mention;
			size_t infection;

			if (mention->sentence > at->sentence)
				break;
			if (mention->sentence != at->sentence || !Belongs(note->doc, mention, at))
				continue;
			infection = mc_suggestion_of(c, at->note, k);
			if (infection != SIZE_MAX)
				AddOrganism(c, infection, at->which);
		}
		mc_interrupt(c->host);
	}
	mc_release(c->host, said.list);
}
