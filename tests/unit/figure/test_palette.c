/* Palettes: the first colours stay apart for people with protan, deutan and tritan sight (simulated after
 * Machado, Oliveira & Fernandes 2009, severity 1), and arms have different marks, so that they can be told
 * apart in grey. */
#include "figure/palette.h"
#include "tap.h"

static double linear(unsigned c) {
  double v = c / 255.0;
  return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static const double sight[4][9] = {
    {1, 0, 0, 0, 1, 0, 0, 0, 1},
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}};

static double f(double t) {
  return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

/* CIE L*a*b* (D65) of a colour as someone sees it. */
static void lab(unsigned colour, const double *m, double out[3]) {
  double in[3] = {linear(colour >> 16), linear(colour >> 8 & 0xFF), linear(colour & 0xFF)}, c[3];
  for (int i = 0; i < 3; i++)
    c[i] = fmin(1, fmax(0, m[3 * i] * in[0] + m[3 * i + 1] * in[1] + m[3 * i + 2] * in[2]));
  double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047),
         y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]),
         z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
  out[0] = 116 * y - 16, out[1] = 500 * (x - y), out[2] = 200 * (y - z);
}

static double nearest(const etho_palette *p, size_t n, const double *m) {
  double least = INFINITY;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < i; j++) {
      double a[3], b[3];
      lab(p->colour[i], m, a), lab(p->colour[j], m, b);
      least = fmin(least, sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) +
                               (a[2] - b[2]) * (a[2] - b[2])));
    }
  return least;
}

int main(void) {
  static const char *const who[] = {"usual", "protan", "deutan", "tritan"};
  for (size_t k = 0; k < etho_palette_count(); k++) {
    const etho_palette *p = etho_palette_at(k);
    for (int s = 0; s < 4; s++) {
      double least = nearest(p, 6, sight[s]);
      ok(least >= 7, "%s: six colours stay apart for %s sight (least difference %.1f)", p->name, who[s],
         least);
    }
  }
  size_t same = 0;
  for (size_t i = 0; i < 12; i++)
    for (size_t j = 0; j < i; j++) same += etho_mark(i) == etho_mark(j);
  ok(same == 0, "twelve arms have twelve marks");
  const etho_palette *palette;
  const etho_theme *theme;
  etho_error error = {0};
  ok(etho_palette_find(NULL, &palette, &error) == ETHO_OK && strcmp(palette->name, "okabe-ito") == 0,
     "the default palette");
  ok(etho_palette_find("okabe", &palette, &error) == ETHO_ERR_USAGE && strstr(error.hint, "okabe-ito"),
     "an unknown palette names the nearest");
  ok(etho_theme_find("nope", &theme, &error) == ETHO_ERR_USAGE && strstr(error.hint, "journal"),
     "an unknown theme");
  is_close(etho_colour_mix(0x000000, 0xFFFFFF, 0.5), 0x808080, 0, "half black, half white is grey");
  return done();
}
