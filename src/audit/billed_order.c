/*
 * billed_order.c
 *	  Supported codes that stand before one that has to come first.
 *
 * Only what the conventions and the Tabular List fix; which of several diagnoses is
 * principal is a judgement of the coder.
 */
#include "audit/audit_work.h"

#include "encounter/tabular_note.h"

/* What stands first, and which rule it breaks */
typedef struct Breach
{
	McCode before; /* the code that has to come before it; 0: any other */
	const char *rule;
} Breach;

static bool
IsObstetric(McCode code)
{
	return code >> 56 == 'O';
}

/* May it not be the first code?  I.A.13, I.C.20, I.B.14 */
static const char *
NeverFirst(const McSuggestion *s)
{
	if (s->role == MC_ROLE_MANIFESTATION)
		return "a manifestation or organism stands behind the disease (ICD-10-CM "
			   "Guidelines I.A.13, I.A.17)";
	if (mc_code_in(s->code, "R65.2"))
		return "severe sepsis stands behind the infection (ICD-10-CM Guidelines I.C.1.d.3)";
	if (s->role == MC_ROLE_EXTERNAL_CAUSE)
		return "an external cause is never first (ICD-10-CM Guidelines I.C.20.a.6)";
	if (s->rules & MC_RULE_BIT(MC_RULE_SECONDARY_ONLY))
		return mc_rule_text(MC_RULE_SECONDARY_ONLY);
	if (s->rules & MC_RULE_BIT(MC_RULE_UNDERDOSING))
		return mc_rule_text(MC_RULE_UNDERDOSING);
	return NULL;
}

static bool
NoteNames(const McAuditWork *w, McCode code, McTabularNote kind, McCode other)
{
	return mc_note_names(&w->encounter_case, code, kind, other);
}

/* Does a rule put the second before the first?  Both are documented. */
static const char *
HasToFollow(const McAuditWork *w, const McSuggestion *first, const McSuggestion *second)
{
	if (first->paired_with == second->code && second->paired_with != first->code &&
		first->role == MC_ROLE_MANIFESTATION)
		return "a manifestation stands behind its cause (ICD-10-CM Guidelines I.A.13)";
	if (NoteNames(w, first->code, MC_TABULAR_CODE_FIRST, second->code))
		return "the Tabular List says to code the other first (ICD-10-CM Guidelines "
			   "I.A.13)";
	if (NoteNames(w, second->code, MC_TABULAR_USE_ADDITIONAL, first->code) &&
		!NoteNames(w, second->code, MC_TABULAR_CODE_FIRST, first->code))
		return "the Tabular List asks for it as an additional code (ICD-10-CM Guidelines "
			   "I.A.17)";
	return NULL;
}

/* A symptom first, and a definite diagnosis behind it that is as sure (II.A, IV.D) */
static bool
IsSymptomFirst(const McAuditRow *first, const McSuggestion *other)
{
	return first->position == 1 && mc_is_symptom_code(first->code) &&
		   !mc_code_in(first->code, "R65.2") && !mc_is_symptom_code(other->code) &&
		   (other->role == MC_ROLE_PRINCIPAL || other->role == MC_ROLE_FIRST_LISTED);
}

static bool
FindBreach(const McAuditWork *w, const McAuditRow *rows, size_t number, Breach *breach)
{
	const McAuditRow *row = &rows[number];

	for (size_t i = 0; i < w->nbilled; i++)
	{
		if (rows[i].verdict != MC_SUPPORTED || rows[i].position <= row->position)
			continue;
		breach->before = rows[i].code;
		breach->rule = HasToFollow(w, row->support, rows[i].support);
		if (breach->rule == NULL && row->position == 1 && IsObstetric(rows[i].code) &&
			!IsObstetric(row->code))
			breach->rule = mc_rule_text(MC_RULE_PREGNANCY);
		if (breach->rule == NULL && IsSymptomFirst(row, rows[i].support))
			breach->rule = "a symptom is not first where a definite diagnosis is "
						   "established (ICD-10-CM Guidelines II.A, IV.D)";
		if (breach->rule)
			return true;
	}
	breach->before = 0;
	breach->rule = row->position == 1 ? NeverFirst(row->support) : NULL;
	return breach->rule != NULL;
}

void
mc_judge_order(McAuditWork *w, McAuditRow *rows)
{
	Breach *breaches = mc_alloc(w->host, (w->nbilled + 1) * sizeof(Breach));

	/* all are found before one is marked: what is marked is supported all the same */
	for (size_t i = 0; i < w->nbilled; i++)
	{
		breaches[i].rule = NULL;
		if (rows[i].verdict == MC_SUPPORTED)
			(void) FindBreach(w, rows, i, &breaches[i]);
		mc_interrupt(w->host);
	}
	for (size_t i = 0; i < w->nbilled; i++)
	{
		if (breaches[i].rule == NULL)
			continue;
		rows[i].verdict = MC_SEQUENCE;
		rows[i].rule = breaches[i].rule;
		rows[i].use = breaches[i].before;
	}
	mc_release(w->host, breaches);
}
