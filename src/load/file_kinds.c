/*
 * file_kinds.c
 *		The kinds of publishers' files that can be loaded.
 */
#include "load/file_kinds.h"

#include "lib/stringinfo.h"

#include "load/add_on_load.h"
#include "load/conversion_load.h"
#include "load/coverage_load.h"
#include "load/gem_load.h"
#include "load/hcc_format_load.h"
#include "load/hcc_macro_load.h"
#include "load/hcc_table_load.h"
#include "load/hcpcs_csv_load.h"
#include "load/hcpcs_load.h"
#include "load/icd9cm_load.h"
#include "load/index_load.h"
#include "load/mce_load.h"
#include "load/mue_load.h"
#include "load/ontology_load.h"
#include "load/order_load.h"
#include "load/pcs_load.h"
#include "load/poa_load.h"
#include "load/ptp_load.h"
#include "load/reason_load.h"
#include "load/site_load.h"
#include "load/tabular_load.h"

/*
 * Asked in this order: lines of an ICD-10-PCS order file, of ICD-9-CM or of a mapping may
 * look like those of the ICD-10-CM order file.
 */
static const McFileKind *const kinds[] = {
	&mc_pcs_kind,
	&mc_icd9cm_kind,
	&mc_gem_icd9cm_kind,
	&mc_gem_icd10cm_kind,
	&mc_order_kind,
	&mc_hcpcs_kind,
	&mc_hcpcs_csv_kind,
	&mc_poa_kind,
	&mc_reason_kind,
	&mc_conversion_kind,
	&mc_ptp_kind,
	&mc_mue_kind,
	&mc_add_on_kind,
	&mc_mce_kind,
	&mc_coverage_kind,
	&mc_tabular_kind,
	&mc_index_kind,
	&mc_external_cause_index_kind,
	&mc_neoplasm_table_kind,
	&mc_drug_table_kind,
	&mc_ontology_obo_kind,
	&mc_ontology_tsv_kind,
	&mc_site_terms_kind,
	&mc_site_codes_kind,
	&mc_hcc_format_kind,
	&mc_hcc_label_macro_kind,
	&mc_hcc_hierarchy_macro_kind,
	&mc_hcc_edit_macro_kind,
	&mc_hcc_wide_kind,
	&mc_hcc_table_kinds[MC_HCC_MAPPING],
	&mc_hcc_table_kinds[MC_HCC_LABEL],
	&mc_hcc_table_kinds[MC_HCC_HIERARCHY],
	&mc_hcc_table_kinds[MC_HCC_EDIT],
	&mc_hcc_table_kinds[MC_HCC_COEFFICIENT],
	&mc_hcc_table_kinds[MC_HCC_ADJUSTMENT],
	&mc_hcc_table_kinds[MC_HCC_VARIABLE],
	&mc_hcc_table_kinds[MC_HCC_SEGMENT],
	&mc_hcc_table_kinds[MC_HCC_BLEND],
	&mc_hcc_table_kinds[MC_HCC_ELIGIBLE],
};

const McFileKind *
mc_file_kind(const char *content, size_t length)
{
	for (size_t i = 0; i < lengthof(kinds); i++)
		if (kinds[i]->recognise(content, length))
			return kinds[i];
	return NULL;
}

char *
mc_file_kind_names(void)
{
	StringInfoData names;

	initStringInfo(&names);
	for (size_t i = 0; i < lengthof(kinds); i++)
		appendStringInfo(&names, "%s%s", i > 0 ? ", " : "", kinds[i]->name);
	return names.data;
}
