/* report/sections.h - results that hold several tables in one (models: fit, coefficients, ...; survival: curve, summary).
 * The field `table` or `part` says which table a row belongs to. */
#ifndef ETHO_REPORT_SECTIONS_H
#define ETHO_REPORT_SECTIONS_H

#include "ethostat/base.h"

/* The distinct values of that field in order of first appearance: index 0, 1, ...; NULL past the last (or when no row has one). */
const char *section_name(const etho_rows *rows, size_t index);
/* Copy the rows of one section, without that field. */
void section_copy(const etho_rows *rows, const char *name, etho_rows *out);
/* "Coefficients" for "coefficients": the name as a heading. buffer has size bytes. */
const char *section_title(const char *name, char *buffer, size_t size);

#endif
