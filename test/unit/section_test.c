/*
 * section_test.c
 *	  Sections: header, category and cover.
 */
#include <string.h>

#include "document_check.h"

typedef struct Case
{
	const char *input;
	const char *expected;
} Case;

/*
 * Sections joined by two slashes, each as category[title] body.  The headers
 * known are those of check_headers().
 */
static const Case cases[] = {
	{"", "preamble[]"},
	{"Patient is well.", "preamble[] Patient is well."},
	/* with a colon */
	{"Family History: mother DM", "family_history[Family History] mother DM"},
	{"family history: mother DM", "family_history[family history] mother DM"},
	{"FAMILY HISTORY: mother DM", "family_history[FAMILY HISTORY] mother DM"},
	{"IMPRESSION:Pneumonia", "impression[IMPRESSION] Pneumonia"},
	{"Impression : pneumonia", "impression[Impression] pneumonia"},
	{"Family History:\nmother DM", "family_history[Family History] mother DM"},
	{"Family\xC2\xA0History: mother DM",
	 "family_history[Family\xC2\xA0History] mother DM"},
	{"HPI\xEF\xBC\x9A cough", "history_of_present_illness[HPI] cough"},
	{"  Plan: rest", "plan[Plan] rest"},
	{"Allergies:", "allergies[Allergies]"},
	/* without a colon, alone on the line */
	{"FAMILY HISTORY\nMother had DM.", "family_history[FAMILY HISTORY] Mother had DM."},
	{"Family History\nMother had DM.", "family_history[Family History] Mother had DM."},
	{"family history\nmother had dm", "family_history[family history] mother had dm"},
	{"Family History   \r\nMother had DM.",
	 "family_history[Family History] Mother had DM."},
	{"PLAN\nrest", "plan[PLAN] rest"},
	{"Well.\n\nPlan\nRest.", "preamble[] Well. // plan[Plan] Rest."},
	/* preamble */
	{"John is 45.\nHPI: cough",
	 "preamble[] John is 45. // history_of_present_illness[HPI] cough"},
	{"John is 45.\n\nPAST MEDICAL HISTORY\nHTN",
	 "preamble[] John is 45. // past_medical_history[PAST MEDICAL HISTORY] HTN"},
	/* several */
	{"HPI: cough\nPMH: asthma\nPlan: rest",
	 "history_of_present_illness[HPI] cough // past_medical_history[PMH] asthma // plan[Plan] rest"},
	{"PMH:\n- HTN\n- DM\n\nFamily History:\n- CAD",
	 "past_medical_history[PMH] - HTN - DM // family_history[Family History] - CAD"},
	{"PMH:\r\n- HTN\r\n\r\nPlan:\r\nrest\r\n",
	 "past_medical_history[PMH] - HTN // plan[Plan] rest"},
	{"ALLERGIES\nNKDA\n\nMEDICATIONS\nASA",
	 "allergies[ALLERGIES] NKDA // medications[MEDICATIONS] ASA"},
	{"Allergies:\nMedications: ASA",
	 "allergies[Allergies] // medications[Medications] ASA"},
	{"Plan: rest\nPlan: walk", "plan[Plan] rest Plan: walk"},
	{"Plan: rest\n\nPlan: walk", "plan[Plan] rest // plan[Plan] walk"},
	/* inline, two on a line */
	{"HPI: cough. PMH: asthma. FH: DM.",
	 "history_of_present_illness[HPI] cough. // past_medical_history[PMH] asthma. // family_history[FH] DM."},
	{"Past Surgical History: none. Social History: smoker.",
	 "past_surgical_history[Past Surgical History] none. // social_history[Social History] smoker."},
	{"ALLERGIES: NKDA MEDICATIONS: ASA",
	 "allergies[ALLERGIES] NKDA // medications[MEDICATIONS] ASA"},
	{"Physical Exam: Lungs: clear. Heart: RRR.",
	 "physical_exam[Physical Exam] Lungs: clear. Heart: RRR."},
	/* the longest header counts */
	{"Discharge Diagnosis: CHF", "discharge_diagnosis[Discharge Diagnosis] CHF"},
	{"Discharge Medications: ASA", "discharge_medications[Discharge Medications] ASA"},
	{"Assessment and Plan: CHF", "assessment_and_plan[Assessment and Plan] CHF"},
	{"History of Present Illness: cough",
	 "history_of_present_illness[History of Present Illness] cough"},
	/* case, punctuation, inflection, little words */
	{"Assessment & Plan: CHF", "assessment_and_plan[Assessment & Plan] CHF"},
	{"A/P: CHF", "assessment_and_plan[A/P] CHF"},
	{"Allergy: NKDA", "allergies[Allergy] NKDA"},
	{"Diagnoses: CHF", "diagnoses[Diagnoses] CHF"},
	{"Diagnosis: CHF", "diagnoses[Diagnosis] CHF"},
	{"Follow up: 2 weeks", "follow_up[Follow up] 2 weeks"},
	{"FOLLOW-UP: 2 weeks", "follow_up[FOLLOW-UP] 2 weeks"},
	{"HISTORY OF THE PRESENT ILLNESS: cough",
	 "history_of_present_illness[HISTORY OF THE PRESENT ILLNESS] cough"},
	/* numbered */
	{"1. Family History: DM\n2. Plan: rest",
	 "family_history[Family History] DM // plan[Plan] rest"},
	{"3) Assessment: CHF", "assessment[Assessment] CHF"},
	/* words of a header in running text are none */
	{"Family history of diabetes.", "preamble[] Family history of diabetes."},
	{"Strong family history of CAD.", "preamble[] Strong family history of CAD."},
	{"He has a strong\nfamily history of CAD.",
	 "preamble[] He has a strong family history of CAD."},
	{"Denies allergies.", "preamble[] Denies allergies."},
	{"See HPI.", "preamble[] See HPI."},
	{"ROS: negative except as in HPI.",
	 "review_of_systems[ROS] negative except as in HPI."},
	{"PE: afebrile", "physical_exam[PE] afebrile"},
	{"PE ruled out.", "preamble[] PE ruled out."},
	{"Diagnosis: PE", "diagnoses[Diagnosis] PE"},
	{"Plan to discharge home.", "preamble[] Plan to discharge home."},
	{"Lungs clear.", "preamble[] Lungs clear."},
	{"HPI: Medications were stopped.",
	 "history_of_present_illness[HPI] Medications were stopped."},
	/* keys and values inside a section are no sections */
	{"Vital Signs: BP 142/88, HR 70", "vital_signs[Vital Signs] BP 142/88, HR 70"},
	{"ROS:\nfever: none\ncough: yes", "review_of_systems[ROS] fever: none cough: yes"},
	{"HPI: seen at 10:30 today", "history_of_present_illness[HPI] seen at 10:30 today"},
};

static void
Show(CheckLine *line, const McDocument *doc)
{
	const char *text = doc->fold.original;

	check_reset(line);
	for (size_t i = 0; i < doc->sections.count; i++)
	{
		const McSection *section = &doc->sections.list[i];
		uint32_t token = section->body_token;
		uint32_t end = token;

		if (i > 0)
			check_add(line, " // ");
		check_add(line, mc_section_name((McSectionCategory) section->category));
		check_add(line, "[");
		check_add_slice(line, text, section->title_start, section->title_end);
		check_add(line, "]");
		while (end < doc->tokens.count && doc->tokens.list[end].end <= section->end)
			end++;
		if (end == token)
			continue;
		check_add(line, " ");
		check_add_slice(line, text, doc->tokens.list[token].start,
						doc->tokens.list[end - 1].end);
	}
}

static void
TestNames(void)
{
	bool inverse = true;

	for (int i = 0; i < MC_SECTION_NCATEGORIES; i++)
	{
		const char *name = mc_section_name((McSectionCategory) i);

		inverse = inverse && name && name[0] && mc_section_category(name) == i;
	}
	test_ok(inverse, "each category has a name of its own");
	test_ok(mc_section_category("no such section") == -1 && mc_section_category("") == -1,
			"other names are none");
}

/* An equal header is replaced; many are found; a very long one does no harm. */
static void
TestHeaders(TestHost *host)
{
	static CheckLine line;
	McHeaders headers;
	McDocument doc;
	char header[256];
	unsigned found = 0;

	test_host_init(host);
	mc_headers_init(&host->host, &headers);
	mc_headers_add(&host->host, &headers, "remark", MC_SECTION_COMMENTS);
	mc_headers_add(&host->host, &headers, "REMARKS", MC_SECTION_ADDENDUM);
	test_ok(headers.count == 1, "an equal header is not added again");
	mc_document(&host->host, &headers, "Remarks: none", 13, &doc);
	Show(&line, &doc);
	check_case("Remarks: none", "addendum[Remarks] none", line.text);

	mc_headers_add(&host->host, &headers, "", MC_SECTION_PLAN);
	mc_headers_add(&host->host, &headers, " : - ", MC_SECTION_PLAN);
	mc_document(&host->host, &headers, ": x\n- : y", 9, &doc);
	Show(&line, &doc);
	check_case(": x\n- : y", "preamble[] : x - : y", line.text);

	memset(header, 0, sizeof(header));
	memset(header, 'a', 200);
	mc_headers_add(&host->host, &headers, header, MC_SECTION_PLAN);
	for (unsigned i = 0; i < 3000; i++)
	{
		memset(header, 0, sizeof(header));
		memcpy(header, "qaaa zaaa", 9);
		header[1] = (char) ('a' + i % 20);
		header[6] = (char) ('a' + i / 20 % 20);
		header[8] = (char) ('a' + i / 400);
		mc_headers_add(&host->host, &headers, header, MC_SECTION_LABS);
		header[0] = 'Q';
		header[9] = ':';
		mc_document(&host->host, &headers, header, 10, &doc);
		found += doc.sections.list[0].category == MC_SECTION_LABS;
	}
	test_ok(found == 3000, "3,000 headers, each found");
	test_host_reset(host);
}

int
main(void)
{
	static CheckLine line;
	TestHost host;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		McDocument doc;

		document_interrupted(&host, cases[i].input, strlen(cases[i].input), 0, 0, &doc);
		Show(&line, &doc);
		check_case(cases[i].input, cases[i].expected, line.text);
		test_host_reset(&host);
	}
	TestNames();
	TestHeaders(&host);
	return test_done();
}
