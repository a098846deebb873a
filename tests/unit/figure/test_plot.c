/* Figures from end to end: what is in the SVG and in the data file, that hostile text is shown and never run,
 * and what happens when gnuplot is missing, fails or hangs. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "ethostat/figure.h"
#include "cleanup.h"
#include "tap.h"

static char folder[] = "/tmp/ethostat-test-XXXXXX";

static const char *in_folder(const char *name) {
  static char path[4][4096];
  static int turn;
  turn = (turn + 1) % 4;
  snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
  return path[turn];
}

static char *contents(const char *path) {
  char *data = NULL;
  size_t length;
  return etho_file_read(path, 0, &data, &length, NULL) == ETHO_OK ? data : NULL;
}

static size_t count_of(const char *text, const char *part) {
  size_t count = 0;
  for (const char *p = text; p && (p = strstr(p, part)); p += strlen(part)) count++;
  return count;
}

enum { ANIMALS = 24 };
static double value[ANIMALS];
static int by[ANIMALS], subject[ANIMALS];
static const char *subject_level[ANIMALS];
static char subject_name[ANIMALS][8];

static etho_input input_of(const char *const *label, size_t arms) {
  for (size_t i = 0; i < ANIMALS; i++) {
    by[i] = (int)(i % arms), subject[i] = (int)i;
    value[i] = 0.3 - 0.25 * (double)(i % arms == 1) + 0.01 * (double)((i * 7) % 24);
    snprintf(subject_name[i], sizeof subject_name[i], "m%zu", i);
    subject_level[i] = subject_name[i];
  }
  return (etho_input){.n = ANIMALS,
                      .response = "di",
                      .value = value,
                      .by = {"arm", label, arms, by},
                      .subject = {"animal", subject_level, ANIMALS, subject}};
}

static etho_status draw(const char *chart, const etho_input *in, const char *path, const char *data_path,
                        etho_figures **figures, etho_error *error) {
  etho_plotter *plotter = NULL;
  etho_plot_data data = etho_plot_data_default();
  data.input = in, data.chance = 0, data.compare = "games_howell";
  if (!etho_procedure_find("games_howell")) data.compare = NULL;
  etho_status status = etho_plotter_start(&plotter, error);
  if (status == ETHO_OK)
    status = etho_plot_draw(plotter, chart, &data, NULL, path, data_path, figures, error);
  etho_plotter_free(plotter);
  return status;
}

static bool labels_inside(const char *svg) {
  double width = 0, height = 0;
  const char *box = strstr(svg, "viewBox=\"0 0 ");
  if (!box || sscanf(box, "viewBox=\"0 0 %lf %lf", &width, &height) != 2) return false;
  for (const char *p = svg; (p = strstr(p, "<g transform=\"translate(")); p++) {
    double x, y;
    if (sscanf(p, "<g transform=\"translate(%lf,%lf)", &x, &y) != 2 || x < 0 || y < 0 || x > width ||
        y > height)
      return false;
  }
  return true;
}

static void structure(void) {
  static const char *const label[] = {"control", "CAR-T", "rescue"};
  etho_input in = input_of(label, 3);
  etho_figures *figures = NULL;
  etho_error error = {0};
  ok(draw("di", &in, in_folder("di.svg"), in_folder("di.tsv"), &figures, &error) == ETHO_OK,
     "a figure is drawn %s", error.message);
  char *svg = contents(in_folder("di.svg")), *tsv = contents(in_folder("di.tsv"));
  if (ok(svg && tsv, "the figure and its data are there")) {
    ok(count_of(svg, "<use xlink:href='#gpPt6' transform") == 8 &&
           count_of(svg, "<use xlink:href='#gpPt4' transform") == 8 &&
           count_of(svg, "<use xlink:href='#gpPt8' transform") == 8,
       "every animal has its mark, every arm its shape");
    ok(labels_inside(svg), "every label is inside the canvas");
    ok(strstr(svg, "width=\"85mm\"") != NULL, "the figure is 85 mm wide");
    ok(strstr(svg, ">CAR-T<") && strstr(svg, ">control<") && strstr(svg, ">n = 8<"),
       "labels and counts are written");
    ok(strstr(svg, "<desc>Dot plot") != NULL, "the picture is described");
    ok(count_of(tsv, "\tm") >= ANIMALS, "the data name every animal");
  }
  const etho_figure *figure = etho_figures_at(figures, 0);
  ok(figure && strstr(figure->caption, "mean and 95% CI") && strstr(figure->caption, "8 control"),
     "the caption tells bars and n");
  etho_error again_error = {0};
  ok(draw("di", &in, in_folder("again.svg"), NULL, NULL, &again_error) == ETHO_OK, "drawn again");
  char *again = contents(in_folder("again.svg"));
  ok(svg && again && strcmp(svg, again) == 0, "the same bytes");
  free(svg), free(tsv), free(again);
  etho_figures_free(figures);
}

static void formats(void) {
  static const char *const label[] = {"control", "CAR-T"},
                           *const name[] = {"f.pdf", "f.eps", "f.png", "f.tex"},
                           *const start[] = {"%PDF", "%!PS", "\x89PNG", ""};
  etho_input in = input_of(label, 2);
  for (size_t i = 0; i < 4; i++) {
    etho_error error = {0};
    etho_status status = draw("dots", &in, in_folder(name[i]), NULL, NULL, &error);
    char *data = contents(in_folder(name[i]));
    ok(status == ETHO_OK && data && strncmp(data, start[i], strlen(start[i])) == 0, "%s %s", name[i],
       error.message);
    free(data);
  }
  char *first = contents(in_folder("f.pdf"));
  ok(first && strstr(first, "%PDF"), "a PDF");
  free(first);
}

static const char evil[] = "\"; system('touch pwned'); `touch pwned` $(touch pwned) '%d %s' _^{}@\\ # "
                           "<b>&amp; \xC3\xA9 \xE6\xBC\xA2\nEOD\n| touch pwned\x01";

static void hostile(void) {
  char *longest = malloc(10001);
  memset(longest, 'W', 10000);
  longest[10000] = '\0';
  const char *const label[] = {evil, "\"", "< cat /etc/passwd", "", longest, "NaN"};
  etho_input in = input_of(label, 6);
  subject_level[3] = evil;
  if (chdir(folder) != 0) return;
  static const char *const charts[] = {"dots", "box", "violin", "raincloud", "estimation"};
  for (size_t c = 0; c < sizeof charts / sizeof *charts; c++) {
    etho_error error = {0};
    etho_status status =
        draw(charts[c], &in, "a 'b' \"c\" `touch pwned` $(x).svg", "d 'e'.tsv", NULL, &error);
    char *svg = contents("a 'b' \"c\" `touch pwned` $(x).svg");
    ok(status == ETHO_OK && svg && strstr(svg, "</svg>"), "%s with hostile labels and file names %s",
       charts[c], error.message);
    ok(svg && labels_inside(svg), "%s: labels are inside the canvas", charts[c]);
    free(svg);
  }
  ok(access("pwned", F_OK) != 0, "nothing ran");
  free(longest);
}

static void literal(void) {
  static const char *const label[] = {"`touch pwned` \"q\" 'a'", "$(x) _^{}@\\ %d <b>&amp;", "a\\nb \\101"};
  etho_input in = input_of(label, 3);
  etho_error error = {0};
  draw("dots", &in, in_folder("literal.svg"), NULL, NULL, &error);
  char *svg = contents(in_folder("literal.svg"));
  ok(svg && strstr(svg, ">`touch pwned`<") && strstr(svg, ">\"q\" 'a'<"),
     "backticks and quotes are shown as they are");
  ok(svg && strstr(svg, "$(x) _^{}@\\") && strstr(svg, "&lt;b>&amp;amp;"),
     "and what TeX, printf, gnuplot and XML would take for theirs");
  ok(svg && strstr(svg, ">a\\nb \\101<"), "and backslashes");
  free(svg);
}

static void no_leftovers(void) {
  size_t count = 0;
  DIR *list = opendir(folder);
  for (struct dirent *e = list ? readdir(list) : NULL; e; e = readdir(list))
    count += strstr(e->d_name, "ethostat-") != NULL;
  if (list) closedir(list);
  ok(count == 0, "no working folder is left");
}

static void fake_gnuplot(const char *script, const char *expected, const char *name) {
  static const char *const label[] = {"control", "CAR-T"};
  etho_input in = input_of(label, 2);
  char path[8192], *old = getenv("PATH") ? strdup(getenv("PATH")) : NULL;
  snprintf(path, sizeof path, "%s/bin", folder);
  mkdir(path, 0777);
  snprintf(path, sizeof path, "%s/bin/gnuplot", folder);
  unlink(path);
  if (script) {
    etho_file_write(path, script, strlen(script), NULL);
    chmod(path, 0755);
  }
  snprintf(path, sizeof path, "%s/bin%s%s", folder, script ? ":" : "", script && old ? old : "");
  setenv("PATH", path, 1);
  etho_error error = {0};
  etho_plotter *plotter = NULL;
  etho_plot_data data = etho_plot_data_default();
  data.input = &in;
  unlink(in_folder("fake.svg"));
  etho_status status = etho_plotter_start(&plotter, &error);
  if (plotter) etho_plotter_timeout(plotter, 0.4);
  if (status == ETHO_OK)
    status = etho_plot_draw(plotter, "dots", &data, NULL, in_folder("fake.svg"), in_folder("fake.tsv"), NULL,
                            &error);
  etho_plotter_free(plotter);
  setenv("PATH", old ? old : "", 1);
  free(old);
  bool told = strstr(error.message, expected) || strstr(error.hint, expected);
  ok(status == ETHO_ERR_IO && told && access(in_folder("fake.svg"), F_OK) != 0, "%s", name);
  if (!told) printf("# message: %s\n# hint: %s\n", error.message, error.hint);
}

static void failures(void) {
  fake_gnuplot(NULL, "gnuplot-nox", "gnuplot missing: says what to install");
  fake_gnuplot("#!/bin/sh\nexit 3\n", "status 3", "gnuplot fails: no figure, and the reason");
  fake_gnuplot("#!/bin/sh\nexec 0<&-\nexit 1\n", "gnuplot -c '",
               "gnuplot hangs up: the command to draw by hand");
  fake_gnuplot("#!/bin/sh\nexec sleep 20\n", "within", "gnuplot hangs: stopped in time");
  ok(access(in_folder("fake.tsv"), F_OK) == 0, "the data are kept");
  static const char *const label[] = {"control", "CAR-T"};
  etho_input in = input_of(label, 2);
  etho_error error = {0};
  ok(draw("dotz", &in, in_folder("x.svg"), NULL, NULL, &error) == ETHO_ERR_USAGE &&
         strstr(error.hint, "dots"),
     "an unknown chart names the nearest");
  ok(draw("dots", &in, in_folder("x.jpg"), NULL, NULL, &error) == ETHO_ERR_USAGE, "an unknown format");
  ok(draw("paired", &in, in_folder("x.svg"), NULL, NULL, &error) == ETHO_ERR_USAGE &&
         strstr(error.message, "--within"),
     "a missing column is named");
  for (size_t i = 0; i < ANIMALS; i++) value[i] = (double)NAN;
  ok(draw("dots", &in, in_folder("x.svg"), NULL, NULL, &error) == ETHO_ERR_DATA, "no value at all");
  ok(draw("dots", &in, "/nonexistent/x.svg", NULL, NULL, &error) != ETHO_OK, "a folder that is not there");
}

int main(void) {
  if (!mkdtemp(folder)) return 1;
  setenv("TMPDIR", folder, 1);
  etho_plotter *plotter = NULL;
  etho_error error = {0};
  if (etho_plotter_start(&plotter, &error) != ETHO_OK) {
    skip("%s", error.message);
    return done();
  }
  etho_plotter_free(plotter);
  structure();
  formats();
  literal();
  char *here = getcwd(NULL, 0);
  failures();
  no_leftovers();
  hostile();
  if (here && chdir(here) != 0) printf("# cannot return to %s\n", here);
  free(here);
  remove_folder(folder);
  return done();
}
