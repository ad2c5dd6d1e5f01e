/*
 * claim_line.c
 *		Lines of a claim, each by itself, and those given twice.
 */
#include <stdlib.h>
#include <string.h>

#include "claim/claim.h"
#include "coding/card.h"

/* Modifiers that say why a service stands twice */
static const char repeats[] =
	"59 76 77 91 XE XS XP XU 50 E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 "
	"F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LT RT LC LD RC LM RI";

static McClaimFinding *
Find(McClaimCheck *check, McClaimEdit edit, const McClaimLine *line)
{
	McClaimFinding *finding = mc_claim_find(
		check, edit,
		line->hcpcs != MC_HCPCS_NONE ? mc_claim_hcpcs(check, line->hcpcs) : line->text,
		NULL);

	mc_finding_add_line(finding, line->number);
	if (finding)
		finding->day = line->day;
	return finding;
}

/* Is the code one of the day? */
static void
CheckCode(McClaimCheck *check, const McClaimLine *line)
{
	const McMue *mue;
	const uint8_t *list;
	size_t count = 0;
	McListed listed;
	char text[MC_HCPCS_LENGTH + 1];

	if (line->hcpcs == MC_HCPCS_NONE)
	{
		/* of a hospital many lines have a revenue code alone */
		if (line->text[0] != '\0')
			(void) Find(check, MC_EDIT_LINE_SYSTEM, line);
		return;
	}
	if (line->day == MC_DAY_UNKNOWN)
		return;
	listed = check->files->hcpcs(line->hcpcs, line->day);
	if (listed == MC_LISTED_ELSEWHEN)
		(void) Find(check, MC_EDIT_LINE_RETIRED, line);
	if (listed == MC_LISTED || listed == MC_LISTED_ELSEWHEN)
		return;
	/* a list of edits knows the code: that is enough where there is no list of codes */
	if (check->files->mue(check->claim, line->hcpcs, line->day, &mue) == MC_LISTED ||
		(check->files->ptp(check->claim, line->hcpcs, line->day, &list, &count) ==
			 MC_LISTED &&
		 count > 0))
		return;
	mc_hcpcs_print(line->hcpcs, text);
	/* codes of dentists look like HCPCS and are not in its files either */
	if (listed == MC_NOT_LISTED && (!mc_hcpcs_is_level2(line->hcpcs) || text[0] != 'D'))
		(void) Find(check, MC_EDIT_LINE_CODE, line);
	else if (listed == MC_NOT_LOADED && mc_hcpcs_is_level2(line->hcpcs) && text[0] != 'D')
		mc_claim_missing(check, MC_EDIT_NO_HCPCS, line->day);
	else
		mc_claim_missing(check, MC_EDIT_NO_CPT, line->day);
}

/* Does a side of the line's modifiers fit that of a diagnosis it points to? */
static void
CheckSide(McClaimCheck *check, const McClaimLine *line)
{
	const McClaim *claim = check->claim;
	bool left = mc_line_has_modifier(line, "LT");
	bool right = mc_line_has_modifier(line, "RT");
	uint16_t wanted = (uint16_t) (1u << (left ? MC_SIDE_LEFT : MC_SIDE_RIGHT));
	const McDiagnosis *against = NULL;

	if (left == right || check->terminology == NULL)
		return;
	for (size_t i = 0; i < line->npointers; i++)
	{
		const McDiagnosis *d;
		uint16_t side;

		if (line->pointers[i] < 1 || (size_t) line->pointers[i] > claim->ndiagnoses)
			continue;
		d = &claim->diagnoses[line->pointers[i] - 1];
		if (!d->valid)
			continue;
		side = mc_claim_side(check, mc_claim_card(check, d), d->node);
		if (side & (wanted | 1u << MC_SIDE_BILATERAL))
			return;
		if (side & (1u << MC_SIDE_LEFT | 1u << MC_SIDE_RIGHT))
			against = d;
	}
	if (against)
	{
		McClaimFinding *finding =
			mc_claim_find(check, MC_EDIT_LINE_SIDE, mc_claim_hcpcs(check, line->hcpcs),
						  mc_claim_printed(check, against->code));

		mc_finding_add_line(finding, line->number);
		mc_finding_detail(check, finding, "modifier %s", left ? "LT" : "RT");
	}
}

static int
CompareText(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

/* By provider, day, code, modifiers, number */
static int
CompareLines(const void *a, const void *b)
{
	const McClaimLine *left = a;
	const McClaimLine *right = b;
	int order = CompareText(left->provider, right->provider);

	if (order == 0)
		order = (left->day > right->day) - (left->day < right->day);
	if (order == 0)
		order = (left->hcpcs > right->hcpcs) - (left->hcpcs < right->hcpcs);
	if (order == 0)
		order = memcmp(left->modifiers, right->modifiers, sizeof(left->modifiers));
	if (order == 0)
		order = (left->number > right->number) - (left->number < right->number);
	return order;
}

/* The same service as the line before? */
static bool
IsRepeat(const McClaimLine *before, const McClaimLine *line)
{
	return line->hcpcs != MC_HCPCS_NONE && line->hcpcs == before->hcpcs &&
		   line->day == before->day &&
		   CompareText(line->provider, before->provider) == 0 &&
		   memcmp(line->modifiers, before->modifiers, sizeof(line->modifiers)) == 0;
}

static void
CheckRepeats(McClaimCheck *check)
{
	const McClaim *claim = check->claim;

	for (size_t i = 0, next; i < claim->nlines; i = next)
	{
		McClaimFinding *finding;

		for (next = i + 1;
			 next < claim->nlines && IsRepeat(&claim->lines[i], &claim->lines[next]);)
			next++;
		if (next == i + 1 || mc_line_has_modifier(&claim->lines[i], repeats))
			continue;
		finding = Find(check, MC_EDIT_LINE_REPEATED, &claim->lines[i]);
		for (size_t j = i; j < next && j < i + MC_FINDING_LINES; j++)
			mc_finding_add_line(finding, claim->lines[j].number);
	}
}

/* Lines that lack a date are those of the claim's day. */
static void
CompleteDays(McClaimCheck *check)
{
	McClaim *claim = check->claim;
	McClaimFinding *finding = NULL;

	for (size_t i = 0; i < claim->nlines; i++)
	{
		McClaimLine *line = &claim->lines[i];

		if (line->day != MC_DAY_UNKNOWN)
			continue;
		line->day = claim->day;
		if (claim->day == MC_DAY_UNKNOWN)
			continue;
		if (finding == NULL)
			finding = mc_claim_find(check, MC_EDIT_LINE_DATE, NULL, NULL);
		mc_finding_add_line(finding, line->number);
	}
}

void
mc_check_lines(McClaimCheck *check)
{
	McClaim *claim = check->claim;

	CompleteDays(check);
	if (claim->nlines > 1)
		qsort(claim->lines, claim->nlines, sizeof(McClaimLine), CompareLines);
	for (size_t i = 0; i < claim->nlines; i++)
	{
		const McClaimLine *line = &claim->lines[i];

		CheckCode(check, line);
		if (!line->has_units || !(line->units > 0))
			(void) Find(check, MC_EDIT_LINE_UNITS, line);
		for (size_t p = 0; p < line->npointers; p++)
			if (line->pointers[p] < 1 || (size_t) line->pointers[p] > claim->ndiagnoses)
			{
				mc_finding_detail(check, Find(check, MC_EDIT_LINE_POINTER, line),
								  "pointer %d", (int) line->pointers[p]);
				break;
			}
		CheckSide(check, line);
		mc_interrupt(check->host);
	}
	CheckRepeats(check);
}
