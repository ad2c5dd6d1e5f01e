/*
 * stem.c
 *	  Inflection off, the disease suffix kept.
 *
 * The Snowball stemmer for English takes prostate and prostatitis, thyroid
 * and thyroiditis, hepatic and hepatitis to one stem each.  A coder would not:
 * the suffix is the diagnosis.  So words that end in such a suffix only lose
 * their plural, and Snowball sees the rest.
 */
#include "text/stem.h"

#include <stdbool.h>
#include <string.h>

#include <libstemmer.h>
#include <unicode/unorm2.h>
#include <unicode/uchar.h>

#include "text/numeral.h"
#include "text/utf8.h"
#include "text/word.h"

/* A word while its endings come off; a little longer than any input. */
typedef struct WorkWord
{
	char text[MC_MAX_STEM];
	size_t len;
} WorkWord;

/*
 * The memo from raw word to stem.  A pure function's cache: any entry may be
 * overwritten at any time without changing an answer, so it needs no
 * invalidation.  A word may stand in one of four places, which are used in turn; it is
 * told by its hash, as everywhere, and by its ends.  What is asked for each
 * new word of a note lies on two lines of memory.
 */
#define MEMO_SETS 8192
#define MEMO_WAYS 4

/* Longest word remembered */
#define MEMO_WORD 24

typedef struct MemoEntry
{
	uint64_t word; /* its hash */
	uint64_t ends; /* its first eight bytes and its last */
	uint64_t key;  /* of its stem */
	uint16_t flags;
	uint8_t len;  /* of the word; 0: empty */
	uint8_t next; /* of the first entry of a set: place for the next word */
	uint32_t unused;
} MemoEntry;

static _Alignas(128) MemoEntry memo[MEMO_SETS][MEMO_WAYS];

static struct sb_stemmer *snowball;

/* Sorted; words that only hold a phrase together. */
static const char *const function_words[] = {
	"a",     "an",  "and",  "are",  "as",  "at",   "be",    "been",  "by",    "for",
	"from",  "had", "has",  "have", "her", "his",  "in",    "into",  "is",    "its",
	"my",    "of",  "on",   "or",   "our", "that", "the",   "their", "these", "this",
	"those", "to",  "upon", "w/",   "was", "were", "which", "with",  "your",
};

/* Sorted; the words after which a numeral is a grade, not a letter. */
static const char *const graded_words[] = {
	"category", "class", "degree", "gold",  "grade", "group",
	"level",    "nyha",  "phase",  "stage", "type",
};

#define SUFFIX(text)           \
	{                          \
		text, sizeof(text) - 1 \
	}

/* Endings that name a kind of disease, finding or procedure. */
static const struct
{
	const char *text;
	size_t len;
} kept_suffixes[] = {
	SUFFIX("itis"),     SUFFIX("osis"),   SUFFIX("asis"),   SUFFIX("esis"),
	SUFFIX("ysis"),     SUFFIX("psis"),   SUFFIX("oma"),    SUFFIX("emia"),
	SUFFIX("pathy"),    SUFFIX("algia"),  SUFFIX("ectomy"), SUFFIX("otomy"),
	SUFFIX("ostomy"),   SUFFIX("plasty"), SUFFIX("scopy"),  SUFFIX("graphy"),
	SUFFIX("uria"),     SUFFIX("penia"),  SUFFIX("megaly"), SUFFIX("plegia"),
	SUFFIX("cele"),     SUFFIX("rrhea"),  SUFFIX("rrhage"), SUFFIX("rrhagia"),
	SUFFIX("ectasia"),  SUFFIX("trophy"), SUFFIX("dynia"),  SUFFIX("phagia"),
	SUFFIX("pnea"),     SUFFIX("phasia"), SUFFIX("phobia"), SUFFIX("mania"),
	SUFFIX("philia"),   SUFFIX("opia"),   SUFFIX("opsia"),  SUFFIX("edema"),
	SUFFIX("phylaxis"), SUFFIX("tropia"),
};

/* Plurals no rule finds; sorted. */
static const char *const irregular[][2] = {
	{"apices", "apex"},
	{"appendices", "appendix"},
	{"bacteria", "bacterium"},
	{"calyces", "calyx"},
	{"cervices", "cervix"},
	{"children", "child"},
	{"cortices", "cortex"},
	{"crises", "crisis"},
	{"criteria", "criterion"},
	{"diverticula", "diverticulum"},
	{"feet", "foot"},
	{"foramina", "foramen"},
	{"fungi", "fungus"},
	{"ganglia", "ganglion"},
	{"larynges", "larynx"},
	{"lumina", "lumen"},
	{"men", "man"},
	{"nevi", "nevus"},
	{"ova", "ovum"},
	{"pelves", "pelvis"},
	{"penes", "penis"},
	{"phalanges", "phalanx"},
	{"phenomena", "phenomenon"},
	{"septa", "septum"},
	{"teeth", "tooth"},
	{"testes", "testis"},
	{"thrombi", "thrombus"},
	{"varices", "varix"},
	{"vertices", "vertex"},
	{"women", "woman"},
};

/* Words in -s that are no plural; sorted.  Snowball would not know either. */
static const char *const singular_s[] = {
	"aids",    "ascites",  "biceps",  "caries", "diabetes", "feces",
	"forceps", "gas",      "herpes",  "hives",  "lens",     "measles",
	"mumps",   "pancreas", "pus",     "rabies", "rickets",  "scabies",
	"series",  "shingles", "species", "tabes",  "triceps",
};

static int
CompareWord(const char *text, size_t len, const char *entry)
{
	int cmp = strncmp(text, entry, len);

	if (cmp == 0 && entry[len] != '\0')
		cmp = -1;
	return cmp;
}

static bool
InList(const char *const *list, size_t n, const char *text, size_t len)
{
	size_t low = 0;

	while (low < n)
	{
		size_t mid = (low + n) / 2;
		int cmp = CompareWord(text, len, list[mid]);

		if (cmp == 0)
			return true;
		if (cmp < 0)
			n = mid;
		else
			low = mid + 1;
	}
	return false;
}

#define IN_LIST(list, text, len) \
	InList((list), sizeof(list) / sizeof((list)[0]), (text), (len))

static inline bool
EndsWith(const WorkWord *w, const char *suffix)
{
	size_t n = strlen(suffix);

	return w->len > n && w->text[w->len - 1] == suffix[n - 1] &&
		   memcmp(w->text + w->len - n, suffix, n) == 0;
}

/* Replace the last `drop` bytes by `add`. */
static void
ReplaceEnd(WorkWord *w, size_t drop, const char *add)
{
	size_t n = strlen(add);

	memcpy(w->text + w->len - drop, add, n);
	w->len = w->len - drop + n;
}

static bool
KeepsSuffix(const WorkWord *w)
{
	for (size_t i = 0; i < sizeof(kept_suffixes) / sizeof(kept_suffixes[0]); i++)
	{
		size_t n = kept_suffixes[i].len;

		/* something must stand before the suffix: coma, edema are words */
		if (w->len >= n + 2 && w->text[w->len - 1] == kept_suffixes[i].text[n - 1] &&
			memcmp(w->text + w->len - n, kept_suffixes[i].text, n) == 0)
			return true;
	}
	/* alcoholism is not alcohol; hypothyroidism is being hypothyroid */
	return EndsWith(w, "ism") && w->len > 5 && !EndsWith(w, "oidism");
}

/* Drop the diacritics of Latin letters: NFD without its combining marks. */
static void
DropDiacritics(WorkWord *w)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
	WorkWord plain;
	const char *p = w->text;
	const char *end = w->text + w->len;

	plain.len = 0;
	while (p < end)
	{
		int width;
		uint32_t c = mc_utf8_read(p, end, &width);
		UChar decomposed[8];
		int32_t n;

		p += width;
		status = U_ZERO_ERROR;
		n = c < 0xC0 || c > 0x1EFF
				? -1
				: unorm2_getRawDecomposition(nfd, (UChar32) c, decomposed, 8, &status);
		while (n > 0 && U_SUCCESS(status) && !U16_IS_SURROGATE(decomposed[0]))
		{
			c = decomposed[0]; /* the base letter, which may decompose again */
			n = unorm2_getRawDecomposition(nfd, (UChar32) c, decomposed, 8, &status);
		}
		if (c >= 0x300 && c <= 0x36F)
			continue;
		if (c == 0xF8)
			c = 'o';
		if (plain.len + 4 > sizeof(plain.text))
			return;
		plain.len += (size_t) mc_utf8_write(plain.text + plain.len, c);
	}
	*w = plain;
}

/* Words in -ise that American spelling writes so too, without their ending. */
static const char *const kept_ise[] = {
	"compromis",  "compris", "demis",  "enterpris", "franchis",
	"merchandis", "practis", "premis", "promis",    "surpris",
};

/* hospitalised, generalise, randomisation: -iz- behind l, r, n, t and m. */
static void
AmericanIze(WorkWord *w)
{
	static const char *const endings[] = {"ise", "ises", "ised", "ising", "isation"};

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
	{
		size_t n = strlen(endings[i]);
		size_t stem = w->len - n + 2;

		if (w->len < n + 4 || !EndsWith(w, endings[i]) ||
			strchr("lrntm", w->text[w->len - n - 1]) == NULL)
			continue;
		if (!IN_LIST(kept_ise, w->text, stem))
			w->text[w->len - n + 1] = 'z';
		return;
	}
}

/* haemorrhage, oedema, tumour, fibre, hospitalised: one spelling for each. */
static void
AmericanSpelling(WorkWord *w)
{
	size_t out = 0;

	if (EndsWith(w, "tre") || EndsWith(w, "bre"))
		memcpy(w->text + w->len - 2, "er", 2);
	else if (EndsWith(w, "tres") || EndsWith(w, "bres"))
		memcpy(w->text + w->len - 3, "er", 2);
	if (w->len < 6)
		return;
	for (size_t i = 0; i < w->len; i++)
	{
		bool inner = i + 2 < w->len;

		if (inner && (w->text[i] == 'a' || w->text[i] == 'o') && w->text[i + 1] == 'e')
			continue; /* ae, oe: keep the e */
		w->text[out++] = w->text[i];
	}
	w->len = out;
	if (EndsWith(w, "our") || EndsWith(w, "ours"))
	{
		bool plural = w->text[w->len - 1] == 's';

		ReplaceEnd(w, plural ? 4 : 3, plural ? "ors" : "or");
	}
	AmericanIze(w);
	if (memcmp(w->text, "sulph", 5) == 0)
	{
		memmove(w->text + 4, w->text + 5, w->len - 5);
		w->text[3] = 'f';
		w->len--;
	}
}

/* Greek, Latin and irregular plurals, and the regular one in -s. */
static void
Singular(WorkWord *w)
{
	for (size_t i = 0; i < sizeof(irregular) / sizeof(irregular[0]); i++)
	{
		if (w->text[0] == irregular[i][0][0] &&
			CompareWord(w->text, w->len, irregular[i][0]) == 0)
		{
			ReplaceEnd(w, w->len, irregular[i][1]);
			return;
		}
	}
	if (w->len < 4 || IN_LIST(singular_s, w->text, w->len))
		return;
	if (EndsWith(w, "itides"))
		ReplaceEnd(w, 4, "is");
	else if (EndsWith(w, "omata"))
		ReplaceEnd(w, 2, "");
	else if (w->len > 6 && (EndsWith(w, "oses") || EndsWith(w, "yses") ||
							EndsWith(w, "eses") || EndsWith(w, "stases")))
		ReplaceEnd(w, 2, "is");
	else if (w->len > 5 && EndsWith(w, "ae"))
		ReplaceEnd(w, 1, "");
	else if (w->len > 5 && w->text[w->len - 1] == 'i')
		ReplaceEnd(w, 1, "us");
	else if (EndsWith(w, "ies"))
		ReplaceEnd(w, 3, "y");
	else if (EndsWith(w, "sses") || EndsWith(w, "xes") || EndsWith(w, "ches") ||
			 EndsWith(w, "shes"))
		ReplaceEnd(w, 2, "");
	else if (EndsWith(w, "s") && !EndsWith(w, "ss") && !EndsWith(w, "us") &&
			 !EndsWith(w, "is"))
		ReplaceEnd(w, 1, "");
}

/* Possessive ending and inner dots; is there anything outside ASCII? */
static bool
CopyPlain(WorkWord *w, const char *word, uint32_t len)
{
	bool wide = false;

	w->len = 0;
	if (len > 2 && word[len - 2] == '\'' && word[len - 1] == 's')
		len -= 2;
	else if (len > 1 && word[len - 1] == '\'')
		len -= 1;
	for (uint32_t i = 0; i < len; i++)
	{
		/* b.i.d. is bid, but 3.5 and e11.9 keep their dot */
		if (word[i] == '.' &&
			(i + 1 == len || (word[i + 1] >= 'a' && word[i + 1] <= 'z')))
			continue;
		wide |= (unsigned char) word[i] >= 0x80;
		w->text[w->len++] = word[i];
	}
	return wide;
}

/*
 * Everything but the stemmer: what is left is the same for all inflections of
 * a word.  Returns its flags.
 */
static uint32_t
Lemma(const char *word, uint32_t len, WorkWord *w)
{
	uint32_t flags = 0;
	const char *digits;

	if (CopyPlain(w, word, len))
		DropDiacritics(w);
	if (w->len == 0)
	{
		memcpy(w->text, word, len);
		w->len = len;
	}
	if (IN_LIST(function_words, w->text, w->len))
		flags |= MC_WORD_FUNCTION;
	if ((digits = mc_number_word(w->text, w->len)) != NULL)
		ReplaceEnd(w, w->len, digits);
	if (w->text[0] >= '0' && w->text[0] <= '9')
		return flags | MC_WORD_NUMBER;
	if (mc_roman_value(w->text, w->len) > 0)
		flags |= MC_WORD_ROMAN;
	AmericanSpelling(w);
	if (!(flags & MC_WORD_FUNCTION))
		Singular(w);
	if (IN_LIST(graded_words, w->text, w->len))
		flags |= MC_WORD_GRADED;
	return flags;
}

/* The whole chain for one word. */
static uint32_t
StemWord(const char *word, uint32_t len, WorkWord *w)
{
	uint32_t flags = Lemma(word, len, w);
	const sb_symbol *stemmed;
	int n;

	if (w->len <= 2 || (flags & (MC_WORD_FUNCTION | MC_WORD_NUMBER)) || KeepsSuffix(w))
		return flags;
	if (snowball == NULL)
		snowball = sb_stemmer_new("english", "UTF_8");
	stemmed = sb_stemmer_stem(snowball, (const sb_symbol *) w->text, (int) w->len);
	n = sb_stemmer_length(snowball);
	if (stemmed && n > 0 && (size_t) n < sizeof(w->text))
	{
		memcpy(w->text, stemmed, (size_t) n);
		w->len = (size_t) n;
	}
	return flags;
}

/* Does a word begin with a digit and lose nothing on the way to its stem? */
static bool
IsPlainNumber(const char *word, uint32_t len)
{
	if (word[0] < '0' || word[0] > '9')
		return false;
	for (uint32_t i = 0; i < len; i++)
	{
		bool dropped_dot = word[i] == '.' &&
						   (i + 1 == len || (word[i + 1] >= 'a' && word[i + 1] <= 'z'));

		if (word[i] == '\'' || dropped_dot || (unsigned char) word[i] >= 0x80)
			return false;
	}
	return true;
}

/* A word the memo does not hold. */
static void
StemAndRemember(const char *word, uint32_t len, uint64_t word_key, uint64_t ends,
				McStem *stem)
{
	MemoEntry *set = memo[(word_key >> 32) % MEMO_SETS];
	MemoEntry *entry;
	WorkWord work;

	stem->flags = StemWord(word, len, &work);
	stem->key = mc_hash_bytes(work.text, work.len);
	if (len > MEMO_WORD)
		return;
	entry = &set[set->next++ % MEMO_WAYS];
	entry->word = word_key;
	entry->ends = ends;
	entry->key = stem->key;
	entry->flags = (uint16_t) stem->flags;
	entry->len = (uint8_t) len;
}

void
mc_stem(const char *word, uint32_t len, uint64_t word_key, McStem *stem)
{
	const MemoEntry *set = memo[(word_key >> 32) % MEMO_SETS];
	uint64_t tail;
	uint64_t ends;

	/* a number is its own stem, and there are too many to remember */
	if (len > MC_MAX_STEM_INPUT || IsPlainNumber(word, len))
	{
		stem->key = word_key;
		stem->flags = len > MC_MAX_STEM_INPUT ? 0 : MC_WORD_NUMBER;
		return;
	}
	tail = mc_word_tail(word, len);
	ends = mc_word_head(word, len) ^ (tail << 32 | tail >> 32);
	for (unsigned way = 0; way < MEMO_WAYS; way++)
	{
		const MemoEntry *entry = &set[way];

		if (entry->word == word_key && entry->ends == ends && entry->len == len)
		{
			stem->key = entry->key;
			stem->flags = entry->flags;
			return;
		}
	}
	StemAndRemember(word, len, word_key, ends, stem);
}

uint64_t
mc_lemma_key(const char *word, uint32_t len)
{
	WorkWord work;

	if (len > MC_MAX_STEM_INPUT)
		return mc_hash_bytes(word, len);
	Lemma(word, len, &work);
	return mc_hash_bytes(work.text, work.len);
}

uint32_t
mc_stem_text(const char *word, uint32_t len, char *out)
{
	WorkWord work;

	if (len > MC_MAX_STEM_INPUT)
		return 0;
	StemWord(word, len, &work);
	memcpy(out, work.text, work.len);
	return (uint32_t) work.len;
}
