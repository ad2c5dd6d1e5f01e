/*
 * word_block.h
 *	  How a block begins that has the words of a version: what wrote it.
 */
#ifndef MC_WORD_BLOCK_H
#define MC_WORD_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text/stem.h"

/* The first fields of the header of a block */
typedef struct McWordBlock
{
	uint64_t magic; /* of the kind; on a machine of other byte order another number */
	uint32_t text_version;
} McWordBlock;

/*
 * Copy the header.  False if the block is too short for it, or another kind of block, of
 * machine or of text engine wrote it.
 */
static inline bool
mc_word_block_header(const char *block, size_t size, uint64_t magic, void *header,
					 size_t header_size)
{
	McWordBlock begins;

	if (size < header_size || size < sizeof(begins))
		return false;
	memcpy(&begins, block, sizeof(begins));
	memcpy(header, block, header_size);
	return begins.magic == magic && begins.text_version == MC_TEXT_VERSION;
}

/* Is it a number of slots that a hash table may have? */
static inline bool
mc_is_slot_count(uint32_t n)
{
	return n > 0 && (n & (n - 1)) == 0;
}

#endif /* MC_WORD_BLOCK_H */
