/*
 * ontology_file.h
 *		Reader of an ontology of diseases: names, and the ICD-10-CM codes that
 *		its publisher refers them to.
 *
 * Two formats of the Disease Ontology, both UTF-8:
 *
 *		tsv		header "id label xrefs", fields separated by tabs, each in
 *				quotes; xrefs lists "ICD10CM:E88.9, ICD10CM:E75.2"
 *		obo		stanzas [Term] with id, name, synonym, xref, is_obsolete;
 *				see the OBO Flat File Format 1.4
 *
 * Of the synonyms only EXACT ones are names of the disease; RELATED, BROAD and
 * NARROW are names of something else and are left out.
 *
 * This file and ontology_file.c are plain C without PostgreSQL.
 */
#ifndef MC_ONTOLOGY_FILE_H
#define MC_ONTOLOGY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "terminology/icd10cm.h"
#include "text/host.h"

typedef enum McOntologyFormat
{
	MC_ONTOLOGY_UNKNOWN,
	MC_ONTOLOGY_TSV,
	MC_ONTOLOGY_OBO
} McOntologyFormat;

typedef enum McNameKind
{
	MC_NAME_LABEL,       /* the ontology's own name of the disease */
	MC_NAME_EXACT,       /* another name of the same */
	MC_NAME_ABBREVIATION /* initials of one of its names */
} McNameKind;

typedef struct McOntologyName
{
	uint32_t line;
	McNameKind kind;
	const char *phrase; /* as printed, zero terminated */
} McOntologyName;

typedef struct McOntologyCode
{
	uint32_t line;
	const char *text; /* what stands behind "ICD10CM:", zero terminated */
} McOntologyCode;

/* A disease.  All of it is the reader's and lasts until the next is read. */
typedef struct McOntologyConcept
{
	uint32_t line;  /* where it begins */
	const char *id; /* "DOID:9352" */
	bool obsolete;
	McOntologyName *names;
	size_t name_count;
	McOntologyCode *codes;
	size_t code_count;
} McOntologyConcept;

typedef enum McOntologyStatus
{
	MC_ONTOLOGY_CONCEPT, /* one was read */
	MC_ONTOLOGY_END,     /* the content is complete */
	MC_ONTOLOGY_BAD      /* it is not; see line and problem */
} McOntologyStatus;

typedef struct McOntologyReader
{
	/* After MC_ONTOLOGY_BAD: where, and a clause that says what is wrong */
	uint32_t line;
	const char *problem;

	size_t offset; /* bytes read so far */

	/* private */
	McOntologyFormat format;
	const McHost *host;
	const char *content;
	size_t length;
	uint32_t lines; /* read so far */
	char *text;     /* of the concept, decoded */
	size_t text_length;
	size_t text_capacity;
	McOntologyConcept concept;
	size_t name_capacity;
	size_t code_capacity;
} McOntologyReader;

/* Which format is this?  Looks at the beginning only. */
extern McOntologyFormat mc_ontology_format(const char *content, size_t length);

/*
 * Name of the release that an obo file tells: the date of its data-version,
 * with the name of the subset if it is one ("2026-07-31-DO_cancer_slim"),
 * because a subset does not take the place of the whole.  Writes it to buf,
 * zero terminated; false if there is none or it takes more than size bytes.
 */
extern bool mc_ontology_release(const char *content, size_t length, char *buf,
								size_t size);

/*
 * Begin to read content[0..length), which must last as long as the reader.
 * Memory is the host's.
 */
extern void mc_ontology_begin(McOntologyReader *reader, const McHost *host,
							  const char *content, size_t length);

/*
 * Read the next concept, also one without names or codes.  Only
 * MC_ONTOLOGY_END says that the file is complete.
 */
extern McOntologyStatus mc_ontology_next(McOntologyReader *reader,
										 const McOntologyConcept **concept);

typedef enum McOntologyCoding
{
	MC_CODING_ONE,     /* *code is set */
	MC_CODING_NONE,    /* no code is given */
	MC_CODING_SEVERAL, /* different ones: which of them is for a coder to say */
	MC_CODING_RANGE,   /* "A00-A09" */
	MC_CODING_DASH,    /* "A00.-" */
	MC_CODING_BAD      /* something else that is no code */
} McOntologyCoding;

/* The one code that a concept is referred to.  *line tells where it stands. */
extern McOntologyCoding mc_ontology_coding(const McOntologyConcept *concept,
										   McIcd10cm *code, uint32_t *line);

/*
 * Is this the wording of a disease, which a note may contain?  Not so a title
 * of a classification's remainder ("..., NOS"), a definition that leaves a
 * part open ("with or without", "and/or"), and several statements in one (";").
 */
extern bool mc_ontology_is_phrase(const char *phrase);

#endif /* MC_ONTOLOGY_FILE_H */
