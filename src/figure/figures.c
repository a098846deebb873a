/* Options and the list of figures that were drawn. */
#include <math.h>
#include <stdlib.h>

#include "figure/draw.h"
#include "figure/palette.h"

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

etho_figures *etho_figures_new(void) {
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

bool etho_figures_add(etho_figures *figures, const etho_figure *figure) {
  etho_figure *grown =
      etho_arena_grow(figures->arena, figures->figure, &figures->capacity, figures->n + 1, sizeof *grown);
  if (!grown) return false;
  figures->figure = grown;
  etho_figure copy = *figure;
  const char **text[] = {&copy.chart, &copy.file, &copy.data_file, &copy.caption, &copy.alt, &copy.assay};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++)
    if (*text[i] && !(*text[i] = etho_arena_text(figures->arena, *text[i]))) return false;
  figures->figure[figures->n++] = copy;
  return true;
}
