/*
 * terminology_fixture.c
 *	  A small terminology from rows in a test, and results as text that a test
 *	  can compare.
 */
#include "terminology_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PRINT_SIZE 65536
#define CARD_CODES 32

/* Take back what a look-up lent, so that a sanitizer sees whoever still uses it */
static void
TakeBack(FixtureLent *lent)
{
	for (size_t i = 0; i < lent->count; i++)
		free(lent->list[i]);
	free(lent->list);
	lent->list = NULL;
	lent->count = 0;
}

static void
PrepareToLend(FixtureLent *lent, size_t count)
{
	TakeBack(lent);
	lent->list = calloc(count + 1, sizeof(void *));
	if (lent->list == NULL)
		abort();
}

static void *
Lend(FixtureLent *lent, const void *source, size_t size)
{
	void *copy = malloc(size > 0 ? size : 1);

	if (copy == NULL)
		abort();
	if (size > 0)
		memcpy(copy, source, size);
	lent->list[lent->count++] = copy;
	return copy;
}

void *
fixture_lend(FixtureLent *lent, const void *source, size_t size)
{
	PrepareToLend(lent, 1);
	return Lend(lent, source, size);
}

void
fixture_take_back(FixtureLent *lent)
{
	TakeBack(lent);
}

static const McDictionary *
Terms(const Fixture *fixture)
{
	return fixture->terms ? fixture->terms : fixture->dictionary;
}

static unsigned
LendPosted(void *arg, uint64_t stem_key, McPostings lists[MC_POSTING_LISTS])
{
	Fixture *fixture = arg;
	unsigned nlists = mc_dictionary_posted(Terms(fixture), stem_key, lists);

	PrepareToLend(&fixture->posted, nlists);
	for (unsigned l = 0; l < nlists; l++)
	{
		const McPosting *end = lists[l].first;

		for (uint32_t i = 0; i < lists[l].count; i++)
			end = mc_posting_next(end);
		lists[l].first =
			Lend(&fixture->posted, lists[l].first,
				 (size_t) ((const char *) end - (const char *) lists[l].first));
	}
	return nlists;
}

static bool
LendTerm(void *arg, uint64_t reference, McTerm *term)
{
	Fixture *fixture = arg;

	PrepareToLend(&fixture->term, 2);
	if (!mc_dictionary_term(Terms(fixture), reference, term))
		return false;
	term->phrase = Lend(&fixture->term, term->phrase, strlen(term->phrase) + 1);
	term->words = Lend(&fixture->term, term->words, term->nwords * sizeof(McTermWord));
	return true;
}

static uint32_t
LendExpansions(void *arg, uint64_t word_key, const McExpansion **list)
{
	Fixture *fixture = arg;
	const McExpansion *own;
	uint32_t count = mc_dictionary_expansions(fixture->dictionary, word_key, &own);
	McExpansion *copy;

	PrepareToLend(&fixture->expansions, (size_t) count * 2 + 1);
	if (count == 0)
		return 0;
	copy = Lend(&fixture->expansions, own, count * sizeof(McExpansion));
	for (uint32_t i = 0; i < count; i++)
		copy[i].words =
			Lend(&fixture->expansions, own[i].words, own[i].nwords * sizeof(McTermWord));
	for (uint32_t i = 0; i < count; i++)
		copy[i].rules = Lend(&fixture->expansions, own[i].rules,
							 own[i].nrules * sizeof(McReadingRule));
	*list = copy;
	return count;
}

static unsigned
Roles(void *arg, uint64_t word_key)
{
	return mc_dictionary_roles(((Fixture *) arg)->dictionary, word_key);
}

static bool
LendCode(void *arg, McCode code, McCodeInfo *info)
{
	Fixture *fixture = arg;

	PrepareToLend(&fixture->code, 1);
	for (const FixtureCode *c = fixture->codes; c && c->code; c++)
	{
		if (fixture_code(c->code) != code)
			continue;
		info->title = Lend(&fixture->code, c->title, strlen(c->title) + 1);
		info->billable = !c->heading;
		return true;
	}
	return false;
}

void
fixture_init(TestHost *host, const FixtureRows *rows, Fixture *fixture)
{
	fixture_init_language(host, rows, NULL, fixture);
}

void
fixture_init_language(TestHost *host, const FixtureRows *rows,
					  const FixtureLanguage *language, Fixture *fixture)
{
	static const FixtureLanguage none = {NULL, NULL, NULL};

	uint64_t id = 0;

	if (language == NULL)
		language = &none;
	memset(fixture, 0, sizeof(*fixture));
	fixture->dictionary = mc_dictionary_create(&host->host);
	for (const FixtureTerm *t = rows->terms; t && t->phrase; t++)
		mc_dictionary_add_term(fixture->dictionary, t->phrase, ++id,
							   fixture_code(t->code), t->source);
	for (const FixtureAbbreviation *a = rows->abbreviations; a && a->abbreviation; a++)
		mc_dictionary_add_abbreviation(fixture->dictionary, a->abbreviation, a->expansion,
									   a->upper_only);
	for (const FixtureReading *r = language->readings; r && r->abbreviation; r++)
		mc_dictionary_add_reading_rule(fixture->dictionary, r->abbreviation, r->expansion,
									   r->upper_only, r->feature, r->value);
	for (const FixtureRole *r = language->roles; r && r->word; r++)
		mc_dictionary_add_role(fixture->dictionary, r->word, r->role);
	for (const FixtureNotCondition *n = language->not_conditions; n && n->phrase; n++)
		mc_dictionary_add_not_condition(fixture->dictionary, n->phrase, n->kind);
	for (const FixtureHeader *h = rows->headers; h && h->title; h++)
		mc_headers_add(&host->host, mc_dictionary_headers(fixture->dictionary), h->title,
					   h->category);
	mc_dictionary_finish(fixture->dictionary);

	id = 0;
	mc_cues_init(&host->host, &fixture->cues);
	for (const FixtureCue *c = rows->cues; c && c->phrase; c++)
		mc_cues_add(&fixture->cues, c->phrase, ++id, c->category, c->direction,
					c->max_scope);
	mc_cues_finish(&fixture->cues);

	fixture->codes = rows->codes;
	fixture->handle.arg = fixture;
	fixture->handle.phrases.arg = fixture;
	fixture->handle.phrases.posted = LendPosted;
	fixture->handle.term = LendTerm;
	fixture->handle.expansions = LendExpansions;
	fixture->handle.code = LendCode;
	fixture->handle.roles = Roles;
	fixture->handle.not_conditions = mc_dictionary_not_conditions(fixture->dictionary);
	fixture->handle.headers = mc_dictionary_headers(fixture->dictionary);
	fixture->handle.cues = &fixture->cues;
}

void
fixture_done(Fixture *fixture)
{
	TakeBack(&fixture->posted);
	TakeBack(&fixture->term);
	TakeBack(&fixture->expansions);
	TakeBack(&fixture->code);
}

int
fixture_read_row(void *file, char *line, size_t size, char **fields, int max)
{
	int count = 0;
	char *rest = line;

	if (fgets(line, (int) size, file) == NULL)
		return 0;
	line[strcspn(line, "\n")] = '\0';
	while (rest && count < max)
	{
		fields[count++] = rest;
		rest = strchr(rest, '\t');
		if (rest)
			*rest++ = '\0';
	}
	return count;
}

size_t
fixture_read_cues(TestHost *host, const char *path, McCues *cues)
{
	FILE *file = fopen(path, "r");
	char line[1024];
	char *fields[4];
	uint64_t id = 0;

	mc_cues_init(&host->host, cues);
	for (int n; file && (n = fixture_read_row(file, line, sizeof(line), fields, 4)) > 0;)
	{
		int category;
		int direction;

		if (n < 3 || strcmp(fields[0], "phrase") == 0)
			continue;
		category =
			strcmp(fields[1], "any") == 0 ? MC_CUE_ANY : mc_cue_category(fields[1]);
		direction = mc_cue_direction(fields[2]);
		if (category < 0 || direction < 0)
			continue;
		id += mc_cues_add(cues, fields[0], id + 1, (McCueCategory) category,
						  (McCueDirection) direction,
						  n > 3 ? (unsigned) atoi(fields[3]) : 0);
	}
	if (file)
		fclose(file);
	mc_cues_finish(cues);
	return id;
}

size_t
fixture_read_headers(TestHost *host, const char *path, McHeaders *headers)
{
	FILE *file = fopen(path, "r");
	char line[1024];
	char *fields[2];
	size_t rows = 0;

	mc_headers_init(&host->host, headers);
	for (int n; file && (n = fixture_read_row(file, line, sizeof(line), fields, 2)) > 0;)
	{
		int category = n == 2 ? mc_section_category(fields[1]) : -1;

		if (category < 0)
			continue;
		mc_headers_add(&host->host, headers, fields[0], (McSectionCategory) category);
		rows++;
	}
	if (file)
		fclose(file);
	return rows;
}

McCode
fixture_code(const char *text)
{
	McCode code = 0;
	int shift = 56;

	for (; *text != '\0' && shift >= 0; text++)
	{
		if (*text == '.')
			continue;
		code |= (McCode) (unsigned char) *text << shift;
		shift -= 8;
	}
	return code;
}

void
fixture_card(TestHost *host, const FixtureCode *codes, const char *category, McCard *card)
{
	McCardCode list[CARD_CODES];
	McCardSource source = {.category = fixture_code(category), .codes = list};
	size_t size;
	void *block;

	for (int32_t i = 0; codes[i].code && source.ncodes < CARD_CODES; i++)
	{
		if (strncmp(codes[i].code, category, strlen(category)) != 0)
			continue;
		list[source.ncodes++] = (McCardCode){.code = fixture_code(codes[i].code),
											 .order = i,
											 .billable = !codes[i].heading,
											 .title = codes[i].title,
											 .length = strlen(codes[i].title)};
	}
	block = mc_card_build(&host->host, &source, &size);
	test_ok(block && mc_card_open(block, size, card), "a card of %s", category);
}

void
fixture_print_code(McCode code, char *out)
{
	size_t len = 0;

	for (int shift = 56; shift >= 0 && (code >> shift & 0xFF) != 0; shift -= 8)
	{
		if (shift == 32)
			out[len++] = '.';
		out[len++] = (char) (code >> shift & 0xFF);
	}
	out[len] = '\0';
}

const char *
fixture_print_mentions(const McDocument *doc, const McMentions *mentions)
{
	static char buffer[PRINT_SIZE];
	size_t len = 0;

	buffer[0] = '\0';
	for (size_t i = 0; i < mentions->count && len < PRINT_SIZE / 2; i++)
	{
		const McMention *m = &mentions->list[i];
		uint32_t start = doc->tokens.list[m->first_token].start;
		uint32_t end = doc->tokens.list[m->last_token].end;
		char code[16];
		int width = end - start < 200 ? (int) (end - start) : 200;

		fixture_print_code(m->term.code, code);
		len += (size_t) snprintf(buffer + len, sizeof(buffer) - len, "%s%.*s=%s",
								 i > 0 ? " | " : "", width, doc->fold.original + start,
								 code);
	}
	for (char *p = buffer; *p != '\0'; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	return buffer;
}

const char *
fixture_print_assertion(const McAssertion *assertion)
{
	static char buffer[8];
	size_t len = 0;

	if (assertion->negated)
		buffer[len++] = 'n';
	if (assertion->uncertain)
		buffer[len++] = 'u';
	if (assertion->hypothetical)
		buffer[len++] = 'h';
	if (assertion->historical)
		buffer[len++] = 'p';
	if (assertion->experiencer == MC_FAMILY)
		buffer[len++] = 'f';
	if (len == 0)
		buffer[len++] = '-';
	buffer[len] = '\0';
	return buffer;
}

uint64_t
fixture_hash_mentions(const McMentions *mentions)
{
	uint64_t hash = mentions->count * 2 + mentions->truncated;

	for (size_t i = 0; i < mentions->count; i++)
	{
		const McMention *m = &mentions->list[i];
		uint64_t parts[] = {m->term.id,    m->term.code,  m->first_token,
							m->last_token, m->sentence,   m->covered,
							m->score,      m->in_release, m->billable};

		for (size_t k = 0; k < sizeof(parts) / sizeof(*parts); k++)
			hash = (hash ^ parts[k]) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 29);
	}
	return hash;
}

uint32_t
fixture_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

double
fixture_seconds(void)
{
	return (double) clock() / CLOCKS_PER_SEC;
}
