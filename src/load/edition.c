/*
 * edition.c
 *		Which release, valid on which dates, a load of official codes is for.
 */
#include "load/edition.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"
#include "utils/rangetypes.h"

#include "load/hcc_edition.h"
#include "load/line_file.h"
#include "load/ncci_load.h"

#define LOAD_HINT "SELECT * FROM medcode.load_file('icd10cm_order_2026.txt', 'FY2026');"

#define HCC_HINT "SELECT * FROM medcode.load_file('F2824T1N.TXT', 'V28-PY2024');"

#define MAX_RELEASE_LENGTH 63

/*
 * The release that the publisher's name of a file tells, or NULL:
 * icd10cm_order_2026.txt, icd10cm-tabular-April-1-2026.xml, POAexemptCodesFY26.txt,
 * HCPC2019_CONTR_ANWEB.txt, 2018_I9gem.txt, CMS32_DESC_LONG_DX.txt,
 * ra_dx_to_cc_2026.csv, ccipra-v321r0-f1.txt.
 */
static char *
ReleaseOfPath(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = asc_tolower(slash ? slash + 1 : path, strlen(slash ? slash + 1 : path));
	bool april = strstr(name, "april") != NULL || strstr(name, "_apr_") != NULL;
	bool calendar = strncmp(name, "hcpc", 4) == 0;
	bool payment = strncmp(name, "ra_", 3) == 0;
	char *found = NULL;

	found = mc_ncci_release_of_name(name);
	if (found)
		return found;
	/* editions of ICD-9-CM are numbered: 32 is that of fiscal year 2015, the last */
	if (strncmp(name, "cms", 3) == 0 && mc_digits(name + 3, 2) > 0 &&
		!isdigit((unsigned char) name[5]))
		return psprintf("FY%d", 1983 + mc_digits(name + 3, 2));
	for (char *at = name; *at && !found; at++)
	{
		if (at > name && isdigit((unsigned char) at[-1]))
			continue;
		if (mc_digits(at, 4) / 100 == 20 && !isdigit((unsigned char) at[4]))
			found = psprintf(payment ? "PY%.4s" : calendar ? "%.4s" : "FY%.4s", at);
		else if (strncmp(at, "fy", 2) == 0 && mc_digits(at + 2, 2) > 0 &&
				 !isdigit((unsigned char) at[4]))
			found = psprintf("FY20%.2s", at + 2);
	}
	return found && april && !calendar ? psprintf("%s-April", found) : found;
}

/*
 * The dates that the name of a release stands for, as a daterange's text, or
 * NULL.  Only HCPCS and NCCI go by calendar years: who calls ICD-10-CM's edition 2025
 * may well mean FY2025.
 */
static char *
DatesOfRelease(const char *release, bool calendar)
{
	int year;
	int month;
	int day;

	/* FY2026: from 1 October of the year before; FY2026-April: its update */
	if (strncmp(release, "FY", 2) == 0 && (year = mc_digits(release + 2, 4)) > 0)
	{
		if (release[6] == '\0')
			return psprintf("[%04d-10-01,%04d-10-01)", year - 1, year);
		if (strcmp(release + 6, "-April") == 0)
			return psprintf("[%04d-04-01,%04d-10-01)", year, year);
		return NULL;
	}
	if ((year = mc_digits(release, 4)) <= 0)
		return NULL;
	/*
	 * 2019: the calendar year; 2019-Q3, 2019-Q3-part: a quarter; 2026-07-31: from that day on,
	 * 2026-07-31-part as well
	 */
	if (release[4] == '\0' && calendar)
		return psprintf("[%04d-01-01,%04d-01-01)", year, year + 1);
	if (release[4] != '-')
		return NULL;
	if (calendar && release[5] == 'Q' && release[6] >= '1' && release[6] <= '4' &&
		(release[7] == '\0' || release[7] == '-'))
	{
		month = (release[6] - '1') * 3 + 1;
		return psprintf("[%04d-%02d-01,%04d-%02d-01)", year, month, year + (month == 10),
						month == 10 ? 1 : month + 3);
	}
	if ((month = mc_digits(release + 5, 2)) > 0 && release[7] == '-' &&
		(day = mc_digits(release + 8, 2)) > 0 &&
		(release[10] == '\0' || release[10] == '-'))
		return psprintf("[%04d-%02d-%02d,)", year, month, day);
	return NULL;
}

/* The dates of service that count for the payment years of a release, or NULL */
static char *
DatesOfPayment(const char *release)
{
	McHccEdition hcc;

	if (!mc_hcc_edition_read(release, &hcc))
		return NULL;
	return psprintf("[%04d-01-01,%04d-01-01)", hcc.first_year - 1, hcc.last_year);
}

void
mc_edition_read(FunctionCallInfo fcinfo, const char *told, const char *path,
				McEdition *edition)
{
	edition->release = NULL;
	edition->has_effective = false;
	edition->effective = (Datum) 0;
	edition->context = CurrentMemoryContext;

	if (!PG_ARGISNULL(1))
		edition->release = text_to_cstring(PG_GETARG_TEXT_PP(1));
	else if (told)
		edition->release = told;
	else if (path)
		edition->release = ReleaseOfPath(path);
	if (!edition->release)
		ereport(
			ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("the release is not known"),
			 errdetail("The content does not tell its edition%s.",
					   path ? ", and the name of the file does not either" : ""),
			 errhint("Name it: %s",
					 path ? LOAD_HINT
						  : "SELECT * FROM medcode.load_content(content, 'FY2026');")));
	if (edition->release[0] == '\0' || strlen(edition->release) > MAX_RELEASE_LENGTH ||
		edition->release[strspn(edition->release,
								"abcdefghijklmnopqrstuvwxyz"
								"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] != '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("not a name of a release"),
				 errdetail("A release has 1 to %d letters, digits, or characters of -_.",
						   MAX_RELEASE_LENGTH),
				 errhint("%s", LOAD_HINT)));

	if (!PG_ARGISNULL(2))
	{
		RangeType *effective = PG_GETARG_RANGE_P_COPY(2);

		if (range_get_flags(effective) & (RANGE_EMPTY | RANGE_LB_INF))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the effective dates of a release must have a first day"),
					 errhint("%s", MC_EDITION_RANGE_HINT)));
		edition->effective = RangeTypePGetDatum(effective);
		edition->has_effective = true;
	}
}

bool
mc_edition_agrees(McEdition *edition, Datum effective)
{
	MemoryContext old;

	if (edition->has_effective &&
		!DatumGetBool(OidFunctionCall2(F_RANGE_EQ, effective, edition->effective)))
		return false;
	old = MemoryContextSwitchTo(edition->context);
	edition->effective = PointerGetDatum(PG_DETOAST_DATUM_COPY(effective));
	MemoryContextSwitchTo(old);
	return true;
}

void
mc_edition_date_by_name(McEdition *edition, const char *code_system)
{
	MemoryContext old;
	char *dates;
	Oid input;
	Oid element;

	if (edition->has_effective)
		return;
	old = MemoryContextSwitchTo(edition->context);
	if (strcmp(code_system, MC_HCC_CODE_SYSTEM) == 0)
		dates = DatesOfPayment(edition->release);
	else
		dates =
			DatesOfRelease(edition->release, strncmp(code_system, "hcpcs", 5) == 0 ||
												 strncmp(code_system, "ncci", 4) == 0);
	if (!dates && strcmp(code_system, MC_HCC_CODE_SYSTEM) == 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("release \"%s\" tells no payment year", edition->release),
			 errdetail(
				 "Releases of risk adjustment files are named PY2026, or V28-PY2026 where the file does not name its model."),
			 errhint("%s", HCC_HINT)));
	if (!dates)
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the effective dates of release \"%s\" are not known",
					edition->release),
			 errdetail(
				 "They follow from names such as FY2026, FY2026-April and 2026-07-31, and for HCPCS and NCCI 2024 and 2024-Q3, only."),
			 errhint("Give them: %s", MC_EDITION_RANGE_HINT)));
	getTypeInputInfo(DATERANGEOID, &input, &element);
	edition->effective = OidInputFunctionCall(input, dates, element, -1);
	MemoryContextSwitchTo(old);
}
