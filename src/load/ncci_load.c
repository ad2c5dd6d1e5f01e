/*
 * ncci_load.c
 *		What loads of NCCI files share.
 */
#include "load/ncci_load.h"

#include "load/line_file.h"

static const char *const setting_names[MC_NCCI_SETTINGS] = {
	[MC_NCCI_PRACTITIONER] = "practitioner",
	[MC_NCCI_OUTPATIENT] = "outpatient",
	[MC_NCCI_DME] = "dme",
};

static const char *const code_systems[MC_NCCI_SETTINGS] = {
	[MC_NCCI_PRACTITIONER] = "ncci_practitioner",
	[MC_NCCI_OUTPATIENT] = "ncci_outpatient",
	[MC_NCCI_DME] = "ncci_dme",
};

const char *
mc_ncci_code_system(McNcciSetting setting)
{
	Assert(setting < MC_NCCI_UNKNOWN);
	return code_systems[setting];
}

/* ccipra-v302r0-f1.txt: version 30.2 is the third quarter of 2024, as 1.0 was the first of 1995. */
static char *
ReleaseOfVersion(const char *name)
{
	int version;
	int part = 0;
	const char *setting;
	const char *f;

	if (strncmp(name, "ccipra-v", 8) == 0)
		setting = "practitioner";
	else if (strncmp(name, "ccioph-v", 8) == 0)
		setting = "outpatient";
	else
		return NULL;
	version = atoi(name + 8);
	if (version < 10 || version > 999 || version % 10 > 3)
		return NULL;
	f = strstr(name + 8, "-f");
	if (f)
		part = atoi(f + 2);
	return part > 0
			   ? psprintf("%d-Q%d-%s-f%d", 1994 + version / 10, version % 10 + 1, setting,
						  part)
			   : psprintf("%d-Q%d-%s", 1994 + version / 10, version % 10 + 1, setting);
}

char *
mc_ncci_release_of_name(const char *name)
{
	const char *setting = strstr(name, "prac")   ? "-practitioner"
						  : strstr(name, "out")  ? "-outpatient"
						  : strstr(name, "hosp") ? "-outpatient"
						  : strstr(name, "dme")  ? "-dme"
												 : "";
	char *release = ReleaseOfVersion(name);
	const char *eff;

	if (release)
		return release;
	/* MCR_MUE_PractitionerServices_Eff_01-01-2026.csv */
	eff = strstr(name, "_eff_");
	if (eff && mc_digits(eff + 5, 2) > 0 && mc_digits(eff + 5, 2) <= 12 &&
		eff[7] == '-' && mc_digits(eff + 8, 2) > 0 && eff[10] == '-' &&
		mc_digits(eff + 11, 4) > 0)
		return psprintf("%.4s-Q%d%s", eff + 11, (mc_digits(eff + 5, 2) + 2) / 3, setting);
	/* aoc_v2026q1-mcr.txt, ptp_practitioner_2024q3.csv */
	for (const char *at = name; *at; at++)
		if (mc_digits(at, 4) / 100 == 20 && at[4] == 'q' && at[5] >= '1' && at[5] <= '4')
			return psprintf("%.4s-Q%c%s", at, at[5], setting);
	return NULL;
}

McNcciSetting
mc_ncci_setting_of_release(const char *release)
{
	for (int i = 0; i < MC_NCCI_SETTINGS; i++)
		if (strstr(release, setting_names[i]))
			return (McNcciSetting) i;
	return MC_NCCI_UNKNOWN;
}
