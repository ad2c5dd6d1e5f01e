/*
 * claim_ncci.c
 *		NCCI edits of the lines of one provider and day: pairs, units, add-on codes.
 *
 * The lines are sorted by provider, day and code, so that those of a day stand
 * together, and in it those of a code.  A pair is looked for from whichever side
 * is shorter, the codes of the day or the edits of a code: a day of any size costs no more
 * than the edits of its codes.
 */
#include <string.h>

#include "claim/claim.h"

/* Modifiers that let an edit of indicator 1 pass (NCCI Policy Manual, chapter I) */
static const char associated[] =
	"24 25 27 57 58 59 78 79 91 E1 E2 E3 E4 F1 F2 F3 F4 F5 F6 F7 F8 F9 FA LC LD LM LT RC RI RT T1 "
	"T2 T3 T4 T5 T6 T7 T8 T9 TA XE XP XS XU";

/* Modifiers of another provider: an assistant at surgery has units of his own */
static const char assistant[] = "80 81 82 AS";

/* The lines of a code on the day */
typedef struct CodeLines
{
	uint32_t code;
	const McClaimLine *lines;
	size_t count;
} CodeLines;

typedef struct Day
{
	CodeLines *codes; /* ascending */
	size_t ncodes;
	int32_t day;
} Day;

static const CodeLines *
FindCode(const Day *day, uint32_t code)
{
	size_t low = 0;
	size_t high = day->ncodes;

	while (low < high)
	{
		size_t mid = low + (high - low) / 2;

		if (day->codes[mid].code < code)
			low = mid + 1;
		else
			high = mid;
	}
	return low < day->ncodes && day->codes[low].code == code ? &day->codes[low] : NULL;
}

/* Lines without a modifier that lets the edit pass, added to the finding; their number */
static size_t
AddOpenLines(McClaimFinding *finding, const CodeLines *code)
{
	size_t n = 0;

	for (size_t i = 0; i < code->count; i++)
		if (!mc_line_has_modifier(&code->lines[i], associated))
		{
			if (finding)
				mc_finding_add_line(finding, code->lines[i].number);
			n++;
		}
	return n;
}

/* An edit that holds: does a modifier on either code let it pass? */
static void
Report(McClaimCheck *check, const Day *day, const CodeLines *column1,
	   const CodeLines *column2, const McPtpPair *pair)
{
	bool open = AddOpenLines(NULL, column1) > 0 && AddOpenLines(NULL, column2) > 0;
	McClaimEdit edit = pair->indicator == 0 ? MC_EDIT_PTP_NEVER
					   : open               ? MC_EDIT_PTP_MODIFIER
											: MC_EDIT_PTP_DOCUMENT;
	McClaimFinding *finding =
		mc_claim_find(check, edit, mc_claim_hcpcs(check, column1->code),
					  mc_claim_hcpcs(check, column2->code));

	if (finding == NULL)
		return;
	finding->day = day->day;
	if (edit == MC_EDIT_PTP_MODIFIER)
	{
		(void) AddOpenLines(finding, column1);
		(void) AddOpenLines(finding, column2);
		return;
	}
	for (size_t i = 0; i < column1->count && i < MC_FINDING_LINES / 2; i++)
		mc_finding_add_line(finding, column1->lines[i].number);
	for (size_t i = 0; i < column2->count && i < MC_FINDING_LINES / 2; i++)
		mc_finding_add_line(finding, column2->lines[i].number);
}

/* The edits of one column one code against the other codes of the day; false: none are loaded */
static bool
CheckPairsOf(McClaimCheck *check, const Day *day, const CodeLines *column1)
{
	const uint8_t *list;
	size_t count;
	int on = check->files->ptp_day(day->day);
	McPtpPair pair;

	if (check->files->ptp(check->claim, column1->code, day->day, &list, &count) ==
		MC_NOT_LOADED)
		return false;
	if (day->ncodes <= count)
	{
		for (size_t i = 0; i < day->ncodes; i++)
			if (&day->codes[i] != column1 &&
				mc_ptp_list_find(list, count, day->codes[i].code, on, &pair))
				Report(check, day, column1, &day->codes[i], &pair);
		return true;
	}
	for (size_t i = 0; i < count; i++)
	{
		const CodeLines *column2;

		mc_ptp_pair_read(list + i * MC_PTP_PAIR_SIZE, &pair);
		column2 = mc_ptp_pair_holds(&pair, on) ? FindCode(day, pair.column2) : NULL;
		if (column2 && column2 != column1)
			Report(check, day, column1, column2, &pair);
	}
	return true;
}

static void
CheckPairs(McClaimCheck *check, const Day *day)
{
	if (day->ncodes < 2)
		return;
	for (size_t i = 0; i < day->ncodes; i++)
	{
		if (!CheckPairsOf(check, day, &day->codes[i]))
		{
			mc_claim_missing(check, MC_EDIT_NO_PTP, day->day);
			return;
		}
		mc_interrupt(check->host);
	}
}

/* Units of a code: of each line, or of the day */
static bool
CheckUnits(McClaimCheck *check, const Day *day, const CodeLines *code)
{
	const McMue *mue;
	McListed listed = check->files->mue(check->claim, code->code, day->day, &mue);
	McClaimFinding *finding;
	double sum = 0;

	if (listed != MC_LISTED)
		return listed != MC_NOT_LOADED;
	for (size_t i = 0; i < code->count; i++)
	{
		const McClaimLine *line = &code->lines[i];

		if (!line->has_units || !(line->units > 0) ||
			mc_line_has_modifier(line, assistant))
			continue;
		sum += line->units;
		if (mue->mai != 1 || line->units <= mue->units)
			continue;
		finding = mc_claim_find(check, MC_EDIT_MUE_LINE,
								mc_claim_hcpcs(check, code->code), NULL);
		mc_finding_add_line(finding, line->number);
		mc_finding_detail(check, finding, "%g units, the edit has %d", line->units,
						  (int) mue->units);
		if (finding)
			finding->day = day->day;
	}
	if (mue->mai == 1 || sum <= mue->units)
		return true;
	finding =
		mc_claim_find(check, mue->mai == 2 ? MC_EDIT_MUE_POLICY : MC_EDIT_MUE_CLINICAL,
					  mc_claim_hcpcs(check, code->code), NULL);
	for (size_t i = 0; i < code->count && i < MC_FINDING_LINES; i++)
		mc_finding_add_line(finding, code->lines[i].number);
	mc_finding_detail(check, finding, "%g units on the day, the edit has %d", sum,
					  (int) mue->units);
	if (finding)
		finding->day = day->day;
	return true;
}

/* A code that is added to others: is one of them there? */
static bool
CheckAddOn(McClaimCheck *check, const Day *day, const CodeLines *code)
{
	const McAddOn *list;
	size_t count;
	McListed listed = check->files->add_on(code->code, day->day, &list, &count);
	bool all_listed = true;
	bool any = false;
	McClaimFinding *finding;

	if (listed != MC_LISTED)
		return listed != MC_NOT_LOADED;
	for (size_t i = 0; i < count; i++)
	{
		if (day->day < list[i].from || day->day > list[i].to)
			continue;
		any = true;
		if (list[i].primary != MC_HCPCS_NONE && FindCode(day, list[i].primary))
			return true;
		if (list[i].type != 1)
			all_listed = false;
	}
	/* where the contractor decides, any other code may be the one */
	if (!any || (!all_listed && list[0].primary == MC_HCPCS_NONE && day->ncodes > 1))
		return true;
	finding =
		mc_claim_find(check, all_listed ? MC_EDIT_ADD_ON_ALONE : MC_EDIT_ADD_ON_REVIEW,
					  mc_claim_hcpcs(check, code->code), NULL);
	for (size_t i = 0; i < code->count && i < MC_FINDING_LINES; i++)
		mc_finding_add_line(finding, code->lines[i].number);
	if (finding)
		finding->day = day->day;
	return true;
}

static void
CheckDay(McClaimCheck *check, const Day *day)
{
	CheckPairs(check, day);
	for (size_t i = 0; i < day->ncodes; i++)
	{
		if (!CheckUnits(check, day, &day->codes[i]))
			mc_claim_missing(check, MC_EDIT_NO_MUE, day->day);
		if (!CheckAddOn(check, day, &day->codes[i]))
			mc_claim_missing(check, MC_EDIT_NO_ADD_ON, day->day);
	}
}

static bool
IsSameDay(const McClaimLine *a, const McClaimLine *b)
{
	return a->day == b->day && (a->provider == NULL || b->provider == NULL
									? a->provider == b->provider
									: strcmp(a->provider, b->provider) == 0);
}

void
mc_check_ncci(McClaimCheck *check)
{
	const McClaim *claim = check->claim;
	Day day = {.codes = mc_alloc(check->host, (claim->nlines + 1) * sizeof(CodeLines))};

	for (size_t i = 0, next; i < claim->nlines; i = next)
	{
		day.ncodes = 0;
		day.day = claim->lines[i].day;
		for (next = i;
			 next < claim->nlines && IsSameDay(&claim->lines[i], &claim->lines[next]);
			 next++)
		{
			const McClaimLine *line = &claim->lines[next];

			if (line->hcpcs == MC_HCPCS_NONE)
				continue;
			if (day.ncodes == 0 || day.codes[day.ncodes - 1].code != line->hcpcs)
				day.codes[day.ncodes++] = (CodeLines){.code = line->hcpcs, .lines = line};
			day.codes[day.ncodes - 1].count++;
		}
		if (day.day != MC_DAY_UNKNOWN && day.ncodes > 0)
			CheckDay(check, &day);
	}
}
