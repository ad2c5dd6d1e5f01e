/*
 * diagnosis_patient.c
 *		Diagnoses of a claim against the patient and the setting: age, sex, acute
 *		stroke, present on admission (Medicare Code Editor; ICD-10-CM Guidelines
 *		I.C.9.d, appendix I).
 */
#include <string.h>

#include "claim/claim.h"
#include "encounter/case.h"
#include "encounter/patient_limit.h"

/* Acute stroke, within the stay that treats it */
static const char acute_stroke[] = "I60 I61 I62 I63";

static McClaimFinding *
Find(McClaimCheck *check, McClaimEdit edit, const McDiagnosis *d)
{
	return mc_claim_find(check, edit, mc_claim_printed(check, d->code), NULL);
}

/* The editor is that of hospital claims; elsewhere its lists are a hint. */
static void
Soften(const McClaimCheck *check, McClaimFinding *finding)
{
	if (finding && check->claim->setting != MC_INPATIENT)
		finding->severity = MC_FINDING_WARNING;
}

static void
CheckAge(McClaimCheck *check, const McDiagnosis *d)
{
	int age = check->claim->age_years;
	bool loaded = false;
	McClaimFinding *finding;

	if (age == MC_AGE_UNKNOWN)
		return;
	for (McMceList list = MC_MCE_NEWBORN; list <= MC_MCE_ADULT; list++)
	{
		McMce mce;
		McListed listed = check->files->mce(list, d->code, check->claim->day, &mce);

		loaded = loaded || listed != MC_NOT_LOADED;
		if (listed != MC_LISTED || (age >= mce.age_from && age <= mce.age_to))
			continue;
		finding = Find(check, MC_EDIT_DX_AGE, d);
		mc_finding_detail(check, finding, "ages %d to %d, the patient is %d",
						  mce.age_from, mce.age_to, age);
		Soften(check, finding);
		return;
	}
	/* without a file the headings that the lists have in common */
	if (!loaded && !mc_is_for_age(d->code, age * 36525 / 100 + 1))
	{
		finding = Find(check, MC_EDIT_DX_AGE, d);
		mc_finding_detail(check, finding, "the patient is %d", age);
		Soften(check, finding);
	}
}

static void
CheckSex(McClaimCheck *check, const McDiagnosis *d)
{
	McSex sex = check->claim->sex;
	McMceList other = sex == MC_FEMALE ? MC_MCE_MALE : MC_MCE_FEMALE;
	McMce mce;
	McListed listed;

	if (sex == MC_SEX_UNKNOWN)
		return;
	listed = check->files->mce(other, d->code, check->claim->day, &mce);
	if (listed == MC_LISTED ||
		(listed == MC_NOT_LOADED && mc_sex_of_code(d->code) != MC_SEX_UNKNOWN &&
		 mc_sex_of_code(d->code) != sex))
		Soften(check, Find(check, MC_EDIT_DX_SEX, d));
}

/* Places of service that belong to a hospital or the way there */
static bool
IsHospital(int place)
{
	return place == 19 || (place >= 21 && place <= 23) || place == 41 || place == 42 ||
		   place == 51 || place == 61;
}

static void
CheckStroke(McClaimCheck *check, const McDiagnosis *d)
{
	const McClaim *claim = check->claim;
	bool known = false;
	McClaimFinding *finding;

	if (claim->setting != MC_PROFESSIONAL || !mc_code_in(d->code, acute_stroke))
		return;
	for (size_t i = 0; i < claim->nlines; i++)
	{
		if (IsHospital(claim->lines[i].place))
			return;
		known = known || claim->lines[i].place > 0;
	}
	finding = Find(check, MC_EDIT_DX_STROKE, d);
	/* where the place is not given it may have been a hospital */
	if (finding && !known)
		finding->severity = MC_FINDING_REVIEW;
}

/* Present on admission, of a stay */
static void
CheckPoa(McClaimCheck *check, const McDiagnosis *d)
{
	bool given = d->poa != '\0' && d->poa != '1' && d->poa != ' ';
	McListed exempt;
	McClaimFinding *finding;

	if (given && strchr("YNUW", d->poa) == NULL)
	{
		(void) Find(check, MC_EDIT_POA_INVALID, d);
		return;
	}
	exempt = check->files->poa_exempt(d->code, check->claim->day);
	if (exempt == MC_NOT_LOADED)
		mc_claim_missing(check, MC_EDIT_NO_POA, check->claim->day);
	else if (exempt == MC_LISTED && given)
		(void) Find(check, MC_EDIT_POA_EXEMPT, d);
	else if (exempt == MC_NOT_LISTED && !given)
	{
		finding = Find(check, MC_EDIT_POA_MISSING, d);
		if (d->poa == '1')
			mc_finding_detail(check, finding, "1 is for exempt codes");
	}
}

void
mc_check_patient(McClaimCheck *check)
{
	const McClaim *claim = check->claim;

	for (size_t i = 0; i < claim->ndiagnoses; i++)
	{
		const McDiagnosis *d = &claim->diagnoses[i];
		McMce mce;

		if (!d->valid)
			continue;
		CheckAge(check, d);
		CheckSex(check, d);
		CheckStroke(check, d);
		if (check->files->mce(MC_MCE_WRONG_PROCEDURE, d->code, claim->day, &mce) ==
			MC_LISTED)
			(void) Find(check, MC_EDIT_DX_WRONG_PROCEDURE, d);
		if (claim->setting == MC_INPATIENT && claim->poa_given)
			CheckPoa(check, d);
	}
	if (claim->setting == MC_INPATIENT && !claim->poa_given && claim->ndiagnoses > 0)
		mc_finding_detail(check, mc_claim_find(check, MC_EDIT_POA_MISSING, NULL, NULL),
						  "no diagnosis has one");
}
