/*
 * section.h
 *	  Sections of a note: the header, its category, and what it covers.
 */
#ifndef MC_SECTION_H
#define MC_SECTION_H

#include <stddef.h>
#include <stdint.h>

#include "text/host.h"
#include "text/token.h"

/*
 * Categories of sections.  What a mention means depends on where it stands:
 * a disease under Family History is the relative's.  Names in section.c.
 */
typedef enum McSectionCategory
{
	MC_SECTION_PREAMBLE, /* before the first header */
	MC_SECTION_CHIEF_COMPLAINT,
	MC_SECTION_PRESENT_ILLNESS,
	MC_SECTION_PAST_MEDICAL,
	MC_SECTION_PAST_SURGICAL,
	MC_SECTION_OBSTETRIC,
	MC_SECTION_PSYCHIATRIC,
	MC_SECTION_BIRTH,
	MC_SECTION_FAMILY,
	MC_SECTION_SOCIAL,
	MC_SECTION_REVIEW_OF_SYSTEMS,
	MC_SECTION_MEDICATIONS,
	MC_SECTION_ALLERGIES,
	MC_SECTION_IMMUNIZATIONS,
	MC_SECTION_VITAL_SIGNS,
	MC_SECTION_PHYSICAL_EXAM,
	MC_SECTION_EXAM_ITEM, /* heent, lungs: item of an exam or a review */
	MC_SECTION_MENTAL_STATUS,
	MC_SECTION_LABS,
	MC_SECTION_IMAGING,
	MC_SECTION_STUDIES,
	MC_SECTION_PATHOLOGY,
	MC_SECTION_PROCEDURE,
	MC_SECTION_PREOPERATIVE_DIAGNOSIS,
	MC_SECTION_POSTOPERATIVE_DIAGNOSIS,
	MC_SECTION_INDICATION,
	MC_SECTION_TECHNIQUE,
	MC_SECTION_COMPARISON,
	MC_SECTION_FINDINGS,
	MC_SECTION_IMPRESSION,
	MC_SECTION_ASSESSMENT,
	MC_SECTION_ASSESSMENT_AND_PLAN,
	MC_SECTION_PLAN,
	MC_SECTION_PROBLEM_LIST,
	MC_SECTION_DIAGNOSES,
	MC_SECTION_ADMISSION_DIAGNOSIS,
	MC_SECTION_DISCHARGE_DIAGNOSIS,
	MC_SECTION_HOSPITAL_COURSE,
	MC_SECTION_DISCHARGE_MEDICATIONS,
	MC_SECTION_DISPOSITION,
	MC_SECTION_CONDITION,
	MC_SECTION_INSTRUCTIONS,
	MC_SECTION_EDUCATION,
	MC_SECTION_FOLLOW_UP,
	MC_SECTION_ANESTHESIA,
	MC_SECTION_COMPLICATIONS,
	MC_SECTION_OPERATIVE_DETAILS,
	MC_SECTION_SPECIMENS,
	MC_SECTION_CONSULTATION,
	MC_SECTION_CONSENT,
	MC_SECTION_SIGNATURE,
	MC_SECTION_COMMENTS,
	MC_SECTION_ADDENDUM,
	MC_SECTION_ADMINISTRATIVE,
	MC_SECTION_FUNCTIONAL_STATUS,
	MC_SECTION_OBJECTIVE,
	MC_SECTION_SUBJECTIVE,
	MC_SECTION_OTHER,
	MC_SECTION_NCATEGORIES
} McSectionCategory;

/* Name of a category as rows and results have it. */
extern const char *mc_section_name(McSectionCategory category);

/* Category of that name, or -1. */
extern int mc_section_category(const char *name);

/*
 * The headers a terminology knows.  Keys do not depend on case, punctuation,
 * inflection or words such as of and the.
 */
typedef struct McHeaders
{
	struct McHeaderSlot
	{
		uint64_t key;    /* of the stems of its words; 0: free */
		uint32_t lemmas; /* key of their lemmas */
		uint32_t category;
	} * slots;
	uint32_t mask;
	uint32_t count;
} McHeaders;

extern void mc_headers_init(const McHost *host, McHeaders *headers);

/* Add one header, UTF-8 text of up to 200 bytes; an equal one is replaced. */
extern void mc_headers_add(const McHost *host, McHeaders *headers, const char *header,
						   McSectionCategory category);

typedef struct McSection
{
	uint32_t start; /* bytes of the original; sections cover it */
	uint32_t end;
	uint32_t title_start; /* equal to title_end when there is no header */
	uint32_t title_end;   /* without the colon */
	uint32_t first_token; /* of the header, if any */
	uint32_t body_token;  /* first token behind the header */
	uint32_t category;    /* McSectionCategory */
} McSection;

typedef struct McSections
{
	McSection *list;
	size_t count;
	size_t cap;
} McSections;

/*
 * Find the sections of a tokenised text of text_len bytes.  There is always at
 * least one, and together they cover the text without gap or overlap.
 *
 * Items of an examination or review (heart, vital signs below physical exam)
 * and repetitions of a section's own category without a blank line between
 * are part of the section, not sections.
 */
extern void mc_find_sections(const McHost *host, const McHeaders *headers,
							 const McTokens *tokens, const McWords *words,
							 uint32_t text_len, McSections *sections);

#endif /* MC_SECTION_H */
