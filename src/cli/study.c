/* What the commands on studies and data files share: their options, opening, stages. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/study.h"

const cli_option cli_options_study[] = {
    {.name = "assay", .letter = 'a', .argument = "NAME", .help = "nor, tmaze or ymaze (default: by the columns)"},
    {.name = "from", .argument = "FORMAT", .help = "file format: see `ethostat list formats` (default: by the content)"},
    {.name = "animals", .argument = "FILE", .repeatable = true, .help = "file with arm, sex, cage per animal, joined by id"},
    {.name = "cutoff", .argument = "S", .help = "latency at which a trial is ended (censored)"},
    {.name = "chance", .argument = "X", .help = "chance level of a maze as a share, such as 0.5 or 0.222"},
    {.name = "reentries", .argument = "HOW", .help = "same-arm re-entries: merge or keep"},
    {.name = "strict", .help = "count warnings as problems"},
    {.name = "quiet", .letter = 'q', .help = "no progress bar while many files are read"},
    {.name = NULL},
};

static bool read_options(const cli_args *args, cli_study *s) {
  etho_study_options *o = &s->options;
  *o = etho_study_options_default();
  size_t threads = 0;
  o->assay = cli_get(args, "assay"), o->from = cli_get(args, "from"), o->control = cli_get(args, "control");
  o->response = cli_get(args, "response"), o->phase = cli_get(args, "phase"), o->primary = cli_get(args, "primary");
  o->pairwise = cli_get(args, "pairwise"), o->reentries = cli_get(args, "reentries");
  o->strict = cli_has(args, "strict"), o->seed_given = cli_has(args, "seed");
  o->theme = cli_get(args, "theme"), o->palette = cli_get(args, "palette"), o->error_bar = cli_get(args, "error");
  o->labels = cli_get(args, "labels"), o->order = cli_get(args, "order"), o->charts = cli_get(args, "charts");
  o->hide_ns = cli_has(args, "hide-ns");
  s->animals = calloc(args->n_given + 1, sizeof *s->animals);
  if (!s->animals) return false;
  while ((s->animals[o->n_animals] = cli_nth(args, "animals", o->n_animals))) o->n_animals++;
  o->animals = s->animals;
  bool good = cli_dialect(args, &o->dialect) && cli_number(args, "cutoff", &o->cutoff_s) &&
              cli_number(args, "chance", &o->chance) && cli_number(args, "conf", &o->conf_level) &&
              cli_number(args, "equivalence", &o->equivalence) && cli_number(args, "width", &o->width_mm) && cli_count(args, "resamples", 1, &o->resamples) &&
              cli_count(args, "threads", 1, &threads) && cli_seed(args, &o->seed);
  o->threads = (int)(threads < 1024 ? threads : 1024);
  if (good && cli_has(args, "conf") && !(o->conf_level > 0 && o->conf_level < 1))
    return cli_usage("such as 0.95", "--conf must lie between 0 and 1"), false;
  if (good && o->reentries && strcmp(o->reentries, "merge") != 0 && strcmp(o->reentries, "keep") != 0)
    return cli_usage("merge or keep", "--reentries cannot be '%.40s'", o->reentries), false;
  return good;
}

bool cli_study_try(const cli_args *args, const char *command, cli_study *s, int *status, etho_error *error) {
  *s = (cli_study){.issues = etho_issues_new()};
  *status = EXIT_USAGE;
  *error = (etho_error){0};
  if (!s->issues) {
    *status = cli_fail(&(etho_error){.status = ETHO_ERR_MEMORY, .message = "out of memory"});
    return false;
  }
  if (!read_options(args, s)) return false;
  s->options.command = command;
  cli_progress_init(&s->progress, cli_has(args, "quiet"));
  s->options.progress = cli_progress_step, s->options.progress_context = &s->progress;
  *status = EXIT_DONE;
  return etho_study_open(args->positional, args->n_positional, &s->options, &s->study, s->issues, error) == ETHO_OK;
}

bool cli_study_open(const cli_args *args, const char *command, cli_study *s, int *status) {
  etho_error error;
  if (cli_study_try(args, command, s, status, &error)) return true;
  if (*status != EXIT_DONE) return false;
  cli_print_issues(s->issues, ETHO_WARNING);
  bool listed = error.status == ETHO_ERR_DATA && etho_issues_count_of(s->issues, ETHO_PROBLEM);
  *status = listed ? EXIT_DATA : cli_fail(&error);
  return false;
}

bool cli_study_stages(cli_study *s, cli_stage last, int *status) {
  static etho_status (*const stages[])(etho_study *, etho_issues *, etho_error *) = {
      etho_study_import, etho_study_measure, etho_study_analyze};
  etho_error error = {0};
  etho_status result = ETHO_OK;
  if (last > STAGE_IMPORT) etho_study_sum_from(s->study, CLI_SUM_FROM);
  for (size_t i = 0; i <= (size_t)last && result == ETHO_OK; i++) result = stages[i](s->study, s->issues, &error);
  cli_progress_clear(&s->progress);
  cli_print_issues(s->issues, ETHO_WARNING);
  *status = result == ETHO_OK ? EXIT_DONE : cli_told(s->issues, &error) ? EXIT_DATA : cli_fail(&error);
  return result == ETHO_OK;
}

void cli_study_close(cli_study *s) {
  etho_study_free(s->study);
  etho_issues_free(s->issues);
  free(s->animals);
}
