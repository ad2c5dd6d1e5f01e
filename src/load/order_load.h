/*
 * order_load.h
 *		The ICD-10-CM order file as a kind of file to load.
 */
#ifndef MC_ORDER_LOAD_H
#define MC_ORDER_LOAD_H

#include "load/load.h"

extern const McFileKind mc_order_kind;

#endif /* MC_ORDER_LOAD_H */
