/*
 * fold.c
 *	  Unicode folding with a map back to the original offsets.
 *
 * Nearly all clinical text is ASCII, where folding is a table look-up that
 * keeps every offset.  Elsewhere the text is cut at normalisation boundaries
 * and each piece goes through ICU by itself, which gives the map for free:
 * the engine never has to align two strings afterwards.
 */
#include "text/fold.h"

#include <string.h>

#include <unicode/unorm2.h>

#include "text/utf8.h"

/*
 * Longest run of combining characters taken as one piece.  Unicode's
 * stream-safe text format allows 30; longer runs are no text but an attack on
 * the reader, and are folded in parts.
 */
#define MC_MAX_PIECE 32

/* Longest folded form of a piece, in UTF-16 units (U+FDFA alone gives 18). */
#define MC_MAX_PIECE_OUT (MC_MAX_PIECE * 18)

static inline char
FoldAsciiByte(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char) (c | 0x20);
	if (c < ' ')
		return (c == '\n' || c == '\v' || c == '\f') ? '\n' : ' ';
	return c == 0x7F ? ' ' : (char) c;
}

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/*
 * Fold a run of ASCII, eight bytes at a time where they hold no control
 * character.
 */
static void
FoldAscii(const char *in, char *out, size_t n)
{
	size_t i = 0;

	while (i < n)
	{
		if (n - i >= 8)
		{
			uint64_t w;
			uint64_t from_a;
			uint64_t above_z;

			memcpy(&w, in + i, 8);
			/* no byte below a blank: the borrow of the subtraction shows one */
			if (((w - EACH_BYTE(0x20)) & ~w & EACH_BYTE(0x80)) == 0)
			{
				from_a = w + EACH_BYTE(0x80 - 'A');
				above_z = w + EACH_BYTE(0x7F - 'Z');
				w |= ((from_a ^ above_z) & EACH_BYTE(0x80)) >> 2;
				memcpy(out + i, &w, 8);
				i += 8;
				continue;
			}
		}
		for (size_t stop = n - i >= 8 ? i + 8 : n; i < stop; i++)
		{
			/* a lone carriage return is a line end of its own */
			if (in[i] == '\r')
				out[i] = (i + 1 < n && in[i + 1] == '\n') ? ' ' : '\n';
			else
				out[i] = FoldAsciiByte((unsigned char) in[i]);
		}
	}
}

/* Length of the ASCII run that starts at p. */
static size_t
AsciiRun(const char *p, const char *end)
{
	const char *s = p;

	while (end - s >= 8)
	{
		uint64_t w;

		memcpy(&w, s, 8);
		if (w & UINT64_C(0x8080808080808080))
			break;
		s += 8;
	}
	while (s < end && (unsigned char) *s < 0x80)
		s++;
	return (size_t) (s - p);
}

/*
 * Typographic variants that NFKC leaves apart.  Returns the replacement or
 * NULL.  The check boxes get the form that people type.
 */
static const char *
UnifyPunctuation(uint32_t c)
{
	switch (c)
	{
		case 0x00B4:
		case 0x02B9:
		case 0x02BC:
		case 0x2018:
		case 0x2019:
		case 0x201A:
		case 0x201B:
		case 0x2032:
			return "'";
		case 0x00AB:
		case 0x00BB:
		case 0x201C:
		case 0x201D:
		case 0x201E:
		case 0x201F:
		case 0x2033:
			return "\"";
		case 0x2010:
		case 0x2011:
		case 0x2012:
		case 0x2013:
		case 0x2014:
		case 0x2015:
		case 0x2043:
		case 0x2212:
			return "-";
		case 0x2044:
		case 0x2215:
			return "/";
		case 0x2022:
		case 0x2023:
		case 0x2219:
		case 0x25AA:
		case 0x25AB:
		case 0x25CB:
		case 0x25CF:
		case 0x25E6:
		case 0x25A0:
		case 0x2756:
		case 0x27A2:
		case 0xF0B7: /* the bullet of a word processor's symbol font */
		case 0xF0A7:
			return "*";
		case 0x2610:
		case 0x25A1:
			return "[ ]";
		case 0x2611:
		case 0x2612:
			return "[x]";
		case 0x0085:
		case 0x2028:
		case 0x2029:
			return "\n";
		case 0x1680:
		case 0x3000:
			return " ";
		default:
			if (c >= 0x80 && c < 0xA0)
				return " "; /* C1 controls */
			if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F)
				return " ";
			return NULL;
	}
}

/* Does this character begin a piece of its own, whatever stands before it? */
static bool
StartsPiece(uint32_t c)
{
	static const UNormalizer2 *nfkc_cf = NULL;

	if (c < 0x300)
		return true;
	if (nfkc_cf == NULL)
	{
		UErrorCode status = U_ZERO_ERROR;

		nfkc_cf = unorm2_getNFKCCasefoldInstance(&status);
	}
	return unorm2_hasBoundaryBefore(nfkc_cf, (UChar32) c);
}

/*
 * Fold one piece into out, which has room for 3 bytes per MC_MAX_PIECE_OUT.
 * Returns the length written.
 */
static size_t
FoldPiece(const uint32_t *piece, int n, char *out)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc_cf = unorm2_getNFKCCasefoldInstance(&status);
	UChar in16[MC_MAX_PIECE * 2];
	UChar out16[MC_MAX_PIECE_OUT];
	int32_t in_len = 0;
	int32_t out_len;
	size_t len = 0;
	const char *same;

	if (n == 1 && (same = UnifyPunctuation(piece[0])) != NULL)
	{
		len = strlen(same);
		memcpy(out, same, len);
		return len;
	}
	for (int i = 0; i < n; i++)
		U16_APPEND_UNSAFE(in16, in_len, piece[i]);
	out_len = unorm2_normalize(nfkc_cf, in16, in_len, out16, MC_MAX_PIECE_OUT, &status);
	if (U_FAILURE(status))
	{
		/* out of memory inside ICU at worst: keep the text as it is */
		for (int i = 0; i < n; i++)
			len += (size_t) mc_utf8_write(out + len, piece[i]);
		return len;
	}
	for (int32_t i = 0; i < out_len;)
	{
		UChar32 c;

		U16_NEXT(out16, i, out_len, c);
		same = c < 0x80 ? NULL : UnifyPunctuation((uint32_t) c);
		if (same)
		{
			memcpy(out + len, same, strlen(same));
			len += strlen(same);
		}
		else
			len += (size_t) mc_utf8_write(out + len, (uint32_t) c);
	}
	return len;
}

static bool
IsOneCharacter(const char *text, size_t len)
{
	int width;

	if (len == 0)
		return false;
	mc_utf8_read(text, text + len, &width);
	return (size_t) width == len;
}

/* The slow half of mc_fold: text with at least one byte outside ASCII. */
static void
FoldUnicode(const McHost *host, McFold *fold)
{
	const char *start = fold->original;
	const char *end = start + fold->original_len;
	const char *p = start;
	size_t cap = (size_t) fold->original_len + fold->original_len / 8 + 64;
	size_t len = 0;
	unsigned steps = 0;
	char piece_out[MC_MAX_PIECE_OUT * 4];

	fold->text = mc_alloc(host, cap + MC_FOLD_PAD);
	while (p < end)
	{
		size_t run = AsciiRun(p, end);
		uint32_t piece[MC_MAX_PIECE];
		const char *piece_start;
		size_t piece_len;
		int n = 0;
		int width;

		/* a combining mark takes the ASCII letter before it into its piece */
		if (run > 0 && p + run < end && !StartsPiece(mc_utf8_read(p + run, end, &width)))
			run--;
		if (len + run + sizeof(piece_out) > cap)
		{
			cap = (len + run + sizeof(piece_out)) * 3 / 2;
			fold->text = mc_resize(host, fold->text, cap + MC_FOLD_PAD);
		}
		FoldAscii(p, fold->text + len, run);
		/* FoldAscii cannot see what follows its run */
		if (run > 0 && p[run - 1] == '\r' && p + run < end && p[run] == '\n')
			fold->text[len + run - 1] = ' ';
		p += run;
		len += run;
		if (p == end)
			break;

		piece_start = p;
		do
		{
			piece[n++] = mc_utf8_read(p, end, &width);
			p += width;
		} while (p < end && n < MC_MAX_PIECE && (unsigned char) *p >= 0x80 &&
				 !StartsPiece(mc_utf8_read(p, end, &width)));
		piece_len = FoldPiece(piece, n, piece_out);
		/* only a character that folds to one as long keeps its offsets */
		if (piece_len != (size_t) (p - piece_start) || n > 1 ||
			!IsOneCharacter(piece_out, piece_len))
		{
			McFoldStep *step;

			MC_GROW(host, fold->steps, fold->nsteps, fold->steps_cap);
			step = &fold->steps[fold->nsteps++];
			step->fold_start = (uint32_t) len;
			step->fold_end = (uint32_t) (len + piece_len);
			step->start = (uint32_t) (piece_start - start);
			step->end = (uint32_t) (p - start);
		}
		if (len + piece_len > MC_MAX_TEXT)
			break; /* only reachable by text made to explode */
		memcpy(fold->text + len, piece_out, piece_len);
		len += piece_len;
		if (++steps % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
	}
	fold->len = (uint32_t) len;
}

void
mc_fold(const McHost *host, const char *text, uint32_t len, McFold *fold)
{
	memset(fold, 0, sizeof(*fold));
	if (len > MC_MAX_TEXT)
		len = MC_MAX_TEXT;
	/* an empty text need have no place, and what has none cannot be counted from */
	if (len == 0)
		text = "";
	fold->original = text;
	fold->original_len = len;
	fold->ascii = AsciiRun(text, text + len) == len;
	if (fold->ascii)
	{
		fold->text = mc_alloc(host, (size_t) len + MC_FOLD_PAD);
		for (uint32_t done = 0; done < len;)
		{
			uint32_t n = len - done;

			/* in blocks, so that a long text can be cancelled */
			if (n > 1 << 20)
			{
				n = 1 << 20;
				while (n > 1 && text[done + n - 1] == '\r')
					n--;
			}
			FoldAscii(text + done, fold->text + done, n);
			done += n;
			if (done < len)
				mc_interrupt(host);
		}
		fold->len = len;
	}
	else
		FoldUnicode(host, fold);
	memset(fold->text + fold->len, 0, MC_FOLD_PAD);
}

uint32_t
mc_fold_origin_steps(const McFold *fold, uint32_t offset, bool at_end, size_t *cursor)
{
	const McFoldStep *step;

	/* the last step that starts before the offset (or at it, for a start) */
	while (*cursor > 0 && fold->steps[*cursor - 1].fold_start >= offset)
		(*cursor)--;
	while (*cursor < fold->nsteps && (at_end ? fold->steps[*cursor].fold_start < offset
											 : fold->steps[*cursor].fold_start <= offset))
		(*cursor)++;
	if (*cursor == 0)
		return offset;
	step = &fold->steps[*cursor - 1];
	if (at_end ? offset <= step->fold_end : offset < step->fold_end)
		return at_end ? step->end : step->start;
	return step->end + (offset - step->fold_end);
}
