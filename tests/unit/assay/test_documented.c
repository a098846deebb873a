/* Every measure and rule has its definition, source and line in docs/measures.md. */
#include "base/file.h"
#include "tap.h"
#include "trials.h"

static bool documented(const char *page, const char *name) {
  char quoted[96];
  snprintf(quoted, sizeof quoted, "`%s`", name);
  return strstr(page, quoted) != NULL;
}

int main(void) {
  char *page;
  size_t length;
  etho_error error;
  if (!ok(etho_file_read("docs/measures.md", 0, &page, &length, &error) == ETHO_OK, "docs/measures.md"))
    return done();
  for (size_t i = 0; i < etho_assay_count(); i++) {
    const etho_assay *assay = etho_assay_at(i);
    size_t primary = 0;
    for (size_t m = 0; m < etho_assay_measure_count(assay); m++) {
      const etho_measure *measure = etho_assay_measure_at(assay, m);
      ok(documented(page, measure->name), "%s is documented", measure->name);
      ok(measure->title && measure->unit && measure->definition && measure->source, "%s is whole",
         measure->name);
      primary += measure->primary;
    }
    bool own = etho_assay_measure_count(assay) > 0; /* a table of outcomes brings its own measures */
    ok(!own || primary > 0, "%s has a primary response", etho_assay_name(assay));
    for (size_t r = 0; r < etho_assay_rule_count(assay); r++) {
      etho_rule rule;
      ok(documented(page, etho_assay_rule_name(assay, r)), "rule %s is documented",
         etho_assay_rule_name(assay, r));
      ok(etho_assay_rule_default(assay, r, &rule) && etho_assay_rule_summary(assay, r),
         "and has its usual threshold");
    }
  }
  free(page);
  return done();
}
