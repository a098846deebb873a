/* The whole report: what a reviewer asks for is in it, every renderer draws the one document, hostile text stays text. */
#include "ethostat.h"
#include "tap.h"

static etho_error error;

static char *draw(const etho_report *report, const char *format) {
  etho_document *document = NULL;
  char *text = NULL;
  size_t length = 0;
  ok(etho_document_new(report, false, &document, &error) == ETHO_OK, "the document is composed");
  ok(etho_document_render(document, format, &text, &length, &error) == ETHO_OK && strlen(text) == length, "%s is drawn", format);
  etho_document_free(document);
  return text ? text : strdup("");
}

static size_t count(const char *text, const char *word) {
  size_t n = 0;
  for (const char *p = text; (p = strstr(p, word)); p += strlen(word)) n++;
  return n;
}

/* Every opening tag of a kind has its end. */
static bool balanced(const char *html, const char *tag) {
  char plain[32], with[32], end[32];
  snprintf(plain, sizeof plain, "<%s>", tag);
  snprintf(with, sizeof with, "<%s ", tag);
  snprintf(end, sizeof end, "</%s>", tag);
  return count(html, plain) + count(html, with) == count(html, end);
}

static const char svg[] =
    "<?xml version=\"1.0\"?>\n<svg \n width=\"85mm\" role=\"img\"\n viewBox=\"0 0 1 1\">\n<title>Gnuplot</title>\n"
    "<defs><path id=\"mark\"/></defs><use xlink:href='#mark'/><g id=\"g\" fill=\"url(#p)\"/></svg>";

static void hostile(void) {
  const char *bad = "</title><script>alert(1)</script>\"'\x01\x1B[2J & \n`$(x)`";
  etho_issues *issues = etho_issues_new();
  etho_issues_add(issues, "W-BAD", bad, 3, 0, bad, "%s", bad);
  const char *paths[] = {bad};
  etho_report_input input = {bad, bad, bad, 1};
  etho_report_fact option = {bad, "=1+1", true}, declared = {.name = bad, .value = bad};
  etho_report_figure figure = {.assay = "nor", .chart = bad, .file = bad, .caption = bad, .alt = bad, .svg = svg};
  etho_report report = {.title = bad, .command = bad, .input = &input, .n_inputs = 1, .run = {.path = paths, .n_paths = 1, .given = &option, .n_given = 1, .study = bad},
                        .option = &option, .n_options = 1, .declared = &declared, .n_declared = 1, .figure = &figure,
                        .n_figures = 1, .issues = issues};
  char *html = draw(&report, "html");
  ok(!strstr(html, "<script>alert") && !strstr(html, "</title><script"), "html: no markup of theirs");
  ok(!strchr(html, 0x1B) && !strchr(html, 0x01), "html: no control characters");
  static const char *const tags[] = {"p", "ul", "li", "section", "table", "tr", "td", "th", "div", "figure", "svg", "h2", "h3"};
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) ok(balanced(html, tags[i]), "html: every <%s> is closed", tags[i]);
  ok(strstr(html, "begins like a spreadsheet formula") != NULL, "html: says that a cell was defused");
  free(html);
  static const char *const others[] = {"markdown", "text", "latex", "json"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    char *text = draw(&report, others[i]);
    ok(!strchr(text, 0x1B) && !strchr(text, 0x01), "%s: no control characters", others[i]);
    ok(strcmp(others[i], "markdown") != 0 || count(text, "<script>") == 1, "%s: markup of theirs only in the code block", others[i]);
    free(text);
  }
  etho_issues_free(issues);
}

static etho_study *example(etho_issues *issues) {
  const char *path = "examples/study.json";
  etho_study *study = NULL;
  etho_study_options options = etho_study_options_default();
  options.command = "ethostat analyze examples/study.json";
  ok(etho_study_open(&path, 1, &options, &study, issues, &error) == ETHO_OK, "the example opens");
  ok(etho_study_import(study, issues, &error) == ETHO_OK && etho_study_measure(study, issues, &error) == ETHO_OK &&
         etho_study_analyze(study, issues, &error) == ETHO_OK,
     "the example is analysed");
  return study;
}

static void figures(const etho_analysis *analysis) {
  etho_report_figure list[] = {{.assay = "nor", .chart = "exclusions", .file = "flow.svg", .caption = "flow", .alt = "12 of 12 analysed", .svg = svg},
                               {.assay = "nor", .chart = "di", .file = "di.svg", .caption = "di", .alt = "a finding", .svg = svg}};
  etho_report report = {.analysis = &analysis, .n_analyses = 1, .figure = list, .n_figures = 2};
  char *html = draw(&report, "html");
  const char *flow = strstr(html, "12 of 12 analysed"), *design = strstr(html, ">Design and exclusions</h2>"),
             *results = strstr(html, ">Novel object recognition</h2>");
  ok(flow && design && results && flow > design && flow < results, "the flow of animals stands in the design chapter");
  ok(count(html, "<svg") == 2 && count(html, "role=\"img\"") == 2, "each figure has one role");
  ok(count(html, "-mark\"") == 2 && !strstr(html, "id=\"mark\"") && !strstr(html, "href='#mark'"), "ids of figures do not meet");
  ok(!strstr(html, "Gnuplot") && !strstr(html, "<?xml"), "gnuplot's own title and prolog are left out");
  free(html);
}

static void complete(void) {
  etho_issues *issues = etho_issues_new();
  etho_study *study = example(issues);
  static const char *const wanted[] = {
      "Randomisation: simulated", "Sample size: not stated", "ARRIVE 2.0", "experimental unit", "Options in force",
      "Input files", "The command that made this report", "ethostat analyze examples/study.json", "p = .006", "min_total_exploration_s 20 (a priori)",
      "m17 (CAR-T; min_total_exploration_s", "Measures per animal", ".41, 95% CI [.06, .62]"};
  char *text;
  size_t length;
  ok(etho_study_render(study, "html", issues, &text, &length, &error) == ETHO_OK, "html of the example");
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) ok(strstr(text, wanted[i]) != NULL, "html has '%s'", wanted[i]);
  ok(count(text, "<li>rescue, ") == 8, "each planned comparison is an item of its own, in the summary and beside the table");
  ok(!strstr(text, "src=\"http") && !strstr(text, "href=\"http") && !strstr(text, "@import"), "nothing from elsewhere");
  free(text);
  ok(etho_study_render(study, "json", issues, &text, &length, &error) == ETHO_OK, "json of the example");
  ok(strstr(text, "\"assumed\"") && strstr(text, "\"run\"") && strstr(text, "ethostat.study/1"), "json records the run and the study file");
  free(text);
  figures(etho_study_analysis(study, 0));
  etho_study_free(study);
  etho_issues_free(issues);
}

int main(void) {
  hostile();
  complete();
  return done();
}
