/*
 * x12_check.c
 *		X12 content in memory, read in pieces of any size, its rows written down as text.
 */
#include "x12_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Stream
{
	X12Content *content;
	size_t offset;
} Stream;

static size_t
Read(void *arg, char *buffer, size_t size)
{
	Stream *stream = arg;
	size_t left = stream->content->length - stream->offset;

	if (size > stream->content->piece)
		size = stream->content->piece;
	if (size > left)
		size = left;
	memcpy(buffer, stream->content->text + stream->offset, size);
	stream->offset += size;
	return size;
}

static void __attribute__((format(printf, 2, 3)))
Write(void *arg, const char *format, ...)
{
	X12Content *content = arg;
	va_list args;

	if (content->size - content->used < 4096)
	{
		content->size = content->size ? 2 * content->size : 65536;
		content->rows = realloc(content->rows, content->size);
		if (content->rows == NULL)
			abort();
	}
	va_start(args, format);
	content->used += (size_t) vsnprintf(content->rows + content->used,
										content->size - content->used, format, args);
	va_end(args);
}

/* An amount as text; of the last eight calls */
static const char *
Amount(McX12Amount amount)
{
	static char texts[8][32];
	static int next;
	char *text = texts[next++ % 8];

	snprintf(text, sizeof(texts[0]), "%s%lld.%04lld", amount < 0 ? "-" : "",
			 llabs((long long) amount) / MC_X12_ONE,
			 llabs((long long) amount) % MC_X12_ONE);
	for (char *end = text + strlen(text) - 1; *end == '0' || *end == '.'; end--)
	{
		bool point = *end == '.';

		*end = '\0';
		if (point)
			break;
	}
	return text;
}

static const char *
Day(McDay day)
{
	static char texts[4][40];
	static int next;
	char *text = texts[next++ % 4];

	snprintf(text, sizeof(texts[0]), "%04d-%02d-%02d", day.year, day.month, day.day);
	return text;
}

static void
WritePayment(void *arg, const McRemitPayment *p)
{
	Write(arg, "payment %s %s %s %s %s %s|%s|%s|%s|%s\n", p->control->interchange,
		  p->control->transaction, Amount(p->amount), p->method, Day(p->date), p->trace,
		  p->payer, p->payer_id, p->payee, p->payee_id);
}

static void
WriteClaim(void *arg, const McRemitClaim *c)
{
	Write(arg, "claim %u %s %s %s %s|%s|%s|%s|%s|%s|%s %s..%s [%s]\n", c->number,
		  c->claim_id, c->status, Amount(c->charge), Amount(c->paid),
		  c->has_patient_responsibility ? Amount(c->patient_responsibility) : "",
		  c->payer_claim_id, c->member_id, c->last_name, c->rendering_npi,
		  c->original_claim_id, Day(c->start), Day(c->end), c->remarks);
}

static void
WriteLine(void *arg, const McRemitClaim *c, const McRemitLine *l)
{
	Write(arg, "line %u.%u %s:%s:%s:%s:%s:%s %s %s %s|%s|%s|%s|%s %s..%s [%s]\n",
		  c->number, l->number, l->qualifier, l->code, l->modifier[0], l->modifier[1],
		  l->modifier[2], l->modifier[3], Amount(l->charge), Amount(l->paid),
		  Amount(l->units), l->revenue_code, l->control_number, l->submitted_code,
		  l->has_allowed ? Amount(l->allowed) : "", Day(l->start), Day(l->end),
		  l->remarks);
}

static void
WriteAdjustment(void *arg, const McRemitClaim *c, const McRemitLine *l, uint32_t number,
				const McRemitAdjustment *a)
{
	Write(arg, "adjustment %u.%u.%u %s %s %s %s\n", c->number, l ? l->number : 0, number,
		  a->group, a->reason, Amount(a->amount),
		  a->has_quantity ? Amount(a->quantity) : "-");
}

static void
WriteDetail(void *arg, const McRemitDetail *d)
{
	Write(arg, "detail %u.%u %s %s %s\n", d->claim, d->line, d->segment, d->qualifier,
		  d->reference);
}

static void
WriteProviderAdjustment(void *arg, const McRemitProviderAdjustment *a)
{
	Write(arg, "provider %u %s %s %s %s %s\n", a->number, a->provider_id,
		  Day(a->fiscal_period), a->reason, a->reference, Amount(a->amount));
}

static void
WriteSubmission(void *arg, const McClaimSubmission *s)
{
	Write(arg, "submission %s %s %s %s %s %s\n", s->institutional ? "I" : "P",
		  s->control->interchange, s->control->transaction, s->reference, Day(s->date),
		  s->purpose);
}

static void
WriteBilled(void *arg, const McClaim *c)
{
	const McClaimParties *p = c->parties;

	Write(arg,
		  "claim %u %s %s %s/%s %s..%s adm %s|%s %s|%s %s %s|%s|%s %s %s|drg %s|%s "
		  "%s %s %s\n",
		  c->number, c->claim_id, Amount(c->charge), c->facility, c->frequency,
		  Day(c->start), Day(c->end), Day(c->admission), p->billing.npi, p->billing.tin,
		  p->subscriber.member_id, p->subscriber.payer, p->subscriber.payer_id,
		  p->patient.last_name, p->patient.relationship, Day(p->patient.birth),
		  p->patient.sex, c->drg, c->rendering_npi, c->attending_npi,
		  c->original_claim_id, c->prior_authorization);
}

static void
WriteBilledLine(void *arg, const McClaim *c, const McClaimLine *l)
{
	Write(arg, "line %u.%u %s:%s:%s:%s:%s:%s %s %s %s|%s|%s|%u %u %u %u|%s|%s %s..%s\n",
		  c->number, l->number, l->qualifier, l->code, l->modifier[0], l->modifier[1],
		  l->modifier[2], l->modifier[3], Amount(l->charge), Amount(l->units), l->unit,
		  l->revenue_code, l->place_of_service, l->pointer[0], l->pointer[1],
		  l->pointer[2], l->pointer[3], l->control_number, l->ndc, Day(l->start),
		  Day(l->end));
}

static void
WriteDiagnosis(void *arg, const McClaim *claim, const McClaimCode *c)
{
	Write(arg, "diagnosis %u %d.%u %s %s %s\n", claim->number, c->use, c->rank,
		  c->icd10 ? "10" : "9", c->code, c->present_on_admission);
}

static void
WriteProcedure(void *arg, const McClaim *claim, const McClaimCode *c)
{
	Write(arg, "procedure %u %d.%u %s %s %s\n", claim->number, c->use, c->rank,
		  c->icd10 ? "10" : "9", c->code, Day(c->day));
}

void
x12_reset(X12Content *content)
{
	content->used = 0;
	content->segments = 0;
	memset(&content->problem, 0, sizeof(content->problem));
	Write(content, "%s", "");
}

void
x12_read_remittance(const McHost *host, X12Content *content)
{
	Stream stream = {content, 0};
	const McRemitSink sink = {
		WritePayment,    WriteClaim,          WriteLine,
		WriteAdjustment, WriteDetail,         WriteProviderAdjustment,
		content,         content->keep_names,
	};

	x12_reset(content);
	content->segments =
		mc_remit_read(host, (McX12Source){Read, &stream}, &sink, &content->problem);
}

void
x12_read_claims(const McHost *host, X12Content *content)
{
	Stream stream = {content, 0};
	const McClaimSink sink = {
		WriteSubmission, WriteBilled, WriteBilledLine,     WriteDiagnosis,
		WriteProcedure,  content,     content->keep_names,
	};

	x12_reset(content);
	content->segments =
		mc_claim_read(host, (McX12Source){Read, &stream}, &sink, &content->problem);
}

void
x12_check_refused(const X12Content *content, unsigned segment, const char *name,
				  const char *clause, const char *from, const char *to)
{
	const McX12Problem *problem = &content->problem;

	test_ok(content->segments == 0 &&
				(segment > 0 ? problem->segment == segment : problem->segment > 0) &&
				strcmp(problem->name, name) == 0 && problem->text &&
				strcmp(problem->text, clause) == 0,
			"\"%s\" for \"%s\": segment %u %s: %s", to, from, (unsigned) problem->segment,
			problem->name, problem->text ? problem->text : "accepted");
}
