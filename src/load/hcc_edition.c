/*
 * hcc_edition.c
 *		What the name of a release of a risk adjustment file tells.
 */
#include "load/hcc_edition.h"

#include <string.h>

#include "load/line_file.h"

/* The first payment year; risk scores with diagnoses began in 2000. */
#define FIRST_YEAR 2000
#define LAST_YEAR  2099

/* The year of "PY2026" at the beginning of a text, or 0 */
static int
PaymentYear(const char *text)
{
	int year;

	if (text[0] != 'P' || text[1] != 'Y')
		return 0;
	year = mc_digits(text + 2, 4);
	if (year < FIRST_YEAR || year > LAST_YEAR || (text[6] != '\0' && text[6] != '-'))
		return 0;
	return year;
}

bool
mc_hcc_edition_read(const char *release, McHccEdition *edition)
{
	const char *at = release;

	memset(edition, 0, sizeof(*edition));
	while (at && PaymentYear(at) == 0)
	{
		at = strchr(at, '-');
		if (at)
			at++;
	}
	if (!at)
		return false;
	if (at > release &&
		!mc_risk_model_name(release, (size_t) (at - 1 - release), edition->model))
		return false;
	edition->first_year = PaymentYear(at);
	edition->last_year = edition->first_year;
	if (at[6] == '-' && PaymentYear(at + 7) > edition->first_year)
		edition->last_year = PaymentYear(at + 7);
	return true;
}
