/* import/fields.h - finding named fields in a grid. Internal. */
#ifndef ETHO_IMPORT_FIELDS_H
#define ETHO_IMPORT_FIELDS_H

#include "import/source.h"

/* Are two names alike, whatever their case, spaces, hyphens and underscores? */
bool etho_name_alike(const char *a, const char *b);
/* The field of a record that is called like one of `names` (separated by |); ETHO_NOT_FOUND when none is. */
size_t etho_field_of(const etho_grid *grid, size_t record, const char *names);
/* The first record (of 80) that has fields called `names[0..n)`; ETHO_NOT_FOUND when none has. */
size_t etho_record_with(const etho_grid *grid, const char *const *names, size_t n);
/* A cell as seconds in the grid's decimal convention; NaN when missing, and an issue when it is not a time.
 */
double etho_field_seconds(etho_source *source, size_t record, size_t field);
/* Does the recording go on: is there a time on this line (in field), and is it not before the last one (NaN = this is the
 * first)? When not, E-TIME-ORDER is told: what lies between such times cannot be measured. */
bool etho_time_goes_on(etho_source *source, size_t record, size_t field, double last_s, double time_s);

#endif
