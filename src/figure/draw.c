/* From data to figures: the public functions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "figure/charts.h"
#include "figure/plotter.h"

struct etho_figures {
  etho_arena *arena;
  etho_figure *figure;
  size_t n, capacity;
};

etho_figure_options etho_figure_options_default(void) {
  return (etho_figure_options){
      .formats = "svg", .width_mm = 85, .error_bar = "ci", .labels = "auto", .order = "data"};
}

etho_plot_data etho_plot_data_default(void) {
  return (etho_plot_data){.chance = (double)NAN, .low = (double)NAN, .high = (double)NAN};
}

size_t etho_figure_palette_count(void) {
  return etho_palette_count();
}

const char *etho_figure_palette_name(size_t index) {
  const etho_palette *palette = etho_palette_at(index);
  return palette ? palette->name : NULL;
}

size_t etho_figure_theme_count(void) {
  return etho_theme_count();
}

const char *etho_figure_theme_name(size_t index) {
  const etho_theme *theme = etho_theme_at(index);
  return theme ? theme->name : NULL;
}

/* ---- the list of figures ---- */

static etho_figures *figures_new(void) {
  etho_figures *figures = calloc(1, sizeof *figures);
  if (figures && !(figures->arena = etho_arena_new())) {
    free(figures);
    return NULL;
  }
  return figures;
}

void etho_figures_free(etho_figures *figures) {
  if (!figures) return;
  etho_arena_free(figures->arena);
  free(figures);
}

size_t etho_figures_count(const etho_figures *figures) {
  return figures ? figures->n : 0;
}

const etho_figure *etho_figures_at(const etho_figures *figures, size_t index) {
  return figures && index < figures->n ? &figures->figure[index] : NULL;
}

static bool figures_add(etho_figures *figures, const etho_figure *figure) {
  etho_figure *grown =
      etho_arena_grow(figures->arena, figures->figure, &figures->capacity, figures->n + 1, sizeof *grown);
  if (!grown) return false;
  figures->figure = grown;
  etho_figure copy = *figure;
  const char **text[] = {&copy.chart, &copy.file, &copy.data_file, &copy.caption, &copy.alt};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++)
    if (*text[i] && !(*text[i] = etho_arena_text(figures->arena, *text[i]))) return false;
  figures->figure[figures->n++] = copy;
  return true;
}

/* ---- one chart ---- */

static const char *const formats[] = {"svg", "pdf", "png", "eps", "tex"};

static const char *known_format(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (strlen(formats[i]) == length && strncmp(formats[i], name, length) == 0) return formats[i];
  return NULL;
}

static etho_status unknown_format(const char *name, etho_error *error) {
  etho_error_set(error, ETHO_ERR_USAGE, "there is no figure format '%.60s'", name);
  etho_error_hint(error, "use svg, pdf, png, eps or tex");
  return ETHO_ERR_USAGE;
}

typedef struct drawing {
  etho_arena *arena;
  etho_sheet sheet, tex_sheet;
  chart_job job;
  etho_text data, tex_data;
} drawing;

static void drawing_free(drawing *d) {
  etho_sheet_free(&d->sheet);
  etho_sheet_free(&d->tex_sheet);
  etho_text_free(&d->job.caption);
  etho_text_free(&d->job.alt);
  etho_text_free(&d->data);
  etho_text_free(&d->tex_data);
}

static etho_status check_options(const etho_figure_options *o, etho_error *error) {
  static const char *const labels[] = {"auto", "p", "stars", "both", "letters", "none"};
  if (!(o->width_mm >= 40 && o->width_mm <= 400)) {
    etho_error_set(error, ETHO_ERR_USAGE, "a figure cannot be %g mm wide", o->width_mm);
    etho_error_hint(error, "use 40 to 400 mm: journals take 85 (one column), 114 or 174 (two columns)");
    return ETHO_ERR_USAGE;
  }
  bool known = !o->labels;
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    known = known || strcmp(o->labels, labels[i]) == 0;
  if (known) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_USAGE, "comparisons cannot be labelled with '%.60s'", o->labels);
  etho_error_hint(error, "use auto, p, stars, both, letters or none");
  return ETHO_ERR_USAGE;
}

static etho_status build_once(const etho_chart *chart, chart_job *job, etho_sheet *sheet, etho_text *data,
                              etho_error *error) {
  job->sheet = sheet;
  etho_text_clear(&job->caption);
  etho_text_clear(&job->alt);
  etho_status status = chart->build(job, error);
  if (status == ETHO_OK &&
      (etho_sheet_write(sheet, data) != ETHO_OK || job->caption.failed || job->alt.failed))
    status = chart_no_memory(error);
  return status;
}

/* Build the chart's data file, caption and alt text; once more with text for LaTeX when that is asked for. */
static etho_status build(const etho_chart *chart, const chart_source *source,
                         const etho_figure_options *options, bool tex, etho_arena *arena, drawing *d,
                         etho_error *error) {
  *d = (drawing){.arena = arena, .job = {.source = source, .options = options, .arena = arena}};
  etho_status status = check_options(options, error);
  if (status == ETHO_OK) status = etho_palette_find(options->palette, &d->job.palette, error);
  if (status == ETHO_OK) status = etho_theme_find(options->theme, &d->job.theme, error);
  if (status == ETHO_OK && tex) {
    d->tex_sheet.tex = true;
    status = build_once(chart, &d->job, &d->tex_sheet, &d->tex_data, error);
  }
  if (status == ETHO_OK) status = build_once(chart, &d->job, &d->sheet, &d->data, error);
  return status;
}

static etho_status queue(etho_plotter *plotter, const etho_chart *chart, const drawing *d, const char *format,
                         const char *path, const char *data_path, etho_figures *figures, etho_error *error) {
  etho_plot_job job = {.script = chart->script,
                       .data = etho_text_get(&d->data),
                       .format = format,
                       .width_mm = d->job.options->width_mm,
                       .height_mm = round(d->sheet.height_mm * 1000) / 1000,
                       .alt = etho_text_get(&d->job.alt),
                       .name = chart->summary,
                       .path = path,
                       .data_path = data_path,
                       .tex_data = d->tex_data.length ? etho_text_get(&d->tex_data) : NULL};
  etho_figure figure = {chart->name, path, data_path, etho_text_get(&d->job.caption),
                        etho_text_get(&d->job.alt)};
  if (!figures_add(figures, &figure)) return chart_no_memory(error);
  return etho_plotter_queue(plotter, &job, error);
}

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
  *format = known_format(dot + 1, strlen(dot + 1));
  return *format ? ETHO_OK : unknown_format(dot + 1, error);
}

static etho_status draw_one(etho_plotter *plotter, const etho_chart *chart, const chart_source *source,
                            const etho_figure_options *options, const char *path, const char *data_path,
                            etho_figures *figures, etho_error *error) {
  const char *format;
  etho_status status = path_format(path, &format, error);
  if (status != ETHO_OK) return status;
  etho_arena *arena = etho_arena_new();
  if (!arena) return chart_no_memory(error);
  drawing d;
  status = build(chart, source, options, strcmp(format, "tex") == 0, arena, &d, error);
  if (status == ETHO_OK && data_path)
    status = etho_file_write(data_path, etho_text_get(&d.data), d.data.length, error);
  if (status == ETHO_OK) status = queue(plotter, chart, &d, format, path, data_path, figures, error);
  drawing_free(&d);
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
                         .chance = data->chance,
                         .low = data->low,
                         .high = data->high};
  etho_rows *compared = NULL;
  etho_figures *list = figures_new();
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

etho_status etho_plot_table(etho_plotter *plotter, const char *name, const etho_table *table,
                            const etho_selection *selection, const etho_plot_data *data,
                            const etho_figure_options *options, const char *path, const char *data_path,
                            etho_figures **figures, etho_issues *issues, etho_error *error) {
  etho_frame *frame = NULL;
  etho_status status = etho_frame_new(table, selection, &frame, issues, error);
  if (status != ETHO_OK) return status;
  etho_plot_data with = data ? *data : etho_plot_data_default();
  with.input = etho_frame_input(frame);
  status = etho_plot_draw(plotter, name, &with, options, path, data_path, figures, error);
  etho_frame_free(frame);
  return status;
}
