/*
 * coverage_file.c
 *		Reader of coverage policies.
 */
#include "load/coverage_file.h"

#include <string.h>

enum
{
	POLICY,
	CONTRACTOR,
	HCPCS,
	DIAGNOSIS,
	NONCOVERED, /* the group, in a table of what is not covered */
	GROUP,
	COVERED,
	DOCUMENTATION,
	EFFECTIVE,
	END,
	COLUMNS
};

static const McNamedColumn columns[COLUMNS] = {
	[POLICY] = {"articleid lcdid policy", true},
	[CONTRACTOR] = {"contractor", false},
	[HCPCS] = {"hcpccodeid hcpcs", false},
	[DIAGNOSIS] = {"icd10codeid icd10code diagnosis", false},
	[NONCOVERED] = {"icd10noncoveredgroup", false},
	[GROUP] = {"icd10coveredgroup hcpccodegroup codegroup", false},
	[COVERED] = {"covered", false},
	[DOCUMENTATION] = {"documentation", false},
	[EFFECTIVE] = {"effective", false},
	[END] = {"enddate ends lastday", false},
};

static bool
FindHeading(const char *content, size_t length, McNamedFields *named, McLine *heading)
{
	return mc_named_find(content, length, columns, COLUMNS, named, heading) &&
		   (named->at[HCPCS] >= 0 || named->at[DIAGNOSIS] >= 0);
}

bool
mc_coverage_recognise(const char *content, size_t length)
{
	McNamedFields named;
	McLine heading;

	return FindHeading(content, length, &named, &heading);
}

void
mc_coverage_begin(McCoverageReader *reader, const char *content, size_t length)
{
	McLine heading;

	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	if (FindHeading(content, length, &reader->named, &heading))
		mc_lines_skip(&reader->lines, heading.number);
}

/* Read the codes of a line; what is wrong with them, or NULL. */
static const char *
ReadCodes(const McField *fields, McCoverageRow *row)
{
	size_t position;

	row->hcpcs = MC_HCPCS_NONE;
	row->diagnosis = MC_ICD10CM_NONE;
	if (fields[HCPCS].length > 0 &&
		(row->hcpcs = mc_hcpcs_parse(fields[HCPCS].text, fields[HCPCS].length)) ==
			MC_HCPCS_NONE)
		return "the HCPCS code has not five characters";
	if (fields[DIAGNOSIS].length > 0 &&
		mc_icd10cm_parse(fields[DIAGNOSIS].text, fields[DIAGNOSIS].length,
						 &row->diagnosis, &position) != MC_ICD10CM_OK)
		return "the diagnosis is no ICD-10-CM code";
	if (row->hcpcs == MC_HCPCS_NONE && row->diagnosis == MC_ICD10CM_NONE)
		return "the line has no code";
	return NULL;
}

/* Read whether it is covered; false: neither yes nor no. */
static bool
ReadCovered(const McField *field, bool *covered)
{
	static const char *const yes[] = {"yes", "y", "true", "t", "1", "covered"};
	static const char *const no[] = {"no", "n", "false", "f", "0", "not covered"};

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
	{
		if (!mc_field_is(field, yes[i]) && !mc_field_is(field, no[i]))
			continue;
		*covered = mc_field_is(field, yes[i]);
		return true;
	}
	return false;
}

McReadStatus
mc_coverage_next(McCoverageReader *reader, McCoverageRow *row)
{
	McLines *lines = &reader->lines;
	McLine line;
	McField fields[COLUMNS];
	const McField *group;
	const char *problem;
	McReadStatus status = mc_named_next(
		&reader->named, lines, reader->any ? NULL : "no policy follows the heading",
		&line, fields);

	if (status != MC_READ_ROW)
		return status;
	if (fields[POLICY].length == 0)
		return mc_lines_refuse(lines, line.number, NULL, "the line names no policy");
	problem = ReadCodes(fields, row);
	if (problem)
		return mc_lines_refuse(lines, line.number, NULL, problem);
	row->covered = reader->named.at[NONCOVERED] < 0;
	if (fields[COVERED].length > 0 && !ReadCovered(&fields[COVERED], &row->covered))
		return mc_lines_refuse(lines, line.number, NULL, "covered is neither yes nor no");
	group = &fields[reader->named.at[NONCOVERED] >= 0 ? NONCOVERED : GROUP];
	row->group = group->length > 0 ? mc_field_number(group) : 0;
	if (row->group < 0)
		return mc_lines_refuse(lines, line.number, NULL, "the group is no number");
	row->has_effective = fields[EFFECTIVE].length > 0;
	row->has_end = fields[END].length > 0;
	if ((row->has_effective && !mc_field_day(&fields[EFFECTIVE], &row->effective)) ||
		(row->has_end && !mc_field_day(&fields[END], &row->end)))
		return mc_lines_refuse(lines, line.number, NULL, "a date is no day");
	row->policy = fields[POLICY];
	row->contractor = fields[CONTRACTOR];
	row->documentation = fields[DOCUMENTATION];
	row->line = line.number;
	reader->any = true;
	return MC_READ_ROW;
}
