#include "figure/palette.h"

#include <string.h>

#include "base/text.h"

/* Okabe & Ito 2008 (https://jfly.uni-koeln.de/color/), with grey for the control and the yellow made darker
 * for white paper. Tol: Paul Tol's schemes (SRON/EPS/TN/09-002). Both stay apart for protan, deutan and
 * tritan sight. */
static const etho_palette palettes[] = {
    {"okabe-ito",
     "safe for colour blindness; grey control",
     {0x555555, 0xD55E00, 0x0072B2, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000, 0xB8A800, 0x8C4B00,
      0x7A3E9D, 0x9E9E9E}},
    {"tol-bright",
     "Paul Tol's bright scheme; grey control",
     {0x777777, 0xEE6677, 0x4477AA, 0x228833, 0xAA3377, 0xCCBB44, 0x66CCEE, 0x222255, 0x994455, 0x225555,
      0x997700, 0xBBBBBB}},
    {"tol-muted",
     "Paul Tol's muted scheme; grey control",
     {0x666666, 0xCC6677, 0x332288, 0x117733, 0xAA4499, 0xDDCC77, 0x88CCEE, 0x882255, 0x44AA99, 0x999933,
      0x000000, 0xBBBBBB}},
    {"grey",
     "shades of grey; marks tell the arms apart",
     {0x000000, 0x9E9E9E, 0x4D4D4D, 0xC6C6C6, 0x757575, 0x262626, 0x8A8A8A, 0xB4B4B4, 0x141414, 0x606060,
      0x3A3A3A, 0xA8A8A8}},
};

static const etho_theme themes[] = {
    {"journal", "plain axes on white, 8 and 7 pt", 0x222222, 0xFFFFFF, 0xE2E2E2, 0xEDEDED, false, 8, 7},
    {"grid", "with horizontal grid lines", 0x222222, 0xFFFFFF, 0xE2E2E2, 0xEDEDED, true, 8, 7},
    {"large", "bigger type, for slides and posters", 0x111111, 0xFFFFFF, 0xDDDDDD, 0xEDEDED, false, 10, 9},
    {"dark", "light on dark, for slides", 0xE8E8E8, 0x16181D, 0x3A3D44, 0x2A2D33, false, 8, 7},
};

enum { N_PALETTES = sizeof palettes / sizeof *palettes, N_THEMES = sizeof themes / sizeof *themes };

size_t etho_palette_count(void) {
  return N_PALETTES;
}

const etho_palette *etho_palette_at(size_t index) {
  return index < N_PALETTES ? &palettes[index] : NULL;
}

size_t etho_theme_count(void) {
  return N_THEMES;
}

const etho_theme *etho_theme_at(size_t index) {
  return index < N_THEMES ? &themes[index] : NULL;
}

static etho_status unknown(const char *what, const char *name, const char *const *names, size_t n,
                           etho_error *error) {
  etho_text near = {0};
  etho_nearest_names(&near, name, names, n);
  etho_error_set(error, ETHO_ERR_USAGE, "there is no %s '%.100s'", what, name);
  if (near.length)
    etho_error_hint(error, "did you mean %s?", near.data);
  else {
    for (size_t i = 0; i < n; i++) etho_text_format(&near, "%s%s", i ? ", " : "", names[i]);
    etho_error_hint(error, "there are: %s", etho_text_get(&near));
  }
  etho_text_free(&near);
  return ETHO_ERR_USAGE;
}

etho_status etho_palette_find(const char *name, const etho_palette **palette, etho_error *error) {
  const char *names[N_PALETTES];
  for (size_t i = 0; i < N_PALETTES; i++) {
    names[i] = palettes[i].name;
    if (!name || strcmp(name, names[i]) == 0) return *palette = &palettes[i], ETHO_OK;
  }
  return unknown("palette", name, names, N_PALETTES, error);
}

etho_status etho_theme_find(const char *name, const etho_theme **theme, etho_error *error) {
  const char *names[N_THEMES];
  for (size_t i = 0; i < N_THEMES; i++) {
    names[i] = themes[i].name;
    if (!name || strcmp(name, names[i]) == 0) return *theme = &themes[i], ETHO_OK;
  }
  return unknown("theme", name, names, N_THEMES, error);
}

int etho_mark(size_t i) {
  static const int mark[] = {7, 5, 9, 13, 11, 15, 6, 4, 8, 12, 10, 14};
  return mark[i % (sizeof mark / sizeof *mark)];
}

unsigned etho_colour_mix(unsigned a, unsigned b, double share) {
  unsigned out = 0;
  for (unsigned shift = 0; shift <= 16; shift += 8) {
    double mixed = (1 - share) * (double)(a >> shift & 0xFF) + share * (double)(b >> shift & 0xFF);
    out |= (unsigned)(mixed + 0.5) << shift;
  }
  return out;
}
