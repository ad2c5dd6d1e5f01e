/*
 * sentence_test.c
 *	  Sentences, list items, check boxes and key-value lines.
 */
#include <string.h>

#include "document_check.h"

typedef struct Case
{
	const char *input;
	const char *expected;
} Case;

/* Sentences joined by two slashes. */
static const Case cuts[] = {
	{"", ""},
	{" \n \n", ""},
	{"no punctuation at all just words", "no punctuation at all just words"},
	{"Chest pain. No fever.", "Chest pain. // No fever."},
	{"no fever. no cough.", "no fever. // no cough."},
	{"No fever.No cough.", "No fever. // No cough."},
	{"No fever! Really? Yes.", "No fever! // Really? // Yes."},
	{"PE? Rule out.", "PE? // Rule out."},
	{"He said \"I am fine.\" He left.", "He said \"I am fine.\" // He left."},
	{"(See above.) Stable.", "(See above.) // Stable."},
	{"Pain... resolved.", "Pain... resolved."},
	/* dots that end no sentence */
	{"Dr. Smith saw him.", "Dr. Smith saw him."},
	{"Seen by Dr. Jones. Doing well.", "Seen by Dr. Jones. // Doing well."},
	{"Mrs. Lee and Mr. Ray came.", "Mrs. Lee and Mr. Ray came."},
	{"Ms. Lee denies pain.", "Ms. Lee denies pain."},
	{"St. Jude valve in place.", "St. Jude valve in place."},
	{"Metformin 500 mg q.d. for diabetes.", "Metformin 500 mg q.d. for diabetes."},
	{"5 mg p.o. q.i.d. for pain", "5 mg p.o. q.i.d. for pain"},
	{"Aspirin 81 mg p.o. daily. Return in 2 weeks.",
	 "Aspirin 81 mg p.o. daily. // Return in 2 weeks."},
	{"Take aspirin b.i.d. Return in 2 weeks.",
	 "Take aspirin b.i.d. // Return in 2 weeks."},
	{"asthma vs. COPD", "asthma vs. COPD"},
	{"antibiotics (e.g. Keflex) given.", "antibiotics (e.g. Keflex) given."},
	{"approx. 3 cm mass", "approx. 3 cm mass"},
	{"Pt. is well. Wt. 70 kg.", "Pt. is well. // Wt. 70 kg."},
	{"Seen by J. Smith today.", "Seen by J. Smith today."},
	{"Seen at 8 a.m. today.", "Seen at 8 a.m. today."},
	{"Temp 98.6 today.", "Temp 98.6 today."},
	{"E11.9 is the code. Done.", "E11.9 is the code. // Done."},
	{"Gave 81 mg. 2 weeks later worse.", "Gave 81 mg. // 2 weeks later worse."},
	{"Pain 5/10. Stable.", "Pain 5/10. // Stable."},
	{"EF 35-40%. Stable.", "EF 35-40%. // Stable."},
	{"BP 142/88. HR 70.", "BP 142/88. // HR 70."},
	{"Stage IIIb. On chemo.", "Stage IIIb. // On chemo."},
	{"COPD/asthma. Smoker.", "COPD/asthma. // Smoker."},
	{"Pt c/o CP x 3 days, worse w/ exertion, no SOB",
	 "Pt c/o CP x 3 days, worse w/ exertion, no SOB"},
	{"Na 140, K 4.0. Mg 2.0", "Na 140, K 4.0. // Mg 2.0"},
	/* lines */
	{"HTN\nDM\nCOPD", "HTN // DM // COPD"},
	{"Denies chest pain\nReports cough", "Denies chest pain // Reports cough"},
	{"A 45 yo male who presents with\nchest pain.",
	 "A 45 yo male who presents with chest pain."},
	{"Admitted for treatment of the\nCOPD exacerbation.",
	 "Admitted for treatment of the COPD exacerbation."},
	{"Denies fever, chills,\nnausea or vomiting.",
	 "Denies fever, chills, nausea or vomiting."},
	{"fever and chills\n\ncough and rash", "fever and chills // cough and rash"},
	{"fever and\r\nchills\r\n\r\ncough", "fever and chills // cough"},
	{"Fever.\r\nCough.", "Fever. // Cough."},
	{"Dr. Smith\nDr. Jones", "Dr. Smith // Dr. Jones"},
	/* lists */
	{"- HTN\n- DM\n- COPD", "- HTN // - DM // - COPD"},
	{"* htn\n* dm", "* htn // * dm"},
	{"\xE2\x80\xA2 htn\n\xE2\x80\xA2 dm", "\xE2\x80\xA2 htn // \xE2\x80\xA2 dm"},
	{"- HTN\n  - on lisinopril\n    - 10 mg", "- HTN // - on lisinopril // - 10 mg"},
	{"1. HTN\n2. DM2\n3. CKD", "1. HTN // 2. DM2 // 3. CKD"},
	{"1) htn\n2) dm", "1) htn // 2) dm"},
	{"a. HTN\nb. DM", "a. HTN // b. DM"},
	{"1. Diabetes. Continue metformin.\n2. HTN. Stable.",
	 "1. Diabetes. // Continue metformin. // 2. HTN. // Stable."},
	{"- pain in the left\n  knee\n- cough", "- pain in the left knee // - cough"},
	/* keys and values, boxes */
	{"Fever: none\nCough: yes", "Fever: none // Cough: yes"},
	{"fever:none\ncough:yes", "fever:none // cough:yes"},
	{"[ ] fever\n[x] cough", "[ ] fever // [x] cough"},
	{"\xE2\x98\x90 fever\n\xE2\x98\x91 cough",
	 "\xE2\x98\x90 fever // \xE2\x98\x91 cough"},
	/* what de-identification left */
	{"Admitted [**2150-1-1**]. Discharged home.",
	 "Admitted [**2150-1-1**]. // Discharged home."},
	{"[**Dr. Smith. MD**] saw her.", "[**Dr. Smith. MD**] saw her."},
	{"Dr. [**Last Name**] saw her.", "Dr. [**Last Name**] saw her."},
	{"Mr. ___ is 50. He is well.", "Mr. ___ is 50. // He is well."},
	{"Seen at ____. Stable.", "Seen at ____. // Stable."},
	/* remains of HTML, other scripts */
	{"Fever<br>Cough", "Fever<br> // Cough"},
	{"Patient is \xF0\x9F\x98\x80. Fine.", "Patient is \xF0\x9F\x98\x80. // Fine."},
	{"\xD8\xAD\xD9\x85\xD9\x89. \xD8\xB3\xD8\xB9\xD8\xA7\xD9\x84.",
	 "\xD8\xAD\xD9\x85\xD9\x89. // \xD8\xB3\xD8\xB9\xD8\xA7\xD9\x84."},
	{"Fever\xE2\x80\xA6 Cough", "Fever\xE2\x80\xA6 // Cough"},
};

/*
 * Flags of each sentence: h header, i item, x ticked box, o empty box,
 * k key and value with the key behind it; a minus for none.
 */
static const Case flags[] = {
	{"Fever today.", "-"},
	{"- HTN\n* DM\n\xE2\x80\xA2 COPD", "i i i"},
	{"1. HTN\n2) DM", "i i"},
	{"a) HTN\nb) DM", "i i"},
	{"[ ] fever\n[x] cough\n[X] rash", "io ix ix"},
	{"( ) male\n(x) female", "io ix"},
	{"\xE2\x98\x90 fever\n\xE2\x98\x91 cough\n\xE2\x98\x92 rash", "io ix ix"},
	{"- [ ] fever\n- [x] cough", "io ix"},
	{"fever: none\ncough:yes", "k(fever) k(cough)"},
	{"chest pain: denies", "k(chest pain)"},
	{"- fever: none", "ik(fever)"},
	{"Plan: rest", "h -"},
	{"Family History: mother with DM. Father well.", "h - -"},
	{"PMH:\n- HTN\n- DM", "h i i"},
	{"PLAN\nrest", "h -"},
	{"ROS: fever: none", "h k(fever)"},
	{"2 weeks later worse.", "-"},
	{"at 10:30 today", "-"},
};

static void
ShowFlags(CheckLine *line, const McDocument *doc, const McSentence *sentence)
{
	size_t len = line->len;

	check_add(line, (sentence->flags & MC_SENT_HEADER) ? "h" : "");
	check_add(line, (sentence->flags & MC_SENT_ITEM) ? "i" : "");
	check_add(line, (sentence->flags & MC_SENT_CHECKED) ? "x" : "");
	check_add(line, (sentence->flags & MC_SENT_UNCHECKED) ? "o" : "");
	if (sentence->flags & MC_SENT_KEYVALUE)
	{
		uint32_t first = sentence->first_token;

		/* the key, without a bullet */
		while (first < sentence->colon_token &&
			   doc->tokens.list[first].kind != MC_TOKEN_WORD)
			first++;
		check_add(line, "k(");
		check_add_slice(line, doc->fold.original, doc->tokens.list[first].start,
						doc->tokens.list[sentence->colon_token].start);
		check_add(line, ")");
	}
	if (line->len == len)
		check_add(line, "-");
}

static void
Run(TestHost *host, const Case *cases, size_t ncases, bool show_flags)
{
	static CheckLine line;

	for (size_t i = 0; i < ncases; i++)
	{
		const char *input = cases[i].input;
		McDocument doc;

		document_interrupted(host, input, strlen(input), 0, 0, &doc);
		check_reset(&line);
		for (size_t s = 0; s < doc.sentences.count; s++)
		{
			const McSentence *sentence = &doc.sentences.list[s];

			if (s > 0)
				check_add(&line, show_flags ? " " : " // ");
			if (show_flags)
				ShowFlags(&line, &doc, sentence);
			else
				check_add_slice(&line, input,
								doc.tokens.list[sentence->first_token].start,
								doc.tokens.list[sentence->end_token - 1].end);
		}
		check_case(input, cases[i].expected, line.text);
		test_host_reset(host);
	}
}

int
main(void)
{
	TestHost host;

	Run(&host, cuts, sizeof(cuts) / sizeof(cuts[0]), false);
	Run(&host, flags, sizeof(flags) / sizeof(flags[0]), true);
	return test_done();
}
