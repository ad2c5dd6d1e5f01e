/*
 * attribute_test.c
 *	  Unit test of the attributes that titles state.
 *
 * The titles are the publisher's, from all chapters; what they state is read by
 * a person.
 */
#include "test_host.h"

#include <stdio.h>
#include <string.h>

#include "coding/attribute.h"
#include "text/fold.h"

/* "side=left open=open|closed flags=other": in the order of the axes */
static void
describe(const McAttributes *attributes, char *out)
{
	static const char *const flags[] = {"other", "unspecified", "manifestation", "nec"};

	*out = '\0';
	for (int axis = 0; axis < MC_NAXES; axis++)
	{
		const char *before = "=";

		if (attributes->value[axis] == 0)
			continue;
		out += sprintf(out, "%s", mc_axis_name((McAxis) axis));
		for (int bit = 0; bit < 16; bit++)
			if (attributes->value[axis] >> bit & 1)
			{
				out +=
					sprintf(out, "%s%s", before, mc_axis_value_name((McAxis) axis, bit));
				before = "|";
			}
		out += sprintf(out, "; ");
	}
	for (int i = 0; i < 4; i++)
		if (attributes->flags >> i & 1)
			out += sprintf(out, "%s; ", flags[i]);
}

static const struct
{
	const char *title;
	const char *expected;
} cases[] = {
	{"Cholera due to Vibrio cholerae 01, biovar cholerae", ""},
	{"Acute hepatitis A", "acuity=acute; "},
	{"Other specified sepsis", "other; "},
	{"Malignant neoplasm of upper lobe, right bronchus or lung", "side=right; "},
	{"Follicular lymphoma grade IIIb, unspecified site",
	 "stage=3; stage_letter=b; unspecified; "},
	{"Acute lymphoblastic leukemia not having achieved remission",
	 "acuity=acute; remission=none; "},
	{"Acute lymphoblastic leukemia, in remission",
	 "acuity=acute; remission=in remission|partial|full; "},
	{"Chronic lymphocytic leukemia of B-cell type in relapse",
	 "acuity=chronic; remission=relapse; "},
	{"Type 2 diabetes mellitus with mild nonproliferative diabetic retinopathy without "
	 "macular edema, left eye",
	 "side=left; severity=mild; type=2; "},
	{"Other specified diabetes mellitus without complications", "other; "},
	{"Moderate intellectual disabilities", "severity=moderate; "},
	{"Profound intellectual disabilities", "severity=profound; "},
	{"Major depressive disorder, single episode, in partial remission",
	 "pattern=single; remission=partial; "},
	{"Major depressive disorder, recurrent, in remission, unspecified",
	 "pattern=recurrent; remission=in remission|partial|full; unspecified; "},
	{"Nuclear sclerosis OU", "side=bilateral; "},
	{"Epilepsy, unspecified, not intractable, without status epilepticus",
	 "course=none; intractable=no; unspecified; "},
	{"Migraine without aura, intractable, with status migrainosus",
	 "course=status; intractable=yes; "},
	{"Hemiplegia, unspecified affecting left nondominant side",
	 "side=left; dominance=nondominant; unspecified; "},
	{"Hemiplegia, unspecified affecting unspecified side",
	 "side=unspecified; unspecified; "},
	{"Dementia in other diseases classified elsewhere, mild, with anxiety",
	 "severity=mild; manifestation; "},
	{"Glaucoma in diseases classified elsewhere", "manifestation; "},
	{"Cortical age-related cataract, unspecified eye", "side=unspecified; unspecified; "},
	{"Primary open-angle glaucoma, bilateral, moderate stage",
	 "side=bilateral; severity=moderate; "},
	{"Primary open-angle glaucoma, right eye, indeterminate stage",
	 "side=right; severity=indeterminate; "},
	{"Primary open-angle glaucoma, right eye, stage unspecified",
	 "side=right; stage=unspecified; unspecified; "},
	{"Acute on chronic systolic (congestive) heart failure", "acuity=acute on chronic; "},
	{"Acute and subacute endocarditis, unspecified",
	 "acuity=acute|subacute; unspecified; "},
	{"Paroxysmal atrial fibrillation", "pattern=paroxysmal; "},
	{"Hypertensive chronic kidney disease with stage 1 through stage 4 chronic kidney "
	 "disease, or unspecified chronic kidney disease",
	 "acuity=chronic; stage=1|2|3|4|unspecified; unspecified; "},
	{"Acute recurrent maxillary sinusitis", "acuity=acute; pattern=recurrent; "},
	{"Chronic obstructive pulmonary disease with (acute) exacerbation",
	 "acuity=chronic; course=exacerbation; "},
	{"Severe persistent asthma with status asthmaticus",
	 "pattern=persistent; severity=severe; course=status; "},
	{"Mild intermittent asthma, uncomplicated",
	 "pattern=intermittent; severity=mild; course=none; "},
	{"Other and unspecified asthma", "unspecified; "},
	{"Acute and chronic respiratory failure with hypoxia", "acuity=acute on chronic; "},
	{"Chronic or unspecified gastric ulcer with hemorrhage",
	 "acuity=chronic|unspecified; unspecified; "},
	{"Unilateral inguinal hernia, without obstruction or gangrene, not specified as "
	 "recurrent",
	 "side=left|right|unilateral; pattern=unspecified; unspecified; "},
	{"Acute cholecystitis with chronic cholecystitis", "acuity=acute on chronic; "},
	{"First degree hemorrhoids", "stage=1; "},
	{"Pressure ulcer of sacral region, stage 3", "stage=3; "},
	{"Pressure ulcer of right heel, unstageable", "side=right; stage=unstageable; "},
	{"Pressure ulcer of unspecified heel, unspecified stage",
	 "side=unspecified; stage=unspecified; unspecified; "},
	{"Chronic gout, unspecified, with tophus (tophi)", "acuity=chronic; unspecified; "},
	{"Bilateral primary osteoarthritis of knee", "side=bilateral; "},
	{"Chronic kidney disease, stage 3b", "acuity=chronic; stage=3; stage_letter=b; "},
	{"Chronic kidney disease, stage 2 (mild)", "acuity=chronic; stage=2; "},
	{"Chronic kidney disease, stage 3 unspecified",
	 "acuity=chronic; stage=3; stage_letter=unspecified; unspecified; "},
	{"Pre-existing type 1 diabetes mellitus, in pregnancy, second trimester",
	 "type=1; trimester=second; "},
	{"Unspecified diabetes mellitus in pregnancy, unspecified trimester",
	 "trimester=pregnancy|unspecified; unspecified; "},
	{"Gestational diabetes mellitus in the puerperium, diet controlled",
	 "trimester=puerperium; "},
	{"Maternal care for anti-D [Rh] antibodies, third trimester, fetus 2",
	 "trimester=third; fetus=2; "},
	{"Maternal care for anti-D [Rh] antibodies, third trimester, not applicable or "
	 "unspecified",
	 "trimester=third; fetus=unspecified; "},
	{"Unspecified injury of head, initial encounter", "encounter=initial; unspecified; "},
	{"Displaced fracture of medial malleolus of left tibia, subsequent encounter for "
	 "closed fracture with delayed healing",
	 "side=left; displaced=yes; open=closed; encounter=subsequent; healing=delayed; "},
	{"Nondisplaced spiral fracture of shaft of right femur, initial encounter for open "
	 "fracture type IIIA, IIIB, or IIIC",
	 "side=right; displaced=no; open=open; open_type=3a|3b|3c; encounter=initial; "},
	{"Unspecified fracture of right femur, initial encounter for open fracture type I or "
	 "II",
	 "side=right; open=open; open_type=1|2|unspecified; encounter=initial; unspecified; "},
	{"Laceration without foreign body of scalp, sequela", "encounter=sequela; "},
	{"Sequelae of cerebral infarction", ""},
	{"Burn of third degree of left forearm, subsequent encounter",
	 "side=left; stage=3; encounter=subsequent; "},
	{"Burn of unspecified degree of right palm, initial encounter",
	 "side=right; stage=unspecified; encounter=initial; unspecified; "},
	{"Poisoning by penicillins, accidental (unintentional), initial encounter",
	 "encounter=initial; intent=accidental; "},
	{"Poisoning by penicillins, intentional self-harm, sequela",
	 "encounter=sequela; intent=self-harm; "},
	{"Poisoning by penicillins, undetermined, initial encounter",
	 "encounter=initial; intent=undetermined; "},
	{"Adverse effect of penicillins, initial encounter",
	 "encounter=initial; intent=adverse effect; "},
	{"Underdosing of penicillins, subsequent encounter",
	 "encounter=subsequent; intent=underdosing; "},
	{"Disorders of meninges, not elsewhere classified", "nec; "},
	{"Essential (primary) hypertension", ""},
	{"Type III traumatic spondylolisthesis of sixth cervical vertebra", "type=3; "},
	{"Acquired absence of left leg below knee", "side=left; "},
	{"Salter-Harris Type II physeal fracture of lower end of unspecified tibia",
	 "side=unspecified; type=2; unspecified; "},
	/* pieces of notes */
	{"left", "side=left; "},
	{"LEFT", "side=left; "},
	{"stage IIIb", "stage=3; stage_letter=b; "},
	{"open", "open=open; "},
	{"closed", "open=closed; "},
	{"initial", "encounter=initial; "},
	{"Grade 2", "stage=2; "},
	{"third-degree", "stage=3; "},
	{"Gustilo type II", "open_type=2|unspecified; "},
	{"poisoning", "intent=poisoning; "},
	{"in remission", "remission=in remission; "},
	{"", ""},
	{"()", ""},
	{"unspecified", "unspecified; "},
	{"stage", ""},
	{"without", ""},
	{"type or", ""},
};

/* What the tokens of a title are, as one letter each */
static void
test_use(const char *title, const char *expected)
{
	static const char letters[] = {[MC_USE_NONE] = '-',
								   [MC_USE_WORD] = 'w',
								   [MC_USE_ATTRIBUTE] = 'a',
								   [MC_USE_ABSENT] = 'n',
								   [MC_USE_MISSING] = 'm'};
	TestHost host;
	McFold fold;
	McWords words;
	McTokens tokens = {0};
	McAttributes attributes;
	uint8_t use[100];
	char got[101];

	test_host_init(&host);
	mc_fold(&host.host, title, (uint32_t) strlen(title), &fold);
	mc_words_init(&host.host, &words, 16);
	mc_tokenise(&host.host, &fold, &words, &tokens);
	mc_attributes_read(&words, tokens.list, tokens.count, &attributes, use);
	for (size_t i = 0; i < tokens.count; i++)
		got[i] = letters[use[i]];
	got[tokens.count] = '\0';
	test_ok(strcmp(got, expected) == 0, "use of the words of \"%s\": %s", title, got);
	test_host_reset(&host);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		TestHost host;
		McAttributes attributes;
		char got[1000];

		test_host_init(&host);
		mc_attributes_of(&host.host, cases[i].title, strlen(cases[i].title), &attributes);
		describe(&attributes, got);
		test_ok(strcmp(got, cases[i].expected) == 0, "%s: %s", cases[i].title, got);
		test_host_reset(&host);
	}
	test_use("Mild intermittent asthma, uncomplicated", "aaw-a");
	test_use("Chronic kidney disease (CKD)", "aww---");
	test_use("Type 2 diabetes mellitus without macular edema, right eye", "aaww-nn-aw");
	test_use("Fracture of unspecified part of neck of right femur", "w-am-w-aw");
	test_use("Type 2 diabetes mellitus with unspecified complications", "aaww-aw");
	return test_done();
}
