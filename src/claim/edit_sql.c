/*
 * edit_sql.c
 *		NCCI edits for SQL: ptp_indicator, mue, ptp_edits.
 */
#include "pg_host.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

#include "claim/edit_store.h"
#include "encounter/evidence.h"
#include "terminology/hcpcs_code.h"

PG_FUNCTION_INFO_V1(mc_ptp_indicator_sql);
PG_FUNCTION_INFO_V1(mc_mue_sql);
PG_FUNCTION_INFO_V1(mc_ptp_pairs_sql);

static uint32
CodeArgument(const text *code)
{
	return mc_hcpcs_parse(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code));
}

_Noreturn static void
RefuseMissing(const char *what, DateADT day, char *mend)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("no %s are loaded for this setting and %s", what, mc_date_text(day)),
			 errhint("%s", mend)));
}

/* ptp_indicator(column1, column2, on_date, setting) */
Datum
mc_ptp_indicator_sql(PG_FUNCTION_ARGS)
{
	uint32 column1 = CodeArgument(PG_GETARG_TEXT_PP(0));
	uint32 column2 = CodeArgument(PG_GETARG_TEXT_PP(1));
	DateADT day = PG_GETARG_DATEADT(2);
	McNcciSetting setting =
		mc_ncci_setting_by_name(text_to_cstring(PG_GETARG_TEXT_PP(3)));
	const uint8 *list;
	size_t count;
	McPtpPair pair;

	/* suppliers have medically unlikely edits only */
	if (setting == MC_NCCI_UNKNOWN || setting == MC_NCCI_DME)
		PG_RETURN_NULL();
	mc_edits_begin();
	if (mc_edit_file_on(MC_EDITS_PTP, setting, day) == NULL)
		RefuseMissing("procedure-to-procedure edits", day,
					  mc_edit_mend(MC_EDITS_PTP, setting, day));
	if (column1 == MC_HCPCS_NONE || column2 == MC_HCPCS_NONE ||
		!mc_ptp_list(setting, column1, day, &list, &count) ||
		!mc_ptp_list_find(list, count, column2, mc_ptp_day(day), &pair))
		PG_RETURN_NULL();
	PG_RETURN_INT16(pair.indicator);
}

/* mue(hcpcs, on_date, setting) */
Datum
mc_mue_sql(PG_FUNCTION_ARGS)
{
	uint32 code = CodeArgument(PG_GETARG_TEXT_PP(0));
	DateADT day = PG_GETARG_DATEADT(1);
	McNcciSetting setting =
		mc_ncci_setting_by_name(text_to_cstring(PG_GETARG_TEXT_PP(2)));
	McResult rows;
	const McMue *mue;

	mc_result_begin(fcinfo, &rows);
	if (setting != MC_NCCI_UNKNOWN)
	{
		mc_edits_begin();
		if (mc_edit_file_on(MC_EDITS_MUE, setting, day) == NULL)
			RefuseMissing("medically unlikely edits", day,
						  mc_edit_mend(MC_EDITS_MUE, setting, day));
		mue = mc_mue_find(setting, code, day);
		if (mue)
		{
			Datum values[] = {Int32GetDatum(mue->units), Int16GetDatum(mue->mai)};
			bool nulls[] = {false, false};

			mc_result_add(&rows, values, nulls);
		}
	}
	return mc_result_end(&rows);
}

/* A day of a pair, counted from 1970 */
static Datum
PairDate(uint16 day)
{
	return DateADTGetDatum(day + UNIX_EPOCH_JDATE - POSTGRES_EPOCH_JDATE);
}

/* ptp_pairs(pairs): the records of a stored list */
Datum
mc_ptp_pairs_sql(PG_FUNCTION_ARGS)
{
	bytea *list = PG_GETARG_BYTEA_PP(0);
	const uint8 *record = (const uint8 *) VARDATA_ANY(list);
	Size size = (Size) VARSIZE_ANY_EXHDR(list);
	McResult rows;

	if (!mc_ptp_list_is_valid(record, size))
		ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED),
						errmsg("the stored pair edits cannot be used")));
	mc_result_begin(fcinfo, &rows);
	for (Size at = 0; at < size; at += MC_PTP_PAIR_SIZE)
	{
		char code[MC_HCPCS_LENGTH + 1];
		McPtpPair pair;
		Datum values[6];
		bool nulls[6] = {false};

		mc_ptp_pair_read(record + at, &pair);
		mc_hcpcs_print(pair.column2, code);
		values[0] = CStringGetTextDatum(code);
		nulls[1] = pair.effective == MC_PTP_DAY_UNKNOWN;
		values[1] = PairDate(pair.effective);
		nulls[2] = pair.deletion == MC_PTP_NOT_DELETED;
		values[2] = PairDate(pair.deletion);
		values[3] = Int16GetDatum(pair.indicator);
		values[4] = BoolGetDatum(pair.prior_1996);
		values[5] = Int32GetDatum(pair.rationale);
		mc_result_add(&rows, values, nulls);
	}
	return mc_result_end(&rows);
}
