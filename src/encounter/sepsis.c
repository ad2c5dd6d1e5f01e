/*
 * sepsis.c
 *	  Sepsis and severe sepsis (ICD-10-CM Guidelines I.C.1.d): R65.2 never stands without
 *	  the infection, and organ dysfunction has to be linked by the note.
 */
#include "encounter/additional_parts.h"
#include "encounter/stated.h"

/* Codes of systemic infection that R65.2 may stand beside */
static const char systemic[] =
	"A02.1 A20.7 A21.7 A22.7 A24.1 A26.7 A32.7 A39.2 A39.3 A39.4 A40 A41 A42.7 A48.3 A54.86 "
	"A92 B00.7 B37.7 O03.37 O03.87 O04.87 O07.37 O08.82 O75.3 O85 O86.04 P36 T80.211 T81.12 "
	"T81.44 T88.0";

/* Acute organ dysfunction: what R65.2 is coded with */
static const char dysfunction[] =
	"N17 J96.0 J96.2 J80 G93.41 G93.40 D65 K72.0 I51.81 E87.2 R41.0 D69.59 D68.8";

static const char due_to_sepsis[] =
	"due to sepsis|secondary to sepsis|2/2 sepsis|caused by sepsis|from sepsis|"
	"related to sepsis|sepsis related|sepsis induced|sepsis associated|septic|"
	"due to severe sepsis|due to septic shock|due to underlying sepsis|"
	"attributed to sepsis|sepsis causing";

static bool
IsSystemic(const McSuggestion *s)
{
	return mc_is_proposed(s) && mc_code_in(s->code, systemic);
}

/* R65.20 for an organ dysfunction that a sentence of its evidence lays to sepsis */
static void
LinkDysfunction(McCase *c, size_t infection)
{
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];
		bool linked = false;
		size_t parts[2] = {infection, i};

		if (!mc_is_proposed(s) || !mc_code_in(s->code, dysfunction))
			continue;
		for (uint32_t e = 0; e < mc_evidence_read(s) && !linked; e++)
			linked = mc_sentence_has(c, s->evidence[e], due_to_sepsis) &&
					 !mc_sentence_has(c, s->evidence[e], "not|unrelated|no");
		if (!linked)
			continue;
		(void) mc_case_derive(c, mc_code("R65.20"), MC_RULE_SEPSIS, parts, 2);
		return;
	}
}

/*
 * Sepsis from an infection of the wound: the infection, T81.44, the sepsis (I.C.1.d.5.b).  The
 * note has to lay the one to the other.
 */
static void
AddAfterProcedure(McCase *c)
{
	static const char due_to_infection[] =
		"due to|secondary to|caused by|from|resulting from|as a result of|because of";
	size_t wound = mc_case_number_in(c, "T81.40 T81.41 T81.42 T81.43 T81.49");
	size_t sepsis = mc_case_number_in(c, "A40 A41");
	size_t parts[2] = {sepsis, wound};
	McCode first;
	McCode code;
	size_t made;

	if (wound == c->count || sepsis == c->count ||
		mc_case_number_in(c, "T81.44") < c->count ||
		!mc_share_sentence(c, &c->list[sepsis], &c->list[wound], due_to_infection) ||
		mc_share_sentence(c, &c->list[sepsis], &c->list[wound],
						  "not due to|unrelated|not from|not related"))
		return;
	/* T81.41XA: the character of the infection's encounter */
	first = c->list[wound].code;
	code = (first & ~((McCode) 0xFF << 24)) | (McCode) '4' << 24;
	if (!mc_case_is_billable(c, code))
		return;
	made = mc_case_derive(c, code, MC_RULE_SEPSIS, parts, 2);
	c->list[made].paired_with = first;
}

/* Organ dysfunction that the note lays to a SIRS without infection (I.C.18.g) */
static void
SettleInflammation(McCase *c)
{
	static const char due_to_sirs[] =
		"due to sirs|due to the sirs|secondary to sirs|secondary to the sirs|from sirs|"
		"from the sirs|caused by sirs|caused by the sirs|sirs induced|sirs related|"
		"sirs associated|attributed to sirs|attributed to the sirs|"
		"due to systemic inflammatory response syndrome|"
		"due to the systemic inflammatory response|"
		"secondary to the systemic inflammatory response";
	size_t sirs = mc_case_number_in(c, "R65.10");

	if (sirs == c->count || !mc_case_is_billable(c, mc_code("R65.11")))
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, dysfunction) &&
			s->status <= c->list[sirs].status && mc_evidence_has(c, s, due_to_sirs))
		{
			(void) mc_case_recode(c, sirs, mc_code("R65.11"), MC_RULE_WRITTEN_LINK);
			return;
		}
	}
}

void
mc_settle_sepsis(McCase *c)
{
	McSuggestion *severe = mc_case_find(c, mc_code("R65.20"));
	McSuggestion *shock = mc_case_find(c, mc_code("R65.21"));
	size_t infection = SIZE_MAX;

	for (size_t i = 0; i < c->count; i++)
	{
		if (IsSystemic(&c->list[i]) &&
			(infection == SIZE_MAX || c->list[i].status < c->list[infection].status))
			infection = i;
	}
	if (severe && shock && shock->status <= severe->status)
	{
		mc_case_drop(severe, MC_RULE_SEPSIS, shock->code);
		severe = NULL;
	}
	SettleInflammation(c);
	AddAfterProcedure(c);
	if (infection == SIZE_MAX)
	{
		const McSuggestion *of = shock ? shock : severe;
		size_t part;

		if (of == NULL || !mc_case_is_billable(c, mc_code("A41.9")))
			return;
		/* the infection, not said which, comes first (I.C.1.d.1.b, I.C.1.d.2) */
		part = (size_t) (of - c->list);
		infection = mc_case_derive(c, mc_code("A41.9"), MC_RULE_SEPSIS, &part, 1);
		return;
	}
	if (severe == NULL && shock == NULL && mc_case_is_billable(c, mc_code("R65.20")))
		LinkDysfunction(c, infection);
}
