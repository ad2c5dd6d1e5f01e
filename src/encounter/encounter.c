/*
 * encounter.c
 *	  The names of settings, documents, authors and sexes.
 */
#include "encounter/encounter.h"

#include <string.h>

static int
ByName(const char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++)
	{
		if (names[i] && strcmp(names[i], name) == 0)
			return i;
	}
	return -1;
}

int
mc_setting_by_name(const char *name)
{
	static const char *const names[MC_NSETTINGS] = {
		[MC_INPATIENT] = "inpatient",
		[MC_OUTPATIENT] = "outpatient",
		[MC_ED] = "ed",
		[MC_OBSERVATION] = "observation",
		[MC_PROFESSIONAL] = "professional",
		[MC_SNF] = "snf",
		[MC_REHAB] = "rehab",
		[MC_HOME_HEALTH] = "home_health",
		[MC_HOSPICE] = "hospice",
	};

	return ByName(names, MC_NSETTINGS, name);
}

int
mc_document_kind_by_name(const char *name)
{
	static const struct
	{
		const char *name;
		McDocumentKind kind;
	} kinds[] = {
		{"progress", MC_DOC_PROGRESS},
		{"progress_note", MC_DOC_PROGRESS},
		{"office_visit", MC_DOC_PROGRESS},
		{"consultation", MC_DOC_PROGRESS},
		{"consult", MC_DOC_PROGRESS},
		{"telehealth", MC_DOC_PROGRESS},
		{"admission", MC_DOC_ADMISSION},
		{"history_and_physical", MC_DOC_ADMISSION},
		{"h_and_p", MC_DOC_ADMISSION},
		{"ed_note", MC_DOC_ADMISSION},
		{"emergency", MC_DOC_ADMISSION},
		{"discharge", MC_DOC_DISCHARGE},
		{"discharge_summary", MC_DOC_DISCHARGE},
		{"operative", MC_DOC_OPERATIVE},
		{"operative_note", MC_DOC_OPERATIVE},
		{"procedure_note", MC_DOC_OPERATIVE},
		{"radiology", MC_DOC_RADIOLOGY},
		{"radiology_report", MC_DOC_RADIOLOGY},
		{"imaging", MC_DOC_RADIOLOGY},
		{"pathology", MC_DOC_PATHOLOGY},
		{"pathology_report", MC_DOC_PATHOLOGY},
		{"laboratory", MC_DOC_LABORATORY},
		{"lab", MC_DOC_LABORATORY},
		{"nursing", MC_DOC_NURSING},
		{"nursing_note", MC_DOC_NURSING},
		{"problem_list", MC_DOC_PROBLEM_LIST},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
	{
		if (strcmp(kinds[i].name, name) == 0)
			return (int) kinds[i].kind;
	}
	return -1;
}

int
mc_author_by_name(const char *name)
{
	static const char *const providers[] = {
		"provider",           "physician",           "surgeon",   "resident",
		"nurse_practitioner", "physician_assistant", "attending", "psychologist"};
	static const char *const clinicians[] = {
		"clinician",     "nurse",        "dietitian", "therapist", "pharmacist", "emt",
		"social_worker", "case_manager", "coder",     "patient",   "technician"};

	if (ByName(providers, (int) (sizeof(providers) / sizeof(providers[0])), name) >= 0)
		return MC_AUTHOR_PROVIDER;
	return ByName(clinicians, (int) (sizeof(clinicians) / sizeof(clinicians[0])), name) >=
				   0
			   ? MC_AUTHOR_CLINICIAN
			   : -1;
}

int
mc_sex_by_name(const char *name)
{
	static const struct
	{
		const char *name;
		McSex sex;
	} sexes[] = {
		{"F", MC_FEMALE},      {"f", MC_FEMALE},      {"female", MC_FEMALE},
		{"M", MC_MALE},        {"m", MC_MALE},        {"male", MC_MALE},
		{"U", MC_SEX_UNKNOWN}, {"u", MC_SEX_UNKNOWN}, {"unknown", MC_SEX_UNKNOWN},
	};

	for (size_t i = 0; i < sizeof(sexes) / sizeof(sexes[0]); i++)
	{
		if (strcmp(sexes[i].name, name) == 0)
			return (int) sexes[i].sex;
	}
	return -1;
}
