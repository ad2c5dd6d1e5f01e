/*
 * edition.c
 *		Which release, valid on which dates, a load of official codes is for.
 */
#include "terminology/edition.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rangetypes.h"

#define LOAD_HINT "SELECT * FROM medcode.load_file('icd10cm_order_2026.txt', 'FY2026');"

#define MAX_RELEASE_LENGTH 63

/* Which fiscal year, and whether its April update, a release is named for */
static bool
IsFiscalYear(const char *release, int *year, bool *april)
{
	if (strlen(release) < 6 || strncmp(release, "FY20", 4) != 0 ||
		!isdigit((unsigned char) release[4]) || !isdigit((unsigned char) release[5]))
		return false;
	*year = 2000 + (release[4] - '0') * 10 + (release[5] - '0');
	*april = strcmp(release + 6, "-April") == 0;
	return *april || release[6] == '\0';
}

/*
 * The release that the publisher's name of a file tells, or NULL:
 * icd10cm_order_2026.txt, icd10cm-order-April-2026.txt.
 */
static char *
ReleaseOfPath(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *name = pstrdup(slash ? slash + 1 : path);
	char *dot = strrchr(name, '.');
	char *rest = NULL;
	char *word;
	bool april = false;

	if (dot)
		*dot = '\0';
	word = strtok_r(name, "-_ ", &rest);
	if (!word || pg_strcasecmp(word, "icd10cm") != 0)
		return NULL;
	word = strtok_r(NULL, "-_ ", &rest);
	if (!word || pg_strcasecmp(word, "order") != 0)
		return NULL;
	word = strtok_r(NULL, "-_ ", &rest);
	if (word && pg_strcasecmp(word, "april") == 0)
	{
		april = true;
		word = strtok_r(NULL, "-_ ", &rest);
		if (word && strcmp(word, "1") == 0)
			word = strtok_r(NULL, "-_ ", &rest);
	}
	if (!word || strlen(word) != 4 || strncmp(word, "20", 2) != 0 ||
		strspn(word, "0123456789") != 4 || strtok_r(NULL, "-_ ", &rest))
		return NULL;
	return psprintf("FY%s%s", word, april ? "-April" : "");
}

void
mc_edition_read(FunctionCallInfo fcinfo, const char *path, McEdition *edition)
{
	edition->release = NULL;
	edition->has_effective = false;
	edition->effective = (Datum) 0;
	edition->context = CurrentMemoryContext;

	if (!PG_ARGISNULL(1))
		edition->release = text_to_cstring(PG_GETARG_TEXT_PP(1));
	else if (path)
		edition->release = ReleaseOfPath(path);
	if (!edition->release)
		ereport(
			ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("the release is not known"),
			 errdetail("An order file does not tell its edition%s.",
					   path ? ", and the name of this one does not either" : ""),
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
mc_edition_agrees(McEdition *edition, const char *origin, Datum effective)
{
	MemoryContext old;

	if (strcmp(origin, "official") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("release \"%s\" of " MC_EDITION_SYSTEM " is not the publisher's",
						edition->release),
				 errdetail("It is of origin \"%s\".", origin),
				 errhint("Load the file under another name: %s", MC_EDITION_RANGE_HINT)));
	if (edition->has_effective &&
		!DatumGetBool(OidFunctionCall2(F_RANGE_EQ, effective, edition->effective)))
		return false;
	old = MemoryContextSwitchTo(edition->context);
	edition->effective = PointerGetDatum(PG_DETOAST_DATUM_COPY(effective));
	MemoryContextSwitchTo(old);
	return true;
}

/* The dates that the name of the release stands for */
static Datum
EffectiveOfRelease(const char *release)
{
	int year;
	bool april;
	Oid input;
	Oid element;

	if (!IsFiscalYear(release, &year, &april))
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the effective dates of release \"%s\" are not known", release),
			 errdetail("They follow from names such as FY2026 and FY2026-April only."),
			 errhint("Give them: %s", MC_EDITION_RANGE_HINT)));
	getTypeInputInfo(DATERANGEOID, &input, &element);
	return OidInputFunctionCall(input,
								psprintf("[%04d-%s,%04d-10-01)", april ? year : year - 1,
										 april ? "04-01" : "10-01", year),
								element, -1);
}

void
mc_edition_date_by_name(McEdition *edition)
{
	MemoryContext old;

	if (edition->has_effective)
		return;
	old = MemoryContextSwitchTo(edition->context);
	edition->effective = EffectiveOfRelease(edition->release);
	MemoryContextSwitchTo(old);
}
