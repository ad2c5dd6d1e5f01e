/*
 * medcode.c
 *		Module start.
 */
#include "postgres.h"

#include "fmgr.h"

#include "am/am.h"

PG_MODULE_MAGIC;

void _PG_init(void);

void
_PG_init(void)
{
	mc_am_init();
}
