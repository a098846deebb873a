/* Captions and alt texts: what a reader must know to read the figure, from what was drawn. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "figure/chart.h"

void chart_caption_groups(chart_job *job, const chart_groups *groups) {
  etho_text *c = &job->caption;
  etho_text_format(c, " n = ");
  for (size_t g = 0; g < groups->n; g++) {
    const char *label = chart_short(job, groups->group[g].label);
    etho_text_format(c, "%s%zu %s", g ? ", " : "", groups->group[g].n, label ? label : "");
  }
  etho_text_format(c, " (%s).", chart_unit(job, 2));
}

/* "Holm" for an adjustment that has a name of its own; NULL for a procedure that adjusts by itself. */
static const char *adjustment(const etho_rows *rows) {
  static const char *const known[][2] = {{"bonferroni", "Bonferroni"},
                                         {"sidak", "\xC5\xA0id\xC3\xA1k"},
                                         {"holm", "Holm"},
                                         {"holm_sidak", "Holm\xE2\x80\x93\xC5\xA0id\xC3\xA1k"},
                                         {"hochberg", "Hochberg"},
                                         {"hommel", "Hommel"},
                                         {"bh", "Benjamini\xE2\x80\x93Hochberg"},
                                         {"by", "Benjamini\xE2\x80\x93Yekutieli"}};
  const char *name = etho_row_get_text(etho_rows_at(rows, 0), "adjust");
  for (size_t i = 0; name && i < sizeof known / sizeof *known; i++)
    if (strcmp(name, known[i][0]) == 0) return known[i][1];
  return NULL;
}

void chart_caption_comparisons(chart_job *job, const chart_page *page) {
  etho_text *c = &job->caption;
  const char *method =
      job->source->comparison_method ? job->source->comparison_method : "pairwise comparisons";
  if (page->n_brackets) {
    const char *adjust = adjustment(job->source->comparisons);
    bool adjusted = isfinite(etho_row_get_number(etho_rows_at(job->source->comparisons, 0), "p_adjusted"));
    etho_text_format(c, " Brackets: %s, %s%s%s.", method,
                     adjusted ? "p adjusted for all comparisons" : "p not adjusted", adjust ? " after " : "",
                     adjust ? adjust : "");
    if (page->n_left_out)
      etho_text_format(c, " %zu comparisons with larger p are not shown; they are in the table.", page->n_left_out);
    if (job->options->hide_ns) etho_text_append(c, " Comparisons with p \xE2\x89\xA5 .05 are not shown.");
  } else if (page->letters) {
    etho_text_format(c, " Groups that share a letter do not differ (%s, p \xE2\x89\xA5 .05).", method);
  }
}

void chart_alt_groups(chart_job *job, const chart_groups *groups, const char *kind) {
  etho_text *a = &job->alt;
  const char *title = chart_short(job, chart_value_title(job));
  etho_text_format(a, "%s of %s in %zu group%s: ", kind, title ? title : "", groups->n,
                   groups->n == 1 ? "" : "s");
  for (size_t g = 0; g < groups->n; g++) {
    const chart_group *group = &groups->group[g];
    const char *label = chart_short(job, group->label);
    etho_text_format(a, "%s%s ", g ? "; " : "", label ? label : "");
    if (isfinite(group->centre)) etho_text_format(a, "%.3g", group->centre);
    if (isfinite(group->low) && isfinite(group->high))
      etho_text_format(a, " (%.3g to %.3g)", group->low, group->high);
    etho_text_format(a, ", n = %zu", group->n);
  }
  etho_text_append(a, ".");
  if (job->source->finding) etho_text_format(a, " %s", job->source->finding);
}
