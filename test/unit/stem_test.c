/*
 * stem_test.c
 *	  Stems: inflection goes, the disease suffix stays; numerals.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document_check.h"
#include "text/numeral.h"
#include "text/stem.h"

typedef struct Pair
{
	const char *one;
	const char *other;
} Pair;

/* Two ways to write the same word. */
static const Pair equal[] = {
	/* English plurals */
	{"fractures", "fracture"},
	{"ulcers", "ulcer"},
	{"infections", "infection"},
	{"headaches", "headache"},
	{"seizures", "seizure"},
	{"masses", "mass"},
	{"abscesses", "abscess"},
	{"rashes", "rash"},
	{"biopsies", "biopsy"},
	{"allergies", "allergy"},
	{"injuries", "injury"},
	{"arteries", "artery"},
	{"kidneys", "kidney"},
	{"feet", "foot"},
	{"teeth", "tooth"},
	{"women", "woman"},
	/* Greek and Latin plurals */
	{"diagnoses", "diagnosis"},
	{"metastases", "metastasis"},
	{"stenoses", "stenosis"},
	{"thromboses", "thrombosis"},
	{"psychoses", "psychosis"},
	{"prostheses", "prosthesis"},
	{"crises", "crisis"},
	{"testes", "testis"},
	{"pelves", "pelvis"},
	{"carcinomata", "carcinoma"},
	{"carcinomas", "carcinoma"},
	{"adenomata", "adenoma"},
	{"fibromas", "fibroma"},
	{"stomata", "stoma"},
	{"arthritides", "arthritis"},
	{"dermatitides", "dermatitis"},
	{"vertebrae", "vertebra"},
	{"bursae", "bursa"},
	{"fossae", "fossa"},
	{"scapulae", "scapula"},
	{"bronchi", "bronchus"},
	{"thrombi", "thrombus"},
	{"emboli", "embolus"},
	{"calculi", "calculus"},
	{"fungi", "fungus"},
	{"bacteria", "bacterium"},
	{"diverticula", "diverticulum"},
	{"septa", "septum"},
	{"ganglia", "ganglion"},
	{"foramina", "foramen"},
	{"phalanges", "phalanx"},
	{"apices", "apex"},
	{"cortices", "cortex"},
	{"appendices", "appendix"},
	{"cervices", "cervix"},
	/* plurals of protected words */
	{"neuropathies", "neuropathy"},
	{"cardiomyopathies", "cardiomyopathy"},
	{"colectomies", "colectomy"},
	{"colostomies", "colostomy"},
	/* other inflection */
	{"fractured", "fracture"},
	{"bleeding", "bleeds"},
	{"swelling", "swellings"},
	{"infected", "infection"},
	{"wheezing", "wheezes"},
	{"vomiting", "vomited"},
	/* British spelling */
	{"oedema", "edema"},
	{"tumour", "tumor"},
	{"tumours", "tumor"},
	{"anaemia", "anemia"},
	{"leukaemia", "leukemia"},
	{"haemorrhage", "hemorrhage"},
	{"haemorrhages", "hemorrhage"},
	{"diarrhoea", "diarrhea"},
	{"oesophagus", "esophagus"},
	{"paediatric", "pediatric"},
	{"ischaemia", "ischemia"},
	{"ischaemic", "ischemic"},
	{"haematuria", "hematuria"},
	{"anaesthesia", "anesthesia"},
	{"foetal", "fetal"},
	{"faeces", "feces"},
	{"coeliac", "celiac"},
	{"dyspnoea", "dyspnea"},
	{"apnoea", "apnea"},
	{"goitre", "goiter"},
	{"hypoglycaemia", "hypoglycemia"},
	{"septicaemia", "septicemia"},
	{"uraemia", "uremia"},
	{"haemoglobin", "hemoglobin"},
	{"haemorrhoids", "hemorrhoid"},
	{"orthopaedic", "orthopedic"},
	{"caesarean", "cesarean"},
	{"hospitalised", "hospitalized"},
	{"generalised", "generalized"},
	{"fibre", "fiber"},
	{"behaviour", "behavior"},
	{"gynaecology", "gynecology"},
	/* possessives, dots, diacritics */
	{"crohn's", "crohn"},
	{"alzheimer's", "alzheimer"},
	{"b.i.d", "bid"},
	{"p.o", "po"},
	{"sj\xC3\xB6gren", "sjogren"},
	{"sj\xC3\xB6gren's", "sjogren"},
	{"m\xC3\xA9ni\xC3\xA8re", "meniere"},
	{"m\xC3\xA9ni\xC3\xA8re's", "meniere"},
	{"guillain", "guillain"},
	{"barr\xC3\xA9", "barre"},
	/* number words */
	{"two", "2"},
	{"three", "3"},
	{"ten", "10"},
	{"first", "1st"},
	{"second", "2nd"},
	{"third", "3rd"},
};

/* What a stemmer for English would throw together. */
static const Pair different[] = {
	{"prostate", "prostatitis"},
	{"thyroid", "thyroiditis"},
	{"thyroid", "thyroidectomy"},
	{"hepatic", "hepatitis"},
	{"colon", "colitis"},
	{"coli", "colitis"},
	{"gastric", "gastritis"},
	{"arthritis", "arthrosis"},
	{"nephritis", "nephrosis"},
	{"nephritis", "nephropathy"},
	{"neuritis", "neurosis"},
	{"neuropathy", "neurosis"},
	{"neural", "neuralgia"},
	{"myopathy", "myositis"},
	{"myopathy", "myalgia"},
	{"sinus", "sinusitis"},
	{"pancreas", "pancreatitis"},
	{"bronchus", "bronchitis"},
	{"dermatitis", "dermatosis"},
	{"appendix", "appendicitis"},
	{"appendicitis", "appendectomy"},
	{"tonsil", "tonsillitis"},
	{"tonsillitis", "tonsillectomy"},
	{"adenoma", "adenitis"},
	{"adenoma", "adenosis"},
	{"leukemia", "leukopenia"},
	{"uremia", "urea"},
	{"hyperglycemia", "hypoglycemia"},
	{"hypertension", "hypotension"},
	{"colostomy", "colectomy"},
	{"gastrostomy", "gastrectomy"},
	{"fibrosis", "fibroma"},
	{"fibrosis", "fibrous"},
	{"sclera", "sclerosis"},
	{"scleritis", "sclerosis"},
	{"diverticulum", "diverticulitis"},
	{"diverticulum", "diverticulosis"},
	{"diverticulosis", "diverticulitis"},
	{"spondylosis", "spondylitis"},
	{"spondylosis", "spondylolisthesis"},
	{"cyst", "cystitis"},
	{"cystic", "cystitis"},
	{"urethritis", "ureteritis"},
	{"ureter", "uterus"},
	{"ileum", "ilium"},
	{"ileum", "ileus"},
	{"peritoneum", "peritonitis"},
	{"meninges", "meningitis"},
	{"meningioma", "meningitis"},
	{"pericardium", "pericarditis"},
	{"encephalitis", "encephalopathy"},
	{"vaginitis", "vaginosis"},
	{"retina", "retinitis"},
	{"retinal", "retinitis"},
	{"retinopathy", "retinitis"},
	{"tendon", "tendinitis"},
	{"bursa", "bursitis"},
	{"phlebitis", "phlebotomy"},
	{"stoma", "stomatitis"},
	{"iris", "iritis"},
	{"mastectomy", "mastitis"},
	{"test", "testis"},
	{"tests", "testes"},
	{"thrombosis", "thrombus"},
	{"embolism", "embolus"},
	{"lymphoma", "lymphedema"},
	{"hematoma", "hematology"},
	{"carcinoma", "carcinoid"},
	{"two", "second"},
	{"two", "three"},
	{"one", "first"},
	{"anemia", "anaerobic"},
	{"stenosis", "steatosis"},
	{"cholecystitis", "cholecystectomy"},
	{"psychosis", "psychotherapy"},
};

/* The stem itself, where the rules name it. */
static const Pair stems[] = {
	{"prostatitis", "prostatitis"},
	{"appendicitis", "appendicitis"},
	{"diverticulosis", "diverticulosis"},
	{"carcinoma", "carcinoma"},
	{"leukemia", "leukemia"},
	{"neuropathy", "neuropathy"},
	{"appendectomy", "appendectomy"},
	{"carcinomata", "carcinoma"},
	{"diagnoses", "diagnosis"},
	{"leukaemia", "leukemia"},
	{"arthritides", "arthritis"},
	{"neuropathies", "neuropathy"},
	{"two", "2"},
	{"second", "2nd"},
	{"500", "500"},
	{"3b", "3b"},
	{"142/88", "142/88"},
};

/* The word with plural and spelling undone, not stemmed. */
static const Pair lemmas[] = {
	{"fractures", "fracture"}, {"fractured", "fractured"}, {"fracture", "fracture"},
	{"oedema", "edema"},       {"tumours", "tumor"},       {"diagnoses", "diagnosis"},
	{"infected", "infected"},  {"vertebrae", "vertebra"},  {"carcinomata", "carcinoma"},
};

typedef struct Flag
{
	const char *word;
	uint32_t flags;
} Flag;

static const Flag flags[] = {
	{"of", MC_WORD_FUNCTION},   {"the", MC_WORD_FUNCTION},
	{"in", MC_WORD_FUNCTION},   {"fever", 0},
	{"500", MC_WORD_NUMBER},    {"2nd", MC_WORD_NUMBER},
	{"142/88", MC_WORD_NUMBER}, {"two", MC_WORD_NUMBER},
	{"second", MC_WORD_NUMBER}, {"ii", MC_WORD_ROMAN},
	{"iiib", MC_WORD_ROMAN},    {"iv", MC_WORD_ROMAN},
	{"stage", MC_WORD_GRADED},  {"type", MC_WORD_GRADED},
	{"grade", MC_WORD_GRADED},  {"copd", 0},
	{"hepatitis", 0},
};

typedef struct Numeral
{
	const char *word;
	int value;
	const char *digits;
} Numeral;

static const Numeral numerals[] = {
	{"i", 1, "1"},     {"ii", 2, "2"},    {"iii", 3, "3"},   {"iv", 4, "4"},
	{"v", 5, "5"},     {"vi", 6, "6"},    {"ix", 9, "9"},    {"x", 10, "10"},
	{"xii", 12, "12"}, {"xiv", 14, "14"}, {"xix", 19, "19"}, {"xxxix", 39, "39"},
	{"iiib", 3, "3b"}, {"iva", 4, "4a"},  {"iie", 2, "2e"},  {"ia", 1, "1a"},
	{"iiii", 0, ""},   {"vv", 0, ""},     {"ic", 1, "1c"},   {"xl", 0, ""},
	{"iix", 0, ""},    {"vx", 0, ""},     {"iiibb", 0, ""},  {"iiif", 0, ""},
	{"mix", 0, ""},    {"b", 0, ""},      {"", 0, ""},       {"xxxx", 0, ""},
	{"iviv", 0, ""},
};

static const Pair number_words[] = {
	{"one", "1"},     {"two", "2"},      {"nine", "9"}, {"ten", "10"}, {"second", "2nd"},
	{"third", "3rd"}, {"fourth", "4th"}, {"fever", ""}, {"on", ""},    {"", ""},
};

/* The stemmer may read eight bytes on: they must not matter. */
static McStem
Stem(const char *word, uint32_t len, char behind)
{
	char *copy = malloc(len + 8);
	McStem stem;

	memset(copy, behind, len + 8);
	memcpy(copy, word, len);
	memset(&stem, 0, sizeof(stem));
	mc_stem(copy, len, mc_hash_bytes(word, len), &stem);
	free(copy);
	return stem;
}

static McStem
StemOf(const char *word)
{
	return Stem(word, (uint32_t) strlen(word), '\0');
}

static uint64_t
LemmaKey(const char *word)
{
	char copy[64] = "";

	strcpy(copy, word);
	return mc_lemma_key(copy, (uint32_t) strlen(word));
}

static const char *
StemText(const char *word)
{
	static CheckLine line;
	char copy[MC_MAX_STEM + 16] = "";
	char out[MC_MAX_STEM];

	strcpy(copy, word);
	check_reset(&line);
	check_add_slice(&line, out, 0, mc_stem_text(copy, (uint32_t) strlen(word), out));
	return line.text;
}

/* No word, however odd, disturbs: random letters, any length, any bytes. */
static void
TestAnyWord(void)
{
	static const char *const part[] = {
		"itis",
		"osis",
		"oma",
		"ata",
		"emia",
		"pathy",
		"ectomy",
		"ies",
		"es",
		"s",
		"'s",
		"ae",
		"oe",
		"ing",
		"ed",
		"x",
		"i",
		"aeae",
		".",
		"'",
		"\xC3\xA9",
		"\xCC\x81",
		"\xF0\x9F\x98\x80",
		"\xE7\xB3\x96",
		"\xEF\xBF\xBD",
		"3",
		"tion",
		"our",
		"ise",
		"yse",
		"a",
		"b",
		"ides",
		"ges",
		"ices",
	};
	unsigned rounds = 200000 / test_slowness();
	uint32_t state = 20251001;
	bool same = true;
	bool fits = true;
	bool text_fits = true;

	for (unsigned round = 0; round < rounds; round++)
	{
		char word[128];
		char padded[160] = "";
		char out[MC_MAX_STEM];
		uint32_t len = 0;
		uint32_t parts;
		uint32_t out_len;
		McStem one;
		McStem other;

		state = state * 1664525 + 1013904223;
		parts = 1 + (state >> 24) % 12;
		while (parts-- > 0)
		{
			const char *next;

			state = state * 1664525 + 1013904223;
			next = part[(state >> 16) % (sizeof(part) / sizeof(part[0]))];
			memcpy(word + len, next, strlen(next));
			len += (uint32_t) strlen(next);
		}
		one = Stem(word, len, 'z');
		other = Stem(word, len, '\0');
		same = same && one.key == other.key && one.flags == other.flags;
		memcpy(padded, word, len);
		(void) mc_lemma_key(padded, len);
		out_len = mc_stem_text(padded, len, out);
		fits =
			fits && out_len <= MC_MAX_STEM &&
			(out_len > 0 || len > MC_MAX_STEM_INPUT || one.key == mc_hash_bytes("", 0));
		if (text_fits && out_len > 0 && mc_hash_bytes(out, out_len) != one.key)
		{
			printf("# %.*s: %.*s\n", (int) len, word, (int) out_len, out);
			text_fits = false;
		}
	}
	test_ok(same, "any word: the same stem each time, whatever stands behind");
	test_ok(fits, "any word: its stem has room");
	test_ok(text_fits, "any word: the key is the hash of the stem");
}

static void
TestLongWords(void)
{
	char word[2048];
	char out[MC_MAX_STEM];
	bool own = true;

	memset(word, 'a', sizeof(word));
	for (uint32_t len = MC_MAX_STEM_INPUT + 1; len < 1500; len++)
	{
		McStem stem;

		word[len - 1] = 's';
		stem = Stem(word, len, 'x');
		own = own && stem.key == mc_hash_bytes(word, len) &&
			  mc_stem_text(word, len, out) == 0;
		word[len - 1] = 'a';
	}
	test_ok(own, "a word of more than %d bytes is its own stem", MC_MAX_STEM_INPUT);
	memcpy(word + MC_MAX_STEM_INPUT - 8, "ulcers", 6);
	test_ok(Stem(word + 3, MC_MAX_STEM_INPUT - 5, 0).key ==
				Stem(word + 3, MC_MAX_STEM_INPUT - 6, 0).key,
			"a word of nearly as much is stemmed");
}

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

int
main(void)
{
	char digits[8];

	for (size_t i = 0; i < LENGTH(equal); i++)
		test_ok(StemOf(equal[i].one).key == StemOf(equal[i].other).key, "%s = %s (%s)",
				equal[i].one, equal[i].other, StemText(equal[i].one));
	for (size_t i = 0; i < LENGTH(different); i++)
		test_ok(StemOf(different[i].one).key != StemOf(different[i].other).key,
				"%s <> %s", different[i].one, different[i].other);
	for (size_t i = 0; i < LENGTH(stems); i++)
		check_case(stems[i].one, stems[i].other, StemText(stems[i].one));
	for (size_t i = 0; i < LENGTH(lemmas); i++)
		test_ok(LemmaKey(lemmas[i].one) ==
					mc_hash_bytes(lemmas[i].other, strlen(lemmas[i].other)),
				"%s: lemma %s", lemmas[i].one, lemmas[i].other);
	for (size_t i = 0; i < LENGTH(flags); i++)
		test_ok(StemOf(flags[i].word).flags == flags[i].flags, "%s: flags %x, got %x",
				flags[i].word, flags[i].flags, StemOf(flags[i].word).flags);
	for (size_t i = 0; i < LENGTH(numerals); i++)
	{
		size_t len = strlen(numerals[i].word);
		char got[16] = "";

		memset(digits, 0, sizeof(digits));
		memcpy(got, digits, mc_roman_digits(numerals[i].word, len, digits));
		memcpy(got, digits, sizeof(digits));
		if (mc_roman_digits(numerals[i].word, len, digits) == 0)
			got[0] = '\0';
		test_ok(mc_roman_value(numerals[i].word, len) == numerals[i].value, "%s is %d",
				numerals[i].word, numerals[i].value);
		check_case(numerals[i].word, numerals[i].digits, got);
	}
	for (size_t i = 0; i < LENGTH(number_words); i++)
	{
		const char *number =
			mc_number_word(number_words[i].one, strlen(number_words[i].one));

		check_case(number_words[i].one, number_words[i].other, number ? number : "");
	}
	TestAnyWord();
	TestLongWords();
	return test_done();
}
