/* figure/sheet.h - the data file of one figure: named blocks of tab-separated columns that a script in plots/
 * draws.
 *
 * The block `frame` holds numbers about the page and its panels (mm); `text_*` and `small_*` hold every word
 * of the figure with its place on the page in mm; `rules` holds lines on the page; `keys` marks of the
 * legend. All other blocks are the chart's own, in the units of the data. Text is data and nothing else: it
 * is quoted so that gnuplot shows it as it is. */
#ifndef ETHO_FIGURE_SHEET_H
#define ETHO_FIGURE_SHEET_H

#include "base/arena.h"
#include "base/text.h"

typedef struct etho_block {
  const char *name;
  etho_text rows;
  size_t n;
} etho_block;

enum { ETHO_SHEET_BLOCKS = 40 };

typedef struct etho_sheet {
  double width_mm, height_mm;
  double normal_pt, small_pt;
  unsigned ink; /* 0xRRGGBB of text and lines */
  bool tex;     /* text is escaped for LaTeX */
  bool failed;
  etho_text frame;
  etho_block block[ETHO_SHEET_BLOCKS];
  size_t n_blocks;
} etho_sheet;

void etho_sheet_free(etho_sheet *sheet);

/* A number of the frame, for the script. */
void etho_sheet_set(etho_sheet *sheet, const char *name, double value);
/* The block of that name, made with its line of column names ("x\ty\tcolour") when new. Never NULL.
 * No block's name may be the beginning of another's: gnuplot finds blocks by prefix. */
etho_block *etho_sheet_block(etho_sheet *sheet, const char *name, const char *columns);

/* Cells of a row: numbers (NaN prints as NaN, which gnuplot skips), then texts, then the end of the row. */
void etho_sheet_cell_number(etho_block *block, double value);
void etho_sheet_cell_mm(etho_block *block, double value); /* rounded to 0.001 */
void etho_sheet_cell_text(etho_block *block, const char *text);
void etho_sheet_row_end(etho_block *block);
void etho_sheet_gap(etho_block *block); /* a blank line: the pen is lifted */

typedef enum etho_align { ETHO_LEFT, ETHO_CENTER, ETHO_RIGHT } etho_align;

/* A word on the page. x and y are the middle of the line's height in mm from the lower left corner. */
void etho_sheet_text(etho_sheet *sheet, double x_mm, double y_mm, etho_align align, double angle, bool small,
                     unsigned colour, const char *text);
/* A line on the page through n points (mm). */
void etho_sheet_rule(etho_sheet *sheet, const double *x_mm, const double *y_mm, size_t n, unsigned colour);
void etho_sheet_segment(etho_sheet *sheet, double x1, double y1, double x2, double y2, unsigned colour);
/* A filled box on the page. */
void etho_sheet_box(etho_sheet *sheet, double left, double bottom, double right, double top, unsigned colour);
/* A mark of the legend. */
void etho_sheet_key(etho_sheet *sheet, double x_mm, double y_mm, unsigned colour, int mark);

/* The whole file. ETHO_ERR_MEMORY when anything failed on the way. */
etho_status etho_sheet_write(const etho_sheet *sheet, etho_text *out);

#endif
