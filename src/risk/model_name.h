/*
 * model_name.h
 *		Names of risk adjustment models, however they are written.
 *
 * Publishers and users write V28, 28, C28, CMS-HCC V28, CMS-HCC-V28, CMS-HCC
 * Model V28; D24, ESRD V24, CMS-HCC ESRD Model V24; R08, RxHCC Model V08.  The
 * tables have one name for each: V28, ESRD V24, RxHCC V08, HHS-HCC V07.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_RISK_MODEL_NAME_H
#define MC_RISK_MODEL_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the longest name, with the NUL */
#define MC_RISK_MODEL_SIZE 16

/* Read a name from text[0..length) and write that of the tables; false if it is none. */
extern bool mc_risk_model_name(const char *text, size_t length,
							   char name[MC_RISK_MODEL_SIZE]);

#endif /* MC_RISK_MODEL_NAME_H */
