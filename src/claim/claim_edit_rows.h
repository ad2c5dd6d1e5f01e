/*
 * claim_edit_rows.h
 *		The edits of claims: symbol, name, severity, message, source.
 *
 * Included where MC_EDIT is defined.  The order is that of the findings of a
 * claim.  A message says what is wrong, the codes stand beside it.  G: ICD-10-CM
 * Official Guidelines FY2026.
 */

/* The claim */
MC_EDIT(NO_DIAGNOSES, "claim_without_diagnoses", ERROR, "the claim has no diagnosis",
		"G IV.F; X12 837 HI segment")
MC_EDIT(NO_LINES, "claim_without_lines", ERROR, "the claim has no service line",
		"X12 837 loop 2400")
MC_EDIT(MANY_DIAGNOSES, "too_many_diagnoses", ISSUE,
		"more than 100 diagnoses; those behind are not compared with each other",
		"X12 837: 12 or 25")
MC_EDIT(
	NO_DATE, "date_unknown", ISSUE,
	"no date of service or discharge is given: which edition applies is not known, and nothing is checked by date",
	"docs/claim-edits.md")
MC_EDIT(
	NO_RELEASE, "codes_not_loaded", ISSUE,
	"no whole list of ICD-10-CM codes is loaded for the date (the starter's is a part): which diagnoses are valid is not checked",
	"docs/claim-edits.md")
MC_EDIT(
	NO_TABULAR, "tabular_not_loaded", ISSUE,
	"no Tabular List is loaded for the release: Excludes1, code first and use additional notes are not checked",
	"docs/claim-edits.md")

/* Diagnoses: the codes */
MC_EDIT(DX_SYSTEM, "dx_wrong_system", ERROR, "no code of ICD-10-CM",
		"ICD-10-CM list of codes; 45 CFR 162.1002")
MC_EDIT(DX_INVALID, "dx_invalid", ERROR, "not in the list of codes on the date",
		"ICD-10-CM list of codes")
MC_EDIT(DX_NOT_COMPLETE, "dx_not_billable", ERROR,
		"a heading: a code below it is to be reported", "G I.B.2")
MC_EDIT(DX_NO_SEVENTH, "dx_seventh_missing", ERROR, "the seventh character is missing",
		"G I.A.5")
MC_EDIT(DX_BAD_SEVENTH, "dx_seventh_invalid", ERROR,
		"the code has no such seventh character", "G I.A.5, Tabular List")
MC_EDIT(DX_PLACEHOLDER, "dx_placeholder", ERROR, "the placeholder X is missing or wrong",
		"G I.A.4")
MC_EDIT(DX_REPEATED, "dx_duplicate", WARNING, "the same diagnosis twice", "G I.B.12")

/* Diagnoses: order */
MC_EDIT(DX_MANIFESTATION, "dx_manifestation_first", ERROR,
		"a manifestation does not stand first",
		"G I.A.13; Medicare Code Editor, manifestation code as principal diagnosis")
MC_EDIT(DX_EXTERNAL, "dx_external_cause_first", ERROR,
		"an external cause does not stand first",
		"G I.C.20.a.6; Medicare Code Editor, E-code as principal diagnosis")
MC_EDIT(DX_NEVER_FIRST, "dx_never_first", ERROR,
		"the code is only reported behind another one", "")
MC_EDIT(DX_ONLY_FIRST, "dx_only_first", WARNING, "the code is only reported first",
		"G I.C.21.c.15")
MC_EDIT(DX_UNACCEPTABLE, "dx_unacceptable_principal", ERROR,
		"not accepted as principal diagnosis of a stay",
		"Medicare Code Editor, unacceptable principal diagnosis")
MC_EDIT(DX_QUESTIONABLE, "dx_questionable_admission", REVIEW,
		"may not justify an admission", "Medicare Code Editor, questionable admission")
MC_EDIT(DX_CODE_FIRST, "dx_code_first_missing", WARNING,
		"the condition that is to be coded first is not on the claim",
		"G I.A.13, Tabular List")
MC_EDIT(DX_ORDER, "dx_order", ERROR,
		"stands before the condition that is to be coded first", "G I.A.13, Tabular List")
MC_EDIT(DX_ADDITIONAL, "dx_use_additional_missing", REVIEW,
		"the code that goes with it is not on the claim", "G I.A.13")
MC_EDIT(DX_ADDITIONAL_FIRST, "dx_additional_first", WARNING,
		"an additional code stands before the code that asks for it",
		"G I.A.13, Tabular List")
MC_EDIT(DX_WEEKS, "dx_weeks_missing", REVIEW,
		"a code of pregnancy without the weeks of gestation (Z3A)",
		"G I.C.21.c.11, Tabular List chapter 15")

/* Diagnoses: pairs */
MC_EDIT(DX_EXCLUDES1, "dx_excludes1", REVIEW,
		"an Excludes1 note keeps the two apart, unless the conditions are unrelated",
		"G I.A.12.a, Tabular List")
MC_EDIT(DX_TYPES, "dx_diabetes_types", WARNING, "two types of diabetes",
		"G I.C.4.a, Tabular List E08-E13")
MC_EDIT(DX_COMBINATION, "dx_combination", WARNING,
		"part of the combination code beside it", "G I.B.9, I.C.9.a")
MC_EDIT(DX_BOTH_SIDES, "dx_bilateral_exists", WARNING,
		"right and left where a code for both sides exists", "G I.B.13")
MC_EDIT(
	DX_SIDE_TWICE, "dx_side_conflict", WARNING,
	"the same condition for both sides, or for an unspecified one, and for a single side",
	"G I.B.13")
MC_EDIT(DX_SIDE_OPEN, "dx_unspecified_side", WARNING,
		"the side is not specified where codes for right and left exist",
		"G I.B.13; Medicare Code Editor, unspecified code")
MC_EDIT(DX_SYMPTOM, "dx_symptom_of_disease", REVIEW,
		"a symptom that is routinely part of the disease beside it", "G I.B.5")
MC_EDIT(DX_HISTORY, "dx_history_and_active", REVIEW,
		"personal history and active disease of the same site", "G I.C.2.m")

/* The patient and the setting */
MC_EDIT(DX_AGE, "dx_age", ERROR, "not for a patient of this age",
		"Medicare Code Editor, age conflict")
MC_EDIT(DX_SEX, "dx_sex", ERROR, "not for a patient of this sex",
		"Medicare Code Editor, sex conflict")
MC_EDIT(DX_STROKE, "dx_acute_stroke_office", WARNING,
		"an acute stroke outside of a hospital: after the stay it is I69 or Z86.73",
		"G I.C.9.d; OIG high-risk diagnosis, acute stroke")
MC_EDIT(DX_WRONG_PROCEDURE, "dx_wrong_procedure", ERROR,
		"a wrong procedure, patient or side is not covered",
		"Medicare Code Editor, wrong procedure performed")
MC_EDIT(POA_MISSING, "poa_missing", ERROR,
		"the indicator present on admission is missing", "G appendix I; 837I HI09")
MC_EDIT(POA_INVALID, "poa_invalid", ERROR,
		"no indicator present on admission: Y, N, U, W or, of an exempt code, none",
		"G appendix I")
MC_EDIT(POA_EXEMPT, "poa_exempt", WARNING,
		"the code needs no indicator present on admission", "list of POA-exempt codes")
MC_EDIT(
	NO_POA, "poa_list_not_loaded", ISSUE,
	"no list of POA-exempt codes is loaded: missing indicators are not told from exempt codes",
	"docs/claim-edits.md")
MC_EDIT(
	NO_MCE, "mce_not_loaded", ISSUE,
	"no such list of the Medicare Code Editor is loaded for the date: unacceptable principal diagnoses are not checked",
	"docs/claim-edits.md")

/* Lines */
MC_EDIT(LINE_SYSTEM, "line_wrong_system", ERROR, "no code of HCPCS or CPT",
		"X12 837 SV1, SV2")
MC_EDIT(LINE_CODE, "line_code_invalid", ERROR, "not in the list of HCPCS codes",
		"HCPCS Level II file")
MC_EDIT(LINE_RETIRED, "line_code_retired", ERROR,
		"the HCPCS code is not valid on the date of service", "HCPCS Level II file")
MC_EDIT(LINE_UNITS, "line_units", ERROR, "the units are missing, negative or zero",
		"X12 837 SV104, SV205")
MC_EDIT(LINE_DATE, "line_date_unknown", ISSUE,
		"the line has no date of service: that of the claim is taken",
		"docs/claim-edits.md")
MC_EDIT(LINE_POINTER, "line_pointer", ERROR,
		"points to a diagnosis that the claim does not have", "X12 837 SV107")
MC_EDIT(LINE_SIDE, "line_side_conflict", WARNING,
		"the modifier's side is not that of the diagnosis",
		"G I.B.13; CPT modifiers LT, RT")
MC_EDIT(LINE_REPEATED, "line_duplicate", WARNING,
		"the same service twice on one day, without a modifier that says why",
		"CARC 18; CPT modifiers 76, 77, 91")
MC_EDIT(NO_HCPCS, "hcpcs_not_loaded", ISSUE,
		"no list of HCPCS codes is loaded for the date: codes of lines are not checked",
		"docs/claim-edits.md")
MC_EDIT(NO_CPT, "cpt_not_loaded", ISSUE,
		"a code of CPT is in no list that is loaded: it is not checked",
		"docs/claim-edits.md")

/* NCCI */
MC_EDIT(PTP_NEVER, "ptp_never", ERROR,
		"the second code is not paid beside the first, with no modifier",
		"NCCI procedure-to-procedure edits, indicator 0")
MC_EDIT(
	PTP_MODIFIER, "ptp_modifier", ERROR,
	"the second code is not paid beside the first without an NCCI-associated modifier",
	"NCCI procedure-to-procedure edits, indicator 1")
MC_EDIT(PTP_DOCUMENT, "ptp_documentation", REVIEW,
		"paid together for the modifier: the record has to show a distinct service",
		"NCCI procedure-to-procedure edits, indicator 1")
MC_EDIT(MUE_LINE, "mue_line", ERROR,
		"more units on the line than the medically unlikely edit has",
		"NCCI medically unlikely edits, MAI 1")
MC_EDIT(
	MUE_POLICY, "mue_day_policy", ERROR,
	"more units on the day than policy allows; no modifier and no appeal changes that",
	"NCCI medically unlikely edits, MAI 2")
MC_EDIT(
	MUE_CLINICAL, "mue_day_clinical", WARNING,
	"more units on the day than the clinical benchmark; paid on appeal with the record",
	"NCCI medically unlikely edits, MAI 3")
MC_EDIT(ADD_ON_ALONE, "add_on_without_primary", ERROR,
		"an add-on code without a code it is added to", "NCCI add-on code edits, type 1")
MC_EDIT(
	ADD_ON_REVIEW, "add_on_review", REVIEW,
	"an add-on code without one of the listed codes; the contractor decides on others",
	"NCCI add-on code edits, types 2 and 3")
MC_EDIT(
	NO_PTP, "ptp_not_loaded", ISSUE,
	"no NCCI procedure-to-procedure edits are loaded for the setting and date: pairs are not checked",
	"docs/claim-edits.md")
MC_EDIT(
	NO_MUE, "mue_not_loaded", ISSUE,
	"no medically unlikely edits are loaded for the setting and date: units are not checked",
	"docs/claim-edits.md")
MC_EDIT(NO_ADD_ON, "add_on_not_loaded", ISSUE,
		"no list of add-on codes is loaded for the date: add-on codes are not checked",
		"docs/claim-edits.md")
MC_EDIT(TOO_MANY, "too_many_findings", ISSUE,
		"the claim has more findings than are listed", "docs/claim-edits.md")
