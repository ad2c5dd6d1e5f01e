/*
 * text_bench.c
 *	  What the stages of the text engine cost per note.
 *
 * usage: text_bench NOTES [HEADERS]
 *
 * NOTES: notes, each ended by a zero byte.  HEADERS: section_header.tsv.
 * Prints microseconds of processor time per note, the median of nine rounds
 * over all notes, for each stage and for the whole, in steady state.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "test_host.h"
#include "text/document.h"

#define ROUNDS 9

/* A bump allocator: what a memory context costs is not what is measured here. */
typedef struct Arena
{
	char *base;
	size_t used;
	size_t size;
	void *last;
} Arena;

static void *
ArenaAlloc(void *arg, size_t size)
{
	Arena *arena = arg;

	size = (size + 15) & ~(size_t) 15;
	if (arena->used + size > arena->size)
	{
		fprintf(stderr, "text_bench: a note needs more than %zu bytes\n", arena->size);
		exit(1);
	}
	arena->last = arena->base + arena->used;
	arena->used += size;
	return arena->last;
}

static void *
ArenaResize(void *arg, void *block, size_t size)
{
	void *bigger = ArenaAlloc(arg, size);

	memcpy(bigger, block, size / 2);
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

static double
Now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

static int
CompareDouble(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

static char *
ReadFile(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *content;

	if (f == NULL)
	{
		perror(path);
		exit(1);
	}
	fseek(f, 0, SEEK_END);
	*len = (size_t) ftell(f);
	rewind(f);
	content = malloc(*len + 1);
	if (content == NULL || fread(content, 1, *len, f) != *len)
	{
		perror(path);
		exit(1);
	}
	content[*len] = '\0';
	fclose(f);
	return content;
}

static void
ReadHeaders(const McHost *host, McHeaders *headers, const char *path)
{
	size_t len;
	char *content = ReadFile(path, &len);
	char *line = strchr(content, '\n') + 1; /* behind the column names */

	while (*line)
	{
		char *tab = strchr(line, '\t');
		char *end = strchr(line, '\n');

		*tab = *end = '\0';
		mc_headers_add(host, headers, line,
					   (McSectionCategory) mc_section_category(tab + 1));
		line = end + 1;
	}
	free(content);
}

enum Stage
{
	STAGE_FOLD,
	STAGE_TOKENS,
	STAGE_SECTIONS,
	STAGE_SENTENCES,
	NSTAGES
};

static const char *const stage_names[NSTAGES] = {
	"fold",
	"tokens and stems",
	"sections",
	"sentences",
};

int
main(int argc, char **argv)
{
	Arena arena = {.size = (size_t) 1 << 28};
	McHost host = {ArenaAlloc, ArenaResize, ArenaRelease, NoInterrupt, &arena};
	McHeaders headers;
	size_t len;
	char *notes;
	size_t nnotes = 0;
	size_t ntokens = 0;
	size_t keep;
	double rounds[NSTAGES + 1][ROUNDS] = {{0}};

	if (argc < 2)
	{
		fprintf(stderr, "usage: text_bench NOTES [HEADERS]\n");
		return 2;
	}
	arena.base = malloc(arena.size);
	notes = ReadFile(argv[1], &len);
	mc_headers_init(&host, &headers);
	if (argc > 2)
		ReadHeaders(&host, &headers, argv[2]);
	keep = arena.used;

	for (int round = -1; round < ROUNDS; round++)
	{
		double cost[NSTAGES + 1] = {0};

		nnotes = ntokens = 0;
		for (const char *note = notes; note < notes + len;)
		{
			size_t n = strlen(note);
			McDocument doc = {0};
			double t[NSTAGES + 2];

			/* each stage by itself */
			arena.used = keep;
			t[0] = Now();
			mc_fold(&host, note, (uint32_t) n, &doc.fold);
			t[1] = Now();
			mc_words_init(&host, &doc.words, n / 16);
			doc.tokens.cap = n / 5 + 64;
			doc.tokens.list = ArenaAlloc(&arena, doc.tokens.cap * sizeof(McToken));
			mc_tokenise(&host, &doc.fold, &doc.words, &doc.tokens);
			t[2] = Now();
			mc_find_sections(&host, &headers, &doc.tokens, &doc.words, (uint32_t) n,
							 &doc.sections);
			t[3] = Now();
			mc_find_sentences(&host, &doc.tokens, &doc.words, &doc.sections,
							  &doc.sentences);
			t[4] = Now();
			for (int i = 0; i < NSTAGES; i++)
				cost[i] += t[i + 1] - t[i];
			nnotes++;
			ntokens += doc.tokens.count;
			note += n + 1;
		}
		/* and the whole, without a clock between */
		cost[NSTAGES] = -Now();
		for (const char *note = notes; note < notes + len;)
		{
			size_t n = strlen(note);
			McDocument doc;

			arena.used = keep;
			mc_document(&host, &headers, note, n, &doc);
			note += n + 1;
		}
		cost[NSTAGES] += Now();
		if (round >= 0)
		{
			for (int i = 0; i <= NSTAGES; i++)
				rounds[i][round] = cost[i] / (double) nnotes;
		}
	}
	printf("%zu notes, %.0f bytes and %.0f tokens each\n", nnotes,
		   (double) len / (double) nnotes, (double) ntokens / (double) nnotes);
	for (int i = 0; i <= NSTAGES; i++)
	{
		qsort(rounds[i], ROUNDS, sizeof(double), CompareDouble);
		printf("%-20s %6.1f us per note\n", i < NSTAGES ? stage_names[i] : "text engine",
			   rounds[i][ROUNDS / 2]);
	}
	return 0;
}
