/*
 * coverage_file.h
 *		Reader of coverage policies: tabular exports of the Medicare Coverage Database
 *		(article_x_hcpc_code.csv, article_x_icd10_covered.csv,
 *		article_x_icd10_noncovered.csv, likewise of LCDs), or one table with both codes.
 *
 * The heading names the policy and a HCPCS code, an ICD-10-CM code, or both;
 * perhaps also the group that joins them, the contractor, whether it is covered, the documentation
 * required, and the days.  A column of non-covered groups says that the table lists what is not.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_COVERAGE_FILE_H
#define MC_COVERAGE_FILE_H

#include "load/named_fields.h"
#include "terminology/hcpcs_code.h"
#include "terminology/icd10cm.h"

typedef struct McCoverageRow
{
	uint32_t line;
	McField policy;
	McField contractor;  /* length 0: all */
	uint32_t hcpcs;      /* MC_HCPCS_NONE: not told */
	McIcd10cm diagnosis; /* MC_ICD10CM_NONE: not told */
	int group;           /* 0: all of the policy */
	bool covered;
	McField documentation; /* length 0: none told */
	bool has_effective;
	McDay effective;
	bool has_end;
	McDay end; /* the last day */
} McCoverageRow;

typedef struct McCoverageReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McNamedFields named;
	bool any;
} McCoverageReader;

/* Do its first lines name a policy and codes? */
extern bool mc_coverage_recognise(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_coverage_begin(McCoverageReader *reader, const char *content,
							  size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_coverage_next(McCoverageReader *reader, McCoverageRow *row);

#endif /* MC_COVERAGE_FILE_H */
