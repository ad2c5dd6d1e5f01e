/*
 * suggestion.c
 *	  From the findings of an encounter to the codes proposed for it: the steps and
 *	  their order.
 */
#include "encounter/suggestion.h"

#include <string.h>

#include "encounter/case.h"
#include "encounter/gestation.h"
#include "encounter/mental.h"
#include "encounter/misspelt.h"
#include "encounter/patient.h"
#include "encounter/skin_ulcer.h"
#include "encounter/viral_infection.h"

/*
 * Most codes of an encounter that are compared with each other: the work grows with the
 * square of it.
 */
#define MC_MAX_COMPARED 400

const char *
mc_status_name(McSuggestionStatus status)
{
	static const char *const names[] = {
		[MC_SUGGEST] = "suggest",
		[MC_REVIEW] = "review",
		[MC_QUERY] = "query",
	};

	return names[status];
}

const char *
mc_support_name(McSupport support)
{
	static const char *const names[] = {
		[MC_ASSESSED] = "assessed",
		[MC_LIST_ONLY] = "list_only",
		[MC_HISTORY] = "history",
	};

	return names[support];
}

const char *
mc_role_name(McRole role)
{
	static const char *const names[] = {
		[MC_ROLE_SECONDARY] = "secondary",
		[MC_ROLE_PRINCIPAL] = "principal",
		[MC_ROLE_FIRST_LISTED] = "first-listed",
		[MC_ROLE_MANIFESTATION] = "manifestation",
		[MC_ROLE_EXTERNAL_CAUSE] = "external cause",
		[MC_ROLE_STATUS] = "status",
	};

	return names[role];
}

/* What the release says of each code. */
static void
CheckRelease(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		McCodeInfo info;

		if (!mc_is_proposed(s))
			continue;
		if (!c->terminology->code(c->terminology->arg, s->code, &info))
		{
			s->status = MC_QUERY;
			s->rules |= MC_RULE_BIT(MC_RULE_NOT_IN_RELEASE);
		}
		else if (!info.billable)
		{
			s->status = MC_QUERY;
			s->rules |= MC_RULE_BIT(MC_RULE_HEADING);
		}
	}
}

static size_t
CountProposed(const McCase *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		n += mc_is_proposed(&c->list[i]);
	return n;
}

/* What was not compared is for a coder to look at. */
static void
MarkTooMany(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s))
			continue;
		s->rules |= MC_RULE_BIT(MC_RULE_TOO_MANY);
		if (s->status < MC_REVIEW)
			s->status = MC_REVIEW;
	}
}

static void
TakeSteps(McCase *c)
{
	static void (*const steps[])(McCase *) = {
		mc_compare_notes,
		mc_make_specific,
		mc_settle_rheumatoid,
		mc_settle_history,
		mc_settle_skin_ulcers,
		mc_find_hidden_pairs,
		mc_split_descriptions,
		mc_complete_injuries,
		mc_settle_osteoporosis,
		mc_settle_diabetes,
		mc_combine,
		mc_combine_hypertension,
		mc_settle_mental,
		mc_settle_viral_infections,
		mc_settle_neoplasms,
		mc_settle_pregnancy,
		mc_keep_most_specific,
		mc_settle_drug_effects,
		mc_drop_symptoms,
		mc_add_pain,
		mc_add_additional,
		mc_finish_pregnancy,
		mc_find_conflicts,
		mc_settle_reason,
		mc_mark_misspelt,
		CheckRelease,
		mc_score,
		mc_sequence,
	};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
	{
		/* a note without findings may still name an overdose or an allergy */
		if (c->count == 0 && steps[i] == mc_sequence)
			return;
		steps[i](c);
		mc_interrupt(c->host);
	}
}

void
mc_suggest(const McHost *host, const McTerminology *terminology,
		   const McEncounter *encounter, McSuggestions *suggestions)
{
	McEncounter known = *encounter;
	McCase c = {.host = host, .terminology = terminology, .encounter = &known};

	memset(suggestions, 0, sizeof(*suggestions));
	mc_read_patient(host, &known);
	mc_gather(&c);
	if (CountProposed(&c) > MC_MAX_COMPARED)
	{
		MarkTooMany(&c);
		mc_mark_misspelt(&c);
		CheckRelease(&c);
	}
	else
		TakeSteps(&c);
	suggestions->list = c.list;
	suggestions->count = c.count;
	suggestions->cap = c.cap;
	while (suggestions->proposed < c.count &&
		   mc_is_proposed(&c.list[suggestions->proposed]))
		suggestions->proposed++;
}

void
mc_derive(const McHost *host, const McTerminology *terminology, const McNote *note,
		  McSuggestions *derived)
{
	McEncounter alone = {.setting = MC_OUTPATIENT,
						 .age_days = MC_AGE_UNKNOWN,
						 .final_note = -1,
						 .notes = note,
						 .nnotes = 1};
	McCase c = {.host = host, .terminology = terminology, .encounter = &alone};

	memset(derived, 0, sizeof(*derived));
	mc_gather(&c);
	if (CountProposed(&c) > MC_MAX_COMPARED)
		return;
	mc_settle_diabetes(&c);
	mc_combine(&c);
	mc_combine_hypertension(&c);
	for (size_t i = 0; i < c.count; i++)
	{
		const McSuggestion *s = &c.list[i];
		bool mentioned = !mc_is_proposed(s) || !s->derived;

		for (size_t k = 0; k < note->findings.count && !mentioned; k++)
			mentioned = note->findings.list[k].code == s->code;
		if (!mentioned)
			c.list[derived->proposed++] = *s;
		mc_interrupt(host);
	}
	derived->list = c.list;
	derived->count = derived->proposed;
	derived->cap = c.cap;
}
