/*
 * envelope.c
 *		The envelopes of X12.
 */
#include "x12/envelope.h"

#include <string.h>

enum
{
	OUTSIDE,
	INTERCHANGE,
	GROUP,
	TRANSACTION
};

/* The guides whose structure is known: 005010 and whatever corrections of it */
#define VERSION "005010"

void
mc_x12_open(McX12Envelope *envelope, const McHost *host, McX12Source source,
			const McX12Kind *kind)
{
	memset(envelope, 0, sizeof(*envelope));
	mc_x12_begin(&envelope->reader, host, source);
	envelope->kind = kind;
}

static McX12Status
Refuse(McX12Envelope *envelope, const McX12Segment *segment, const char *problem)
{
	return mc_x12_refuse(&envelope->reader, segment, problem);
}

static bool
Copy(const McX12Segment *segment, int i, char *to, size_t size)
{
	return mc_x12_copy(mc_x12_element(segment, i), to, size);
}

static McX12Status
BeginInterchange(McX12Envelope *envelope, const McX12Segment *segment)
{
	McX12Control *control = &envelope->control;

	/* the lengths are fixed, so all fit */
	Copy(segment, 6, control->sender, sizeof(control->sender));
	Copy(segment, 8, control->receiver, sizeof(control->receiver));
	Copy(segment, 9, control->date, sizeof(control->date));
	Copy(segment, 10, control->date + strlen(control->date), 5);
	Copy(segment, 13, control->interchange, sizeof(control->interchange));
	control->test = mc_x12_is(mc_x12_element(segment, 15), "T");
	envelope->groups = 0;
	envelope->depth = INTERCHANGE;
	return MC_X12_SEGMENT;
}

static McX12Status
BeginGroup(McX12Envelope *envelope, const McX12Segment *segment)
{
	McX12Control *control = &envelope->control;

	if (!mc_x12_is(mc_x12_element(segment, 1), envelope->kind->group))
		return Refuse(envelope, segment, "the group is of another kind of transaction");
	if (!Copy(segment, 6, control->group, sizeof(control->group)) ||
		!Copy(segment, 8, control->version, sizeof(control->version)))
		return Refuse(envelope, segment, "an element is too long");
	envelope->groups++;
	envelope->group_transactions = 0;
	envelope->depth = GROUP;
	return MC_X12_SEGMENT;
}

static McX12Status
BeginTransaction(McX12Envelope *envelope, const McX12Segment *segment)
{
	McX12Control *control = &envelope->control;

	if (!mc_x12_is(mc_x12_element(segment, 1), envelope->kind->transaction))
		return Refuse(envelope, segment, "the transaction is of another kind");
	if (!Copy(segment, 2, control->transaction, sizeof(control->transaction)) ||
		(mc_x12_element(segment, 3).length > 0 &&
		 !Copy(segment, 3, control->version, sizeof(control->version))))
		return Refuse(envelope, segment, "an element is too long");
	if (strncmp(control->version, VERSION, strlen(VERSION)) != 0)
		return Refuse(envelope, segment, "the version of the guide is not 005010");
	envelope->transactions++;
	envelope->group_transactions++;
	envelope->first = segment->number;
	envelope->depth = TRANSACTION;
	return MC_X12_TRANSACTION;
}

/* The last segment of an envelope: a count, and the control number of the first */
static McX12Status
End(McX12Envelope *envelope, const McX12Segment *segment, uint64_t wanted,
	const char *control)
{
	char number[MC_X12_CODE_SIZE];
	uint32_t count;

	if (!mc_x12_count(mc_x12_element(segment, 1), &count) || count != wanted)
		return Refuse(envelope, segment,
					  "the count is not that of what stands before it");
	if (!Copy(segment, 2, number, sizeof(number)) || strcmp(number, control) != 0)
		return Refuse(envelope, segment,
					  "the control number is not that of the beginning");
	envelope->depth--;
	return MC_X12_SEGMENT;
}

McX12Status
mc_x12_envelope_next(McX12Envelope *envelope, McX12Segment *segment)
{
	McX12Status status = MC_X12_SEGMENT;

	while (status == MC_X12_SEGMENT)
	{
		status = mc_x12_next(&envelope->reader, segment);
		if (status == MC_X12_BAD)
			return status;
		if (status == MC_X12_END)
		{
			McX12Segment missing = {.number = envelope->reader.number + 1};

			if (envelope->depth != OUTSIDE)
				return Refuse(envelope, &missing,
							  "the content ends before its envelopes do");
			if (envelope->transactions == 0)
				return Refuse(envelope, NULL, "the content holds no transaction");
			return status;
		}
		if (envelope->depth == OUTSIDE)
			status = BeginInterchange(envelope, segment);
		else if (envelope->depth == INTERCHANGE && segment->id == MC_X12_ID('G', 'S', 0))
			status = BeginGroup(envelope, segment);
		else if (envelope->depth == INTERCHANGE &&
				 segment->id == MC_X12_ID('I', 'E', 'A'))
		{
			status =
				End(envelope, segment, envelope->groups, envelope->control.interchange);
			mc_x12_leave(&envelope->reader);
		}
		else if (envelope->depth == GROUP && segment->id == MC_X12_ID('S', 'T', 0))
			status = BeginTransaction(envelope, segment);
		else if (envelope->depth == GROUP && segment->id == MC_X12_ID('G', 'E', 0))
			status = End(envelope, segment, envelope->group_transactions,
						 envelope->control.group);
		else if (envelope->depth < TRANSACTION)
			status = Refuse(envelope, segment, "the segment may not stand here");
		else if (segment->id == MC_X12_ID('S', 'E', 0))
			return End(envelope, segment, segment->number - envelope->first + 1,
					   envelope->control.transaction) == MC_X12_BAD
					   ? MC_X12_BAD
					   : MC_X12_TRANSACTION_END;
		else
			return MC_X12_SEGMENT;
	}
	return status;
}
