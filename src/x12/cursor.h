/*
 * cursor.h
 *		The segment that a reader of transactions is at, with its values.
 *
 * Private to the readers of remittances and claims.
 */
#ifndef MC_X12_CURSOR_H
#define MC_X12_CURSOR_H

#include "x12/envelope.h"

typedef struct McX12Cursor
{
	McX12Envelope envelope;
	McX12Segment segment;
} McX12Cursor;

/* Problems of many segments */
#define MC_X12_TOO_LONG  "an element is too long"
#define MC_X12_NO_AMOUNT "an amount is missing, or is no number"
#define MC_X12_TOO_LARGE "the sum of the amounts is too large"

static inline McX12Status
mc_x12_refuse_here(McX12Cursor *at, const char *problem)
{
	return mc_x12_refuse(&at->envelope.reader, &at->segment, problem);
}

/* Refuse for what began at an earlier segment. */
static inline McX12Status
mc_x12_refuse_at(McX12Cursor *at, uint64_t number, uint32_t id, const char *problem)
{
	McX12Segment segment = {.number = number, .id = id};

	return mc_x12_refuse(&at->envelope.reader, &segment, problem);
}

static inline McX12Status
mc_x12_fits(McX12Cursor *at, bool fits)
{
	return fits ? MC_X12_SEGMENT : mc_x12_refuse_here(at, MC_X12_TOO_LONG);
}

/* An element, from 1 */
static inline McX12Text
mc_x12_value(const McX12Cursor *at, int i)
{
	return mc_x12_element(&at->segment, i);
}

/* A component of it, from 1 */
static inline McX12Text
mc_x12_part(const McX12Cursor *at, int i, int component)
{
	return mc_x12_component(&at->envelope.reader, mc_x12_value(at, i), component);
}

static inline bool
mc_x12_value_is(const McX12Cursor *at, int i, const char *text)
{
	return mc_x12_is(mc_x12_value(at, i), text);
}

/* Copy an element or a component to an array; false if it does not fit. */
#define MC_X12_COPY(at, i, to) mc_x12_copy(mc_x12_value(at, i), (to), sizeof(to))
#define MC_X12_COPY_PART(at, i, component, to) \
	mc_x12_copy(mc_x12_part(at, i, component), (to), sizeof(to))

#endif /* MC_X12_CURSOR_H */
