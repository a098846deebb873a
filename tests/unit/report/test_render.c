/* The renderers: exact numbers, null, and text that would break each format. */
#include "ethostat/report.h"
#include "tap.h"

static const char *const hostile[] = {
    "plain", "quote\"d", "comma, and\nnewline", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "a|b*c_d`e`", "$x_1^2$ 50% {a}",
    "\xE5\x88\xB6\xC3\xA9", "</td></table>", "\x01\x1B[31m"};

static etho_rows *sample(void) {
  etho_rows *rows = etho_rows_new();
  for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
    etho_row *row = etho_rows_add(rows);
    etho_row_text(row, "group", hostile[i]);
    etho_row_number(row, "p_value", i ? 1e-60 : 0.1 + 0.2);
    etho_row_null(row, "conf_low");
    etho_row_bool(row, "exact", i % 2 == 0);
  }
  etho_rows_note(rows, "a <note>");
  return rows;
}

static char *render(const etho_rows *rows, const char *format) {
  etho_test_output output = {.test = "t", .method = "M <b>", .response = "r_1", .by = "g", .rows = rows};
  char *text = NULL;
  size_t length = 0;
  etho_error error = {0};
  ok(etho_test_render(&output, format, &text, &length, &error) == ETHO_OK, "%s renders", format);
  ok(text && strlen(text) == length, "%s: the length is right", format);
  return text ? text : strdup("");
}

int main(void) {
  etho_rows *rows = sample();
  char *csv = render(rows, "csv");
  ok(strncmp(csv, "group,p_value,conf_low,exact\n", 29) == 0, "csv: header");
  ok(strstr(csv, "plain,0.30000000000000004,,true\n") != NULL, "csv: every digit, null empty");
  ok(strstr(csv, "\"quote\"\"d\",1e-60,,false") != NULL, "csv: quotes doubled");
  free(csv);
  char *json = render(rows, "json");
  ok(strstr(json, "\"p_value\":\t0.30000000000000004") != NULL, "json: every digit");
  ok(strstr(json, "1e-60") && strstr(json, "null") && strstr(json, "\\u0001"), "json: small numbers, null, control characters");
  free(json);
  char *html = render(rows, "html");
  ok(!strstr(html, "<script>") && !strstr(html, "M <b>") && !strstr(html, "<note>"), "html: text stays text");
  ok(!strchr(html, 0x1B), "html: no control characters");
  free(html);
  char *markdown = render(rows, "markdown");
  ok(strstr(markdown, "a\\|b\\*c\\_d\\`e\\`") && !strstr(markdown, "<script>"), "markdown: marks are escaped");
  free(markdown);
  char *latex = render(rows, "latex");
  ok(strstr(latex, "\\$x\\_1\\textasciicircum{}2\\$ 50\\% \\{a\\}") != NULL, "latex: specials are escaped");
  free(latex);
  char *text = render(rows, "text");
  ok(!strchr(text, 0x1B) && !strchr(text, 0x01), "text: no escape sequences reach the terminal");
  free(text);
  etho_error error = {0};
  size_t length;
  ok(etho_rows_render(rows, "jsno", &text, &length, &error) == ETHO_ERR_USAGE && strstr(error.hint, "json"),
     "an unknown format offers the nearest");
  etho_rows_free(rows);
  return done();
}
