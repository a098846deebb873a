#include "figure/panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- axis ---- */

static double round_step(double raw) {
  double power = pow(10, floor(log10(raw))), part = raw / power;
  double nice = part <= 1.0000001   ? 1
                : part <= 2.0000001 ? 2
                : part <= 2.5000001 ? 2.5
                : part <= 5.0000001 ? 5
                                    : 10;
  return nice * power;
}

static int decimals_of(double step) {
  int decimals = 0;
  while (decimals < 9 && fabs(step - round(step)) > 1e-6 * fabs(step)) step *= 10, decimals++;
  return decimals;
}

etho_axis etho_axis_choose(double low, double high, double floor_value, double ceiling, size_t ticks) {
  if (!isfinite(low) || !isfinite(high)) low = 0, high = 1;
  if (high <= low) {
    double room = low == 0 ? 1 : 0.1 * fabs(low);
    low -= room, high += room;
  }
  double span = high - low, room = 0.06 * span;
  double bottom = low - room, top = high + room;
  if (isfinite(floor_value) && bottom < floor_value + 0.1 * span && low >= floor_value) bottom = floor_value;
  if (isfinite(ceiling) && top > ceiling - 0.1 * span && high <= ceiling) top = ceiling;
  double step = round_step((top - bottom) / (double)(ticks ? ticks : 1));
  etho_axis axis = {.low = bottom, .high = top, .step = step, .decimals = decimals_of(step)};
  if (bottom != floor_value) axis.low = floor(bottom / step + 1e-9) * step;
  if (top != ceiling) axis.high = ceil(top / step - 1e-9) * step;
  axis.first = ceil(axis.low / step - 1e-9) * step + 0.0;
  return axis;
}

etho_axis etho_axis_categories(size_t n) {
  return (etho_axis){.low = 0.5, .high = (double)(n ? n : 1) + 0.5};
}

double etho_axis_width_mm(const etho_axis *axis, double size_pt) {
  double widest = 0;
  for (double v = axis->first; axis->step > 0 && v <= axis->high + axis->step * 1e-6; v += axis->step) {
    char text[64];
    snprintf(text, sizeof text, "%.*f", axis->decimals, v);
    double width = etho_text_width_mm(text, size_pt);
    if (v < 0) width += 0.48 * size_pt * ETHO_MM_PER_POINT; /* the minus sign is wider than a hyphen */
    if (width > widest) widest = width;
  }
  return widest;
}

/* ---- panel ---- */

double etho_panel_x(const etho_panel *p, double x) {
  return p->left + (x - p->x.low) / (p->x.high - p->x.low) * (p->right - p->left);
}

double etho_panel_y(const etho_panel *p, double y) {
  return p->bottom + (y - p->y.low) / (p->y.high - p->y.low) * (p->top - p->bottom);
}

static void set_numbered(etho_sheet *sheet, const char *name, size_t number, double value) {
  char key[64];
  snprintf(key, sizeof key, "%s%zu", name, number);
  etho_sheet_set(sheet, key, value);
}

static void write_axis(etho_sheet *sheet, const char *letter, size_t number, const etho_axis *axis) {
  const struct {
    const char *name;
    double value;
  } item[] = {{"low", axis->low},
              {"high", axis->high},
              {"first", axis->first},
              {"step", axis->step},
              {"decimals", axis->decimals}};
  for (size_t i = 0; i < sizeof item / sizeof *item; i++) {
    char key[32];
    snprintf(key, sizeof key, "%s_%s", letter, item[i].name);
    set_numbered(sheet, key, number, item[i].value);
  }
}

void etho_panel_write(etho_sheet *sheet, size_t number, const etho_panel *panel) {
  set_numbered(sheet, "left", number, panel->left);
  set_numbered(sheet, "right", number, panel->right);
  set_numbered(sheet, "bottom", number, panel->bottom);
  set_numbered(sheet, "top", number, panel->top);
  set_numbered(sheet, "border", number, panel->border);
  write_axis(sheet, "x", number, &panel->x);
  write_axis(sheet, "y", number, &panel->y);
}

enum { TICK_GAP_UM = 2900, EDGE_UM = 600 };

double etho_panel_left_mm(const etho_sheet *sheet, const etho_axis *y, size_t lines) {
  return etho_axis_width_mm(y, sheet->small_pt) + TICK_GAP_UM / 1000.0 + 0.6 +
         (double)lines * etho_line_height_mm(sheet->normal_pt) + EDGE_UM / 1000.0;
}

etho_status etho_panel_y_title(etho_sheet *sheet, etho_arena *arena, const etho_panel *panel,
                               const char *title) {
  etho_lines lines;
  const char *text = etho_text_printable(arena, title);
  double height = panel->top - panel->bottom;
  if (!text || etho_text_wrap(arena, text, sheet->normal_pt, height, 2, &lines) != ETHO_OK)
    return ETHO_ERR_MEMORY;
  double line = etho_line_height_mm(sheet->normal_pt);
  double x = panel->left - etho_axis_width_mm(&panel->y, sheet->small_pt) - TICK_GAP_UM / 1000.0 - 0.6;
  for (size_t i = 0; i < lines.n; i++)
    etho_sheet_text(sheet, x - line * ((double)(lines.n - i) - 0.5), (panel->bottom + panel->top) / 2,
                    ETHO_CENTER, 90, false, sheet->ink, lines.line[i]);
  return ETHO_OK;
}

static double tick_label_mm(const etho_sheet *sheet) {
  return 2.06 * etho_line_height_mm(sheet->small_pt) - 1.2;
}

double etho_x_title_mm(const etho_sheet *sheet) {
  return tick_label_mm(sheet) + etho_line_height_mm(sheet->normal_pt) + 1.0;
}

etho_status etho_panel_x_title(etho_sheet *sheet, etho_arena *arena, const etho_panel *panel,
                               const char *title) {
  const char *text = etho_text_printable(arena, title);
  double middle = (panel->left + panel->right) / 2;
  double half = fmin(middle, sheet->width_mm - middle) - EDGE_UM / 1000.0;
  if (text) text = etho_text_shorten(arena, text, sheet->normal_pt, 2 * half);
  if (!text) return ETHO_ERR_MEMORY;
  etho_sheet_text(sheet, middle,
                  panel->bottom - tick_label_mm(sheet) - 0.5 * etho_line_height_mm(sheet->normal_pt),
                  ETHO_CENTER, 0, false, sheet->ink, text);
  return ETHO_OK;
}

/* ---- categories ---- */

enum { MOST_LINES = 5 };
static const double LABEL_GAP_MM = 1.6, TURN = 45, LONGEST_TURNED_MM = 42;

static bool wrap_all(const etho_sheet *sheet, etho_arena *arena, const char *const *label, size_t n,
                     double slot_mm, etho_category_labels *plan, bool *fits) {
  size_t lines = 0;
  *fits = true;
  for (size_t i = 0; i < n; i++) {
    if (etho_text_wrap(arena, label[i], sheet->normal_pt, slot_mm - 1.6, MOST_LINES, &plan->label[i]) !=
        ETHO_OK)
      return false;
    if (plan->label[i].cut) *fits = false;
    if (plan->label[i].n > lines) lines = plan->label[i].n;
    if (plan->below && etho_text_width_mm(plan->below[i], sheet->small_pt) > slot_mm) *fits = false;
  }
  plan->height_mm = LABEL_GAP_MM + (double)lines * etho_line_height_mm(sheet->normal_pt) +
                    (plan->below ? etho_line_height_mm(sheet->small_pt) : 0) + 0.6;
  return true;
}

/* One line: line ends become the picture of a line end, so that nothing is hidden. */
static const char *single_line(etho_arena *arena, const char *text) {
  etho_text out = {0};
  for (const char *p = text; *p; p++) {
    if (*p == '\n')
      etho_text_append(&out, "\xE2\x90\x8A");
    else
      etho_text_char(&out, *p);
  }
  const char *copy = out.failed ? NULL : etho_arena_text(arena, etho_text_get(&out));
  etho_text_free(&out);
  return copy;
}

static bool turn_one(const etho_sheet *sheet, etho_arena *arena, const char *label, double room_mm,
                     etho_lines *out) {
  const char *single = single_line(arena, label);
  *out = (etho_lines){ETHO_NEW(arena, const char *, 1), 1, false};
  if (!single || !out->line) return false;
  out->line[0] = etho_text_shorten(arena, single, sheet->small_pt, fmax(room_mm, 6));
  return out->line[0] != NULL;
}

static double below_mm(const etho_sheet *sheet, const etho_category_labels *plan) {
  return plan->below ? etho_line_height_mm(sheet->small_pt) : 0;
}

/* The counts stay upright under the axis, one row with its name at the left; the labels hang below it. */
static bool turn_all(const etho_sheet *sheet, etho_arena *arena, const char *const *label, size_t n,
                     double slot_mm, double left_mm, etho_category_labels *plan) {
  const double radians = TURN * 3.14159265358979323846 / 180, run = cos(radians), rise = sin(radians);
  double tallest = 0, wish = 0;
  for (size_t i = 0; i < n; i++) {
    double room = (left_mm + slot_mm * ((double)i + 0.5) - 1.5) / run;
    double full = fmin(etho_text_width_mm(label[i], sheet->small_pt), LONGEST_TURNED_MM);
    wish = fmax(wish, (full - room) * run);
    if (!turn_one(sheet, arena, label[i], fmin(room, LONGEST_TURNED_MM), &plan->label[i])) return false;
    tallest = fmax(tallest, etho_text_width_mm(plan->label[i].line[0], sheet->small_pt) * rise);
  }
  plan->turned = true;
  plan->extra_left_mm = fmax(wish, 0);
  plan->height_mm =
      LABEL_GAP_MM + below_mm(sheet, plan) + tallest + etho_line_height_mm(sheet->normal_pt) * 0.7;
  return true;
}

etho_status etho_categories_plan(const etho_sheet *sheet, etho_arena *arena, const char *const *label,
                                 const char *const *below, size_t n, double slot_mm, double left_mm,
                                 etho_category_labels *plan) {
  *plan = (etho_category_labels){.n = n, .label = ETHO_NEW(arena, etho_lines, n)};
  const char **text = ETHO_NEW(arena, const char *, n),
             **small = below ? ETHO_NEW(arena, const char *, n) : NULL;
  if (!plan->label || !text || (below && !small)) return ETHO_ERR_MEMORY;
  for (size_t i = 0; i < n; i++) {
    text[i] = etho_text_printable(arena, label[i]);
    if (!text[i]) return ETHO_ERR_MEMORY;
    if (below) small[i] = below[i];
  }
  plan->below = small;
  bool fits;
  if (!wrap_all(sheet, arena, text, n, slot_mm, plan, &fits)) return ETHO_ERR_MEMORY;
  if (!fits && !turn_all(sheet, arena, text, n, slot_mm, left_mm, plan)) return ETHO_ERR_MEMORY;
  return ETHO_OK;
}

static void place_upright(etho_sheet *sheet, const etho_panel *panel, const etho_category_labels *plan,
                          size_t i, double x_mm) {
  double line = etho_line_height_mm(sheet->normal_pt), y = panel->bottom - LABEL_GAP_MM - line / 2;
  for (size_t k = 0; k < plan->label[i].n; k++, y -= line)
    etho_sheet_text(sheet, x_mm, y, ETHO_CENTER, 0, false, sheet->ink, plan->label[i].line[k]);
  double last = panel->bottom - plan->height_mm + 0.6 + etho_line_height_mm(sheet->small_pt) / 2;
  if (plan->below) etho_sheet_text(sheet, x_mm, last, ETHO_CENTER, 0, true, sheet->ink, plan->below[i]);
}

static void place_turned(etho_sheet *sheet, const etho_panel *panel, const etho_category_labels *plan,
                         size_t i, double x_mm) {
  double below = below_mm(sheet, plan), y = panel->bottom - LABEL_GAP_MM;
  if (plan->below) {
    const char *count = strrchr(plan->below[i], ' ');
    etho_sheet_text(sheet, x_mm, y - below / 2, ETHO_CENTER, 0, true, sheet->ink,
                    count ? count + 1 : plan->below[i]);
    if (i == 0) etho_sheet_text(sheet, panel->left - 1, y - below / 2, ETHO_RIGHT, 0, true, sheet->ink, "n");
  }
  etho_sheet_text(sheet, x_mm + 0.6, y - below - 0.4, ETHO_RIGHT, TURN, true, sheet->ink,
                  plan->label[i].line[0]);
}

void etho_categories_place(etho_sheet *sheet, const etho_panel *panel, const etho_category_labels *plan,
                           const double *x) {
  for (size_t i = 0; i < plan->n; i++) {
    double x_mm = etho_panel_x(panel, x[i]);
    if (!plan->without_ticks)
      etho_sheet_segment(sheet, x_mm, panel->bottom, x_mm, panel->bottom - 0.7, sheet->ink);
    if (plan->turned)
      place_turned(sheet, panel, plan, i, x_mm);
    else
      place_upright(sheet, panel, plan, i, x_mm);
  }
}
