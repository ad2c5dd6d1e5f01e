/*
 * analyse.c
 *		Phrases as postings.
 */
#include "am/am.h"

#include "utils/builtins.h"

#include "match/common_words.h"
#include "pg_host.h"
#include "text/fold.h"
#include "text/stem.h"

/* What a step of commonness weighs, in phrases */
#define COMMON_WEIGHT 2000

McPhraseAnalyser *
mc_analyser_create(MemoryContext parent)
{
	MemoryContext context =
		AllocSetContextCreate(parent, "medcode phrases", ALLOCSET_DEFAULT_SIZES);
	McPhraseAnalyser *analyser =
		MemoryContextAllocZero(context, sizeof(McPhraseAnalyser));

	analyser->context = context;
	analyser->host = mc_pg_host(context);
	mc_phrase_reader_init(&analyser->host, &analyser->reader);
	return analyser;
}

Size
mc_analyse_phrase(McPhraseAnalyser *analyser, Datum phrase, const ItemPointerData *tid,
				  McPosting *buffer)
{
	text *value = DatumGetTextPP(phrase);
	McTermWord words[MC_MAX_TERM_WORDS];
	size_t n = mc_phrase_words(&analyser->reader, VARDATA_ANY(value),
							   VARSIZE_ANY_EXHDR(value), false, false, words);
	uint64 reference = mc_reference_of_tid(tid);

	if (n == 0 || n > MC_MAX_TERM_WORDS)
		buffer->head = mc_posting_head(
			reference, n == 0 ? MC_POSTING_WORDLESS : MC_POSTING_TOO_LONG, 0);
	else
	{
		buffer->head = mc_posting_head(reference, 0, (unsigned) n);
		for (size_t i = 0; i < n; i++)
			buffer->keys[i] = mc_stored_key(words[i].stem_key);
	}
	if ((Pointer) value != DatumGetPointer(phrase))
		pfree(value);
	return MC_PENDING_SIZE(buffer);
}

unsigned
mc_pending_keys(const McPosting *posting)
{
	return mc_posting_words(posting);
}

uint64
mc_posting_choose(const McPosting *pending, McFrequency frequency, void *arg,
				  McPosting *out)
{
	unsigned n = mc_pending_keys(pending);
	uint64 keys[MC_MAX_TERM_WORDS];
	uint32 counts[MC_MAX_TERM_WORDS];

	out->head = pending->head;
	if (n == 0)
		return MC_KEY_NOTHING;
	/*
	 * Rarest first: words that are common in notes behind all others, then by the
	 * phrases that have them; equal ones by key, so that it is one and the same.
	 */
	for (unsigned i = 0; i < n; i++)
	{
		uint64 key = pending->keys[i];
		uint32 count = Min(frequency(arg, key), COMMON_WEIGHT) +
					   mc_word_commonness(key) * COMMON_WEIGHT;
		unsigned at = i;

		for (; at > 0 && (count < counts[at - 1] ||
						  (count == counts[at - 1] && key < keys[at - 1]));
			 at--)
		{
			keys[at] = keys[at - 1];
			counts[at] = counts[at - 1];
		}
		keys[at] = key;
		counts[at] = count;
	}
	memcpy(out->keys, keys + 1, (n - 1) * sizeof(uint64));
	return keys[0];
}

/*
 * What all stored keys depend on: the version of the text engine, and what it
 * makes of some words whose treatment changes with ICU or the stemmer.
 */
uint64
mc_analyser_fingerprint(void)
{
	static const char sample[] =
		"Displaced fractures of femora, \xC5\x93"
		"dema an\xC3\xA6mia Sj\xC3\xB6gren's M\xC3\xA9ni\xC3\xA8re \xEF\xAC\x81"
		"brillating "
		"hypertensive nephropathies thyroiditis thyroid hepatic hepatitis generalized "
		"running relational conditional happily diabetic ulcers stage IIIb second "
		"diagnoses metastases bacteria \xE2\x85\xA3 \xC2\xBD \xCE\xB2-blockers stra\xC3\x9F"
		"e \xD8\xA7\xD9\x84 \xE7\xB3\x96\xE5\xB0\xBF\xE7\x97\x85 carotid stenoses "
		"organizational controlling dying skies oxygenation";
	static uint64 fingerprint = 0; /* of this process's libraries */

	if (fingerprint == 0)
	{
		McPhraseAnalyser *analyser = mc_analyser_create(CurrentMemoryContext);
		McTermWord words[MC_MAX_TERM_WORDS];
		uint64 hash = MC_TEXT_VERSION;

		(void) mc_phrase_words(&analyser->reader, sample, sizeof(sample) - 1, false,
							   false, words);
		for (size_t i = 0; i < analyser->reader.words.count; i++)
			hash = mc_mix(hash ^ analyser->reader.words.list[i].key, MC_HASH_A) ^
				   mc_mix(hash ^ analyser->reader.words.list[i].stem_key, MC_HASH_B);
		MemoryContextDelete(analyser->context);
		fingerprint = hash ? hash : 1;
	}
	return fingerprint;
}
