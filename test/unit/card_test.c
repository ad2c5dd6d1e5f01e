/*
 * card_test.c
 *	  Unit test of cards: compiling, opening, narrowing.
 *
 * Codes and titles are the publisher's (FY2026), a part of each category; what
 * each case should lead to follows from the Tabular List and the Guidelines.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coding/card.h"
#include "text/fold.h"

static const struct
{
	const char *code;
	bool billable;
	const char *title;
} list[] = {
	{"E11", false, "Type 2 diabetes mellitus"},
	{"E113", false, "Type 2 diabetes mellitus with ophthalmic complications"},
	{"E1132", false,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy"},
	{"E11321", false,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy with macular edema"},
	{"E113211", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy with macular edema, right eye"},
	{"E113212", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy with macular edema, left eye"},
	{"E113213", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy with macular edema, bilateral"},
	{"E113219", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy with macular edema, unspecified eye"},
	{"E11329", false,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy without macular edema"},
	{"E113291", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy without macular edema, right eye"},
	{"E113292", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy without macular edema, left eye"},
	{"E113293", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy without macular edema, bilateral"},
	{"E113299", true,
	 "Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy without macular edema, unspecified eye"},
	{"E1139", true,
	 "Type 2 diabetes mellitus with other diabetic ophthalmic complication"},
	{"E116", false, "Type 2 diabetes mellitus with other specified complications"},
	{"E1165", true, "Type 2 diabetes mellitus with hyperglycemia"},
	{"E1169", true, "Type 2 diabetes mellitus with other specified complication"},
	{"E119", true, "Type 2 diabetes mellitus without complications"},
	{"E11A", true, "Type 2 diabetes mellitus without complications in remission"},
	{"F32", false, "Depressive episode"},
	{"F320", true, "Major depressive disorder, single episode, mild"},
	{"F321", true, "Major depressive disorder, single episode, moderate"},
	{"F322", true,
	 "Major depressive disorder, single episode, severe without psychotic features"},
	{"F323", true,
	 "Major depressive disorder, single episode, severe with psychotic features"},
	{"F324", true, "Major depressive disorder, single episode, in partial remission"},
	{"F325", true, "Major depressive disorder, single episode, in full remission"},
	{"F328", false, "Other depressive episodes"},
	{"F3281", true, "Premenstrual dysphoric disorder"},
	{"F3289", true, "Other specified depressive episodes"},
	{"F329", true, "Major depressive disorder, single episode, unspecified"},
	{"F32A", true, "Depression, unspecified"},
	{"F33", false, "Major depressive disorder, recurrent"},
	{"F330", true, "Major depressive disorder, recurrent, mild"},
	{"F331", true, "Major depressive disorder, recurrent, moderate"},
	{"F332", true,
	 "Major depressive disorder, recurrent severe without psychotic features"},
	{"F333", true,
	 "Major depressive disorder, recurrent, severe with psychotic symptoms"},
	{"F334", false, "Major depressive disorder, recurrent, in remission"},
	{"F3340", true, "Major depressive disorder, recurrent, in remission, unspecified"},
	{"F3341", true, "Major depressive disorder, recurrent, in partial remission"},
	{"F3342", true, "Major depressive disorder, recurrent, in full remission"},
	{"F338", true, "Other recurrent depressive disorders"},
	{"F339", true, "Major depressive disorder, recurrent, unspecified"},
	{"G81", false, "Hemiplegia and hemiparesis"},
	{"G819", false, "Hemiplegia, unspecified"},
	{"G8190", true, "Hemiplegia, unspecified affecting unspecified side"},
	{"G8191", true, "Hemiplegia, unspecified affecting right dominant side"},
	{"G8192", true, "Hemiplegia, unspecified affecting left dominant side"},
	{"G8193", true, "Hemiplegia, unspecified affecting right nondominant side"},
	{"G8194", true, "Hemiplegia, unspecified affecting left nondominant side"},
	{"H25", false, "Age-related cataract"},
	{"H250", false, "Age-related incipient cataract"},
	{"H2501", false, "Cortical age-related cataract"},
	{"H25011", true, "Cortical age-related cataract, right eye"},
	{"H25012", true, "Cortical age-related cataract, left eye"},
	{"H25013", true, "Cortical age-related cataract, bilateral"},
	{"H25019", true, "Cortical age-related cataract, unspecified eye"},
	{"H251", false, "Age-related nuclear cataract"},
	{"H2510", true, "Age-related nuclear cataract, unspecified eye"},
	{"H2511", true, "Age-related nuclear cataract, right eye"},
	{"H2512", true, "Age-related nuclear cataract, left eye"},
	{"H2513", true, "Age-related nuclear cataract, bilateral"},
	{"H258", false, "Other age-related cataract"},
	{"H2589", true, "Other age-related cataract"},
	{"H259", true, "Unspecified age-related cataract"},
	{"I50", false, "Heart failure"},
	{"I501", true, "Left ventricular failure, unspecified"},
	{"I502", false, "Systolic (congestive) heart failure"},
	{"I5020", true, "Unspecified systolic (congestive) heart failure"},
	{"I5021", true, "Acute systolic (congestive) heart failure"},
	{"I5022", true, "Chronic systolic (congestive) heart failure"},
	{"I5023", true, "Acute on chronic systolic (congestive) heart failure"},
	{"I508", false, "Other heart failure"},
	{"I5081", false, "Right heart failure"},
	{"I50810", true, "Right heart failure, unspecified"},
	{"I50811", true, "Acute right heart failure"},
	{"I50812", true, "Chronic right heart failure"},
	{"I50813", true, "Acute on chronic right heart failure"},
	{"I50814", true, "Right heart failure due to left heart failure"},
	{"I5089", true, "Other heart failure"},
	{"I509", true, "Heart failure, unspecified"},
	{"J45", false, "Asthma"},
	{"J452", false, "Mild intermittent asthma"},
	{"J4520", true, "Mild intermittent asthma, uncomplicated"},
	{"J4521", true, "Mild intermittent asthma with (acute) exacerbation"},
	{"J4522", true, "Mild intermittent asthma with status asthmaticus"},
	{"J453", false, "Mild persistent asthma"},
	{"J4530", true, "Mild persistent asthma, uncomplicated"},
	{"J4531", true, "Mild persistent asthma with (acute) exacerbation"},
	{"J4532", true, "Mild persistent asthma with status asthmaticus"},
	{"J454", false, "Moderate persistent asthma"},
	{"J4540", true, "Moderate persistent asthma, uncomplicated"},
	{"J4541", true, "Moderate persistent asthma with (acute) exacerbation"},
	{"J4542", true, "Moderate persistent asthma with status asthmaticus"},
	{"J455", false, "Severe persistent asthma"},
	{"J4550", true, "Severe persistent asthma, uncomplicated"},
	{"J4551", true, "Severe persistent asthma with (acute) exacerbation"},
	{"J4552", true, "Severe persistent asthma with status asthmaticus"},
	{"J459", false, "Other and unspecified asthma"},
	{"J4590", false, "Unspecified asthma"},
	{"J45901", true, "Unspecified asthma with (acute) exacerbation"},
	{"J45902", true, "Unspecified asthma with status asthmaticus"},
	{"J45909", true, "Unspecified asthma, uncomplicated"},
	{"J4599", false, "Other asthma"},
	{"J45990", true, "Exercise induced bronchospasm"},
	{"J45991", true, "Cough variant asthma"},
	{"J45998", true, "Other asthma"},
	{"M1A", false, "Chronic gout"},
	{"M1A0", false, "Idiopathic chronic gout"},
	{"M1A00", false, "Idiopathic chronic gout, unspecified site"},
	{"M1A00X0", true,
	 "Idiopathic chronic gout, unspecified site, without tophus (tophi)"},
	{"M1A00X1", true, "Idiopathic chronic gout, unspecified site, with tophus (tophi)"},
	{"M1A01", false, "Idiopathic chronic gout, shoulder"},
	{"M1A011", false, "Idiopathic chronic gout, right shoulder"},
	{"M1A0110", true, "Idiopathic chronic gout, right shoulder, without tophus (tophi)"},
	{"M1A0111", true, "Idiopathic chronic gout, right shoulder, with tophus (tophi)"},
	{"M1A012", false, "Idiopathic chronic gout, left shoulder"},
	{"M1A0120", true, "Idiopathic chronic gout, left shoulder, without tophus (tophi)"},
	{"M1A0121", true, "Idiopathic chronic gout, left shoulder, with tophus (tophi)"},
	{"M1A019", false, "Idiopathic chronic gout, unspecified shoulder"},
	{"M1A0190", true,
	 "Idiopathic chronic gout, unspecified shoulder, without tophus (tophi)"},
	{"M1A0191", true,
	 "Idiopathic chronic gout, unspecified shoulder, with tophus (tophi)"},
	{"M1A02", false, "Idiopathic chronic gout, elbow"},
	{"M1A9", false, "Chronic gout, unspecified"},
	{"M1A9XX0", true, "Chronic gout, unspecified, without tophus (tophi)"},
	{"M1A9XX1", true, "Chronic gout, unspecified, with tophus (tophi)"},
	{"N18", false, "Chronic kidney disease (CKD)"},
	{"N181", true, "Chronic kidney disease, stage 1"},
	{"N182", true, "Chronic kidney disease, stage 2 (mild)"},
	{"N183", false, "Chronic kidney disease, stage 3 (moderate)"},
	{"N1830", true, "Chronic kidney disease, stage 3 unspecified"},
	{"N1831", true, "Chronic kidney disease, stage 3a"},
	{"N1832", true, "Chronic kidney disease, stage 3b"},
	{"N184", true, "Chronic kidney disease, stage 4 (severe)"},
	{"N185", true, "Chronic kidney disease, stage 5"},
	{"N186", true, "End stage renal disease"},
	{"N189", true, "Chronic kidney disease, unspecified"},
	{"O24", false, "Diabetes mellitus in pregnancy, childbirth, and the puerperium"},
	{"O240", false,
	 "Pre-existing type 1 diabetes mellitus, in pregnancy, childbirth and the puerperium"},
	{"O2401", false, "Pre-existing type 1 diabetes mellitus, in pregnancy"},
	{"O24011", true,
	 "Pre-existing type 1 diabetes mellitus, in pregnancy, first trimester"},
	{"O24012", true,
	 "Pre-existing type 1 diabetes mellitus, in pregnancy, second trimester"},
	{"O24013", true,
	 "Pre-existing type 1 diabetes mellitus, in pregnancy, third trimester"},
	{"O24019", true,
	 "Pre-existing type 1 diabetes mellitus, in pregnancy, unspecified trimester"},
	{"O2402", true, "Pre-existing type 1 diabetes mellitus, in childbirth"},
	{"O2403", true, "Pre-existing type 1 diabetes mellitus, in the puerperium"},
	{"O241", false,
	 "Pre-existing type 2 diabetes mellitus, in pregnancy, childbirth and the puerperium"},
	{"O2411", false, "Pre-existing type 2 diabetes mellitus, in pregnancy"},
	{"O24111", true,
	 "Pre-existing type 2 diabetes mellitus, in pregnancy, first trimester"},
	{"O24112", true,
	 "Pre-existing type 2 diabetes mellitus, in pregnancy, second trimester"},
	{"O24113", true,
	 "Pre-existing type 2 diabetes mellitus, in pregnancy, third trimester"},
	{"O24119", true,
	 "Pre-existing type 2 diabetes mellitus, in pregnancy, unspecified trimester"},
	{"O248", false,
	 "Other pre-existing diabetes mellitus in pregnancy, childbirth, and the puerperium"},
	{"O2481", false, "Other pre-existing diabetes mellitus in pregnancy"},
	{"O24811", true,
	 "Other pre-existing diabetes mellitus in pregnancy, first trimester"},
	{"O24812", true,
	 "Other pre-existing diabetes mellitus in pregnancy, second trimester"},
	{"O24813", true,
	 "Other pre-existing diabetes mellitus in pregnancy, third trimester"},
	{"O24819", true,
	 "Other pre-existing diabetes mellitus in pregnancy, unspecified trimester"},
	{"O249", false,
	 "Unspecified diabetes mellitus in pregnancy, childbirth and the puerperium"},
	{"O2491", false, "Unspecified diabetes mellitus in pregnancy"},
	{"O24911", true, "Unspecified diabetes mellitus in pregnancy, first trimester"},
	{"O24912", true, "Unspecified diabetes mellitus in pregnancy, second trimester"},
	{"O24913", true, "Unspecified diabetes mellitus in pregnancy, third trimester"},
	{"O24919", true, "Unspecified diabetes mellitus in pregnancy, unspecified trimester"},
	{"O2492", true, "Unspecified diabetes mellitus in childbirth"},
	{"O2493", true, "Unspecified diabetes mellitus in the puerperium"},
	{"S06", false, "Intracranial injury"},
	{"S060", false, "Concussion"},
	{"S060X", false, "Concussion"},
	{"S060X0", false, "Concussion without loss of consciousness"},
	{"S060X1", false, "Concussion with loss of consciousness of 30 minutes or less"},
	{"S060XA", false, "Concussion with loss of consciousness status unknown"},
	{"S060X9", false, "Concussion with loss of consciousness of unspecified duration"},
	{"S72", false, "Fracture of femur"},
	{"S720", false, "Fracture of head and neck of femur"},
	{"S7200", false, "Fracture of unspecified part of neck of femur"},
	{"S72001", false, "Fracture of unspecified part of neck of right femur"},
	{"S72002", false, "Fracture of unspecified part of neck of left femur"},
	{"S72009", false, "Fracture of unspecified part of neck of unspecified femur"},
	{"S7201", false, "Unspecified intracapsular fracture of femur"},
	{"S72011", false, "Unspecified intracapsular fracture of right femur"},
	{"S7209", false, "Other fracture of head and neck of femur"},
	{"S72091", false, "Other fracture of head and neck of right femur"},
	{"S82", false, "Fracture of lower leg, including ankle"},
	{"S828", false, "Other fractures of lower leg"},
	{"S8285", false, "Trimalleolar fracture of lower leg"},
	{"S82851", false, "Displaced trimalleolar fracture of right lower leg"},
	{"S82852", false, "Displaced trimalleolar fracture of left lower leg"},
	{"S82853", false, "Displaced trimalleolar fracture of unspecified lower leg"},
	{"S82854", false, "Nondisplaced trimalleolar fracture of right lower leg"},
	{"S82855", false, "Nondisplaced trimalleolar fracture of left lower leg"},
	{"S82856", false, "Nondisplaced trimalleolar fracture of unspecified lower leg"},
	{"T36", false,
	 "Poisoning by, adverse effect of and underdosing of systemic antibiotics"},
	{"T360", false, "Poisoning by, adverse effect of and underdosing of penicillins"},
	{"T360X", false, "Poisoning by, adverse effect of and underdosing of penicillins"},
	{"T360X1", false, "Poisoning by penicillins, accidental (unintentional)"},
	{"T360X2", false, "Poisoning by penicillins, intentional self-harm"},
	{"T360X5", false, "Adverse effect of penicillins"},
	{"T360X6", false, "Underdosing of penicillins"},
};

/* Seventh characters of S72, S82, and those of other injuries */
static const struct
{
	char character;
	const char *meaning;
} fracture[] =
	{
		{'A', "initial encounter for closed fracture"},
		{'B', "initial encounter for open fracture type I or II"},
		{'C', "initial encounter for open fracture type IIIA, IIIB, or IIIC"},
		{'D', "subsequent encounter for closed fracture with routine healing"},
		{'E', "subsequent encounter for open fracture type I or II with routine healing"},
		{'F',
		 "subsequent encounter for open fracture type IIIA, IIIB, or IIIC with routine healing"},
		{'G', "subsequent encounter for closed fracture with delayed healing"},
		{'H', "subsequent encounter for open fracture type I or II with delayed healing"},
		{'J',
		 "subsequent encounter for open fracture type IIIA, IIIB, or IIIC with delayed healing"},
		{'K', "subsequent encounter for closed fracture with nonunion"},
		{'M', "subsequent encounter for open fracture type I or II with nonunion"},
		{'N',
		 "subsequent encounter for open fracture type IIIA, IIIB, or IIIC with nonunion"},
		{'P', "subsequent encounter for closed fracture with malunion"},
		{'Q', "subsequent encounter for open fracture type I or II with malunion"},
		{'R',
		 "subsequent encounter for open fracture type IIIA, IIIB, or IIIC with malunion"},
		{'S', "sequela"},
},
  injury[] = {
	  {'A', "initial encounter"},
	  {'D', "subsequent encounter"},
	  {'S', "sequela"},
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_CODES     400

static McIcd10cm
code_of(const char *text)
{
	McIcd10cm code;
	size_t position;

	if (mc_icd10cm_parse(text, strlen(text), &code, &position) != MC_ICD10CM_OK)
		abort();
	return code;
}

static void
add_code(const McHost *host, McCardSource *source, McCardCode *codes, const char *code,
		 char character, bool billable, const char *title, const char *meaning)
{
	size_t length = strlen(title) + 2 + strlen(meaning);
	char *whole = mc_alloc(host, length + 1);
	char with[16];

	sprintf(whole, "%s%s%s", title, *meaning ? ", " : "", meaning);
	sprintf(with, "%s%c", code, character);
	codes[source->ncodes] = (McCardCode){.code = code_of(with),
										 .order = (int32_t) source->ncodes,
										 .billable = billable,
										 .title = whole,
										 .length = strlen(whole)};
	source->ncodes++;
}

/* Compile the card of a category, without notes or with some. */
static void *
build(const McHost *host, const char *category, bool notes, size_t *size)
{
	static McCardCode codes[MAX_CODES];
	static const McCardReference references[] = {
		{UINT64_C(0x4531300000000000), UINT64_C(0x4531300000000000), 0, 0, 0}, /* E10 */
		{UINT64_C(0x4F32340000000000), UINT64_C(0x4F32350000000000), 0, 0,
		 0}, /* O24-O25 */
		/* T36-T50 with fifth or sixth character 5 */
		{UINT64_C(0x5433360000000000), UINT64_C(0x5435300000000000), 1 << 5, 0x30, 0},
	};
	McCardPlacedNote placed[] = {
		{code_of(category), 7, MC_PLACE_CODE, MC_TABULAR_EXCLUDES1, false, references, 2},
		{code_of(category), 9, MC_PLACE_CODE, MC_TABULAR_USE_ADDITIONAL, true, references,
		 0},
		{MC_ICD10CM_NONE, 3, MC_PLACE_SECTION, MC_TABULAR_EXCLUDES2, false,
		 references + 2, 1},
		{MC_ICD10CM_NONE, 1, MC_PLACE_CHAPTER, MC_TABULAR_NOTE_ONLY, false, references,
		 0},
		{code_of("E11.32"), 8, MC_PLACE_CODE, MC_TABULAR_CODE_ALSO, false, references, 3},
		{code_of("Z99"), 10, MC_PLACE_CODE, MC_TABULAR_NOTE_ONLY, false, references, 1},
	};
	McCardPlacedSeventh seventh[] = {
		{MC_ICD10CM_NONE, 'S', "sequela", 7},
		{code_of("E11.32"), '1', "right eye", 9},
		{code_of("E11.32"), '2', "left eye", 8},
	};
	McCardSource source = {.category = code_of(category), .codes = codes};

	for (size_t i = 0; i < LENGTH(list); i++)
	{
		size_t length = strlen(list[i].code);
		bool open =
			!list[i].billable && (i + 1 == LENGTH(list) ||
								  strncmp(list[i + 1].code, list[i].code, length) != 0);

		if (strncmp(list[i].code, category, 3) != 0)
			continue;
		add_code(host, &source, codes, list[i].code, '\0', list[i].billable,
				 list[i].title, "");
		if (!open || length != 6)
			continue;
		if (strncmp(category, "S72", 3) == 0 || strncmp(category, "S82", 3) == 0)
			for (size_t k = 0; k < LENGTH(fracture); k++)
				add_code(host, &source, codes, list[i].code, fracture[k].character, true,
						 list[i].title, fracture[k].meaning);
		else
			for (size_t k = 0; k < LENGTH(injury); k++)
				add_code(host, &source, codes, list[i].code, injury[k].character, true,
						 list[i].title, injury[k].meaning);
	}
	if (notes)
	{
		source.notes = placed;
		source.nnotes = LENGTH(placed);
		source.seventh = seventh;
		source.nseventh = LENGTH(seventh);
	}
	return mc_card_build(host, &source, size);
}

/* What is documented: pieces separated by semicolons */
static void
read_documented(const McHost *host, const char *text, McAttributes *attributes,
				uint64_t *stems, size_t *nstems)
{
	memset(attributes, 0, sizeof(*attributes));
	*nstems = 0;
	while (*text)
	{
		size_t length = strcspn(text, ";");
		McFold fold;
		McWords words;
		McTokens tokens = {0};
		McAttributes more;
		uint8_t use[50];

		mc_fold(host, text, (uint32_t) length, &fold);
		mc_words_init(host, &words, 16);
		mc_tokenise(host, &fold, &words, &tokens);
		mc_attributes_read(&words, tokens.list, tokens.count, &more, use);
		mc_attributes_add(attributes, &more);
		for (size_t i = 0; i < tokens.count; i++)
			if (use[i] == MC_USE_WORD)
				stems[(*nstems)++] = words.list[tokens.list[i].word].stem_key;
		text += length + (text[length] == ';');
	}
}

static const struct
{
	const char *start;
	const char *documented;
	const char *code;
	const char *open;
} narrowings[] = {
	/* the eye is asked for; no edema is taken where none is documented */
	{"E11.32", "left", "E11.3292", "detail"},
	{"E11.32", "left;macular edema", "E11.3212", ""},
	{"E11.32", "", "E11.3299", "side detail"},
	{"E11.32", "left;right", "E11.3293", "detail"},
	{"E11.3299", "right", "E11.3291", ""},
	{"E11.3299", "macular edema;bilateral", "E11.3213", ""},
	{"E11.3293", "left", "E11.3293", ""}, /* what the start says stands */
	{"E11.3", "left", "E11.3", "detail"},
	{"E11", "", "E11.9", "remission detail"},
	{"E11", "in remission", "E11.A", "detail"},
	{"E11.6", "", "E11.6", "detail"},
	/* a fracture: encounter is never guessed, closed and displaced are the rule */
	{"S72.00", "left;closed;initial", "S72.002A", "detail"},
	{"S72.00", "left", "S72.002", "open open_type encounter healing detail"},
	{"S72.00", "left;initial", "S72.002A", "open open_type detail"},
	{"S72.00", "left;open;initial", "S72.002B", "open_type detail"},
	{"S72.00", "right;open fracture type IIIB;delayed healing", "S72.001J", "detail"},
	{"S72.00", "left;subsequent;closed", "S72.002", "healing detail"},
	{"S72.00", "left;nonunion", "S72.002K", "open open_type detail"},
	{"S72.00", "bilateral;initial", "S72.00", "detail"},
	{"S72.009A", "left", "S72.002A", ""},
	{"S72.009A", "left;open", "S72.002A", ""},
	{"S72.001S", "", "S72.001S", ""},
	{"S72.00", "", "S72.009", "side open open_type encounter healing detail"},
	{"S82.85", "left;initial", "S82.852A", "displaced open open_type"},
	{"S82.85", "left;nondisplaced;closed;initial", "S82.855A", ""},
	/* the kind of cataract is no attribute */
	{"H25", "right", "H25.9", "detail"},
	{"H25", "right;nuclear", "H25.11", "detail"},
	{"H25.1", "right", "H25.11", ""},
	{"H25.1", "", "H25.10", "side"},
	{"H25.10", "bilateral", "H25.13", ""},
	{"H25.8", "right", "H25.89", ""},
	/* nor is systolic */
	{"I50", "acute", "I50.9", "detail"},
	{"I50.9", "acute", "I50.9", "detail"},
	{"I50.9", "acute;systolic", "I50.21", "detail"},
	{"I50.2", "acute", "I50.21", ""},
	{"I50.2", "acute;chronic", "I50.23", ""},
	{"I50.20", "acute on chronic", "I50.23", ""},
	{"I50.2", "", "I50.20", "acuity"},
	{"N18", "", "N18.9", "stage detail"},
	{"N18.9", "stage 3", "N18.30", "stage_letter detail"},
	{"N18.9", "stage IIIb", "N18.32", "detail"},
	{"N18.3", "stage 3", "N18.30", "stage_letter"},
	{"N18.3", "stage 3a", "N18.31", ""},
	{"N18", "stage 4", "N18.4", "detail"},
	{"N18", "stage 2", "N18.2", "detail"}, /* mild is supplementary */
	{"J45", "", "J45.909", "pattern severity course"},
	{"J45", "moderate", "J45", "pattern"},
	{"J45", "moderate;persistent", "J45.40", "course"},
	{"J45.909", "mild;persistent;exacerbation", "J45.31", ""},
	{"J45.909", "exacerbation", "J45.901", "pattern severity"},
	{"J45.20", "status asthmaticus", "J45.22", ""},
	{"J45.9", "", "J45.909", "pattern severity course"},
	{"M1A", "left", "M1A.9XX0", "detail"},
	{"M1A.0", "", "M1A.00X0", "detail"},
	{"M1A.01", "left", "M1A.0120", "detail"},
	{"M1A.01", "left;tophus", "M1A.0121", ""},
	{"M1A.01", "", "M1A.0190", "side detail"},
	{"F32", "mild", "F32.A", "detail"},
	{"F32", "", "F32.A", "detail"},
	{"F32.9", "mild", "F32.0", "remission"},
	{"F32.9", "severe", "F32.2", "remission detail"},
	{"F32.9", "severe;psychotic features", "F32.3", "remission"},
	{"F32.9", "partial remission", "F32.4", "severity detail"},
	{"F33.9", "full remission", "F33.42", "severity detail"},
	{"F33", "in remission", "F33.40", "severity detail"},
	{"F33.4", "", "F33.40", "remission"},
	{"O24", "pregnancy", "O24.919", "detail"},
	{"O24.9", "pregnancy", "O24.919", "detail"},
	{"O24.01", "third trimester", "O24.013", ""},
	{"O24.01", "", "O24.019", "trimester"},
	{"O24.0", "childbirth", "O24.02", ""},
	{"O24.019", "first trimester", "O24.011", ""},
	/* without an intent a poisoning is accidental; an adverse effect is no poisoning */
	{"T36.0", "poisoning;initial", "T36.0X1A", "intent"},
	{"T36.0", "initial", "T36.0X", "intent"},
	{"T36.0", "self-harm;initial", "T36.0X2A", ""},
	{"T36.0", "adverse effect;initial", "T36.0X5A", ""},
	{"T36.0X1A", "", "T36.0X1A", ""},
	{"G81.9", "right", "G81.91", "dominance"},
	{"G81.9", "left", "G81.94", "dominance"},
	{"G81.9", "left;dominant", "G81.92", ""},
	{"G81.9", "", "G81.90", "side dominance"},
	{"S06.0", "initial", "S06.0XAA", "detail"},
};

static void
open_names(uint32_t open, char *out)
{
	*out = '\0';
	for (int axis = 0; axis <= MC_NAXES; axis++)
		if (open >> axis & 1)
			out += sprintf(out, "%s%s", open & ((1u << axis) - 1) ? " " : "",
						   axis == MC_NAXES ? "detail" : mc_axis_name((McAxis) axis));
}

static void
test_narrow(void)
{
	for (size_t i = 0; i < LENGTH(narrowings); i++)
	{
		TestHost host;
		McAttributes documented;
		uint64_t stems[20];
		size_t nstems;
		size_t size;
		McCard card;
		McNarrow narrowed;
		char category[4] = {0};
		char code[MC_ICD10CM_BUFSIZE];
		char open[300];
		void *block;

		memcpy(category, narrowings[i].start, 3);
		test_host_init(&host);
		block = build(&host.host, category, false, &size);
		read_documented(&host.host, narrowings[i].documented, &documented, stems,
						&nstems);
		if (!mc_card_open(block, size, &card))
		{
			test_ok(false, "the card of %s opens", category);
			continue;
		}
		mc_card_narrow(&card, mc_card_find(&card, code_of(narrowings[i].start)),
					   &documented, stems, nstems, &narrowed);
		mc_icd10cm_print(card.nodes[narrowed.node].code, code);
		open_names(narrowed.open, open);
		test_ok(strcmp(code, narrowings[i].code) == 0 &&
					strcmp(open, narrowings[i].open) == 0,
				"%s {%s}: %s {%s}", narrowings[i].start, narrowings[i].documented, code,
				open);
		test_host_reset(&host);
	}
}

/* What is remembered is what would be worked out, whichever card or case it was. */
static void
test_memo(void)
{
	TestHost kept;
	McNarrowMemo *memo;
	uint64_t number = 0;
	unsigned wrong = 0;

	test_host_init(&kept);
	memo = mc_narrow_memo_create(&kept.host);
	for (size_t pass = 0; pass < 2; pass++)
	{
		for (size_t i = 0; i < LENGTH(narrowings); i++)
		{
			TestHost host;
			uint64_t stems[20];
			size_t nstems;
			size_t size;
			McAttributes documented;
			McCard card;
			char category[4] = {0};
			void *block;

			memcpy(category, narrowings[i].start, 3);
			test_host_init(&host);
			block = build(&host.host, category, pass > 0, &size);
			read_documented(&host.host, narrowings[i].documented, &documented, stems,
							&nstems);
			if (!mc_card_open(block, size, &card))
			{
				wrong++;
				continue;
			}
			/* each code of the card, with these words and with none, asked three times */
			for (uint32_t k = 0; k < 6 * card.nnodes; k++)
			{
				uint16_t start = (uint16_t) (k / 6);
				size_t n = k % 2 ? nstems : 0;
				McNarrow one;
				McNarrow other;

				card.memo = NULL;
				mc_card_narrow(&card, start, &documented, stems, n, &one);
				card.memo = memo;
				card.number = number + 1;
				mc_card_narrow(&card, start, &documented, stems, n, &other);
				wrong += one.node != other.node || one.open != other.open;
			}
			number++;
			test_host_reset(&host);
		}
	}
	test_ok(wrong == 0, "what is remembered is what is worked out");
	test_host_reset(&kept);
}

/* All that can be asked of an open card */
static void
use_card(const McCard *card)
{
	McAttributes documented = {{1, 1, 0, 8}, 0};
	McNarrow narrowed;

	for (uint32_t i = 0; i < card->nnodes; i++)
	{
		McCardNotes notes;
		const McCardNote *note;
		const McCardSeventh *seventh;
		uint16_t child = MC_NO_NODE;

		mc_card_narrow(card, (uint16_t) i, &documented, card->stems, card->nstems,
					   &narrowed);
		if (narrowed.node >= card->nnodes)
			abort();
		mc_card_narrow(card, (uint16_t) i, &documented, NULL, 0, &narrowed);
		mc_card_notes_begin(card, (uint16_t) i, &notes);
		while ((note = mc_card_notes_next(&notes)) != NULL)
			(void) mc_card_note_covers(card, note, card->nodes[i].code);
		(void) mc_card_seventh(card, (uint16_t) i, &seventh);
		(void) mc_card_find(card, card->nodes[i].code);
		while ((child = mc_card_next_child(card, (uint16_t) i, child)) != MC_NO_NODE)
			(void) mc_card_attributes(card, child);
	}
}

static void
test_damage(void)
{
	TestHost host;
	size_t size;
	McCard card;
	const char *block;
	char *copy;
	unsigned long opened = 0;

	test_host_init(&host);
	block = build(&host.host, "E11", true, &size);
	copy = aligned_alloc(8, size);
	for (size_t i = 0; i < size; i++)
		for (int bit = 0; bit < 9; bit++)
		{
			memcpy(copy, block, size);
			copy[i] = (char) (bit == 8 ? ~copy[i] : copy[i] ^ 1 << bit);
			if (mc_card_open(copy, size, &card))
			{
				opened++;
				use_card(&card);
			}
		}
	free(copy);
	/* titles' words and attributes may change unseen; nothing else */
	test_ok(opened < size * 9, "every damaged byte is found or harmless (%lu of %lu)",
			opened, (unsigned long) size * 9);
	opened = 0;
	for (size_t n = 0; n < size; n++)
	{
		char *cut = malloc(n ? n : 1); /* ends where the memory ends */

		memcpy(cut, block, n);
		opened += mc_card_open(cut, n, &card);
		free(cut);
	}
	test_ok(opened == 0, "a card that is cut short does not open");
	copy = malloc(size + 8);
	memcpy(copy + 1, block, size);
	test_ok(!mc_card_open(copy + 1, size, &card), "nor one at an odd address");
	memcpy(copy, block, size);
	test_ok(!mc_card_open(copy, size + 8, &card), "nor one with bytes behind it");
	free(copy);
	test_host_reset(&host);
}

static void
test_content(void)
{
	TestHost host;
	size_t size;
	size_t again_size;
	McCard card;
	McCardNotes notes;
	const McCardNote *note;
	const McCardSeventh *seventh;
	char ids[100] = "";
	uint16_t e1132;
	uint16_t child = MC_NO_NODE;
	int children = 0;
	void *block;
	void *again;

	test_host_init(&host);
	block = build(&host.host, "E11", true, &size);
	again = build(&host.host, "E11", true, &again_size);
	test_ok(size == again_size && memcmp(block, again, size) == 0,
			"the same source gives the same bytes");
	test_ok(mc_card_open(block, size, &card), "a card opens");
	e1132 = mc_card_find(&card, code_of("E11.32"));
	test_ok(card.nodes[0].code == code_of("E11") && card.nodes[0].parent == MC_NO_NODE &&
				card.nodes[0].end == card.nnodes,
			"the category stands first and holds all");
	test_ok(mc_card_find(&card, code_of("E11.33")) == MC_NO_NODE &&
				mc_card_find(&card, code_of("A00")) == MC_NO_NODE &&
				mc_card_find(&card, code_of("Z99")) == MC_NO_NODE,
			"codes that are not there are not found");
	test_ok(card.nodes[card.nodes[e1132].parent].code == code_of("E11.3"), "parent");
	while ((child = mc_card_next_child(&card, e1132, child)) != MC_NO_NODE)
		children += card.nodes[child].parent == e1132;
	test_ok(children == 2, "children");
	test_ok(!(card.nodes[e1132].flags & MC_CARD_BILLABLE) &&
				card.nodes[mc_card_find(&card, code_of("E11.9"))].flags &
					MC_CARD_BILLABLE,
			"billable");

	mc_card_notes_begin(&card, mc_card_find(&card, code_of("E11.3211")), &notes);
	while ((note = mc_card_notes_next(&notes)) != NULL)
		sprintf(ids + strlen(ids), "%u%s ", note->note_id, note->conditional ? "?" : "");
	test_ok(strcmp(ids, "8 7 9? 3 1 ") == 0, "notes, nearest first: %s", ids);
	mc_card_notes_begin(&card, mc_card_find(&card, code_of("E11.9")), &notes);
	note = mc_card_notes_next(&notes);
	test_ok(note && note->note_id == 7 && note->kind == MC_TABULAR_EXCLUDES1 &&
				mc_card_note_covers(&card, note, code_of("E10.9")) &&
				mc_card_note_covers(&card, note, code_of("O25.1")) &&
				mc_card_note_covers(&card, note, code_of("O24")) &&
				!mc_card_note_covers(&card, note, code_of("O26")) &&
				!mc_card_note_covers(&card, note, code_of("E09.9")) &&
				!mc_card_note_covers(&card, note, code_of("E11.9")),
			"a heading covers all below it, a range its end as well");
	(void) mc_card_notes_next(&notes);
	note = mc_card_notes_next(&notes);
	test_ok(note && note->level == MC_PLACE_SECTION &&
				mc_card_note_covers(&card, note, code_of("T36.0X5A")) &&
				mc_card_note_covers(&card, note, code_of("T50.995A")) &&
				mc_card_note_covers(&card, note, code_of("T38.5")) == false &&
				!mc_card_note_covers(&card, note, code_of("T36.0X1A")) &&
				!mc_card_note_covers(&card, note, code_of("T51.0X5A")),
			"fifth or sixth character 5");
	test_ok(mc_card_seventh(&card, mc_card_find(&card, code_of("E11.3211")), &seventh) ==
					2 &&
				seventh[1].character == '2' &&
				card.attributes[seventh[1].attributes].value[MC_AXIS_SIDE] == 1,
			"seventh characters of the nearest place");
	test_ok(mc_card_seventh(&card, 0, &seventh) == 1 && seventh->character == 'S' &&
				card.attributes[seventh->attributes].value[MC_AXIS_ENCOUNTER] ==
					1 << MC_ENCOUNTER_SEQUELA,
			"those of the section");
	test_host_reset(&host);
}

static void
test_limits(void)
{
	static McCardCode codes[] = {{.order = 2, .title = "b", .length = 1},
								 {.order = 1, .title = "a", .length = 1},
								 {.order = 1, .title = "a", .length = 1},
								 {.order = 0, .title = "", .length = 0}};
	McCardSource source = {.codes = codes, .ncodes = LENGTH(codes)};
	TestHost host;
	McCard card;
	size_t size;
	void *block;

	test_host_init(&host);
	/* a list without the headings, in no order, with a code twice */
	source.category = code_of("C4A");
	codes[0].code = code_of("C4A.1");
	codes[1].code = codes[2].code = code_of("C4A.2");
	codes[3].code = code_of("C4A.21");
	block = mc_card_build(&host.host, &source, &size);
	test_ok(block && mc_card_open(block, size, &card) && card.nnodes == 3 &&
				card.nodes[0].code == codes[1].code && card.nodes[1].parent == 0 &&
				card.nodes[2].code == codes[0].code && card.nodes[2].parent == MC_NO_NODE,
			"codes without a category, in tabular order");
	if (block)
		use_card(&card);
	source.ncodes = 0;
	test_ok(mc_card_build(&host.host, &source, &size) == NULL, "no code, no card");
	test_host_reset(&host);

	/* leaving at each allocation leaves nothing behind */
	for (unsigned long n = 1;; n++)
	{
		test_host_init(&host);
		host.fail_allocation = n;
		if (setjmp(host.escape) == 0)
		{
			(void) build(&host.host, "N18", true, &size);
			test_ok(n > 10, "left at each of %lu allocations", n - 1);
			test_host_reset(&host);
			break;
		}
		test_host_reset(&host);
	}
}

int
main(void)
{
	test_content();
	test_narrow();
	test_memo();
	test_damage();
	test_limits();
	return test_done();
}
