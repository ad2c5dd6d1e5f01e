/*
 * fuzz.h
 *	  What the fuzz targets share: the entry, what must hold, input in a block of its own.
 */
#ifndef MC_FUZZ_H
#define MC_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                     \
	do                                                                      \
	{                                                                       \
		if (!(condition))                                                   \
		{                                                                   \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			abort();                                                        \
		}                                                                   \
	} while (0)

/* A block of exactly that size, so that reading behind its end is seen; to be freed */
static inline void *
fuzz_copy(const void *data, size_t size)
{
	void *copy = malloc(size > 0 ? size : 1);

	MUST(copy != NULL);
	if (size > 0)
		memcpy(copy, data, size);
	return copy;
}

/* The same with a zero byte behind it, as load.h promises one */
static inline char *
fuzz_text(const void *data, size_t size)
{
	char *copy = malloc(size + 1);

	MUST(copy != NULL);
	if (size > 0)
		memcpy(copy, data, size);
	copy[size] = '\0';
	return copy;
}

#endif /* MC_FUZZ_H */
