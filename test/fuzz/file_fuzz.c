/*
 * file_fuzz.c
 *	  Fuzz target of the readers of publishers' files: any bytes, any failure
 *	  of the host.
 *
 * The lower half of the first byte chooses the reader, the upper one the
 * allocation at which the host fails (0: none); the rest is the content, which
 * a zero byte follows as load.h promises.  What the headers promise must hold,
 * and what is complete must not be so without its last character.
 */
#include <setjmp.h>

#include "fuzz.h"
#include "load/code_reference.h"
#include "load/conversion_file.h"
#include "load/gem_file.h"
#include "load/hcpcs_csv_file.h"
#include "load/hcpcs_file.h"
#include "load/icd9cm_file.h"
#include "load/index_file.h"
#include "load/index_reference.h"
#include "load/ontology_file.h"
#include "load/order_file.h"
#include "load/pcs_file.h"
#include "load/poa_file.h"
#include "load/reason_file.h"
#include "load/site_file.h"
#include "load/tabular_file.h"
#include "test_host.h"
#include "text/utf8.h"

/* A file in memory */
typedef struct Content
{
	const char *text;
	size_t length;
} Content;

static TestHost host;

/* What is open while the host may fail; not the host's memory */
static McXml *open_xml;
static McTabular *open_tabular;

/* ---- what all readers promise ---- */

static bool
IsWithin(const Content *content, const char *text, size_t length)
{
	return text >= content->text && length <= content->length &&
		   (size_t) (text - content->text) <= content->length - length;
}

/* Well-formed, without the control characters that XML does not allow either */
static bool
IsText(const char *text, size_t length)
{
	const char *end = text + length;
	int width;

	for (const char *at = text; at < end; at += width)
	{
		uint32_t c = mc_utf8_read(at, end, &width);

		if ((c == 0xFFFD && width == 1) || (c < ' ' && c != '\t'))
			return false;
	}
	return true;
}

/* Well-formed, and white space is single blanks between words */
static bool
IsTidy(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] == ' ' && (i == 0 || i + 1 == length || text[i - 1] == ' '))
			return false;
	return IsText(text, length) && memchr(text, '\t', length) == NULL;
}

/* Does the code print as one that reads back? */
static bool
IsCode(McIcd10cm code)
{
	char printed[MC_ICD10CM_BUFSIZE];
	McIcd10cm back;
	size_t position;
	int length = mc_icd10cm_print(code, printed);

	return mc_icd10cm_is_valid(code) && length == (int) strlen(printed) &&
		   mc_icd10cm_parse(printed, (size_t) length, &back, &position) ==
			   MC_ICD10CM_OK &&
		   back == code;
}

/* Is this how an ICD-10-CM code is printed? */
static bool
IsPrinted(const char *text)
{
	char printed[MC_ICD10CM_BUFSIZE];
	McIcd10cm code;
	size_t position;

	if (mc_icd10cm_parse(text, strlen(text), &code, &position) != MC_ICD10CM_OK)
		return false;
	mc_icd10cm_print(code, printed);
	return strcmp(printed, text) == 0;
}

static bool
IsPrintedIcd9cm(const char *text)
{
	char plain[MC_ICD9CM_BUFSIZE] = "";
	char printed[MC_ICD9CM_BUFSIZE];
	size_t length = 0;

	if (strlen(text) >= sizeof(plain))
		return false;
	for (; *text != '\0'; text++)
		if (*text != '.')
			plain[length++] = *text;
	return mc_icd9cm_print(plain, length, printed) && strlen(printed) >= length;
}

/* A field that is not empty, also when it is copied */
static void
CheckField(const Content *content, const McField *field)
{
	char *copy;
	size_t length;

	MUST(IsWithin(content, field->text, field->length));
	copy = fuzz_text(field->text, field->length);
	length = mc_field_copy(field, copy);
	MUST(length > 0 && length <= field->length);
	MUST(IsTidy(copy, length));
	free(copy);
}

static void
CheckClause(const char *clause)
{
	MUST(clause != NULL && *clause != '\0' && IsText(clause, strlen(clause)));
}

/* What the reader of lines says at the end.  Is the content complete? */
static bool
CheckLines(McReadStatus status, const McLines *lines, uint32_t rows)
{
	char problem[MC_LINE_PROBLEM_SIZE];

	if (status == MC_READ_END)
	{
		MUST(rows > 0 && rows <= lines->number && lines->next == lines->end);
		return true;
	}
	mc_lines_problem(lines, problem);
	CheckClause(problem);
	MUST(lines->problem != NULL && lines->problem_line <= lines->number);
	return false;
}

/* Memory for a set of codes, all zero */
static McIcd10cm *
NewSet(size_t size)
{
	size_t bytes = size * sizeof(McIcd10cm);

	return memset(mc_alloc(&host.host, bytes), 0, bytes);
}

/* ---- readers of lines ---- */

static bool
ReadOrder(const Content *content)
{
	McIcd10cm *seen = NewSet(mc_order_seen_size(content->length));
	McOrderReader reader;
	McOrderRow row;
	McOrderRow last = {.billable = true};
	McOrderStatus status;
	char problem[MC_ORDER_PROBLEM_SIZE];

	mc_order_begin(&reader, content->text, content->length, seen);
	while ((status = mc_order_next(&reader, &row)) == MC_ORDER_ROW)
	{
		char *phrase = mc_alloc(&host.host, row.long_length);

		MUST(row.order == last.order + 1 && IsCode(row.code) && row.code != last.code);
		MUST((row.parent == MC_ICD10CM_NONE) ==
			 (mc_icd10cm_length(row.code) == MC_ICD10CM_CATEGORY_LEN));
		MUST(row.parent == MC_ICD10CM_NONE ||
			 (row.parent != row.code && mc_icd10cm_is_under(row.code, row.parent)));
		MUST(last.billable || row.parent == last.code);
		MUST(row.short_length > 0 && row.long_length > 0);
		MUST(IsWithin(content, row.short_title, row.short_length));
		MUST(IsWithin(content, row.long_title, row.long_length));
		MUST(IsText(row.short_title, row.short_length));
		MUST(IsText(row.long_title, row.long_length));
		MUST(mc_order_phrase(row.long_title, row.long_length, phrase) <= row.long_length);
		last = row;
	}
	if (status == MC_ORDER_END)
	{
		MUST(last.order > 0 && last.billable);
		return true;
	}
	mc_order_problem(&reader, problem);
	CheckClause(problem);
	MUST(reader.problem != MC_ORDER_NO_PROBLEM && reader.line <= last.order + 1);
	MUST(reader.code == MC_ICD10CM_NONE || IsCode(reader.code));
	return false;
}

static bool
ReadPcs(const Content *content)
{
	McPcsReader reader;
	McPcsRow row;
	McReadStatus status;
	char last[MC_PCS_CODE_LEN + 1] = "";
	uint32_t rows = 0;

	mc_pcs_begin(&reader, content->text, content->length);
	while ((status = mc_pcs_next(&reader, &row)) == MC_READ_ROW)
	{
		MUST(row.order == ++rows && strcmp(row.code, last) > 0);
		MUST(strlen(row.code) ==
			 (row.billable ? MC_PCS_CODE_LEN : (size_t) MC_PCS_HEADING_LEN));
		MUST(strlen(row.parent) == (row.billable ? (size_t) MC_PCS_HEADING_LEN : 0));
		MUST(strncmp(row.code, row.parent, strlen(row.parent)) == 0);
		CheckField(content, &row.short_title);
		CheckField(content, &row.long_title);
		memcpy(last, row.code, sizeof(last));
	}
	return CheckLines(status, &reader.lines, rows);
}

static bool
ReadHcpcs(const Content *content)
{
	static McHcpcsRow row;
	McHcpcsReader reader;
	McReadStatus status;
	uint32_t line = 0;
	uint32_t rows = 0;

	mc_hcpcs_begin(&reader, content->text, content->length);
	while ((status = mc_hcpcs_next(&reader, &row)) == MC_READ_ROW)
	{
		rows++;
		MUST(row.line > line);
		MUST(row.modifier
				 ? strlen(row.code) == 2
				 : strlen(row.code) == MC_HCPCS_CODE_LEN && mc_hcpcs_is_code(row.code));
		MUST(row.title_length > 0 && row.title_length <= MC_HCPCS_TITLE_SIZE);
		MUST(IsTidy(row.title, row.title_length));
		MUST(row.has_added || row.has_action_date);
		MUST(!row.has_added || mc_day_is_valid(row.added));
		MUST(!row.has_action_date || mc_day_is_valid(row.action_date));
		MUST(!row.has_terminated || mc_day_is_valid(row.terminated));
		MUST(IsWithin(content, row.record.text, row.record.length));
		MUST(row.record.number == row.line);
		CheckField(content, &row.short_title);
		for (const McHcpcsField *field = mc_hcpcs_fields; field->name; field++)
			for (unsigned i = 0; i < field->times; i++)
			{
				McField value = mc_hcpcs_value(&row, field, i);

				MUST(IsWithin(content, value.text, value.length));
				MUST(value.length == 0 || field->form != MC_HCPCS_NUMBER ||
					 mc_field_number(&value) >= 0);
			}
		line = row.line;
	}
	return CheckLines(status, &reader.lines, rows);
}

static bool
ReadHcpcsCsv(const Content *content)
{
	McHcpcsCsvReader reader;
	McHcpcsCsvRow row;
	McReadStatus status;
	char last[MC_HCPCS_CODE_LEN + 1] = "";
	uint32_t line = 1;
	uint32_t rows = 0;
	bool complete;

	mc_hcpcs_csv_begin(&reader, content->text, content->length);
	while ((status = mc_hcpcs_csv_next(&reader, &row)) == MC_READ_ROW)
	{
		rows++;
		MUST(row.line > line && mc_hcpcs_is_code(row.code));
		MUST(strlen(row.code) == MC_HCPCS_CODE_LEN && strcmp(row.code, last) > 0);
		CheckField(content, &row.title);
		CheckField(content, &row.short_title);
		line = row.line;
		memcpy(last, row.code, sizeof(last));
	}
	complete = CheckLines(status, &reader.lines, rows);
	MUST(!complete || mc_hcpcs_csv_recognise(content->text, content->length));
	return complete;
}

static bool
ReadIcd9cm(const Content *content)
{
	McIcd9cmReader reader;
	McIcd9cmRow row;
	McReadStatus status;
	char last[MC_ICD9CM_BUFSIZE] = "";
	uint32_t rows = 0;

	mc_icd9cm_begin(&reader, content->text, content->length);
	while ((status = mc_icd9cm_next(&reader, &row)) == MC_READ_ROW)
	{
		MUST(row.line == ++rows && IsPrintedIcd9cm(row.code));
		MUST(strcmp(row.code, last) != 0);
		CheckField(content, &row.title);
		memcpy(last, row.code, sizeof(last));
	}
	return CheckLines(status, &reader.lines, rows);
}

static bool
ReadGem(const Content *content)
{
	bool complete = false;

	for (int d = MC_GEM_FROM_ICD9CM; d <= MC_GEM_FROM_ICD10CM; d++)
	{
		bool from_icd9cm = d == MC_GEM_FROM_ICD9CM;
		McGemReader reader;
		McGemRow row;
		McReadStatus status;
		uint32_t rows = 0;

		mc_gem_begin(&reader, content->text, content->length, (McGemDirection) d);
		while ((status = mc_gem_next(&reader, &row)) == MC_READ_ROW)
		{
			MUST(row.line == ++rows);
			MUST(from_icd9cm ? IsPrintedIcd9cm(row.source) : IsPrinted(row.source));
			MUST(row.target[0] == '\0' ||
				 (from_icd9cm ? IsPrinted(row.target) : IsPrintedIcd9cm(row.target)));
			MUST(row.scenario >= 0 && row.scenario <= 9);
			MUST(row.choice_list >= 0 && row.choice_list <= 9);
			MUST(row.combination == (row.scenario > 0));
			MUST(row.combination == (row.choice_list > 0));
		}
		complete |= CheckLines(status, &reader.lines, rows);
		MUST(status != MC_READ_END ||
			 mc_gem_recognise(content->text, content->length, (McGemDirection) d));
	}
	return complete;
}

static bool
ReadConversion(const Content *content)
{
	McConversionReader reader;
	McConversionRow row;
	McReadStatus status;
	uint32_t line = 1;
	uint32_t rows = 0;
	bool complete;

	mc_conversion_begin(&reader, content->text, content->length);
	while ((status = mc_conversion_next(&reader, &row)) == MC_READ_ROW)
	{
		rows++;
		MUST(row.line == line + 1 && IsCode(row.code) && mc_day_is_valid(row.effective));
		MUST(row.count >= 0 && row.count <= MC_CONVERSION_MAX);
		MUST(!row.unreadable || row.count == 0);
		MUST(!row.repeated || rows > 1);
		for (int i = 0; i < row.count; i++)
		{
			MUST(IsCode(row.previous[i].first) && IsCode(row.previous[i].last));
			MUST(row.previous[i].first <= row.previous[i].last);
		}
		line = row.line;
	}
	complete = CheckLines(status, &reader.lines, rows);
	MUST(!complete || mc_conversion_recognise(content->text, content->length));
	return complete;
}

static bool
ReadPoa(const Content *content)
{
	static McPoaRow row;
	McIcd10cm *seen = NewSet(mc_poa_seen_size(content->length));
	McPoaReader reader;
	McReadStatus status;
	uint32_t line = 1;
	uint32_t rows = 0;
	bool complete;

	mc_poa_begin(&reader, content->text, content->length, seen);
	while ((status = mc_poa_next(&reader, &row)) == MC_READ_ROW)
	{
		rows++;
		MUST(row.line == line + 1 && IsCode(row.code));
		MUST(row.title_length > 0 && row.title_length <= MC_LINE_MAX);
		MUST(IsTidy(row.title, row.title_length));
		line = row.line;
	}
	complete = CheckLines(status, &reader.lines, rows);
	MUST(!complete || mc_poa_recognise(content->text, content->length));
	return complete;
}

/* ---- notes and titles ---- */

static bool
ReadCodeReferences(const Content *content)
{
	McCodeReferences references = {NULL, 0, 0};

	mc_code_references(&host.host, content->text, content->length, &references);
	for (size_t i = 0; i < references.count; i++)
	{
		const McCodeReference *reference = &references.items[i];

		MUST(IsCode(reference->first) && IsCode(reference->last));
		MUST(reference->first <= reference->last);
		MUST(reference->place_count <= sizeof(reference->places));
		MUST((reference->place_count > 0) == (reference->characters[0] != '\0'));
		MUST(reference->place_count == 0 || reference->pattern[0] == '\0');
		for (int k = 0; k < reference->place_count; k++)
			MUST(reference->places[k] >= 1 && reference->places[k] <= MC_ICD10CM_MAX_LEN);
		for (const char *c = reference->characters; *c != '\0'; c++)
		{
			MUST((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z'));
			MUST(strchr(c + 1, *c) == NULL);
		}
		MUST(strlen(reference->pattern) <= MC_REFERENCE_PATTERN);
		MUST(strspn(reference->pattern, "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
			 strlen(reference->pattern));
		MUST(reference->place_count > 0 || reference->pattern[0] != '\0' ||
			 mc_code_reference_fits(reference, reference->first));
		mc_code_reference_fits(reference, mc_icd10cm_heading_upper(reference->last));
	}
	(void) mc_note_is_conditional(content->text, content->length);
	return false;
}

/* The content is a title; phrases take no more room than it. */
static bool
ReadTitle(const Content *content)
{
	const char *text = content->text;
	size_t length = content->length;
	bool is_text = IsText(text, length) && memchr(text, '\t', length) == NULL;
	/* a block of its own, so that writing past the end is seen */
	char *phrase = mc_alloc(&host.host, length);
	size_t written = mc_order_phrase(text, length, phrase);

	MUST(written <= length);
	MUST(!is_text || IsText(phrase, written));
	written = mc_inclusion_phrase(&host.host, text, length, phrase);
	MUST(written <= length);
	MUST(!is_text || IsText(phrase, written));
	MUST(mc_index_forms(text) >= 1);
	(void) mc_ontology_is_phrase(text);
	return false;
}

/* ---- readers of XML ---- */

static void
CheckTabularRow(const McTabularRow *row, McTabularStatus status, const McTabularRow *last)
{
	MUST(row->line >= 1 && row->line >= last->line);
	MUST(row->place != NULL && row->place[0] != '\0');
	if (row->level == MC_LEVEL_CODE)
		MUST(IsPrinted(row->place));
	if (status == MC_TABULAR_INDEXED)
		return;
	MUST(row->text != NULL && IsTidy(row->text, row->length));
	switch (status)
	{
		case MC_TABULAR_CHAPTER:
			MUST(row->level == MC_LEVEL_CHAPTER);
			break;
		case MC_TABULAR_SECTION:
			MUST(row->level == MC_LEVEL_SECTION && IsCode(row->first));
			MUST(IsCode(row->last) && row->first <= row->last);
			break;
		case MC_TABULAR_CODE:
			MUST(row->level == MC_LEVEL_CODE && row->length > 0 && IsCode(row->code));
			MUST(row->parent == MC_ICD10CM_NONE ||
				 (row->parent != row->code &&
				  mc_icd10cm_is_under(row->code, row->parent)));
			break;
		case MC_TABULAR_NOTE:
			CheckClause(mc_note_kind_name(row->note));
			CheckClause(mc_tabular_level_name(row->level));
			break;
		case MC_TABULAR_SEVENTH:
			MUST((row->character >= '0' && row->character <= '9') ||
				 (row->character >= 'A' && row->character <= 'Z'));
			break;
		default:
			MUST(!"a status that is no row");
	}
}

static bool
ReadTabular(const Content *content)
{
	McTabularRow row;
	McTabularRow last = {.line = 0};
	McTabularStatus status;
	size_t chapters = 0;
	char release[MC_TABULAR_RELEASE_SIZE];

	if (mc_tabular_release(content->text, content->length, release))
		MUST(strlen(release) >= 6 && strncmp(release, "FY20", 4) == 0);
	open_tabular = mc_tabular_open(&host.host, content->text, content->length);
	while ((status = mc_tabular_next(open_tabular, &row)) != MC_TABULAR_END &&
		   status != MC_TABULAR_BAD)
	{
		CheckTabularRow(&row, status, &last);
		chapters += status == MC_TABULAR_CHAPTER;
		if (status == MC_TABULAR_NOTE)
		{
			const Content note = {row.text, row.length};

			ReadCodeReferences(&note);
			ReadTitle(&note);
		}
		last = row;
	}
	if (status == MC_TABULAR_BAD)
		CheckClause(mc_tabular_problem(open_tabular));
	else
		MUST(chapters > 0);
	mc_tabular_close(open_tabular);
	open_tabular = NULL;
	return status == MC_TABULAR_END;
}

static void
CheckReferences(const McIndex *index, const McIndexReferences *references,
				const char *text, uint32_t number)
{
	McReference found[MC_MAX_REFERENCES];
	unsigned count;

	if (text == NULL)
		return;
	MUST(text[0] != '\0' && IsTidy(text, strlen(text)));
	count = mc_references_resolve(references, text, number, found);
	MUST(count <= MC_MAX_REFERENCES);
	for (unsigned i = 0; i < count; i++)
	{
		MUST(found[i].entry <= index->count);
		MUST(found[i].status != MC_REFERENCE_ENTRY ||
			 (found[i].entry > 0 && found[i].entry != number));
	}
}

static void
CheckIndexCode(const McIndexCode *code)
{
	MUST(code->code == NULL || IsPrinted(code->code));
}

static void
CheckIndexEntry(const McIndex *index, uint32_t number)
{
	const McIndexEntry *entry = &index->entries[number - 1];
	char phrase[MC_INDEX_PHRASE_SIZE];

	MUST(entry->parent < number && entry->level <= MC_INDEX_MAX_LEVEL);
	MUST(entry->level ==
		 (entry->parent == 0 ? 0 : index->entries[entry->parent - 1].level + 1));
	MUST(entry->line >= 1 && (number == 1 || entry->line >= entry[-1].line));
	MUST(entry->title[0] != '\0' && IsTidy(entry->title, strlen(entry->title)));
	for (uint32_t i = 0; i < entry->nonessential_count; i++)
		MUST(entry->nonessential[i][0] != '\0' &&
			 IsTidy(entry->nonessential[i], strlen(entry->nonessential[i])));
	CheckIndexCode(&entry->code);
	CheckIndexCode(&entry->manifestation);
	MUST(!entry->subcategory || (entry->code.code != NULL && entry->code.incomplete));
	MUST(entry->see_category == NULL || IsPrinted(entry->see_category));
	for (int i = 0; entry->cells && i < MC_INDEX_CELLS; i++)
	{
		CheckIndexCode(&entry->cells[i]);
		CheckClause(mc_index_column_name(mc_index_column(index->kind, i)));
	}
	MUST(entry->cells == NULL || index->kind == MC_INDEX_NEOPLASMS ||
		 index->kind == MC_INDEX_DRUGS);
	MUST(mc_index_forms(entry->title) >= 1);
	if (mc_index_phrase(index, number, phrase))
	{
		MUST(index->kind == MC_INDEX_DISEASES && entry->code.code != NULL);
		MUST(phrase[0] != '\0' && strlen(phrase) < MC_INDEX_PHRASE_SIZE);
		MUST(IsTidy(phrase, strlen(phrase)));
	}
}

static bool
ReadIndex(const Content *content)
{
	McIndex index;
	McIndexReferences *references;
	bool complete;

	open_xml = mc_xml_open(content->text, content->length);
	MUST(open_xml != NULL);
	complete = mc_index_read(&host.host, open_xml, &index);
	mc_xml_close(open_xml);
	open_xml = NULL;
	for (size_t i = 0; i < index.oddity_count; i++)
		CheckClause(index.oddities[i].reason);
	if (!complete)
	{
		CheckClause(index.problem);
		return false;
	}
	MUST(index.count > 0 && strlen(index.version) < MC_INDEX_VERSION_SIZE);
	references = mc_references_begin(&host.host, &index);
	for (uint32_t number = 1; number <= index.count; number++)
	{
		CheckIndexEntry(&index, number);
		CheckReferences(&index, references, index.entries[number - 1].see, number);
		CheckReferences(&index, references, index.entries[number - 1].see_also, number);
	}
	return true;
}

/* ---- ontologies, tables of a site ---- */

static bool
ReadOntology(const Content *content)
{
	McOntologyReader reader;
	const McOntologyConcept *concept;
	McOntologyStatus status;
	uint32_t last = 0;
	size_t concepts = 0;
	size_t size = content->length % 40 + 1;
	char *release = mc_alloc(&host.host, size);

	if (mc_ontology_release(content->text, content->length, release, size))
		MUST(strlen(release) >= strlen("0000-00-00"));
	mc_ontology_begin(&reader, &host.host, content->text, content->length);
	while ((status = mc_ontology_next(&reader, &concept)) == MC_ONTOLOGY_CONCEPT)
	{
		McIcd10cm code;
		uint32_t line;

		concepts++;
		MUST(concept->line > last && reader.offset <= content->length);
		MUST(concept->id[0] != '\0' && IsText(concept->id, strlen(concept->id)));
		last = concept->line;
		for (size_t i = 0; i < concept->name_count; i++)
		{
			const McOntologyName *name = &concept->names[i];

			MUST(name->line >= last && name->phrase[0] != '\0');
			MUST(IsText(name->phrase, strlen(name->phrase)));
			(void) mc_ontology_is_phrase(name->phrase);
			last = name->line;
		}
		for (size_t i = 0; i < concept->code_count; i++)
		{
			MUST(concept->codes[i].line >= concept->line);
			MUST(IsText(concept->codes[i].text, strlen(concept->codes[i].text)));
		}
		MUST((mc_ontology_coding(concept, &code, &line) == MC_CODING_ONE)
				 ? IsCode(code)
				 : line >= concept->line);
		last = concept->line;
	}
	if (status == MC_ONTOLOGY_BAD)
		CheckClause(reader.problem);
	else
		MUST(concepts > 0 && reader.offset == content->length);
	return status == MC_ONTOLOGY_END;
}

static bool
ReadSite(const Content *content)
{
	McSiteReader reader;
	McSiteRow row;
	McSiteStatus status;
	uint32_t last = 1;

	mc_site_begin(&reader, content->text, content->length);
	while ((status = mc_site_next(&reader, &row)) == MC_SITE_ROW)
	{
		const McSiteField *code = &row.field[MC_SITE_CODE];
		const McSiteField *system = &row.field[MC_SITE_CODE_SYSTEM];

		MUST(row.line > last && reader.offset <= content->length);
		for (int i = 0; i < MC_SITE_COLUMNS; i++)
		{
			const McSiteField *field = &row.field[i];

			MUST(IsText(field->text, field->length));
			MUST(field->length == 0 ||
				 (field->text[0] != ' ' && field->text[field->length - 1] != ' '));
		}
		MUST(code->length > 0 && code->length <= MC_SITE_NAME_MAX);
		MUST(row.field[MC_SITE_PARENT].length <= MC_SITE_NAME_MAX);
		MUST(system->length > 0 && system->length <= MC_SITE_NAME_MAX);
		MUST(row.field[MC_SITE_PHRASE].length <= MC_SITE_PHRASE_MAX);
		if (system->length == 7 && memcmp(system->text, "icd10cm", 7) == 0)
		{
			char printed[MC_ICD10CM_BUFSIZE] = "";

			MUST(code->length < sizeof(printed));
			memcpy(printed, code->text, code->length);
			MUST(IsPrinted(printed));
		}
		last = row.line;
	}
	if (status == MC_SITE_BAD)
		CheckClause(reader.problem);
	else
		MUST(last > 1 && reader.offset == content->length);
	return status == MC_SITE_END;
}

/* ---- recognising ---- */

static bool
Recognise(const Content *content)
{
	const char *text = content->text;
	size_t length = content->length;
	McIndexKind kind;
	char version[MC_INDEX_VERSION_SIZE];
	char release[MC_TABULAR_RELEASE_SIZE];
	int year = mc_poa_year(text, length);

	MUST(year == 0 || (year < 2200 && mc_poa_recognise(text, length)));
	(void) mc_pcs_recognise(text, length);
	(void) mc_hcpcs_recognise(text, length);
	(void) mc_hcpcs_csv_recognise(text, length);
	(void) mc_icd9cm_recognise(text, length);
	(void) mc_conversion_recognise(text, length);
	MUST(!mc_gem_recognise(text, length, MC_GEM_FROM_ICD9CM) ||
		 !mc_gem_recognise(text, length, MC_GEM_FROM_ICD10CM));
	if (mc_index_recognise(text, length, &kind, version))
		MUST(kind <= MC_INDEX_DRUGS && strlen(version) < sizeof(version));
	if (mc_xml_looks_like(text, length, MC_TABULAR_ROOT, NULL) &&
		mc_tabular_release(text, length, release))
		MUST(strlen(release) < sizeof(release));
	(void) mc_ontology_format(text, length);
	(void) mc_site_format(text, length);
	(void) mc_reason_recognise(text, length);
	return false;
}

/* ---- the target ---- */

typedef struct FileReader
{
	/* Read and check the content.  Is it complete? */
	bool (*read)(const Content *content);
	char last; /* the character without which it is not; 0: not known */
} FileReader;

static const FileReader readers[16] = {
	{ReadOrder, '\n'},          {ReadPcs, '\n'},      {ReadHcpcs, '\n'},
	{ReadHcpcsCsv, '\n'},       {ReadIcd9cm, '\n'},   {ReadGem, '\n'},
	{ReadConversion, '\n'},     {ReadPoa, '\n'},      {ReadTabular, '>'},
	{ReadIndex, '>'},           {ReadOntology, '\n'}, {ReadSite, '\n'},
	{ReadCodeReferences, '\0'}, {ReadTitle, '\0'},    {Recognise, '\0'},
	{Recognise, '\0'},
};

/* Read the content from a block of its own, so that reading past its end is seen. */
static bool
ReadCopy(const FileReader *reader, const uint8_t *data, size_t size, unsigned failure)
{
	char *text = fuzz_text(data, size);
	const Content content = {text, size};
	volatile bool complete = false;

	test_host_init(&host);
	host.fail_allocation = failure;
	host.fail_interrupt = failure;
	if (setjmp(host.escape) == 0)
		complete = reader->read(&content);
	if (open_tabular)
		mc_tabular_close(open_tabular);
	open_tabular = NULL;
	mc_xml_close(open_xml);
	open_xml = NULL;
	test_host_reset(&host);
	free(text);
	return complete;
}

/* Length without the last character that counts; empty lines at the end do not. */
static size_t
CutLength(const FileReader *reader, const uint8_t *data, size_t length)
{
	while (length > 0 && data[length - 1] != (uint8_t) reader->last)
		length--;
	MUST(length > 0);
	if (reader->last != '\n')
		return length - 1;
	while (length > 0 && (data[length - 1] == '\n' || data[length - 1] == '\r'))
		length--;
	return length;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const FileReader *reader;
	unsigned failure;

	if (size < 1)
		return 0;
	reader = &readers[data[0] & 15];
	failure = data[0] >> 4;
	data++;
	size--;
	if (failure > 0)
		(void) ReadCopy(reader, data, size, failure);
	if (ReadCopy(reader, data, size, 0))
		MUST(!ReadCopy(reader, data, CutLength(reader, data, size), 0));
	return 0;
}
