/* ethostat list: what there is, from the registries. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static void option_names(unsigned honoured, char *out, size_t size) {
  size_t length = 0;
  out[0] = '\0';
  for (const cli_option *option = cli_options_stats; option->name; option++)
    if (honoured & option->honoured && length < size)
      length += (size_t)snprintf(out + length, size - length, "%s--%s", length ? " " : "", option->name);
}

static void list_tests(etho_rows *rows) {
  for (size_t i = 0; i < etho_procedure_count(); i++) {
    const etho_procedure *p = etho_procedure_at(i);
    etho_row *row = etho_rows_add(rows);
    char honoured[512];
    option_names(p->options, honoured, sizeof honoured);
    etho_row_text(row, "name", p->name);
    etho_row_text(row, "summary", p->summary);
    etho_row_text(row, "data", p->shape);
    etho_row_text(row, "options", honoured);
    etho_row_text(row, "variants", p->variants ? p->variants : "");
    etho_row_text(row, "statistics", p->statistics ? p->statistics : "");
    etho_row_text(row, "source", p->source);
  }
}

static void list_adjustments(etho_rows *rows) {
  for (size_t i = 0; etho_adjust_name(i); i++) etho_row_text(etho_rows_add(rows), "name", etho_adjust_name(i));
}

static void list_formats(etho_rows *rows) {
  for (size_t i = 0; i < etho_format_count(); i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "name", etho_format_name(i));
    etho_row_text(row, "summary", etho_format_summary(i));
  }
}

static void list_columns(etho_rows *rows) {
  for (size_t i = 0; i < etho_role_count(); i++) {
    const etho_role_info *role = etho_role_at(i);
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "name", role->name);
    etho_row_text(row, "kind", role->kind);
    etho_row_text(row, "meaning", role->meaning);
    etho_row_text(row, "synonyms", role->synonyms);
  }
}

static void list_assays(etho_rows *rows) {
  for (size_t i = 0; i < etho_assay_count(); i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "name", etho_assay_name(etho_assay_at(i)));
    etho_row_text(row, "summary", etho_assay_summary(etho_assay_at(i)));
  }
}

static void list_measures(etho_rows *rows) {
  for (size_t a = 0; a < etho_assay_count(); a++)
    for (size_t m = 0; m < etho_assay_measure_count(etho_assay_at(a)); m++) {
      const etho_measure *measure = etho_assay_measure_at(etho_assay_at(a), m);
      etho_row *row = etho_rows_add(rows);
      etho_row_text(row, "assay", etho_assay_name(etho_assay_at(a)));
      etho_row_text(row, "name", measure->name);
      etho_row_text(row, "title", measure->title);
      etho_row_text(row, "unit", measure->unit);
      etho_row_text(row, "definition", measure->definition);
      etho_row_text(row, "source", measure->source);
    }
}

static void list_rules(etho_rows *rows) {
  for (size_t a = 0; a < etho_assay_count(); a++)
    for (size_t r = 0; r < etho_assay_rule_count(etho_assay_at(a)); r++) {
      etho_row *row = etho_rows_add(rows);
      etho_row_text(row, "assay", etho_assay_name(etho_assay_at(a)));
      etho_row_text(row, "name", etho_assay_rule_name(etho_assay_at(a), r));
      etho_row_text(row, "summary", etho_assay_rule_summary(etho_assay_at(a), r));
    }
}

static void list_charts(etho_rows *rows) {
  for (size_t i = 0; i < etho_chart_count(); i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "name", etho_chart_name(i));
    etho_row_text(row, "summary", etho_chart_summary(i));
    etho_row_text(row, "data", etho_chart_needs(i));
  }
}

static void list_designs(etho_rows *rows) {
  for (size_t i = 0; i < etho_power_design_count(); i++) {
    const etho_power_design *design = etho_power_design_at(i);
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "name", design->name);
    etho_row_text(row, "summary", design->summary);
    etho_row_text(row, "data", design->needs);
    etho_row_text(row, "effect", design->effect_name);
    etho_row_text(row, "source", design->source);
  }
}

static void list_names(etho_rows *rows, size_t count, const char *name(size_t)) {
  for (size_t i = 0; i < count; i++) etho_row_text(etho_rows_add(rows), "name", name(i));
}

static void list_palettes(etho_rows *rows) {
  list_names(rows, etho_figure_palette_count(), etho_figure_palette_name);
}

static void list_themes(etho_rows *rows) {
  list_names(rows, etho_figure_theme_count(), etho_figure_theme_name);
}

static void list_renderers(etho_rows *rows) {
  for (size_t i = 0; i < etho_renderer_count(); i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "name", etho_renderer_name(i));
    etho_row_text(row, "summary", etho_renderer_summary(i));
  }
}

static const struct { const char *name, *summary; void (*list)(etho_rows *rows); } kinds[] = {
    {"tests", "procedures of `ethostat test`", list_tests},
    {"adjustments", "what --adjust takes", list_adjustments},
    {"formats", "lab exports that are read", list_formats},
    {"columns", "column roles and the headers that are recognised", list_columns},
    {"assays", "what kinds of experiment", list_assays},
    {"measures", "what is computed per animal", list_measures},
    {"rules", "exclusion rules for study.json", list_rules},
    {"charts", "figures of `ethostat plot`", list_charts},
    {"palettes", "colours of `ethostat plot`", list_palettes},
    {"themes", "looks of `ethostat plot`", list_themes},
    {"designs", "designs of `ethostat power`", list_designs},
    {"renderers", "what --format takes", list_renderers},
};

enum { N_KINDS = sizeof kinds / sizeof *kinds };

static void list_kinds(etho_rows *rows) {
  for (size_t i = 0; i < N_KINDS; i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "kind", kinds[i].name);
    etho_row_text(row, "summary", kinds[i].summary);
  }
}

static bool fill(const char *kind, etho_rows *rows) {
  if (!kind) {
    list_kinds(rows);
    return true;
  }
  const char *names[N_KINDS];
  for (size_t i = 0; i < N_KINDS; i++) {
    names[i] = kinds[i].name;
    size_t length = strlen(kinds[i].name);
    bool singular = strlen(kind) == length - 1 && strncmp(kind, kinds[i].name, length - 1) == 0;
    if (strcmp(kind, kinds[i].name) == 0 || singular) {
      kinds[i].list(rows);
      return true;
    }
  }
  char near[256];
  cli_suggest(near, sizeof near, kind, names, N_KINDS);
  cli_usage(near[0] ? near : "`ethostat list` shows the kinds", "there is no list of '%.80s'", kind);
  return false;
}

/* name and summary, one line each: the other fields are for --format json and csv. */
static int print_brief(const etho_rows *rows) {
  size_t width = 0;
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    size_t length = strlen(etho_row_at(etho_rows_at(rows, i), 0)->text);
    const etho_row *row = etho_rows_at(rows, i);
    const char *name = etho_row_get_text(row, "name");
    if (name) length = strlen(name);
    if (length > width) width = length;
  }
  const char *last = NULL;
  for (size_t i = 0; i < etho_rows_count(rows); i++) {
    const etho_row *row = etho_rows_at(rows, i);
    const char *assay = etho_row_get_text(row, "assay"), *name = etho_row_get_text(row, "name");
    const char *summary = etho_row_get_text(row, "summary"), *definition = etho_row_get_text(row, "definition");
    if (assay && (!last || strcmp(last, assay) != 0)) printf("%s%s\n", last ? "\n" : "", assay);
    last = assay;
    if (!summary) summary = definition ? definition : etho_row_get_text(row, "meaning");
    printf("%s%-*s  %s\n", assay ? "  " : "", (int)width, name ? name : etho_row_get_text(row, "kind"), summary ? summary : "");
    const char *data = etho_row_get_text(row, "data"), *source = etho_row_get_text(row, "source");
    if (data) printf("%-*s    data: %s\n", (int)width, "", data);
    if (data && source) printf("%-*s    source: %s\n", (int)width, "", source);
  }
  return EXIT_DONE;
}

static int run_list(const cli_args *args) {
  const char *format = cli_format(args, "text,json,csv,markdown,html,latex");
  if (!format) return EXIT_USAGE;
  etho_rows *rows = etho_rows_new();
  int status = EXIT_USAGE;
  if (rows && fill(args->n_positional ? args->positional[0] : NULL, rows))
    status = strcmp(format, "text") == 0 ? print_brief(rows) : cli_write_rows(rows, format);
  etho_rows_free(rows);
  return status;
}

static const cli_option *const options[] = {cli_options_output, cli_options_common, NULL};

const cli_command cli_list_command = {
    .name = "list",
    .arguments = "[KIND]",
    .summary = "what there is: tests, formats, columns, assays, measures, rules, charts, renderers",
    .examples = "  ethostat list tests\n  ethostat list measures --format json | jq -r '.[].name'",
    .max_positional = 1,
    .options = options,
    .run = run_list,
};
