/*
 * drug_substance_test.c
 *	  The table of drugs: its order, on which look-ups rely, and its codes; sex and age of codes.
 */
#include <stdio.h>
#include <string.h>

#include "encounter/case.h"
#include "encounter/drug_substance.h"
#include "encounter/patient_limit.h"

static int number;
static int failed;

static void
Check(bool good, const char *what)
{
	number++;
	failed += !good;
	printf("%s %d - %s\n", good ? "ok" : "not ok", number, what);
}

int
main(void)
{
	size_t count;
	const McSubstance *list = mc_substances(&count);
	McSubstance penicillin = {"penicillin", "T36.0X"};
	McSubstance antibiotic = {"antibiotic", "T36.9"};
	bool ascending = true;
	bool in_block = true;

	for (size_t i = 0; i < count; i++)
	{
		size_t length = strlen(list[i].stem);

		ascending &= i == 0 || strcmp(list[i - 1].name, list[i].name) < 0;
		in_block &= list[i].stem[0] == 'T' && (length == 6 || length == 5) &&
					strncmp(list[i].stem, "T36", 3) >= 0 &&
					strncmp(list[i].stem, "T50", 3) <= 0;
	}
	Check(ascending, "names ascend, none twice");
	Check(in_block, "groups are those of T36-T50");
	Check(mc_substance_code(&penicillin, MC_ADVERSE, 'A') == mc_code("T36.0X5A"),
		  "the intent is the sixth character");
	Check(mc_substance_code(&antibiotic, MC_UNDERDOSED, 'A') == mc_code("T36.96XA"),
		  "of T36.9 the fifth");
	Check(mc_sex_of_code(mc_code("N80.9")) == MC_FEMALE, "endometriosis is of women");
	Check(mc_sex_of_code(mc_code("C61")) == MC_MALE, "the prostate is of men");
	Check(mc_sex_of_code(mc_code("I10")) == MC_SEX_UNKNOWN, "hypertension is of both");
	Check(!mc_is_for_age(mc_code("O09.90"), 70 * 365 + 20), "no pregnancy at seventy");
	Check(mc_is_for_age(mc_code("O09.90"), 30 * 365 + 20), "but at thirty");
	Check(!mc_is_for_age(mc_code("I25.10"), 6 * 365), "no coronary disease at six");
	Check(mc_is_for_age(mc_code("Z38.00"), 0) && !mc_is_for_age(mc_code("Z38.00"), 800),
		  "newborns are newborn");
	printf("1..%d\n", number);
	return failed > 0;
}
