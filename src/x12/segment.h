/*
 * segment.h
 *		Segments of an X12 interchange, read from a stream.
 *
 * The separators are those that the ISA segment declares.  Line breaks are left
 * out wherever they stand, unless they are separators themselves: some senders
 * write a segment a line, some wrap lines at 80 characters.  The pieces that the
 * source gives may end anywhere.  Memory is one buffer, whatever comes.
 *
 * Plain C without PostgreSQL, as all of this room but *_load.c and *_sql.c.
 * Source and host may leave by longjmp; what they allocated is the host's.
 */
#ifndef MC_X12_SEGMENT_H
#define MC_X12_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/host.h"

/* Bytes of a segment; the longest of the guides has some 2,000 */
#define MC_X12_SEGMENT_MAX 32768

/* Elements behind the name of a segment; the longest of the guides, MIA, has 24 */
#define MC_X12_ELEMENT_MAX 40

/* Bytes of the buffer: more than a segment, so that few have to be moved */
#define MC_X12_BUFFER (8 * MC_X12_SEGMENT_MAX)

/* Length of an ISA segment with its terminator */
#define MC_X12_ISA 106

/* The name of a segment as a number, for switch; two letters: MC_X12_ID('N', '1', 0) */
#define MC_X12_ID(a, b, c) ((uint32_t) (a) << 16 | (uint32_t) (b) << 8 | (uint32_t) (c))

typedef struct McX12Source
{
	/* Write up to size bytes to buffer; returns how many, 0 at the end only. */
	size_t (*read)(void *arg, char *buffer, size_t size);
	void *arg;
} McX12Source;

/* Part of a segment; not terminated, and gone with the next segment */
typedef struct McX12Text
{
	const char *text;
	size_t length;
} McX12Text;

typedef struct McX12Segment
{
	uint32_t id;
	uint64_t number;                           /* in the stream, from 1 */
	int count;                                 /* elements; those behind are empty */
	McX12Text element[MC_X12_ELEMENT_MAX + 1]; /* [0] is the name */
} McX12Segment;

typedef enum McX12Status
{
	MC_X12_SEGMENT,
	MC_X12_TRANSACTION,     /* of the envelope: an ST segment */
	MC_X12_TRANSACTION_END, /* of the envelope: an SE segment, whose counts are right */
	MC_X12_END,             /* the stream is complete */
	MC_X12_BAD              /* it is not: see the problem; nothing more may be read */
} McX12Status;

/* What is wrong and where; never with a word of the stream */
typedef struct McX12Problem
{
	uint64_t segment; /* 0: of the stream as a whole */
	char name[4];     /* of the segment, if it is one of 835 or 837; else empty */
	const char *text; /* a clause; NULL: nothing is wrong */
} McX12Problem;

typedef struct McX12Reader
{
	McX12Problem problem; /* after MC_X12_BAD */
	char element_separator;
	char component_separator;
	char terminator;

	/* private */
	const McHost *host;
	McX12Source source;
	char *buffer;
	size_t start; /* of what has not been read yet */
	size_t end;
	bool exhausted;
	bool inside; /* of an interchange: the separators are known */
	uint64_t number;
	char isa[MC_X12_ISA];
	uint8_t class[256];
} McX12Reader;

/* Begin to read; allocates the buffer. */
extern void mc_x12_begin(McX12Reader *reader, const McHost *host, McX12Source source);

/*
 * Read the next segment, which stays until the call after.  The first one, and the
 * first behind mc_x12_leave(), must be ISA or the end of the stream.
 */
extern McX12Status mc_x12_next(McX12Reader *reader, McX12Segment *segment);

/* The interchange ends: other separators may follow. */
extern void mc_x12_leave(McX12Reader *reader);

/* Refuse the stream for this segment (NULL: as a whole).  Returns MC_X12_BAD. */
extern McX12Status mc_x12_refuse(McX12Reader *reader, const McX12Segment *segment,
								 const char *problem);

/* Element of a segment, from 1; empty if there is none */
static inline McX12Text
mc_x12_element(const McX12Segment *segment, int i)
{
	static const McX12Text none = {"", 0};

	return i <= segment->count ? segment->element[i] : none;
}

/* Component of a composite element, from 1; empty if there is none */
extern McX12Text mc_x12_component(const McX12Reader *reader, McX12Text element, int i);

#endif /* MC_X12_SEGMENT_H */
