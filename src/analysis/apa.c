#include "analysis/apa.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"
#define INFINITY_SIGN "\xe2\x88\x9e"

/* Decimals that show a number of this size: two, more for small ones. */
static int decimals_for(double size) {
  if (size >= 100) return 1;
  if (size >= 0.095 || size == 0) return 2;
  return size >= 0.0095 ? 3 : 4;
}

static void append_number(etho_text *out, double value, int decimals) {
  char buffer[64];
  if (!isfinite(value)) {
    etho_text_append(out, "NA");
    return;
  }
  double size = fabs(value);
  if (size >= 1e7 || (size > 0 && size < 0.0005 && decimals > 3))
    snprintf(buffer, sizeof buffer, "%.3g", size);
  else
    snprintf(buffer, sizeof buffer, "%.*f", decimals, size);
  bool zero = strspn(buffer, "0.") == strlen(buffer);
  if (value < 0 && !zero) etho_text_append(out, MINUS);
  etho_text_append(out, buffer);
}

void etho_apa_value(etho_text *out, double value) {
  append_number(out, value, decimals_for(fabs(value)));
}

void etho_apa_share(etho_text *out, double value) {
  char buffer[64];
  double size = fabs(value);
  if (!isfinite(value) || size >= 0.995) {
    etho_apa_value(out, value);
    return;
  }
  snprintf(buffer, sizeof buffer, "%.2f", size);
  if (value < 0 && strcmp(buffer, "0.00") != 0) etho_text_append(out, MINUS);
  etho_text_append(out, buffer + 1);
}

static double larger(double a, double b) {
  return isfinite(b) && !(fabs(b) <= a) ? fabs(b) : a;
}

static void append_end(etho_text *out, double end, int decimals, const char *open) {
  if (isfinite(end))
    append_number(out, end, decimals);
  else
    etho_text_append(out, open);
}

static void append_interval(etho_text *out, double level, double low, double high, int decimals) {
  char percent[32];
  snprintf(percent, sizeof percent, "%.6g%% CI [", 100 * level);
  etho_text_append(out, percent);
  append_end(out, low, decimals, MINUS INFINITY_SIGN);
  etho_text_append(out, ", ");
  append_end(out, high, decimals, INFINITY_SIGN);
  etho_text_append(out, "]");
}

void etho_apa_estimate(etho_text *out, double estimate, double level, double low, double high) {
  int decimals = decimals_for(larger(larger(larger(0, estimate), low), high));
  append_number(out, estimate, decimals);
  if (!isfinite(low) && !isfinite(high)) return;
  etho_text_append(out, ", ");
  append_interval(out, level, low, high, decimals);
}

static void append_share_end(etho_text *out, double end, const char *open) {
  if (isfinite(end))
    etho_apa_share(out, end);
  else
    etho_text_append(out, open);
}

void etho_apa_share_estimate(etho_text *out, double estimate, double level, double low, double high) {
  etho_apa_share(out, estimate);
  if (!isfinite(low) && !isfinite(high)) return;
  etho_text_format(out, ", %.6g%% CI [", 100 * level);
  append_share_end(out, low, MINUS INFINITY_SIGN);
  etho_text_append(out, ", ");
  append_share_end(out, high, INFINITY_SIGN);
  etho_text_append(out, "]");
}

void etho_apa_p(char *buffer, size_t size, double p) {
  char digits[32];
  if (!isfinite(p)) {
    snprintf(buffer, size, "p not computed");
  } else if (p < 0.001) {
    snprintf(buffer, size, "p < .001");
  } else if (p > 0.999) {
    snprintf(buffer, size, "p > .999");
  } else {
    snprintf(digits, sizeof digits, "%.3f", p);
    snprintf(buffer, size, "p = %s", digits[0] == '0' ? digits + 1 : digits);
  }
}

bool etho_row_has_p(const etho_row *row) {
  return isfinite(etho_row_get_number(row, "p_value"));
}

void etho_apa_row_p(etho_text *out, const etho_row *row) {
  char p[40];
  double adjusted = etho_row_get_number(row, "p_adjusted");
  bool has_adjusted = isfinite(adjusted);
  etho_apa_p(p, sizeof p, has_adjusted ? adjusted : etho_row_get_number(row, "p_value"));
  if (has_adjusted) etho_text_append(out, "adjusted ");
  etho_text_append(out, p);
}

void etho_apa_pair(etho_text *out, const etho_row *row) {
  const char *group1 = etho_row_get_text(row, "group1"), *group2 = etho_row_get_text(row, "group2");
  etho_text_format(out, "%s vs %s", group2 ? group2 : "?", group1 ? group1 : "?");
}

/* Whole degrees of freedom as such, Welch's with two decimals. */
static void append_df(etho_text *out, double df) {
  if (fabs(df - round(df)) < 1e-9 * fmax(1, fabs(df)))
    etho_text_format(out, "%.0f", df);
  else
    etho_text_format(out, "%.2f", df);
}

static void append_statistic(etho_text *out, const etho_row *row) {
  static const struct { const char *name, *symbol; } symbols[] = {{"chi2", "\xcf\x87\xc2\xb2"}};
  const char *name = etho_row_get_text(row, "statistic_name");
  double statistic = etho_row_get_number(row, "statistic"), df = etho_row_get_number(row, "df");
  double df1 = etho_row_get_number(row, "df1"), df2 = etho_row_get_number(row, "df2");
  if (!isfinite(statistic)) return;
  for (size_t i = 0; name && i < sizeof symbols / sizeof *symbols; i++)
    if (strcmp(name, symbols[i].name) == 0) name = symbols[i].symbol;
  etho_text_append(out, name ? name : "statistic");
  if (isfinite(df1) && isfinite(df2)) {
    etho_text_append(out, "(");
    append_df(out, df1);
    etho_text_append(out, ", ");
    append_df(out, df2);
    etho_text_append(out, ")");
  } else if (isfinite(df)) {
    etho_text_append(out, "(");
    append_df(out, df);
    etho_text_append(out, ")");
  }
  etho_text_append(out, " = ");
  etho_apa_value(out, statistic);
  etho_text_append(out, ", ");
}

static void append_effect(etho_text *out, const etho_row *row) {
  static const struct {
    const char *field, *symbol;
    bool share;
  } effects[] = {{"omega_squared", "\xcf\x89\xc2\xb2", true},
                 {"epsilon_squared", "\xce\xb5\xc2\xb2", true},
                 {"hedges_g", "g", false},
                 {"rank_biserial", "r", true}};
  for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
    double value = etho_row_get_number(row, effects[i].field), level = etho_row_get_number(row, "conf_level");
    if (!isfinite(value)) continue;
    etho_text_format(out, ", %s = ", effects[i].symbol);
    if (effects[i].share)
      etho_apa_share(out, value);
    else
      etho_apa_estimate(out, value, isfinite(level) ? level : 0.95, etho_row_get_number(row, "hedges_g_low"),
                        etho_row_get_number(row, "hedges_g_high"));
    return;
  }
}

void etho_apa_statistic(char *buffer, size_t size, const etho_row *row) {
  etho_text text = {0};
  append_statistic(&text, row);
  etho_apa_row_p(&text, row);
  append_effect(&text, row);
  snprintf(buffer, size, "%s", etho_text_get(&text));
  etho_text_free(&text);
}
