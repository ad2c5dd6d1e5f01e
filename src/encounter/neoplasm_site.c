/*
 * neoplasm_site.c
 *	  Sites of neoplasms and the codes of each behaviour.
 */
#include "encounter/neoplasm_site.h"

#include "encounter/case.h"
#include "encounter/wording.h"

static const McNeoplasmSite sites[] = {
	{"bone|bones|bony|osseous|skeletal|skeleton|spine|vertebra|vertebrae|vertebral|rib|ribs|"
	 "femur|humerus|sternum|skull|calvarium|sacrum|pelvic bone|pelvic bones|hip bone|t spine|"
	 "l spine|thoracic spine|lumbar spine|cervical spine",
	 "C79.51", ""},
	{"bone marrow", "C79.52", ""},
	{"liver|hepatic", "C78.7", "C22.9"},
	{"lung|lungs|pulmonary", "C78.0", "C34.9"},
	{"brain|cerebral|cerebellum|cerebellar|intracranial|cns", "C79.31", "C71.9"},
	{"meninges|meningeal|leptomeningeal|leptomeninges|dura|dural", "C79.32", ""},
	{"spinal cord|epidural space", "C79.49", ""},
	{"pleura|pleural", "C78.2", ""},
	{"mediastinum|mediastinal", "C78.1", ""},
	{"peritoneum|peritoneal|omentum|omental|retroperitoneum|retroperitoneal|mesentery|"
	 "mesenteric",
	 "C78.6", ""},
	{"small bowel|small intestine|duodenum|jejunum|ileum", "C78.4", "C17.9"},
	{"colon|large intestine|large bowel|colonic|colorectal", "C78.5", "C18.9"},
	{"rectum|rectal", "C78.5", "C20"},
	{"pancreas|pancreatic", "C78.89", "C25.9"},
	{"stomach|gastric", "C78.89", "C16.9"},
	{"esophagus|esophageal", "C78.89", "C15.9"},
	{"spleen|splenic", "C78.89", ""},
	{"kidney|kidneys|renal|renal cell", "C79.0", "C64"},
	{"bladder|urinary bladder", "C79.11", "C67.9"},
	{"ureter|urethra", "C79.19", ""},
	{"skin|cutaneous", "C79.2", ""},
	{"ovary|ovaries|ovarian", "C79.6", "C56"},
	{"adrenal|adrenals|adrenal gland|adrenal glands", "C79.7", ""},
	{"breast", "C79.81", "C50.91"},
	{"uterus|uterine|endometrium|endometrial", "C79.82", "C54.1"},
	{"cervix", "C79.82", "C53.9"},
	{"vagina|vulva", "C79.82", ""},
	{"prostate|prostatic", "C79.82", "C61"},
	{"testis|testicle|testicular", "C79.82", "C62.9"},
	{"thyroid", "C79.89", "C73"},
	{"chest wall|soft tissue|soft tissues|muscle|heart|pericardium|parotid|orbit",
	 "C79.89", ""},
	{"lymph node|lymph nodes|nodes|nodal|node|ln", "C77.9", ""},
	{"axillary lymph node|axillary lymph nodes|axillary nodes|axillary node|axilla",
	 "C77.3", ""},
	{"cervical lymph node|cervical lymph nodes|cervical nodes|cervical node|neck nodes|"
	 "neck lymph nodes|supraclavicular lymph node|supraclavicular lymph nodes|"
	 "supraclavicular nodes|supraclavicular node",
	 "C77.0", ""},
	{"mediastinal lymph node|mediastinal lymph nodes|mediastinal nodes|mediastinal node|hilar nodes|"
	 "hilar lymph nodes|hilar lymph node|intrathoracic lymph nodes|subcarinal lymph node|"
	 "subcarinal lymph nodes",
	 "C77.1", ""},
	{"retroperitoneal lymph nodes|retroperitoneal nodes|mesenteric lymph nodes|mesenteric nodes|"
	 "abdominal lymph nodes|portal lymph nodes|paraaortic lymph nodes|paraaortic nodes|"
	 "para aortic lymph nodes|periaortic lymph nodes|celiac lymph nodes|"
	 "intra abdominal lymph nodes",
	 "C77.2", ""},
	{"inguinal lymph node|inguinal lymph nodes|inguinal nodes|inguinal node|groin nodes|"
	 "groin lymph nodes",
	 "C77.4", ""},
	{"pelvic lymph node|pelvic lymph nodes|pelvic nodes|iliac lymph nodes|iliac nodes|"
	 "obturator nodes|obturator lymph nodes",
	 "C77.5", ""},
};

static const McNeoplasmCategory categories[] = {
	{"C02 C01", "", "Z85.810", "D00.0", "D10.1 D37.02", ""},
	{"C00 C03 C04 C05 C06 C07 C08 C14", "", "Z85.818", "D00.0",
	 "D10.0 D10.2 D10.3 D11 D37.0", ""},
	{"C09 C10 C11 C12 C13", "", "Z85.818", "D00.0", "D10.4 D10.5 D10.6 D10.7 D37.05", ""},
	{"C15", "C78.89", "Z85.01", "D00.1", "D13.0", ""},
	{"C16", "C78.89", "Z85.028", "D00.2", "D13.1 D37.1", ""},
	{"C17", "C78.4", "Z85.068", "", "D13.2 D13.3 D37.2", ""},
	{"C18", "C78.5", "Z85.038", "D01.0",
	 "D49.0 D12.0 D12.2 D12.3 D12.4 D12.5 D12.6 D37.4", "K63.89"},
	{"C19 C20 C21", "C78.5", "Z85.048", "D01.1 D01.2 D01.3", "D12.7 D12.8 D12.9 D37.5",
	 "K62.89"},
	{"C22", "C78.7", "Z85.05", "D01.5", "D13.4 D37.6", "R16.0 K76.89"},
	{"C25", "C78.89", "Z85.07", "", "D13.6 D13.7", "K86.89"},
	{"C23 C24 C26", "", "Z85.09", "", "D13.5 D37.6", ""},
	{"C30 C31", "", "Z85.22", "", "D14.0 D38.5", ""},
	{"C32", "", "Z85.21", "D02.0", "D14.1 D38.0", ""},
	{"C33", "", "Z85.12", "D02.1", "D14.2 D38.1", ""},
	{"C34", "C78.0", "Z85.118", "D02.2", "D49.1 D14.3 D38.1", "R91.1 R91.8"},
	{"C37", "", "Z85.238", "", "D15.0 D38.4", ""},
	{"C38 C39 C45.0", "", "Z85.29", "", "", ""},
	{"C40 C41", "C79.51", "Z85.830", "", "D16 D48.0", ""},
	{"C43", "", "Z85.820", "D03", "D22 D48.5", ""},
	{"C4A", "", "Z85.821", "", "", ""},
	{"C44", "C79.2", "Z85.828", "D04", "D49.2 D23 D48.5", ""},
	{"C46 C47 C48 C49", "", "Z85.831", "", "", ""},
	{"C50", "C79.81", "Z85.3", "D05", "D49.3 D24 D48.6", "N63"},
	{"C53", "C79.82", "Z85.41", "D06", "N87", ""},
	{"C54 C55", "C79.82", "Z85.42", "D07.0", "D26 D39.0", ""},
	{"C56", "C79.6", "Z85.43", "", "D27 D39.1", "N83.8"},
	{"C57.0", "", "Z85.4A", "", "", ""},
	{"C51 C52 C57 C58", "", "Z85.44", "D07.1 D07.2", "", ""},
	{"C61", "C79.82", "Z85.46", "D07.5", "D49.5 D29.1 D40.0", "N40.2 N40.3"},
	{"C62", "C79.82", "Z85.47", "", "D29.2 D40.1", ""},
	{"C63.0", "", "Z85.48", "", "", ""},
	{"C60 C63", "", "Z85.49", "D07.4 D07.6", "", ""},
	{"C64", "C79.0", "Z85.528", "", "D49.51 D30.0 D41.0", "N28.89"},
	{"C65", "", "Z85.53", "", "D30.1 D41.1", ""},
	{"C66", "", "Z85.54", "", "", ""},
	{"C67", "C79.11", "Z85.51", "D09.0", "D49.4 D30.3 D41.4", "N32.89"},
	{"C68", "", "Z85.59", "", "", ""},
	{"C69", "", "Z85.840", "D09.2", "D31", ""},
	{"C71", "C79.31", "Z85.841", "", "D49.6 D33.0 D33.1 D33.2 D43.0 D43.1 D43.2",
	 "G93.89 R90.0"},
	{"C70 C72", "", "Z85.848", "", "", ""},
	{"C73", "C79.89", "Z85.850", "", "D34 D44.0", "E04.1"},
	{"C74 C75", "C79.7", "Z85.858", "", "D35 D44.1", "E27.8"},
	{"C80", "", "Z85.9", "", "", ""},
	{"C76", "", "Z85.89", "", "", ""},
};

const McNeoplasmSite *
mc_site_at(const McDocument *doc, uint32_t token, uint32_t end, uint32_t *length)
{
	const McNeoplasmSite *best = NULL;

	*length = 0;
	if (doc->tokens.list[token].word == MC_NO_WORD)
		return NULL;
	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++)
	{
		uint32_t n = mc_words_at(doc, token, end, sites[i].words);

		if (n > *length)
		{
			*length = n;
			best = &sites[i];
		}
	}
	return best;
}

const McNeoplasmCategory *
mc_neoplasm_category(uint64_t code)
{
	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
	{
		if (mc_code_in(code, categories[i].primary))
			return &categories[i];
	}
	return NULL;
}

const McNeoplasmCategory *
mc_neoplasm_of_history(uint64_t code)
{
	for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
	{
		if (mc_code(categories[i].history) == code)
			return &categories[i];
	}
	return NULL;
}

const char *
mc_default_primary(const McNeoplasmCategory *category)
{
	for (size_t i = 0; i < sizeof(sites) / sizeof(sites[0]); i++)
	{
		if (sites[i].primary[0] &&
			mc_code_in(mc_code(sites[i].primary), category->primary))
			return sites[i].primary;
	}
	return "";
}
