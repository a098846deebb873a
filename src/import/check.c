/* Impossible trials. */
#include <math.h>
#include <string.h>

#include "import/resolve.h"

static double number_of(const etho_trials *trials, size_t row, const char *name) {
  size_t column = etho_trials_find(trials, name);
  return column == ETHO_NOT_FOUND ? (double)NAN : etho_trials_number(trials, row, column);
}

enum { SAME_FROM = 3 };

/* Equal in every row: object names or a copied column, not two times. */
static void check_same(const etho_trials *trials, etho_issues *issues) {
  size_t n = 0, first = 0;
  for (size_t r = 0; r < etho_trials_rows(trials); r++) {
    double novel = number_of(trials, r, "novel_s"), familiar = number_of(trials, r, "familiar_s");
    if (isnan(novel) || isnan(familiar) || (novel == 0 && familiar == 0)) continue;
    if (novel != familiar) return;
    if (!n++) first = r;
  }
  if (n >= SAME_FROM)
    etho_issues_add(issues, "E-NOVEL-SAME", etho_trials_file(trials, first), etho_trials_line(trials, first),
                    0, "declare which columns hold the times at the novel and the familiar object",
                    "novel and familiar are equal in all %zu rows: these are hardly times", n);
}

void etho_trials_check(const etho_trials *trials, etho_issues *issues) {
  check_same(trials, issues);
}
