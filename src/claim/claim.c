/*
 * claim.c
 *		Checking a claim: the parts in order, and what they share.
 */
#include "claim/claim.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coding/card.h"

#define DETAIL_SIZE 200

static const struct
{
	const char *name;
	McClaimSeverity severity;
	const char *message;
	const char *source;
} edits[MC_NEDITS] = {
#define MC_EDIT(symbol, name, severity, message, source) \
	[MC_EDIT_##symbol] = {name, MC_FINDING_##severity, message, source},
#include "claim/claim_edit_rows.h"
#undef MC_EDIT
};

const char *
mc_claim_edit_name(McClaimEdit edit)
{
	return edits[edit].name;
}

McClaimSeverity
mc_claim_edit_severity(McClaimEdit edit)
{
	return edits[edit].severity;
}

const char *
mc_claim_edit_message(McClaimEdit edit)
{
	return edits[edit].message;
}

const char *
mc_claim_edit_source(McClaimEdit edit)
{
	return edits[edit].source;
}

const char *
mc_claim_severity_name(McClaimSeverity severity)
{
	static const char *const names[] = {"error", "warning", "review", "issue"};

	return names[severity];
}

McClaimFinding *
mc_claim_find(McClaimCheck *check, McClaimEdit edit, const char *code, const char *other)
{
	McClaimFinding *finding;

	if (check->nfindings >= MC_CLAIM_MAX_FINDINGS)
	{
		if (check->missing[MC_EDIT_TOO_MANY])
			return NULL;
		check->missing[MC_EDIT_TOO_MANY] = true;
		edit = MC_EDIT_TOO_MANY;
		code = other = NULL;
	}
	if (check->nfindings == check->cap)
	{
		size_t cap = check->cap ? check->cap * 2 : 16;

		check->findings =
			mc_resize(check->host, check->findings, cap * sizeof(McClaimFinding));
		check->cap = cap;
	}
	finding = &check->findings[check->nfindings++];
	memset(finding, 0, sizeof(*finding));
	finding->edit = edit;
	finding->severity = edits[edit].severity;
	finding->day = MC_DAY_UNKNOWN;
	if (code)
		finding->codes[finding->ncodes++] = code;
	if (other)
		finding->codes[finding->ncodes++] = other;
	return finding;
}

void
mc_finding_add_line(McClaimFinding *finding, int32_t line)
{
	if (finding == NULL || finding->nlines == MC_FINDING_LINES)
		return;
	for (int i = 0; i < finding->nlines; i++)
		if (finding->lines[i] == line)
			return;
	finding->lines[finding->nlines++] = line;
}

void
mc_finding_detail(const McClaimCheck *check, McClaimFinding *finding, const char *format,
				  ...)
{
	char text[DETAIL_SIZE];
	char *copy;
	va_list args;

	if (finding == NULL)
		return;
	va_start(args, format);
	(void) vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	copy = mc_alloc(check->host, strlen(text) + 1);
	memcpy(copy, text, strlen(text) + 1);
	finding->detail = copy;
}

void
mc_claim_missing(McClaimCheck *check, McClaimEdit edit, int32_t day)
{
	McClaimFinding *finding;

	if (check->missing[edit])
		return;
	check->missing[edit] = true;
	finding = mc_claim_find(check, edit, NULL, NULL);
	if (finding)
		finding->day = day;
}

const char *
mc_claim_printed(const McClaimCheck *check, McIcd10cm code)
{
	char *buf = mc_alloc(check->host, MC_ICD10CM_BUFSIZE);

	(void) mc_icd10cm_print(code, buf);
	return buf;
}

const char *
mc_claim_hcpcs(const McClaimCheck *check, uint32_t code)
{
	char *buf = mc_alloc(check->host, MC_HCPCS_LENGTH + 1);

	mc_hcpcs_print(code, buf);
	return buf;
}

const McCard *
mc_claim_card(const McClaimCheck *check, const McDiagnosis *d)
{
	return check->terminology->card(check->terminology->arg,
									mc_icd10cm_category(d->code));
}

bool
mc_line_has_modifier(const McClaimLine *line, const char *list)
{
	for (int i = 0; i < MC_CLAIM_MODIFIERS && line->modifiers[i][0]; i++)
		for (const char *at = list; *at; at += at[2] ? 3 : 2)
			if (strncmp(at, line->modifiers[i], 2) == 0)
				return true;
	return false;
}

/* Does the title have the word, whatever its first letter's case? */
static bool
HasWord(const char *title, const char *word)
{
	for (const char *at = strstr(title, word + 1); at; at = strstr(at + 1, word + 1))
	{
		char before = at - title > 1 ? at[-2] : ' ';
		char behind = at[strlen(word) - 1];

		if (at > title && (at[-1] | 0x20) == word[0] && before == ' ' &&
			!(behind >= 'a' && behind <= 'z'))
			return true;
	}
	return false;
}

uint16_t
mc_claim_side(const McClaimCheck *check, const McCard *card, uint16_t node)
{
	const McTerminology *terminology = check->terminology;
	uint16_t stated = mc_card_attributes(card, node)->value[MC_AXIS_SIDE];
	uint16_t side = 0;
	McCodeInfo info;

	if (stated == 0 || (stated & MC_UNSPECIFIED))
		return stated & MC_UNSPECIFIED;
	if (!terminology->code(terminology->arg, card->nodes[node].code, &info))
		return 0;
	if (HasWord(info.title, "left"))
		side |= 1u << MC_SIDE_LEFT;
	if (HasWord(info.title, "right"))
		side |= 1u << MC_SIDE_RIGHT;
	if (HasWord(info.title, "bilateral"))
		side |= 1u << MC_SIDE_BILATERAL;
	return (side & (side - 1)) == 0 ? side : 0;
}

/* By edit, codes and lines: the same whatever the order in which they were found */
static int
CompareFindings(const void *a, const void *b)
{
	const McClaimFinding *left = a;
	const McClaimFinding *right = b;

	if (left->edit != right->edit)
		return left->edit < right->edit ? -1 : 1;
	for (int i = 0; i < left->ncodes && i < right->ncodes; i++)
	{
		int order = strcmp(left->codes[i], right->codes[i]);

		if (order != 0)
			return order;
	}
	if (left->ncodes != right->ncodes)
		return left->ncodes - right->ncodes;
	for (int i = 0; i < left->nlines && i < right->nlines; i++)
		if (left->lines[i] != right->lines[i])
			return left->lines[i] < right->lines[i] ? -1 : 1;
	return left->nlines - right->nlines;
}

void
mc_check_claim(McClaimCheck *check)
{
	McClaim *claim = check->claim;

	if (claim->ndiagnoses == 0)
		(void) mc_claim_find(check, MC_EDIT_NO_DIAGNOSES, NULL, NULL);
	if (claim->lines_given && claim->nlines == 0)
		(void) mc_claim_find(check, MC_EDIT_NO_LINES, NULL, NULL);
	if (claim->day == MC_DAY_UNKNOWN)
		mc_claim_missing(check, MC_EDIT_NO_DATE, MC_DAY_UNKNOWN);
	else if (check->terminology == NULL || !check->all_codes)
		mc_claim_missing(check, MC_EDIT_NO_RELEASE, claim->day);
	else if (!check->notes)
		mc_claim_missing(check, MC_EDIT_NO_TABULAR, claim->day);
	if (claim->ndiagnoses > MC_CLAIM_MAX_DIAGNOSES)
		(void) mc_claim_find(check, MC_EDIT_MANY_DIAGNOSES, NULL, NULL);
	mc_check_diagnosis_codes(check);
	if (check->terminology && claim->day != MC_DAY_UNKNOWN)
	{
		mc_check_diagnosis_order(check);
		mc_check_diagnosis_pairs(check);
		mc_check_patient(check);
	}
	mc_check_lines(check);
	mc_check_ncci(check);
	if (check->nfindings > 0)
		qsort(check->findings, check->nfindings, sizeof(McClaimFinding), CompareFindings);
}
