#include "figure/brackets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ethostat/analysis.h"
#include "figure/typeset.h"

static const double INSET_MM = 0.4; /* so that neighbours on one level do not touch */

static int by_span(const void *a, const void *b) {
  const etho_bracket *l = *(const etho_bracket *const *)a, *r = *(const etho_bracket *const *)b;
  size_t span_l = l->to - l->from, span_r = r->to - r->from;
  if (span_l != span_r) return span_l < span_r ? -1 : 1;
  return l->from < r->from ? -1 : l->from > r->from;
}

/* The room a bracket takes from left to right: its line or its text, whichever is wider, and a gap. */
static void extent(const etho_bracket *b, double text_pt, double *left, double *right) {
  double middle = (b->left + b->right) / 2, half = (b->right - b->left) / 2 - INSET_MM;
  double text_half = etho_text_width_mm(b->text, text_pt) / 2;
  if (text_half > half) half = text_half;
  *left = middle - half - 0.3;
  *right = middle + half + 0.3;
}

static bool is_free(etho_bracket *const *order, size_t done, const etho_bracket *b, size_t level,
                    double text_pt) {
  double left, right, other_left, other_right;
  extent(b, text_pt, &left, &right);
  for (size_t i = 0; i < done; i++) {
    if (order[i]->level != level) continue;
    extent(order[i], text_pt, &other_left, &other_right);
    if (left < other_right && other_left < right) return false;
  }
  return true;
}

/* Must a bracket stand above another? When it spans it, so that its feet do not cross it. */
static bool spans(const etho_bracket *outer, const etho_bracket *inner) {
  return outer->from <= inner->from && outer->to >= inner->to;
}

size_t etho_brackets_stack(etho_bracket *bracket, size_t n, double text_pt, etho_arena *arena) {
  etho_bracket **order = ETHO_NEW(arena, etho_bracket *, n);
  size_t levels = 0;
  if (!order) return 0;
  for (size_t i = 0; i < n; i++) order[i] = &bracket[i];
  qsort(order, n, sizeof *order, by_span);
  for (size_t i = 0; i < n; i++) {
    size_t level = 0;
    for (size_t k = 0; k < i; k++)
      if (spans(order[i], order[k]) && order[k]->level >= level) level = order[k]->level + 1;
    while (!is_free(order, i, order[i], level, text_pt)) level++;
    order[i]->level = level;
    if (level + 1 > levels) levels = level + 1;
  }
  return levels;
}

static const double FOOT_MM = 0.8;

static double level_mm(const etho_sheet *sheet) {
  return etho_line_height_mm(sheet->small_pt) + 1.3;
}

double etho_brackets_height_mm(const etho_sheet *sheet, size_t levels) {
  return levels ? (double)levels * level_mm(sheet) + 1.0 : 0;
}

void etho_brackets_place(etho_sheet *sheet, const etho_bracket *bracket, size_t n, double y_mm) {
  for (size_t i = 0; i < n; i++) {
    double y = y_mm + 1.0 + (double)bracket[i].level * level_mm(sheet), l = bracket[i].left + INSET_MM,
           r = bracket[i].right - INSET_MM;
    etho_sheet_rule(sheet, (double[]){l, l, r, r}, (double[]){y - FOOT_MM, y, y, y - FOOT_MM}, 4, sheet->ink);
    etho_sheet_text(sheet, (l + r) / 2, y + 0.25 + etho_line_height_mm(sheet->small_pt) / 2, ETHO_CENTER, 0,
                    true, sheet->ink, bracket[i].text);
  }
}

void etho_bracket_text(char *buffer, size_t size, const char *labels, double p) {
  const char *stars = p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : "ns";
  char number[40];
  etho_apa_p(number, sizeof number, p);
  if (strcmp(labels, "stars") == 0)
    snprintf(buffer, size, "%s", stars);
  else if (strcmp(labels, "both") == 0)
    snprintf(buffer, size, "%s %s", number, stars);
  else
    snprintf(buffer, size, "%s", number);
}
