/* From a source to the figures in a plotter's queue. */
#include "figure/draw.h"

#include <math.h>
#include <string.h>

#include "base/file.h"

static const char *const formats[] = {"svg", "pdf", "png", "eps", "tex"};

const char *etho_figure_format(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (strlen(formats[i]) == length && strncmp(formats[i], name, length) == 0) return formats[i];
  return NULL;
}

etho_status etho_figure_format_unknown(const char *name, etho_error *error) {
  etho_error_set(error, ETHO_ERR_USAGE, "there is no figure format '%.60s'", name);
  etho_error_hint(error, "use svg, pdf, png, eps or tex");
  return ETHO_ERR_USAGE;
}

void etho_drawing_free(etho_drawing *d) {
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

static etho_status check_charts(const char *charts, etho_error *error) {
  const char *names[64];
  size_t n = 0;
  for (; n < etho_chart_count() && n < sizeof names / sizeof *names; n++) names[n] = etho_chart_name(n);
  for (const char *p = charts ? charts : ""; *p;) {
    size_t length = strcspn(p, ",");
    bool known = false;
    for (size_t i = 0; i < n; i++) known = known || (strlen(names[i]) == length && strncmp(names[i], p, length) == 0);
    if (!known) {
      etho_error_set(error, ETHO_ERR_USAGE, "there is no chart '%.*s'", (int)(length < 80 ? length : 80), p);
      etho_error_hint(error, "`ethostat list charts` shows them all");
      return ETHO_ERR_USAGE;
    }
    p += length + (p[length] == ',');
  }
  return ETHO_OK;
}

static etho_status check_formats(const char *list, etho_error *error) {
  for (const char *p = list ? list : ""; *p;) {
    size_t length = strcspn(p, ",");
    if (!etho_figure_format(p, length)) return etho_figure_format_unknown(p, error);
    p += length + (p[length] == ',');
  }
  return ETHO_OK;
}

etho_status etho_figure_options_check(const etho_figure_options *options, etho_error *error) {
  const etho_palette *palette;
  const etho_theme *theme;
  chart_job job = {.options = options};
  etho_status status = check_options(options, error);
  if (status == ETHO_OK) status = chart_check_bar(&job, error);
  if (status == ETHO_OK) status = etho_palette_find(options->palette, &palette, error);
  if (status == ETHO_OK) status = etho_theme_find(options->theme, &theme, error);
  if (status == ETHO_OK) status = check_formats(options->formats, error);
  return status == ETHO_OK ? check_charts(options->charts, error) : status;
}

/* Build the chart's data file, caption and alt text; once more with text for LaTeX when that is asked for. */
etho_status etho_drawing_build(const etho_chart *chart, const chart_source *source,
                               const etho_figure_options *options, bool tex, etho_arena *arena,
                               etho_drawing *d, etho_error *error) {
  *d = (etho_drawing){.arena = arena, .job = {.source = source, .options = options, .arena = arena}};
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

etho_status etho_drawing_queue(etho_plotter *plotter, const etho_chart *chart, const etho_drawing *d,
                               const char *format, const char *path, const char *data_path,
                               etho_figures *figures, etho_error *error) {
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
  etho_figure figure = {
      chart->name, path, data_path, etho_text_get(&d->job.caption), etho_text_get(&d->job.alt), d->assay};
  if (!etho_figures_add(figures, &figure)) return chart_no_memory(error);
  return etho_plotter_queue(plotter, &job, error);
}
