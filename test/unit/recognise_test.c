/*
 * recognise_test.c
 *		No file of codes may be taken for one of another kind.
 *
 * With MEDCODE_DATA set, all official files under it are tried.
 */
#define _XOPEN_SOURCE 700

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/add_on_file.h"
#include "load/conversion_file.h"
#include "load/coverage_file.h"
#include "load/gem_file.h"
#include "load/hcpcs_csv_file.h"
#include "load/hcpcs_file.h"
#include "load/icd9cm_file.h"
#include "load/mce_file.h"
#include "load/mue_file.h"
#include "load/pcs_file.h"
#include "load/poa_file.h"
#include "load/ptp_file.h"
#include "load/reason_file.h"
#include "test_host.h"

#define TITLE "A short title                                                "

static bool
recognise_gem_icd9cm(const char *content, size_t length)
{
	return mc_gem_recognise(content, length, MC_GEM_FROM_ICD9CM);
}

static bool
recognise_gem_icd10cm(const char *content, size_t length)
{
	return mc_gem_recognise(content, length, MC_GEM_FROM_ICD10CM);
}

/* The kinds, and how many of the official files are of each */
static const struct
{
	const char *name;
	bool (*recognise)(const char *content, size_t length);
	int official;
} kinds[] = {
	{"icd10pcs", mc_pcs_recognise, 1},
	{"icd9cm", mc_icd9cm_recognise, 1},
	{"gem from icd9cm", recognise_gem_icd9cm, 1},
	{"gem from icd10cm", recognise_gem_icd10cm, 1},
	{"hcpcs", mc_hcpcs_recognise, 1},
	{"hcpcs csv", mc_hcpcs_csv_recognise, 1},
	{"poa_exempt", mc_poa_recognise, 1},
	{"reason_codes", mc_reason_recognise, 1},
	{"conversion", mc_conversion_recognise, 1},
	{"ptp", mc_ptp_recognise, 1},
	{"mue", mc_mue_recognise, 3},
	{"add_on", mc_add_on_recognise, 1},
	{"mce", mc_mce_recognise, 2},
	{"coverage", mc_coverage_recognise, 0},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static int official_found[KINDS];
static int official_files;

/* The names of all kinds that recognise the content, joined with commas */
static void
name_kinds(const char *content, size_t length, char *to)
{
	*to = '\0';
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].recognise(content, length))
			sprintf(to + strlen(to), "%s%s", *to ? "," : "", kinds[i].name);
}

static void
test_sample(const char *content, const char *wanted)
{
	char *copy = malloc(strlen(content) + 1); /* ends where the memory ends */
	char found[200];

	memcpy(copy + 1, content, strlen(content));
	name_kinds(copy + 1, strlen(content), found);
	test_ok(strcmp(found, wanted) == 0, "<%.*s> is <%s> (found <%s>)",
			(int) strcspn(content, "\n"), content, wanted, found);
	free(copy);
}

/* Ask all kinds about a file. */
static int
visit_official(const char *path, const struct stat *status, int type, struct FTW *where)
{
	FILE *file;
	char *content;
	size_t length;
	int found = 0;

	(void) where;
	if (type != FTW_F)
		return 0;
	file = fopen(path, "rb");
	if (!file)
		return 0;
	content = malloc((size_t) status->st_size + 1);
	length = fread(content, 1, (size_t) status->st_size, file);
	fclose(file);
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].recognise(content, length))
		{
			official_found[i]++;
			found++;
		}
	free(content);
	if (found > 1)
		test_ok(false, "%s is of %d kinds", path, found);
	official_files++;
	return 0;
}

int
main(void)
{
	const char *data = getenv("MEDCODE_DATA");
	char folder[1000];
	char hcpcs[400];

	memset(hcpcs, ' ', 320);
	memcpy(hcpcs, "A0021001003A service", 20);
	hcpcs[292] = 'N';
	strcpy(hcpcs + 320, "\n");

	test_sample("00001 001     0 " TITLE "A heading\n00002 0016070 1 " TITLE "A title\n",
				"icd10pcs");
	test_sample("00001 A00     0 " TITLE "A heading\n00002 A000    1 " TITLE "A title\n",
				"");
	test_sample("00001 S72     0 " TITLE "A heading\n00002 S720XXA 1 " TITLE "A title\n",
				"");
	test_sample("0010  A disease\n0011  Another\n", "icd9cm");
	test_sample("25000 A disease\n25001 Another\n", "icd9cm");
	test_sample("0010  A000    00000\n0011  A001    00000\n", "gem from icd9cm");
	test_sample("25000 E119    10000\n36570 NoDx    11000\n", "gem from icd9cm");
	test_sample("A000    0010  00000\nA001    0011  00000\n", "gem from icd10cm");
	test_sample("V050XXA V050  10000\nV058XXA NoDx  11000\n", "gem from icd10cm");
	test_sample(hcpcs, "hcpcs");
	test_sample("Order26\tPOAexemptCode\tDescription\n01238\tB90.0\tA disease\n",
				"poa_exempt");
	test_sample("current_code,effective,previous_codes\nA04.71,2017,A04.7\n",
				"conversion");
	test_sample("adj_code,adj_type,adj_description,adj_usage,adj_notes,adj_start_date,"
				"adj_last_modified,adj_end_date\n",
				"reason_codes");
	test_sample("A0104\t92\t\n", "");
	test_sample("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ICD10CM.index>\n", "");
	test_sample("hcpcs_code,hcpcs_desc_type,hcpcs_description\n", "hcpcs csv");
	test_sample("hcpcs_code,mue_units,mue_mai,mue_rationale,mue_service\n", "mue");
	test_sample("hcpcs_code,units,rationale\n", "");
	test_sample("Delete:      1 B880    " TITLE "A title\n", "");
	test_sample("CANARY Jane Roe has diabetes\n", "");
	test_sample("12345 is a number\n1234\n", "");
	test_sample("", "");
	test_sample("\n\n\n", "");

	snprintf(folder, sizeof(folder), "%s/data", data ? data : "");
	(void) nftw(folder, visit_official, 20, FTW_PHYS);
	for (size_t i = 0; i < KINDS; i++)
		if (official_files > 0)
			test_ok(official_found[i] == kinds[i].official,
					"%d of %d official files are %s", official_found[i], official_files,
					kinds[i].name);
	if (official_files == 0)
		test_ok(true, "official files # SKIP MEDCODE_DATA has none");
	return test_done();
}
