/*
 * ncci_load.h
 *		What loads of NCCI files share: for whom a list is, and names of releases.
 *
 * A release is a quarter: 2026-Q1.  For procedure-to-procedure edits its name
 * goes on with the setting, which the file does not tell, and with the part, for
 * the publisher cuts a quarter in several files: 2026-Q1-practitioner-f2.
 */
#ifndef MC_NCCI_LOAD_H
#define MC_NCCI_LOAD_H

#include "postgres.h"

#include "load/mue_file.h"

/* ncci_practitioner, ncci_outpatient, ncci_dme */
extern const char *mc_ncci_code_system(McNcciSetting setting);

/*
 * The release that the publisher's name of a file, in lower case and without folders,
 * tells, palloc'd, or NULL.
 */
extern char *mc_ncci_release_of_name(const char *name);

/* The setting that the name of a release tells; MC_NCCI_UNKNOWN */
extern McNcciSetting mc_ncci_setting_of_release(const char *release);

#endif /* MC_NCCI_LOAD_H */
