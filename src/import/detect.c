/* Which format a file has: the one that is surest of it. */
#include "import/format.h"

static const etho_format *surest(etho_source *source, bool by_grid) {
  const etho_format *best = NULL;
  int most = 0;
  const char *evidence = NULL;
  for (size_t i = 0; i < etho_format_count(); i++) {
    const etho_format *format = etho_format_at(i);
    int (*ask)(etho_source *) = by_grid ? format->detect : format->fits;
    int confidence = ask ? ask(source) : 0;
    if (confidence > most) most = confidence, best = format, evidence = source->evidence;
  }
  source->evidence = evidence;
  return best;
}

const etho_format *etho_format_by_grid(etho_source *source) {
  return surest(source, true);
}

const etho_format *etho_format_by_columns(etho_source *source) {
  return surest(source, false);
}
