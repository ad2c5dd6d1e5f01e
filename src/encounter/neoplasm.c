/*
 * neoplasm.c
 *	  Behaviour, primary and secondary sites of neoplasms (ICD-10-CM Guidelines I.C.2).
 *
 * The words of a sentence tell which sites are secondary: "metastatic to bone and liver",
 * "brain mets", "metastatic from the colon", "metastatic colon cancer".
 */
#include <string.h>

#include "encounter/cancer_history.h"
#include "encounter/case.h"
#include "encounter/neoplasm_graft.h"
#include "encounter/neoplasm_place.h"
#include "encounter/neoplasm_site.h"
#include "encounter/spread.h"
#include "encounter/statement.h"
#include "encounter/wording.h"

static const char solid_primaries[] =
	"C0 C1 C2 C3 C4 C5 C6 C70 C71 C72 C73 C74 C75 C76 C7A C80 C81 C82 C83 C84 C85 C86 C88 C90 C96";

/*
 * The suggestion that a spread rests on: a malignancy of its sentence, else the surest
 * of the encounter, or one that is past.  c->count: none.
 */
static size_t
BasisOf(const McCase *c, const McSpread *spread)
{
	uint32_t sentence = mc_sentence_of(c->encounter->notes[spread->note].doc, spread->at);

	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, "C D0 D3 Z85") &&
			mc_is_in_sentence(c, s, spread->note, sentence))
			return i;
	}
	{
		size_t basis = mc_case_number_in(c, "C");

		return basis < c->count ? basis : mc_case_number_in(c, "Z85");
	}
}

/* Is the spread said where the provider states what the patient has? */
static bool
IsStated(const McCase *c, const McSpread *spread)
{
	const McDocument *doc = c->encounter->notes[spread->note].doc;

	return mc_section_states(mc_section_of(doc, spread->at)) ||
		   !mc_note_states(&c->encounter->notes[spread->note]);
}

/* Propose a code for a spread, on the ground of another suggestion. */
static void
Propose(McCase *c, const McSpread *spread, McCode code, size_t basis, McRule rule)
{
	bool known = mc_case_find(c, code) != NULL;
	size_t made = mc_case_derive(c, code, rule, &basis, 1);
	McSuggestion *s = &c->list[made];

	if (!known)
	{
		s->status = IsStated(c, spread) ? MC_SUGGEST : MC_REVIEW;
		s->support = MC_ASSESSED;
		s->rules = MC_RULE_BIT(rule) |
				   (IsStated(c, spread) ? 0 : MC_RULE_BIT(MC_RULE_NOT_ASSESSED));
	}
	else if (IsStated(c, spread) && s->status == MC_REVIEW)
		s->status = MC_SUGGEST;
}

/* Does the sentence of a spread say it comes from another organ than this primary's? */
static void
TurnPrimary(McCase *c, const McSpread *spread)
{
	uint32_t sentence = mc_sentence_of(c->encounter->notes[spread->note].doc, spread->at);

	for (size_t i = 0; i < c->count; i++)
	{
		const McNeoplasmCategory *category = mc_neoplasm_category(c->list[i].code);
		McCode code;

		if (!mc_is_proposed(&c->list[i]) || category == NULL ||
			category->secondary[0] == '\0' ||
			!mc_is_in_sentence(c, &c->list[i], spread->note, sentence) ||
			mc_case_finding(c, c->list[i].first)->mention.first_token > spread->at ||
			mc_icd10cm_category(c->list[i].code) ==
				mc_icd10cm_category(mc_code(spread->site->primary)))
			continue;
		code = mc_in_release(c, mc_code(category->secondary), &spread->said);
		if (code != 0)
			(void) mc_case_recode(c, i, code, MC_RULE_SECONDARY_NEOPLASM);
	}
}

/* Liver cancer that is called metastatic: recode what the mention gave. */
static void
TurnOwnSite(McCase *c, const McSpread *spread, McCode code)
{
	const McDocument *doc = c->encounter->notes[spread->note].doc;

	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];
		const McMention *m;

		if (!mc_is_proposed(s) || spread->site->primary[0] == '\0' ||
			mc_icd10cm_category(s->code) !=
				mc_icd10cm_category(mc_code(spread->site->primary)) ||
			s->nevidence != 1 || mc_case_document(c, s->first) != doc)
			continue;
		m = &mc_case_finding(c, s->first)->mention;
		/* all of its words belong to what is said of the spread */
		if (m->first_token >= spread->first && m->first_token <= spread->last)
			(void) mc_case_recode(c, i, code, MC_RULE_SECONDARY_NEOPLASM);
	}
}

/* "Lung cancer metastatic to": a term took the lung for the secondary site. */
static void
TurnSecondary(McCase *c, const McSpread *spread)
{
	McCode code = mc_in_release(c, mc_code(spread->site->primary), &spread->said);
	size_t count = c->count;

	for (size_t i = 0; i < count && code != 0; i++)
	{
		const McSuggestion *s = &c->list[i];
		const McMention *m;

		if (!mc_is_proposed(s) || s->nevidence != 1 || s->first.note != spread->note ||
			!mc_code_in(s->code, spread->site->secondary))
			continue;
		m = &mc_case_finding(c, s->first)->mention;
		if (m->first_token >= spread->first && m->first_token <= spread->last)
			(void) mc_case_recode(c, i, code, MC_RULE_NEOPLASM);
	}
}

static void
SettleSpread(McCase *c, const McSpread *spread)
{
	size_t basis = BasisOf(c, spread);
	McSuggestion *known;
	McCode code;

	if (basis == c->count)
		return;
	if (spread->kind == MC_SPREAD_FROM)
	{
		if (spread->site->primary[0] == '\0')
			return;
		if (spread->at == spread->first)
			TurnSecondary(c, spread);
		/* "metastatic from": other words stand between */
		if (spread->at > spread->first + 1)
			TurnPrimary(c, spread);
		if (mc_case_find_under(c, mc_icd10cm_category(mc_code(spread->site->primary))) !=
				NULL ||
			mc_case_find(c, mc_code("Z85.9")) != NULL)
			return;
		/* a primary that is history already stays so */
		code = mc_in_release(c, mc_code(spread->site->primary), &spread->said);
		if (code != 0 && mc_neoplasm_category(code) != NULL &&
			mc_case_find(c, mc_code(mc_neoplasm_category(code)->history)) == NULL)
			Propose(c, spread, code, basis, MC_RULE_NEOPLASM);
		return;
	}
	if (spread->kind == MC_SPREAD_SOMEWHERE)
	{
		if (mc_case_number_in(c, "C77 C78 C79") == c->count)
			Propose(c, spread, mc_code("C79.9"), basis, MC_RULE_SECONDARY_NEOPLASM);
		return;
	}
	code = mc_in_release(c, mc_code(spread->site->secondary), &spread->said);
	if (code == 0)
		return;
	TurnOwnSite(c, spread, code);
	known = mc_case_find_under(c, mc_code(spread->site->secondary));
	if (known != NULL && (known->code != code || known->status == MC_SUGGEST) &&
		!(spread->said.value[MC_AXIS_SIDE] != 0 && known->code != code))
		return;
	Propose(c, spread, code, basis, MC_RULE_SECONDARY_NEOPLASM);
}

/* A secondary neoplasm of a site not named gives way to those that are named. */
static void
DropUnnamedSite(McCase *c)
{
	McSuggestion *unnamed = mc_case_find(c, mc_code("C79.9"));
	McSuggestion *best = NULL;

	if (unnamed == NULL)
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && s != unnamed && mc_code_in(s->code, "C77 C78 C79 C7B") &&
			s->status <= unnamed->status && (best == NULL || s->code < best->code))
			best = s;
	}
	if (best != NULL)
		mc_case_drop(unnamed, MC_RULE_LESS_SPECIFIC, best->code);
}

/* A secondary neoplasm has a primary: named, past, or not known (C80.1). */
static void
AddUnknownPrimary(McCase *c)
{
	size_t secondary = mc_case_number_in(c, "C77 C78 C79");
	bool unknown;
	size_t made;

	if (secondary == c->count || mc_case_number_in(c, solid_primaries) < c->count ||
		mc_case_number_in(c, "C91 C92 C93 C94 C95 Z85") < c->count ||
		!mc_case_is_billable(c, mc_code("C80.1")))
		return;
	unknown =
		mc_notes_have(c, "unknown primary|primary unknown|unknown origin|unknown primary "
						 "site|primary is unknown|primary site unknown|primary not known|"
						 "primary not identified|occult primary|cup");
	/* the one that rests on what is the surest, and is reviewed unless the note says so */
	made = mc_case_derive(c, mc_code("C80.1"), MC_RULE_NEOPLASM, &secondary, 1);
	if (!unknown && c->list[made].status < MC_REVIEW)
		c->list[made].status = MC_REVIEW;
}

/* Side that the title of a code names: l, r, b, or 0 */
static char
SideOfTitle(const McCase *c, McCode code)
{
	const char *title = mc_case_title(c, code);

	if (strstr(title, "bilateral"))
		return 'b';
	return strstr(title, "left") ? 'l' : strstr(title, "right") ? 'r' : 0;
}

static bool
SameSide(const McCase *c, McCode a, McCode b)
{
	char x = SideOfTitle(c, a);
	char y = SideOfTitle(c, b);

	return x == y || x == 0 || y == 0;
}

/* Is the malignancy of a suggestion called in situ, and nowhere invasive? */
static bool
IsCalledInSitu(const McCase *c, const McSuggestion *s)
{
	bool in_situ = false;

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
		in_situ |= mc_sentence_has(
			c, s->evidence[i], "dcis|in situ|lcis|noninvasive|stage 0|cis|intraductal");
	return in_situ &&
		   !mc_notes_have(c, "invasive|infiltrating|idc|ilc|microinvasion|microinvasive");
}

/* Of one site, histology decides: malignant before in situ, uncertain, mass (I.C.2). */
static void
SettleBehaviour(McCase *c, size_t number)
{
	const McNeoplasmCategory *category = mc_neoplasm_category(c->list[number].code);

	for (size_t i = 0; i < c->count && category != NULL; i++)
	{
		McSuggestion *s = &c->list[number];
		McSuggestion *other = &c->list[i];

		if (!mc_is_proposed(s))
			return;
		if (i == number || !mc_is_proposed(other) || !SameSide(c, s->code, other->code))
			continue;
		if (mc_code_in(other->code, category->in_situ))
		{
			if (IsCalledInSitu(c, s))
				mc_case_drop(s, MC_RULE_NEOPLASM, other->code);
			else if (s->status <= other->status)
				mc_case_drop(other, MC_RULE_NEOPLASM, s->code);
		}
		else if (mc_code_in(other->code, category->other))
		{
			if (s->status <= other->status &&
				(mc_code_in(other->code, "D37 D38 D39 D4") ||
				 mc_share_sentence(c, s, other, NULL)))
				mc_case_drop(other, MC_RULE_NEOPLASM, s->code);
		}
		else if (mc_code_in(other->code, category->finding) &&
				 s->status <= other->status && mc_share_sentence(c, s, other, NULL))
			mc_case_drop(other, MC_RULE_NEOPLASM, s->code);
	}
}

/* "Cancer of the right ovary": the site stands behind what was read as cancer of none. */
static void
TakeSiteBehind(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	const McDocument *doc = mc_case_document(c, s->first);
	const McMention *m = &mc_case_finding(c, s->first)->mention;
	uint32_t end = doc->sentences.list[m->sentence].end_token;
	uint32_t t = m->last_token + 1;
	McAttributes said = {.flags = 0};
	const McNeoplasmSite *site;
	uint32_t length;
	McCode code;

	if (s->nevidence != 1 || t >= end || !mc_token_is(doc, t, "of|in"))
		return;
	for (t++; t < end && mc_token_is(doc, t, "the|his|her|left|right|lower|upper|mid");
		 t++)
		;
	site = t < end ? mc_site_at(doc, t, end, &length) : NULL;
	if (site == NULL || site->primary[0] == '\0')
		return;
	mc_attributes_read(&doc->words, &doc->tokens.list[m->last_token + 1],
					   t + length - m->last_token - 1, &said, NULL);
	code = mc_in_release(c, mc_code(site->primary), &said);
	if (code != 0)
		(void) mc_case_recode(c, number, code, MC_RULE_NEOPLASM);
}

/* What the words beside a code of neoplasm decide that its term did not */
static void
CorrectOne(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	McCode code = s->code;

	if (s->nevidence == 0)
		return;
	if (code == mc_code("C80.1"))
		TakeSiteBehind(c, number);
	/* cancer all over, and neither where it began nor where it went (I.C.2.j) */
	else if (code == mc_code("C79.9") && mc_sentence_has(c, s->first, "disseminated") &&
			 mc_case_number_in(c, "C0 C1 C2 C3 C4 C5 C6 C7A C77 C78") == c->count &&
			 mc_case_is_billable(c, mc_code("C80.0")))
		(void) mc_case_recode(c, number, mc_code("C80.0"), MC_RULE_NEOPLASM);
	/* the breast of a man */
	else if (mc_code_in(code, "C50") && c->encounter->sex == MC_MALE &&
			 (code >> 24 & 0xFF) == '1')
	{
		code += (McCode) 1 << 24;
		if (mc_case_is_billable(c, code))
			(void) mc_case_recode(c, number, code, MC_RULE_NEOPLASM);
	}
	/* not in remission (I.C.2.n) */
	else if (mc_code_in(code, "C90 C91 C92 C93 C94 C95") && (code >> 24 & 0xFF) == '1' &&
			 mc_notes_have(c, "not in remission|without remission|no remission"))
	{
		code -= (McCode) 1 << 24;
		if (mc_case_is_billable(c, code))
			(void) mc_case_recode(c, number, code, MC_RULE_NEOPLASM);
	}
}

/* The code without its side, or 0 */
static McCode
WithoutSide(const McCase *c, McCode code)
{
	McAttributes nothing = {.flags = 0};

	for (int shift = 0; shift <= 56; shift += 8)
	{
		if (code & ((McCode) 0xFF << shift))
		{
			code = mc_in_release(c, code & ~((McCode) 0xFF << shift), &nothing);
			return code != 0 && SideOfTitle(c, code) == 0 ? code : 0;
		}
	}
	return 0;
}

/*
 * "Renal cell carcinoma, metastatic to the left lung": the side is the lung's, not that of the
 * primary, which was read with the words beside it.
 */
static void
TakeBackSide(McCase *c, const McSpread *spread)
{
	const McDocument *doc = c->encounter->notes[spread->note].doc;
	size_t count = c->count;

	for (size_t i = 0; i < count && spread->said.value[MC_AXIS_SIDE] != 0; i++)
	{
		const McSuggestion *s = &c->list[i];
		const McFinding *finding;
		McAttributes said = {.flags = 0};
		McCode code;

		if (!mc_is_proposed(s) || s->nevidence != 1 || s->first.note != spread->note ||
			mc_neoplasm_category(s->code) == NULL || SideOfTitle(c, s->code) == 0 ||
			s->rules & MC_RULE_BIT(MC_RULE_SIDE_ELSEWHERE))
			continue;
		finding = mc_case_finding(c, s->first);
		if (finding->mention.last_token >= spread->first ||
			finding->to_token <= spread->first)
			continue;
		/* a side of its own stands before the word metastatic */
		mc_attributes_read(&doc->words, &doc->tokens.list[finding->from_token],
						   spread->first - finding->from_token, &said, NULL);
		code = said.value[MC_AXIS_SIDE] == 0 ? WithoutSide(c, s->code) : 0;
		if (code != 0)
			(void) mc_case_recode(c, i, code, MC_RULE_NEOPLASM);
	}
}

/* Anemia that is said to come from a malignancy stands behind it (I.C.2.c.1). */
static void
TurnAnemia(McCase *c)
{
	McSuggestion *anemia = mc_case_find(c, mc_code("D64.9"));

	bool linked = false;

	for (uint32_t i = 0; anemia != NULL && i < anemia->nevidence && !linked; i++)
		linked =
			mc_sentence_has(c, anemia->evidence[i],
							"due to|secondary to|from|caused by|related to|"
							"of malignancy|associated with") &&
			!mc_sentence_has(c, anemia->evidence[i],
							 "chemotherapy|chemo|chemoradiation|blood loss|bleeding");
	if (!linked || !mc_case_is_billable(c, mc_code("D63.0")))
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];

		if (mc_is_proposed(s) && mc_code_in(s->code, "C") &&
			s->status <= anemia->status && mc_share_sentence(c, s, anemia, NULL))
		{
			McCode cancer = s->code;
			size_t made = mc_case_recode(c, (size_t) (anemia - c->list), mc_code("D63.0"),
										 MC_RULE_WRITTEN_LINK);

			c->list[made].paired_with = cancer;
			return;
		}
	}
}

/* A pathological fracture that comes from a neoplasm: M84.5-, not M84.4- (I.C.2.l.6) */
static void
TurnFractures(McCase *c)
{
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		McCode code = (c->list[i].code & ~((McCode) 0xFF << 32)) | (McCode) '5' << 32;
		McCodeInfo info;

		if (!mc_is_proposed(&c->list[i]) || !mc_code_in(c->list[i].code, "M84.4") ||
			c->list[i].nevidence == 0 ||
			!mc_sentence_has(c, c->list[i].first,
							 "due to|secondary to|from|caused by|associated with") ||
			!c->terminology->code(c->terminology->arg, code, &info))
			continue;
		for (size_t k = 0; k < count; k++)
		{
			if (!mc_is_proposed(&c->list[k]) ||
				!mc_code_in(c->list[k].code, "C D16 D48.0 D49.2") ||
				!mc_share_sentence(c, &c->list[k], &c->list[i], NULL))
				continue;
			(void) mc_case_recode(c, i, code, MC_RULE_WRITTEN_LINK);
			break;
		}
	}
}

/* The follow-up after a cancer that is gone has a code of its own (I.C.21.c.8). */
static void
TurnFollowUp(McCase *c)
{
	McSuggestion *visit = mc_case_find(c, mc_code("Z09"));
	McSuggestion *past = mc_case_find_under(c, mc_code("Z85"));

	if (visit != NULL && past != NULL && mc_share_sentence(c, visit, past, NULL) &&
		mc_case_is_billable(c, mc_code("Z08")))
		(void) mc_case_recode(c, (size_t) (visit - c->list), mc_code("Z08"),
							  MC_RULE_NEOPLASM);
}

void
mc_settle_neoplasms(McCase *c)
{
	McSpreads spreads;
	size_t count;

	mc_place_neoplasms(c);
	count = c->count;
	for (size_t i = 0; i < count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && mc_code_in(c->list[i].code, "C"))
			CorrectOne(c, i);
	}
	mc_settle_past_cancers(c);
	mc_read_spreads(c, &spreads);
	for (size_t i = 0; i < spreads.count; i++)
	{
		if (spreads.list[i].kind == MC_SPREAD_TO)
			TakeBackSide(c, &spreads.list[i]);
	}
	/* primaries last: a site that is secondary is none */
	for (size_t i = 0; i < spreads.count; i++)
	{
		if (spreads.list[i].kind == MC_SPREAD_TO)
			SettleSpread(c, &spreads.list[i]);
	}
	for (size_t i = 0; i < spreads.count; i++)
	{
		if (spreads.list[i].kind != MC_SPREAD_TO)
			SettleSpread(c, &spreads.list[i]);
	}
	DropUnnamedSite(c);
	AddUnknownPrimary(c);
	TurnAnemia(c);
	TurnFractures(c);
	TurnFollowUp(c);
	mc_settle_graft_cancers(c);
	count = c->count;
	for (size_t i = 0; i < count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && mc_code_in(c->list[i].code, "C"))
			SettleBehaviour(c, i);
	}
}
