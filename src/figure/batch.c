/* All the figures of a study, in one gnuplot process. */
#include <string.h>

#include "base/file.h"
#include "figure/draw.h"

typedef struct batch {
  etho_plotter *plotter;
  const char *directory;
  const etho_figure_options *options;
  etho_figures *figures;
  size_t number; /* 1, or 2, 3, ... for further analyses of the same assay */
} batch;

/* "DIRECTORY/nor_di.svg", "DIRECTORY/nor_di-2.svg" for a second analysis of that assay. */
static void name_file(etho_text *out, const batch *b, const char *folder, const etho_drawing *d, const char *chart,
                      const char *ending) {
  etho_text_clear(out);
  etho_text_format(out, "%s%s/%s_%s", b->directory, folder, d->assay, chart);
  if (b->number > 1) etho_text_format(out, "-%zu", b->number);
  etho_text_format(out, ".%s", ending);
}

/* Is `wanted` one of the names in a list with commas? */
static bool asks_for(const char *list, const char *wanted) {
  for (const char *p = list; p; p = strchr(p, ',')) {
    p += *p == ',';
    size_t length = strcspn(p, ",");
    if (strlen(wanted) == length && strncmp(p, wanted, length) == 0) return true;
  }
  return false;
}

static etho_status queue_formats(batch *b, const etho_chart *chart, const etho_drawing *d, etho_error *error) {
  etho_text path = {0}, data_path = {0};
  name_file(&data_path, b, "/data", d, chart->name, "tsv");
  etho_status status = data_path.failed ? chart_no_memory(error) : ETHO_OK;
  if (status == ETHO_OK)
    status = etho_file_write(data_path.data, etho_text_get(&d->data), d->data.length, error);
  for (const char *p = b->options->formats; status == ETHO_OK && *p;) {
    size_t length = strcspn(p, ",");
    const char *format = etho_figure_format(p, length);
    if (!format) {
      status = etho_figure_format_unknown(p, error);
      break;
    }
    name_file(&path, b, "", d, chart->name, format);
    status = path.failed ? chart_no_memory(error)
                         : etho_drawing_queue(b->plotter, chart, d, format, path.data, data_path.data,
                                              b->figures, error);
    p += length + (p[length] == ',');
  }
  etho_text_free(&path);
  etho_text_free(&data_path);
  return status;
}

static etho_status one_chart(batch *b, size_t index, const etho_analysis *analysis, etho_error *error) {
  const etho_chart *chart = etho_chart_at(index);
  if (!chart->select || (b->options->charts && !asks_for(b->options->charts, chart->name))) return ETHO_OK;
  etho_arena *arena = etho_arena_new();
  if (!arena) return chart_no_memory(error);
  chart_source source;
  bool wanted = false;
  etho_status status = chart->select(analysis, arena, &source, &wanted, error);
  if (status == ETHO_OK && wanted) {
    etho_drawing d;
    bool tex = asks_for(b->options->formats, "tex");
    status = etho_drawing_build(chart, &source, b->options, tex, arena, &d, error);
    d.assay = etho_assay_name(etho_measures_assay(etho_analysis_measures(analysis)));
    if (status == ETHO_OK)
      status = queue_formats(b, chart, &d, error);
    else if (status == ETHO_ERR_DATA) { /* this analysis has nothing for this chart */
      status = ETHO_OK;
      if (error) *error = (etho_error){0};
    }
    etho_drawing_free(&d);
  }
  etho_arena_free(arena);
  return status;
}

static size_t earlier_of_assay(const etho_analysis *const *analyses, size_t index) {
  size_t earlier = 0;
  const etho_assay *assay = etho_measures_assay(etho_analysis_measures(analyses[index]));
  for (size_t a = 0; a < index; a++) earlier += etho_measures_assay(etho_analysis_measures(analyses[a])) == assay;
  return earlier;
}

etho_status etho_figures_begin(etho_plotter *plotter, const etho_analysis *const *analyses, size_t n_analyses,
                              const char *directory, const etho_figure_options *options,
                              etho_figures **figures, etho_error *error) {
  etho_figure_options standard = etho_figure_options_default();
  batch b = {.plotter = plotter, .directory = directory, .options = options ? options : &standard};
  standard = *b.options;
  if (!standard.formats) standard.formats = "svg";
  b.options = &standard;
  etho_text data_folder = {0};
  etho_text_format(&data_folder, "%s/data", directory);
  b.figures = etho_figures_new();
  etho_status status = b.figures && !data_folder.failed ? ETHO_OK : chart_no_memory(error);
  if (status == ETHO_OK) status = etho_directory_make(data_folder.data, error);
  for (size_t pass = 0; pass < 2; pass++)
    for (size_t a = 0; a < n_analyses && status == ETHO_OK; a++) {
      b.number = 1 + earlier_of_assay(analyses, a);
      for (size_t c = 0; c < etho_chart_count() && status == ETHO_OK; c++)
        if (etho_chart_at(c)->slow == (pass == 1)) status = one_chart(&b, c, analyses[a], error);
    }
  etho_text_free(&data_folder);
  if (status == ETHO_OK && figures)
    *figures = b.figures;
  else
    etho_figures_free(b.figures);
  return status;
}

etho_status etho_figures_finish(etho_plotter *plotter, etho_error *error) {
  return etho_plotter_flush(plotter, error);
}

etho_status etho_figures_draw(etho_plotter *plotter, const etho_analysis *const *analyses, size_t n_analyses,
                              const char *directory, const etho_figure_options *options,
                              etho_figures **figures, etho_error *error) {
  etho_figures *list = NULL;
  etho_status status = etho_figures_begin(plotter, analyses, n_analyses, directory, options, &list, error);
  if (status == ETHO_OK) status = etho_figures_finish(plotter, error);
  if (status == ETHO_OK && figures)
    *figures = list;
  else
    etho_figures_free(list);
  return status;
}
