/*
 * risk_term.c
 *		Reading the names of terms.
 */
#include "risk/risk_term.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

/* Read digits; *at moves behind them.  -1 if there are none. */
static int
ReadNumber(const char **at)
{
	int value = 0;
	const char *from = *at;

	while (**at >= '0' && **at <= '9' && *at - from < 5)
		value = value * 10 + (*(*at)++ - '0');
	return *at == from ? -1 : value;
}

/* F65_69, M95_GT, and of new enrollees F65 */
static bool
ReadCell(const char *at, bool single, McRiskTerm *term)
{
	if (*at != 'F' && *at != 'M')
		return false;
	term->sex = *at++;
	term->low = ReadNumber(&at);
	if (term->low < 0)
		return false;
	term->high = term->low;
	if (*at == '\0')
		return single;
	if (*at++ != '_')
		return false;
	if (strcmp(at, "GT") == 0)
	{
		term->high = INT_MAX;
		return true;
	}
	term->high = ReadNumber(&at);
	return *at == '\0' && term->high >= term->low;
}

/* NMCAID_ORIGDIS_NEF65 */
static bool
ReadNewEnrollee(const char *at, McRiskTerm *term)
{
	term->medicaid = *at != 'N';
	at += !term->medicaid;
	if (strncmp(at, "MCAID_", strlen("MCAID_")) != 0)
		return false;
	at += strlen("MCAID_");
	term->originally = *at != 'N';
	at += !term->originally;
	if (strncmp(at, "ORIGDIS_NE", strlen("ORIGDIS_NE")) != 0)
		return false;
	return ReadCell(at + strlen("ORIGDIS_NE"), true, term);
}

/* D4, D10P */
static bool
ReadCount(const char *at, McRiskTerm *term)
{
	if (*at++ != 'D')
		return false;
	term->low = ReadNumber(&at);
	term->high = *at == 'P' ? INT_MAX : term->low;
	at += *at == 'P';
	return term->low > 0 && *at == '\0';
}

bool
mc_risk_term_read(const char *name, McRiskTerm *term)
{
	term->sex = 0;
	term->low = term->high = 0;
	term->medicaid = term->originally = false;
	if (ReadCell(name, false, term))
		term->kind = MC_RISK_AGE_SEX;
	else if (ReadNewEnrollee(name, term))
		term->kind = MC_RISK_NEW_ENROLLEE;
	else if (ReadCount(name, term))
	{
		term->kind = MC_RISK_COUNT;
		term->sex = 0;
	}
	else if (strcasecmp(name, "LTIMCAID") == 0)
		term->kind = MC_RISK_MEDICAID;
	else if (strcasecmp(name, "ORIGDS") == 0 ||
			 strcasecmp(name, "OriginallyDisabled_Female") == 0 ||
			 strcasecmp(name, "OriginallyDisabled_Male") == 0)
	{
		term->kind = MC_RISK_ORIGINALLY_DISABLED;
		term->sex = strcasecmp(name, "ORIGDS") == 0                     ? 0
					: strchr("Ff", name[strlen("OriginallyDisabled_")]) ? 'F'
																		: 'M';
	}
	else
		return false;
	return true;
}

int
mc_risk_hcc_read(const char *text, size_t length)
{
	int value = 0;

	if (length < 4 || length > 7 || strncasecmp(text, "HCC", 3) != 0)
		return 0;
	for (size_t i = 3; i < length; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return 0;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}
