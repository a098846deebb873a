/* figure/plotter.h - a queue of figures for one gnuplot process. */
#ifndef ETHO_FIGURE_PLOTTER_H
#define ETHO_FIGURE_PLOTTER_H

#include "base/text.h"
#include "ethostat/figure.h"

/* One figure to draw: a script, its data, and where the result goes. All text is copied. */
typedef struct etho_plot_job {
  const char *script;   /* "dots" */
  const char *data;     /* the data file's text */
  const char *tex_data; /* the same with text escaped for LaTeX; only for format tex */
  const char *format;   /* "svg", "pdf", "png", "eps", "tex" */
  double width_mm, height_mm;
  const char *alt;       /* goes into the SVG as its description */
  const char *name;      /* title of the SVG */
  const char *path;      /* the figure */
  const char *data_path; /* where the data are kept, as the user knows it; NULL = not kept */
} etho_plot_job;

etho_status etho_plotter_queue(etho_plotter *plotter, const etho_plot_job *job, etho_error *error);
/* Draw all that is queued, in one process; put finished figures in place. When one fails the others are still
 * drawn; the error is that of the first failure and says which command draws it by hand. */
etho_status etho_plotter_flush(etho_plotter *plotter, etho_error *error);

/* Make a file of gnuplot's the same at every time of day, sized in mm, and described. figure/finish.c */
etho_status etho_figure_finish(const etho_plot_job *job, const char *data, size_t length, etho_text *out);

/* A figure in LaTeX has two files; the picture of F.tex is F-picture.pdf. */
void etho_figure_picture_name(const char *path, etho_text *out);

#endif
