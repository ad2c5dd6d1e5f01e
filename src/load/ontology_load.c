/*
 * ontology_load.c
 *		The Disease Ontology into medcode.synonym.
 *
 * An ontology's label is often broader than the title of the code it refers
 * to, or drawn otherwise.  So its names serve to find a disease in a note; what
 * may be coded is for the official files to say.
 *
 * Reported and left out: a disease that is referred to several codes, because
 * none of them is the one; a code that is a range or ends in a dash.  Left out
 * without a report: diseases without a code of ICD-10-CM, and names that are
 * no wording of a note (mc_ontology_is_phrase).
 */
#include "load/ontology_load.h"

#include "utils/builtins.h"

#include "pg_host.h"
#include "load/ontology_file.h"

static const char *const kind_names[] = {
	[MC_NAME_LABEL] = "label",
	[MC_NAME_EXACT] = "exact",
	[MC_NAME_ABBREVIATION] = "abbreviation",
};

/*
 * The code of a concept whose names can be loaded; others are reported if they
 * have codes.
 */
static bool
ConceptCode(McLoad *load, const McOntologyConcept *concept, McIcd10cm *code)
{
	uint32 line;
	McOntologyCoding coding = mc_ontology_coding(concept, code, &line);

	if (coding == MC_CODING_NONE)
		return false;
	if (concept->obsolete)
	{
		mc_load_reject(load, concept->line, "the concept is obsolete");
		return false;
	}
	switch (coding)
	{
		case MC_CODING_NONE:
		case MC_CODING_ONE:
			return true;
		case MC_CODING_SEVERAL:
			mc_load_reject(load, line, "the concept is referred to several codes");
			break;
		case MC_CODING_RANGE:
			mc_load_reject(load, line, "the concept is referred to a range of codes");
			break;
		case MC_CODING_DASH:
			mc_load_reject(load, line, "the code of the concept ends in a dash");
			break;
		case MC_CODING_BAD:
			mc_load_reject(load, line, "the code of the concept is none of ICD-10-CM");
			break;
	}
	return false;
}

static void
AddNames(McRows *rows, const McOntologyConcept *concept, McIcd10cm code)
{
	char printed[MC_ICD10CM_BUFSIZE];
	Datum values[5];

	mc_icd10cm_print(code, printed);
	values[1] = CStringGetTextDatum(concept->id);
	values[4] = CStringGetTextDatum(printed);
	for (size_t i = 0; i < concept->name_count; i++)
	{
		const McOntologyName *name = &concept->names[i];

		if (!mc_ontology_is_phrase(name->phrase))
			continue;
		values[0] = Int32GetDatum((int32) name->line);
		values[2] = CStringGetTextDatum(name->phrase);
		values[3] = CStringGetTextDatum(kind_names[name->kind]);
		mc_rows_add(rows, values, NULL);
	}
}

static void
Load(McLoad *load)
{
	McHost host = mc_pg_host(load->context);
	MemoryContext scratch = AllocSetContextCreate(
		load->context, "medcode names of a concept", ALLOCSET_DEFAULT_SIZES);
	McOntologyReader reader;
	const McOntologyConcept *concept;
	McOntologyStatus status;
	McRows *rows;

	mc_ontology_begin(&reader, &host, load->content, load->length);
	rows = mc_rows_begin(load, "synonym", "line concept phrase kind code");
	while ((status = mc_ontology_next(&reader, &concept)) == MC_ONTOLOGY_CONCEPT)
	{
		McIcd10cm code;

		load->rows++;
		if (load->rows % 1000 == 0)
			mc_load_progress(load, reader.offset);
		if (ConceptCode(load, concept, &code))
		{
			MemoryContext old = MemoryContextSwitchTo(scratch);

			AddNames(rows, concept, code);
			MemoryContextSwitchTo(old);
			MemoryContextReset(scratch);
		}
	}
	if (status == MC_ONTOLOGY_BAD)
		mc_load_refuse(load, reader.line, "%s", reader.problem);
	mc_load_progress(load, load->length);
	mc_rows_end(rows);
	MemoryContextDelete(scratch);
}

static bool
IsTsv(const char *content, size_t length)
{
	return mc_ontology_format(content, length) == MC_ONTOLOGY_TSV;
}

static bool
IsObo(const char *content, size_t length)
{
	return mc_ontology_format(content, length) == MC_ONTOLOGY_OBO;
}

static char *
ReleaseOfObo(const char *content, size_t length)
{
	char name[NAMEDATALEN];

	return mc_ontology_release(content, length, name, sizeof(name)) ? pstrdup(name)
																	: NULL;
}

const McFileKind mc_ontology_tsv_kind = {
	.name = "Disease Ontology table",
	.code_system = "doid",
	.table_kind = "synonyms",
	.side_by_side = true,
	.hint = "ICD10inDO.tsv, columns id, label and xrefs",
	.recognise = IsTsv,
	.load = Load,
	.table = "synonym",
	.gives_terms = true,
};

const McFileKind mc_ontology_obo_kind = {
	.name = "Disease Ontology obo file",
	.code_system = "doid",
	.table_kind = "synonyms",
	.side_by_side = true,
	.hint = "doid.obo or one of its parts such as DO_rare_slim.obo",
	.recognise = IsObo,
	.release = ReleaseOfObo,
	.load = Load,
	.table = "synonym",
	.gives_terms = true,
};
