/*
 * match_bench.c
 *	  What matching costs per note.
 *
 * usage: match_bench NOTES FOLDER [TERMS]
 *
 * NOTES: notes, each ended by a zero byte.  FOLDER: that of the starter's *.tsv.  TERMS:
 * further terms, tabs between code, kind and phrase.  Prints microseconds of processor time
 * per note of analysing and of matching, the median of nine rounds; with --once in place of
 * rounds one pass, for counting instructions.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match/dictionary.h"
#include "match/match.h"
#include "terminology_fixture.h"

#define ROUNDS 9

/* A bump allocator: what a memory context costs is not what is measured here. */
typedef struct Arena
{
	char *base;
	size_t used;
	size_t size;
} Arena;

static void *
ArenaAlloc(void *arg, size_t size)
{
	Arena *arena = arg;
	void *block;

	size = (size + 15) & ~(size_t) 15;
	if (arena->used + size > arena->size)
	{
		fprintf(stderr, "match_bench: out of memory\n");
		exit(1);
	}
	block = arena->base + arena->used;
	arena->used += size;
	return block;
}

static void *
ArenaResize(void *arg, void *block, size_t size)
{
	void *bigger = ArenaAlloc(arg, size);
	const Arena *arena = arg;
	size_t there = (size_t) ((char *) bigger - (char *) block);

	(void) arena;
	memmove(bigger, block, size < there ? size : there);
	return bigger;
}

static void
ArenaRelease(void *arg, void *block)
{
	(void) arg;
	(void) block;
}

static void
NoInterrupt(void *arg)
{
	(void) arg;
}

static unsigned
Posted(void *arg, uint64_t stem_key, McPostings lists[MC_POSTING_LISTS])
{
	return mc_dictionary_posted(arg, stem_key, lists);
}

static bool
Term(void *arg, uint64_t reference, McTerm *term)
{
	return mc_dictionary_term(arg, reference, term);
}

static uint32_t
Expansions(void *arg, uint64_t word_key, const McExpansion **list)
{
	return mc_dictionary_expansions(arg, word_key, list);
}

static unsigned
Roles(void *arg, uint64_t word_key)
{
	return mc_dictionary_roles(arg, word_key);
}

static bool
Code(void *arg, McCode code, McCodeInfo *info)
{
	(void) arg;
	(void) code;
	info->title = "";
	info->billable = true;
	return true;
}

static FILE *
Open(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", folder, name);
	file = fopen(path, "r");
	if (file == NULL)
	{
		perror(path);
		exit(1);
	}
	return file;
}

/* Rows of a file, added by what they are */
static void
ReadRows(McDictionary *dictionary, FILE *file, char kind)
{
	static uint64_t id = 0;
	char line[8192];
	char *f[5];

	fixture_read_row(file, line, sizeof(line), f, 5);
	for (int n; (n = fixture_read_row(file, line, sizeof(line), f, 5)) > 0;)
	{
		bool upper = n > 0 && strpbrk(f[0], "abcdefghijklmnopqrstuvwxyz") == NULL;

		if (kind == 't' && n >= 3 && mc_source_by_name(f[1]) >= 0)
			mc_dictionary_add_term(dictionary, f[2], ++id, fixture_code(f[0]),
								   (McTermSource) mc_source_by_name(f[1]));
		else if (kind == 'a' && n >= 4 && f[3][0] == '0')
			mc_dictionary_add_abbreviation(dictionary, f[0], f[1], f[2][0] == 'u');
		else if (kind == 'r' && n >= 4)
			mc_dictionary_add_reading_rule(dictionary, f[0], f[1], upper, f[2], f[3]);
		else if (kind == 'g')
			mc_dictionary_add_generic(dictionary, f[0]);
		else if (kind == 'w' && n >= 2)
			mc_dictionary_add_role(dictionary, f[0], f[1]);
		else if (kind == 'n' && n >= 2)
			mc_dictionary_add_not_condition(dictionary, f[0], f[1]);
	}
	fclose(file);
}

/* The rows of all files of terms */
static void
ReadTerms(McDictionary *dictionary, const char *folder)
{
	char pattern[4096];
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s/term_*.tsv", folder);
	if (glob(pattern, 0, NULL, &files) != 0)
	{
		fprintf(stderr, "match_bench: no terms in %s\n", folder);
		exit(1);
	}
	for (size_t i = 0; i < files.gl_pathc; i++)
		ReadRows(dictionary, Open("", files.gl_pathv[i]), 't');
	globfree(&files);
}

static int
CompareDouble(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
	Arena arena = {.size = (size_t) 1 << 30};
	McHost host = {ArenaAlloc, ArenaResize, ArenaRelease, NoInterrupt, &arena};
	bool once = argc > 1 && strcmp(argv[argc - 1], "--once") == 0;
	McDictionary *dictionary;
	McTerminology handle = {0};
	double cost[2][ROUNDS] = {{0}};
	size_t nmentions = 0;
	size_t nnotes = 0;
	size_t keep;
	size_t len;
	char *notes;
	FILE *file;

	argc -= once;
	if (argc < 3)
	{
		fprintf(stderr, "usage: match_bench NOTES FOLDER [TERMS] [--once]\n");
		return 2;
	}
	arena.base = malloc(arena.size);
	dictionary = mc_dictionary_create(&host);
	ReadRows(dictionary, Open(argv[2], "/generic_word.tsv"), 'g');
	ReadRows(dictionary, Open(argv[2], "/word_role.tsv"), 'w');
	ReadRows(dictionary, Open(argv[2], "/not_a_condition.tsv"), 'n');
	ReadRows(dictionary, Open(argv[2], "/abbreviation_a_i.tsv"), 'a');
	ReadRows(dictionary, Open(argv[2], "/abbreviation_j_z.tsv"), 'a');
	ReadRows(dictionary, Open(argv[2], "/abbreviation_rule.tsv"), 'r');
	ReadTerms(dictionary, argv[2]);
	if (argc > 3)
		ReadRows(dictionary, Open(argv[3], ""), 't');
	mc_dictionary_finish(dictionary);
	handle.arg = handle.phrases.arg = dictionary;
	handle.phrases.posted = Posted;
	handle.term = Term;
	handle.expansions = Expansions;
	handle.roles = Roles;
	handle.code = Code;
	handle.headers = mc_dictionary_headers(dictionary);
	handle.not_conditions = mc_dictionary_not_conditions(dictionary);

	file = Open(argv[1], "");
	fseek(file, 0, SEEK_END);
	len = (size_t) ftell(file);
	rewind(file);
	notes = calloc(len + 1, 1);
	if (notes == NULL || fread(notes, 1, len, file) != len)
		return 1;
	fclose(file);
	keep = arena.used;
	for (int round = 0; round < (once ? 1 : ROUNDS); round++)
	{
		nnotes = nmentions = 0;
		for (const char *note = notes; note < notes + len; note += strlen(note) + 1)
		{
			McDocument doc;
			McMentions mentions;
			double start = fixture_seconds();
			double read;

			arena.used = keep;
			mc_document(&host, handle.headers, note, strlen(note), &doc);
			read = fixture_seconds();
			mc_match(&host, &handle, &doc, &mentions);
			cost[0][round] += read - start;
			cost[1][round] += fixture_seconds() - read;
			nmentions += mentions.count;
			nnotes++;
		}
	}
	printf("%zu notes, %zu terms, %zu mentions\n", nnotes,
		   mc_dictionary_terms(dictionary), nmentions);
	for (int i = 0; i < 2 && !once; i++)
	{
		qsort(cost[i], ROUNDS, sizeof(double), CompareDouble);
		printf("%8.1f us per note  %s\n",
			   cost[i][ROUNDS / 2] * 1e6 / (double) (nnotes > 0 ? nnotes : 1),
			   i == 0 ? "analysing" : "matching");
	}
	return 0;
}
