/*
 * segment.c
 *		Segments of an X12 interchange, read from a stream.
 */
#include "x12/segment.h"

#include <string.h>

/* What a byte is inside a segment */
enum
{
	CLASS_TEXT,
	CLASS_SEPARATOR,
	CLASS_BREAK,
	CLASS_CONTROL
};

/* Segments that transactions 835 and 837 have; only these are named in messages. */
static const char names[][4] = {
	"ISA", "GS",  "ST",  "SE",  "GE",  "IEA", "BPR", "TRN", "CUR", "REF", "DTM", "N1",
	"N2",  "N3",  "N4",  "PER", "RDM", "LX",  "TS3", "TS2", "CLP", "CAS", "NM1", "MIA",
	"MOA", "AMT", "QTY", "SVC", "LQ",  "PLB", "BHT", "HL",  "PRV", "SBR", "PAT", "DMG",
	"CLM", "DTP", "CL1", "PWK", "CN1", "K3",  "NTE", "CR1", "CR2", "CR3", "CRC", "HI",
	"HCP", "OI",  "SV1", "SV2", "SV5", "PS1", "LIN", "CTP", "SVD", "MEA", "FRM", "TA1"};

/* Places of the element separators in an ISA segment */
static const uint8_t isa_separators[] = {3,  6,  17, 20, 31, 34, 50,  53,
										 69, 76, 81, 83, 89, 99, 101, 103};

void
mc_x12_begin(McX12Reader *reader, const McHost *host, McX12Source source)
{
	memset(reader, 0, sizeof(*reader));
	reader->host = host;
	reader->source = source;
	reader->buffer = mc_alloc(host, MC_X12_BUFFER);
}

void
mc_x12_leave(McX12Reader *reader)
{
	reader->inside = false;
}

McX12Status
mc_x12_refuse(McX12Reader *reader, const McX12Segment *segment, const char *problem)
{
	McX12Problem *p = &reader->problem;

	memset(p, 0, sizeof(*p));
	p->text = problem;
	if (segment == NULL)
		return MC_X12_BAD;
	p->segment = segment->number;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (segment->id == MC_X12_ID(names[i][0], names[i][1], names[i][2]))
			memcpy(p->name, names[i], sizeof(p->name));
	return MC_X12_BAD;
}

/* Refuse for a segment that could not be read. */
static McX12Status
RefuseNext(McX12Reader *reader, const char *problem)
{
	McX12Segment segment = {.number = reader->number + 1};

	return mc_x12_refuse(reader, &segment, problem);
}

/* Make room behind what has not been read yet, and get more.  False at the end. */
static bool
Fill(McX12Reader *reader)
{
	size_t got;

	if (reader->exhausted)
		return false;
	if (reader->start > 0)
	{
		memmove(reader->buffer, reader->buffer + reader->start,
				reader->end - reader->start);
		reader->end -= reader->start;
		reader->start = 0;
	}
	got = reader->source.read(reader->source.arg, reader->buffer + reader->end,
							  MC_X12_BUFFER - reader->end);
	reader->end += got;
	reader->exhausted = got == 0;
	return got > 0;
}

/* Look at the byte that is `ahead` of the start; -1 at the end. */
static int
Peek(McX12Reader *reader, size_t ahead)
{
	while (reader->end - reader->start <= ahead)
		if (!Fill(reader))
			return -1;
	return (unsigned char) reader->buffer[reader->start + ahead];
}

/* Step over line breaks, blanks and, at the very start, a byte order mark. */
static void
SkipBlanks(McX12Reader *reader)
{
	int c;

	if (reader->number == 0 && Peek(reader, 0) == 0xEF && Peek(reader, 1) == 0xBB &&
		Peek(reader, 2) == 0xBF)
		reader->start += 3;
	while ((c = Peek(reader, 0)) == '\r' || c == '\n' || c == ' ' || c == '\t')
		reader->start++;
}

static bool
IsSeparator(char c)
{
	unsigned char u = (unsigned char) c;

	return u < 0x80 && u != 0 && u != ' ' && !(u >= '0' && u <= '9') &&
		   !(u >= 'A' && u <= 'Z') && !(u >= 'a' && u <= 'z');
}

static void
Classify(McX12Reader *reader)
{
	memset(reader->class, CLASS_TEXT, sizeof(reader->class));
	for (int c = 0; c < ' '; c++)
		reader->class[c] = CLASS_CONTROL;
	reader->class[0x7F] = CLASS_CONTROL;
	reader->class['\r'] = CLASS_BREAK;
	reader->class['\n'] = CLASS_BREAK;
	reader->class[(unsigned char) reader->component_separator] = CLASS_TEXT;
	reader->class[(unsigned char) reader->isa[82]] = CLASS_TEXT;
	reader->class[(unsigned char) reader->element_separator] = CLASS_SEPARATOR;
}

/* Read an ISA segment, which has a fixed length and tells the separators. */
static McX12Status
ReadInterchange(McX12Reader *reader, McX12Segment *segment)
{
	char *isa = reader->isa;
	size_t length = 0;

	SkipBlanks(reader);
	if (Peek(reader, 0) < 0)
		return MC_X12_END;
	while (length < MC_X12_ISA)
	{
		int c = Peek(reader, 0);

		if (c < 0)
			return RefuseNext(reader, length < 3 || memcmp(isa, "ISA", 3) != 0
										  ? "an ISA segment is missing"
										  : "the content ends within the ISA segment");
		reader->start++;
		if (length == MC_X12_ISA - 1 || (c != '\r' && c != '\n'))
			isa[length++] = (char) c;
		if (length == 3 && memcmp(isa, "ISA", 3) != 0)
			return RefuseNext(reader, "an ISA segment is missing");
	}
	reader->element_separator = isa[3];
	reader->component_separator = isa[104];
	reader->terminator = isa[105];
	segment->id = MC_X12_ID('I', 'S', 'A');
	segment->number = ++reader->number;
	segment->count = 0;
	segment->element[0] = (McX12Text){isa, 3};
	for (size_t i = 0; i < sizeof(isa_separators); i++)
	{
		size_t from = isa_separators[i] + (size_t) 1;
		size_t to = i + 1 < sizeof(isa_separators) ? isa_separators[i + 1] : 105;

		if (isa[from - 1] != isa[3])
			return mc_x12_refuse(reader, segment,
								 "its elements do not have their fixed lengths");
		segment->element[++segment->count] = (McX12Text){isa + from, to - from};
	}
	if (!IsSeparator(isa[3]) || !IsSeparator(isa[104]) || !IsSeparator(isa[105]) ||
		isa[3] == isa[104] || isa[3] == isa[105] || isa[104] == isa[105])
		return mc_x12_refuse(reader, segment,
							 "its separators are not three characters "
							 "other than letters and digits");
	Classify(reader);
	reader->inside = true;
	return MC_X12_SEGMENT;
}

/* Cut text[0..length) at the separators; line breaks are taken out in place. */
static McX12Status
Split(McX12Reader *reader, char *text, size_t length, McX12Segment *segment)
{
	char *to = text;
	char *begin = text;
	int count = 0;

	for (const char *from = text; from < text + length; from++)
	{
		switch (reader->class[(unsigned char) *from])
		{
			case CLASS_TEXT:
				*to++ = *from;
				break;
			case CLASS_SEPARATOR:
				if (count == MC_X12_ELEMENT_MAX)
					return RefuseNext(reader, "the segment has too many elements");
				segment->element[count++] = (McX12Text){begin, (size_t) (to - begin)};
				*to++ = *from;
				begin = to;
				break;
			case CLASS_BREAK:
				break;
			default:
				return RefuseNext(reader, "the segment has a control character in it");
		}
	}
	segment->element[count] = (McX12Text){begin, (size_t) (to - begin)};
	segment->count = count;
	segment->number = ++reader->number;
	segment->id = 0;
	begin = text;
	if (segment->element[0].length == 2 || segment->element[0].length == 3)
		segment->id =
			MC_X12_ID((unsigned char) begin[0], (unsigned char) begin[1],
					  segment->element[0].length == 3 ? (unsigned char) begin[2] : 0);
	if (segment->number % MC_INTERRUPT_INTERVAL == 0)
		mc_interrupt(reader->host);
	return MC_X12_SEGMENT;
}

McX12Status
mc_x12_next(McX12Reader *reader, McX12Segment *segment)
{
	size_t searched = 0;

	if (!reader->inside)
		return ReadInterchange(reader, segment);
	for (;;)
	{
		size_t length = reader->end - reader->start;
		char *text = reader->buffer + reader->start;
		char *stop = length > searched
						 ? memchr(text + searched, reader->terminator, length - searched)
						 : NULL;

		if ((stop ? (size_t) (stop - text) : length) > MC_X12_SEGMENT_MAX)
			return RefuseNext(reader, "the segment is longer than 32,768 bytes");
		if (stop)
		{
			reader->start += (size_t) (stop - text) + 1;
			return Split(reader, text, (size_t) (stop - text), segment);
		}
		searched = length;
		if (!Fill(reader))
			break;
	}
	SkipBlanks(reader);
	return reader->start < reader->end
			   ? RefuseNext(reader, "the content ends within the segment")
			   : MC_X12_END;
}

McX12Text
mc_x12_component(const McX12Reader *reader, McX12Text element, int i)
{
	const char *end = element.text + element.length;
	const char *from = element.text;

	for (;; i--)
	{
		const char *stop =
			from < end ? memchr(from, reader->component_separator, (size_t) (end - from))
					   : NULL;

		if (i == 1)
			return (McX12Text){from, (size_t) ((stop ? stop : end) - from)};
		if (stop == NULL)
			return (McX12Text){"", 0};
		from = stop + 1;
	}
}
