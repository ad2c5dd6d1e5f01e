/*
 * ontology_load.h
 *		The Disease Ontology into medcode.synonym.
 */
#ifndef MC_ONTOLOGY_LOAD_H
#define MC_ONTOLOGY_LOAD_H

#include "load/load.h"

/* Table of labels and cross references: ICD10inDO.tsv */
extern const McFileKind mc_ontology_tsv_kind;

/* The ontology or a part of it: doid.obo, DO_rare_slim.obo */
extern const McFileKind mc_ontology_obo_kind;

#endif /* MC_ONTOLOGY_LOAD_H */
