/* One chart, on demand: from columns or results that the caller has. */
#include <string.h>

#include "base/file.h"
#include "figure/draw.h"
#include "figure/plotter.h"

static etho_status find_chart(const char *name, const etho_chart **chart, etho_error *error) {
  *chart = etho_chart_find(name);
  if (*chart) return ETHO_OK;
  etho_text near = {0};
  const char *names[64];
  size_t n = 0;
  for (; n < etho_chart_count() && n < 64; n++) names[n] = etho_chart_name(n);
  etho_nearest_names(&near, name, names, n);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no chart '%.100s'", name);
  if (near.length)
    etho_error_hint(error, "did you mean %s? `ethostat list charts` names all", near.data);
  else
    etho_error_hint(error, "`ethostat list charts` names them all");
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

static unsigned given_roles(const etho_input *in) {
  unsigned roles = 0;
  if (!in) return 0;
  if (in->value) roles |= ETHO_ROLE_VALUE;
  if (in->by.code) roles |= ETHO_ROLE_BY;
  if (in->subject.code) roles |= ETHO_ROLE_SUBJECT;
  if (in->cluster.code) roles |= ETHO_ROLE_CLUSTER;
  if (in->n_within) roles |= ETHO_ROLE_WITHIN;
  if (in->n_between) roles |= ETHO_ROLE_BETWEEN;
  if (in->category.code) roles |= ETHO_ROLE_CATEGORY;
  if (in->x && in->y) roles |= ETHO_ROLE_XY;
  if (in->count) roles |= ETHO_ROLE_COUNT;
  if (in->total) roles |= ETHO_ROLE_TOTAL;
  if (in->time) roles |= ETHO_ROLE_TIME;
  if (in->event) roles |= ETHO_ROLE_EVENT;
  if (in->p) roles |= ETHO_ROLE_P;
  return roles;
}

static etho_status check_roles(const etho_chart *chart, const etho_plot_data *data, etho_error *error) {
  bool enough = chart->rows ? data->rows != NULL
                            : data->input && (given_roles(data->input) & chart->roles) == chart->roles;
  if (enough) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_USAGE, "the chart '%s' needs %s", chart->name, chart->needs);
  etho_error_hint(error,
                  "name the columns, for example: ethostat plot %s FILE.csv --value discrimination_index "
                  "--by arm -o %s.svg",
                  chart->name, chart->name);
  return ETHO_ERR_USAGE;
}

/* The p-values for the brackets, from the procedure that the caller names. */
static etho_status compare(const etho_plot_data *data, chart_source *source, etho_rows **rows,
                           etho_error *error) {
  if (!data->compare || !data->input) return ETHO_OK;
  const etho_procedure *procedure = etho_procedure_find(data->compare);
  if (!procedure) return etho_error_set(error, ETHO_ERR_USAGE, "there is no test '%.100s'", data->compare);
  if (!(*rows = etho_rows_new())) return chart_no_memory(error);
  etho_input input = chart_input_for(procedure, data->input);
  etho_status status = etho_procedure_run(procedure, &input, data->options, *rows, error);
  source->comparisons = *rows;
  source->comparison_method = procedure->method;
  return status;
}

static etho_status path_format(const char *path, const char **format, etho_error *error) {
  const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
  if (strcmp(path, "-") == 0) return *format = "svg", ETHO_OK;
  if (!dot || (slash && dot < slash)) {
    etho_error_set(error, ETHO_ERR_USAGE, "the name of the figure '%.200s' does not end in its format", path);
    etho_error_hint(error, "let it end in .svg, .pdf, .png, .eps or .tex");
    return ETHO_ERR_USAGE;
  }
  *format = etho_figure_format(dot + 1, strlen(dot + 1));
  return *format ? ETHO_OK : etho_figure_format_unknown(dot + 1, error);
}

static etho_status draw_one(etho_plotter *plotter, const etho_chart *chart, const chart_source *source,
                            const etho_figure_options *options, const char *path, const char *data_path,
                            etho_figures *figures, etho_error *error) {
  const char *format;
  etho_status status = path_format(path, &format, error);
  if (status != ETHO_OK) return status;
  etho_arena *arena = etho_arena_new();
  if (!arena) return chart_no_memory(error);
  etho_drawing d;
  status = etho_drawing_build(chart, source, options, strcmp(format, "tex") == 0, arena, &d, error);
  if (status == ETHO_OK && data_path)
    status = etho_file_write(data_path, etho_text_get(&d.data), d.data.length, error);
  if (status == ETHO_OK)
    status = etho_drawing_queue(plotter, chart, &d, format, path, data_path, figures, error);
  etho_drawing_free(&d);
  etho_arena_free(arena);
  return status == ETHO_OK ? etho_plotter_flush(plotter, error) : status;
}

etho_status etho_plot_draw(etho_plotter *plotter, const char *name, const etho_plot_data *data,
                           const etho_figure_options *options, const char *path, const char *data_path,
                           etho_figures **figures, etho_error *error) {
  const etho_chart *chart;
  etho_status status = find_chart(name, &chart, error);
  if (status == ETHO_OK) status = check_roles(chart, data, error);
  if (status != ETHO_OK) return status;
  etho_figure_options standard = etho_figure_options_default();
  etho_options statistics = data->options ? *data->options : etho_options_default();
  chart_source source = {.input = data->input,
                         .rows = data->rows,
                         .options = &statistics,
                         .value_title = data->title,
                         .x_title = data->x_title,
                         .chance = data->chance,
                         .low = data->low,
                         .high = data->high};
  etho_rows *compared = NULL;
  etho_figures *list = etho_figures_new();
  status = list ? compare(data, &source, &compared, error) : chart_no_memory(error);
  if (status == ETHO_OK)
    status = draw_one(plotter, chart, &source, options ? options : &standard, path, data_path, list, error);
  etho_rows_free(compared);
  if (status == ETHO_OK && figures)
    *figures = list;
  else
    etho_figures_free(list);
  return status;
}

/* A table of results: every cell that is a number becomes one, the rest is text. */
static etho_rows *rows_of(const etho_table *table) {
  etho_rows *rows = etho_rows_new();
  for (size_t r = 0; r < etho_table_rows(table); r++) {
    etho_row *row = etho_rows_add(rows);
    for (size_t c = 0; c < etho_table_columns(table); c++) {
      double value;
      const char *name = etho_table_header(table, c), *text = etho_table_text(table, r, c);
      bool label = strncmp(name, "group", 5) == 0 || strcmp(name, "arm") == 0 || strcmp(name, "term") == 0;
      if (!label && etho_table_number(table, r, c, &value))
        etho_row_number(row, name, value);
      else if (label || !etho_table_missing(table, r, c))
        etho_row_text(row, name, text);
    }
  }
  return rows;
}

static etho_status plot_rows(etho_plotter *plotter, const char *name, const etho_table *table,
                             const etho_plot_data *data, const etho_figure_options *options, const char *path,
                             const char *data_path, etho_figures **figures, etho_error *error) {
  etho_plot_data with = *data;
  etho_rows *rows = rows_of(table);
  with.rows = rows, with.input = NULL, with.compare = NULL;
  etho_status status = rows && etho_rows_status(rows) == ETHO_OK
                           ? etho_plot_draw(plotter, name, &with, options, path, data_path, figures, error)
                           : chart_no_memory(error);
  etho_rows_free(rows);
  return status;
}

etho_status etho_plot_table(etho_plotter *plotter, const char *name, const etho_table *table,
                            const etho_selection *selection, const etho_plot_data *data,
                            const etho_figure_options *options, const char *path, const char *data_path,
                            etho_figures **figures, etho_issues *issues, etho_error *error) {
  etho_plot_data with = data ? *data : etho_plot_data_default();
  const etho_chart *chart;
  etho_status status = find_chart(name, &chart, error);
  if (status != ETHO_OK) return status;
  if (chart->rows) return plot_rows(plotter, name, table, &with, options, path, data_path, figures, error);
  etho_frame *frame = NULL;
  status = etho_frame_new(table, selection, &frame, issues, error);
  if (status != ETHO_OK) return status;
  with.input = etho_frame_input(frame);
  if (!with.x_title) with.x_title = selection->x;
  if (!with.title && selection->x) with.title = selection->y;
  status = etho_plot_draw(plotter, name, &with, options, path, data_path, figures, error);
  etho_frame_free(frame);
  return status;
}
