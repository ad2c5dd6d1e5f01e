/*
 * starter_fixture.c
 *	  The engine with the whole starter terminology, without a server.
 */
#include "starter_fixture.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIRECTORY "data/starter/"

/* Most codes of one category, and notes of one test */
#define MAX_CARD_CODES 4096
#define MAX_NOTES      64

/* Most readings of ambiguous abbreviations */
#define MAX_UPPER 1024

typedef struct Reading
{
	TestHost *host;
	Starter *starter;
	size_t codes_cap;
	size_t cards_cap;
	uint64_t id;
	/* abbreviation and expansion of ambiguous ones that count in capitals only */
	char *upper[MAX_UPPER];
	size_t nupper;
} Reading;

typedef void (*RowReader)(Reading *to, char **fields);

static char *
Copy(TestHost *host, const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = mc_alloc(&host->host, size);

	memcpy(copy, text, size);
	return copy;
}

/* code, billable, title */
static void
ReadCode(Reading *to, char **fields)
{
	Starter *s = to->starter;

	MC_GROW(&to->host->host, s->codes, s->ncodes, to->codes_cap);
	s->codes[s->ncodes++] = (StarterCode){.code = fixture_code(fields[0]),
										  .billable = fields[1][0] == '1',
										  .title = Copy(to->host, fields[2])};
}

/* word */
static void
ReadGeneric(Reading *to, char **fields)
{
	mc_dictionary_add_generic(to->starter->fixture.dictionary, fields[0]);
}

/* code, kind, phrase */
static void
ReadTerm(Reading *to, char **fields)
{
	mc_dictionary_add_term(
		to->starter->fixture.dictionary, fields[2], ++to->id, fixture_code(fields[0]),
		strcmp(fields[1], "lay") == 0 ? MC_SOURCE_LAY : MC_SOURCE_SYNONYM);
}

/* An abbreviation with its expansion, as one text */
static const char *
ReadingName(char **fields)
{
	static char name[512];

	snprintf(name, sizeof(name), "%s=%s", fields[0], fields[1]);
	return name;
}

/* abbreviation, expansion, case, ambiguous; the ambiguous ones come with their rules */
static void
ReadAbbreviation(Reading *to, char **fields)
{
	bool upper = strcmp(fields[2], "upper") == 0;

	if (fields[3][0] != '1')
		mc_dictionary_add_abbreviation(to->starter->fixture.dictionary, fields[0],
									   fields[1], upper);
	else if (upper && to->nupper < MAX_UPPER)
		to->upper[to->nupper++] = Copy(to->host, ReadingName(fields));
}

/* abbreviation, expansion, feature, value: rows of a reading stand together */
static void
ReadReadingRule(Reading *to, char **fields)
{
	const char *name = ReadingName(fields);
	bool upper = false;

	for (size_t i = 0; i < to->nupper && !upper; i++)
		upper = strcmp(to->upper[i], name) == 0;
	mc_dictionary_add_reading_rule(to->starter->fixture.dictionary, fields[0], fields[1],
								   upper, fields[2], fields[3]);
}

/* word, role */
static void
ReadRole(Reading *to, char **fields)
{
	mc_dictionary_add_role(to->starter->fixture.dictionary, fields[0], fields[1]);
}

/* phrase, kind */
static void
ReadNotCondition(Reading *to, char **fields)
{
	mc_dictionary_add_not_condition(to->starter->fixture.dictionary, fields[0],
									fields[1]);
}

/* code, class */
static void
ReadClass(Reading *to, char **fields)
{
	static const char *const names[MC_NCLASSES] = {
		[MC_CLASS_UNKNOWN] = "",        [MC_CLASS_ACUTE] = "acute",
		[MC_CLASS_CHRONIC] = "chronic", [MC_CLASS_LIFELONG] = "lifelong",
		[MC_CLASS_STATUS] = "status",
	};

	for (int i = MC_CLASS_ACUTE; i < MC_NCLASSES; i++)
		if (strcmp(fields[1], names[i]) == 0)
			mc_knowledge_add_class(to->starter->knowledge, fixture_code(fields[0]),
								   (McConditionClass) i);
}

/* symptom, disease, source */
static void
ReadSymptom(Reading *to, char **fields)
{
	mc_knowledge_add_symptom(to->starter->knowledge, fixture_code(fields[0]),
							 fixture_code(fields[1]));
}

/* cause, condition, code, manifestation, beside, link, nec, path, source */
static void
ReadLink(Reading *to, char **fields)
{
	McLink link = {
		.cause = fixture_code(fields[0]),
		.condition = fixture_code(fields[1]),
		.code = fixture_code(fields[2]),
		.manifestation = fixture_code(fields[3]),
		.beside = fields[4][0] == 't',
		.kind = strcmp(fields[5], "due_to") != 0 && fields[6][0] != 't' ? MC_LINK_PRESUMED
																		: MC_LINK_WRITTEN,
	};

	mc_knowledge_add_link(to->starter->knowledge, &link);
}

/* cause, condition, rule, source */
static void
ReadException(Reading *to, char **fields)
{
	mc_knowledge_add_exception(
		to->starter->knowledge, fixture_code(fields[0]), fixture_code(fields[1]),
		strcmp(fields[2], "explicit_link") == 0 ? MC_LINK_WRITTEN : MC_LINK_NEVER);
}

/* drug, kind, code */
static void
ReadDrug(Reading *to, char **fields)
{
	bool long_term = strcmp(fields[1], "long_term_use") == 0;
	McCode code = fixture_code(fields[2]);

	mc_knowledge_add_drug(to->starter->knowledge, fields[0], long_term ? code : 0,
						  long_term ? 0 : code);
}

/* Generic words stand before the terms that they judge. */
static const struct
{
	const char *file;
	int fields;
	bool language;
	RowReader reader;
} files[] = {
	{"code_*.tsv", 3, false, ReadCode},
	{"generic_word.tsv", 1, true, ReadGeneric},
	{"term_*.tsv", 3, true, ReadTerm},
	{"abbreviation_[!r]*.tsv", 4, true, ReadAbbreviation},
	{"abbreviation_rule.tsv", 4, true, ReadReadingRule},
	{"word_role.tsv", 2, true, ReadRole},
	{"not_a_condition.tsv", 2, true, ReadNotCondition},
	{"condition_class.tsv", 2, false, ReadClass},
	{"symptom.tsv", 3, false, ReadSymptom},
	{"with_link.tsv", 9, false, ReadLink},
	{"with_exception.tsv", 4, false, ReadException},
	{"drug.tsv", 3, false, ReadDrug},
};

/* Rows read; 0 if a row has too few fields. */
static size_t
ReadFile(Reading *to, const char *path, int nfields, RowReader reader)
{
	char line[4096];
	char *fields[9];
	size_t rows = 0;
	bool whole = true;
	FILE *file = fopen(path, "r");

	if (file == NULL)
		return 0;
	for (int n; (n = fixture_read_row(file, line, sizeof(line), fields, 9)) > 0; rows++)
	{
		if (rows == 0)
			continue;
		if (n >= nfields)
			reader(to, fields);
		else
			whole = false;
	}
	fclose(file);
	return whole ? rows : 0;
}

/* The same for all files of a kind, by name; 0 if there is none. */
static size_t
ReadFiles(Reading *to, const char *pattern, int nfields, RowReader reader)
{
	char path[128];
	glob_t found;
	size_t rows = 0;

	snprintf(path, sizeof(path), DIRECTORY "%s", pattern);
	if (glob(path, 0, NULL, &found) != 0)
		return 0;
	for (size_t i = 0; i < found.gl_pathc; i++)
	{
		size_t more = ReadFile(to, found.gl_pathv[i], nfields, reader);

		rows = more > 0 && (rows > 0 || i == 0) ? rows + more : 0;
	}
	globfree(&found);
	return rows;
}

static int
CompareCodes(const void *a, const void *b)
{
	const StarterCode *x = a;
	const StarterCode *y = b;

	return x->code < y->code ? -1 : x->code > y->code;
}

/* Compile the card of the codes from first to before end, which are of one category. */
static void
BuildCard(Reading *to, size_t first, size_t end, const StarterNote *notes)
{
	static McCardCode codes[MAX_CARD_CODES];
	static McCardPlacedNote placed[MAX_NOTES];
	static McCardReference references[MAX_NOTES];
	Starter *s = to->starter;
	McCode category = mc_icd10cm_category(s->codes[first].code);
	McCardSource source = {.category = category, .codes = codes, .notes = placed};
	StarterCard card = {.category = category};

	for (size_t i = first; i < end && source.ncodes < MAX_CARD_CODES; i++)
	{
		const StarterCode *c = &s->codes[i];

		codes[source.ncodes] = (McCardCode){.code = c->code,
											.order = (int32_t) i,
											.billable = c->billable,
											.title = c->title,
											.length = strlen(c->title)};
		source.ncodes++;
	}
	for (; notes && notes->place && source.nnotes < MAX_NOTES; notes++)
	{
		McCode place = fixture_code(notes->place);

		if (mc_icd10cm_category(place) != category)
			continue;
		references[source.nnotes] = (McCardReference){.first = fixture_code(notes->first),
													  .last = fixture_code(notes->last)};
		placed[source.nnotes] =
			(McCardPlacedNote){.place = place,
							   .note_id = (uint32_t) source.nnotes + 1,
							   .level = MC_PLACE_CODE,
							   .kind = (uint8_t) notes->kind,
							   .references = &references[source.nnotes],
							   .nreferences = 1};
		source.nnotes++;
	}
	card.block = mc_card_build(&to->host->host, &source, &card.size);
	if (card.block == NULL)
		return;
	MC_GROW(&to->host->host, s->cards, s->ncards, to->cards_cap);
	s->cards[s->ncards++] = card;
}

static bool
LookUpCode(void *arg, McCode code, McCodeInfo *info)
{
	Starter *s = arg;
	StarterCode key = {.code = code};
	const StarterCode *found =
		bsearch(&key, s->codes, s->ncodes, sizeof(StarterCode), CompareCodes);

	if (found == NULL)
		return false;
	info->title = fixture_lend(&s->fixture.code, found->title, strlen(found->title) + 1);
	info->billable = found->billable;
	return true;
}

static const McCard *
LookUpCard(void *arg, McCode category)
{
	Starter *s = arg;
	size_t from = 0;
	size_t to = s->ncards;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;

		if (s->cards[middle].category < category)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == s->ncards || s->cards[from].category != category ||
		!mc_card_open(fixture_lend(&s->block, s->cards[from].block, s->cards[from].size),
					  s->cards[from].size, &s->opened))
		return NULL;
	return &s->opened;
}

size_t
starter_init(TestHost *host, const StarterExtra *extra, Starter *starter)
{
	static const FixtureRows nothing = {NULL, NULL, NULL, NULL, NULL};
	static const StarterExtra no_extra = {NULL, NULL, NULL};
	Reading reading = {.host = host, .starter = starter};
	const FixtureRows *language;
	McTerminology *handle = &starter->fixture.handle;
	size_t rows = 0;
	size_t more;

	if (extra == NULL)
		extra = &no_extra;
	language = extra->language;
	memset(starter, 0, sizeof(*starter));
	fixture_init(host, language ? language : &nothing, &starter->fixture);
	if (language == NULL)
		starter->fixture.dictionary = mc_dictionary_create(&host->host);
	starter->knowledge = mc_knowledge_create(&host->host);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
	{
		if (language && files[i].language)
			continue;
		more = ReadFiles(&reading, files[i].file, files[i].fields, files[i].reader);
		if (more == 0)
			return 0;
		rows += more;
	}
	if (language == NULL)
	{
		McDictionary *dictionary = starter->fixture.dictionary;

		more = fixture_read_headers(host, DIRECTORY "section_header.tsv",
									mc_dictionary_headers(dictionary));
		rows += more;
		if (more == 0)
			return 0;
		more = fixture_read_cues(host, DIRECTORY "cue.tsv", &starter->fixture.cues);
		rows += more;
		if (more == 0)
			return 0;
		mc_dictionary_finish(dictionary);
		handle->not_conditions = mc_dictionary_not_conditions(dictionary);
		handle->headers = mc_dictionary_headers(dictionary);
	}
	mc_knowledge_finish(starter->knowledge);
	for (const FixtureCode *c = extra->codes; c && c->code; c++)
	{
		char *fields[] = {Copy(host, c->code), c->heading ? "0" : "1",
						  Copy(host, c->title)};

		ReadCode(&reading, fields);
	}
	qsort(starter->codes, starter->ncodes, sizeof(StarterCode), CompareCodes);
	for (size_t first = 0, end; first < starter->ncodes; first = end)
	{
		McCode category = mc_icd10cm_category(starter->codes[first].code);

		end = first + 1;
		while (end < starter->ncodes &&
			   mc_icd10cm_category(starter->codes[end].code) == category)
			end++;
		BuildCard(&reading, first, end, extra->notes);
	}
	handle->code = LookUpCode;
	handle->card = LookUpCard;
	handle->knowledge = starter->knowledge;
	return rows;
}

void
starter_done(Starter *starter)
{
	fixture_done(&starter->fixture);
	fixture_take_back(&starter->block);
}

void
starter_suggest(TestHost *host, const Starter *starter, const McEncounter *encounter,
				const char *note, StarterResult *result)
{
	const McTerminology *handle = &starter->fixture.handle;

	memset(result, 0, sizeof(*result));
	mc_document(&host->host, handle->headers, note, strlen(note), &result->doc);
	mc_findings(&host->host, handle, &result->doc, &result->note.findings);
	result->note.doc = &result->doc;
	result->encounter = *encounter;
	result->encounter.notes = &result->note;
	result->encounter.nnotes = 1;
	mc_suggest(&host->host, handle, &result->encounter, &result->suggestions);
}

void
starter_print(const McSuggestions *suggestions, char *out, size_t size)
{
	size_t length = 0;

	out[0] = '\0';
	for (size_t i = 0; i < suggestions->proposed && length + 32 < size; i++)
	{
		const McSuggestion *s = &suggestions->list[i];
		char code[16];

		fixture_print_code(s->code, code);
		length += (size_t) snprintf(out + length, size - length, "%s%s%s",
									i > 0 ? " " : "", code,
									s->status == MC_SUGGEST  ? ""
									: s->status == MC_REVIEW ? "?"
															 : "!");
	}
}
