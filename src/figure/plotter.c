#include "figure/plotter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "figure/folder.h"
#include "figure/gnuplot.h"

struct etho_plotter {
  etho_arena *arena; /* of the queue */
  etho_gnuplot *process;
  etho_text folder, plots;
  etho_plot_job *job;
  size_t n, capacity;
  size_t sent; /* so many jobs the running process has got already */
  double timeout_s;
};

etho_status etho_plotter_start(etho_plotter **plotter, etho_error *error) {
  etho_plotter *p = calloc(1, sizeof *p);
  if (!p || !(p->arena = etho_arena_new())) {
    free(p);
    return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  }
  p->timeout_s = 60;
  etho_status status = etho_plots_find(&p->plots, error);
  if (status == ETHO_OK) status = etho_folder_make(etho_text_get(&p->plots), &p->folder, error);
  if (status == ETHO_OK) status = etho_gnuplot_start(etho_text_get(&p->folder), &p->process, error);
  if (status != ETHO_OK) {
    etho_plotter_free(p);
    return status;
  }
  *plotter = p;
  return ETHO_OK;
}

void etho_plotter_free(etho_plotter *p) {
  if (!p) return;
  etho_gnuplot_free(p->process);
  etho_folder_remove(etho_text_get(&p->folder));
  etho_text_free(&p->folder);
  etho_text_free(&p->plots);
  etho_arena_free(p->arena);
  free(p);
}

void etho_plotter_timeout(etho_plotter *p, double timeout_s) {
  p->timeout_s = timeout_s;
}

/* ---- drawing ---- */

static void file_name(etho_text *out, const etho_plotter *p, const char *letter, size_t index,
                      const char *ending) {
  etho_text_clear(out);
  etho_text_format(out, "%s/%s%zu.%s", etho_text_get(&p->folder), letter, index, ending);
}

static etho_status write_data(const etho_plotter *p, size_t index, etho_error *error) {
  etho_text name = {0};
  file_name(&name, p, "d", index, "tsv");
  const etho_plot_job *job = &p->job[index];
  const char *data = strcmp(job->format, "tex") == 0 && job->tex_data ? job->tex_data : job->data;
  FILE *file = name.failed ? NULL : fopen(name.data, "wb");
  size_t length = strlen(data);
  bool whole = file && fwrite(data, 1, length, file) == length;
  if (file && fclose(file) != 0) whole = false;
  etho_text_free(&name);
  if (whole) return ETHO_OK;
  etho_error_set(error, ETHO_ERR_IO, "cannot write the data of a figure into the working folder '%s'",
                 etho_text_get(&p->folder));
  etho_error_hint(error, "free some space there, or set TMPDIR to another folder");
  return ETHO_ERR_IO;
}

static void command(etho_text *commands, const etho_plot_job *job, size_t index) {
  etho_text_format(commands, "call 'plots/%s.gp' 'd%zu.tsv' 'f%zu.%s' '%s'\nprint \"done %zu figure\"\n",
                   job->script, index, index, job->format, job->format, index);
}

/* gnuplot draws a figure while the next is prepared. What cannot be sent now is sent by the flush. */
static void send_job(etho_plotter *p) {
  etho_text commands = {0};
  size_t index = p->n - 1;
  command(&commands, &p->job[index], index);
  bool sent = !commands.failed && write_data(p, index, NULL) == ETHO_OK && etho_gnuplot_send(p->process, commands.data);
  if (sent) p->sent++;
  etho_text_free(&commands);
}

etho_status etho_plotter_queue(etho_plotter *p, const etho_plot_job *job, etho_error *error) {
  etho_plot_job *grown = etho_arena_grow(p->arena, p->job, &p->capacity, p->n + 1, sizeof *grown);
  if (grown) p->job = grown;
  etho_plot_job copy = *job;
  const char **text[] = {&copy.script, &copy.data, &copy.tex_data, &copy.format,
                         &copy.alt,    &copy.name, &copy.path,     &copy.data_path};
  bool failed = !grown;
  for (size_t i = 0; !failed && i < sizeof text / sizeof *text; i++)
    if (*text[i]) failed = !(*text[i] = etho_arena_text(p->arena, *text[i]));
  if (failed) return etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  p->job[p->n++] = copy;
  if (p->process && p->sent == p->n - 1) send_job(p);
  return ETHO_OK;
}

/* "'" ends a word of the shell: 'it'\''s'. */
static void shell_word(etho_text *out, const char *word) {
  etho_text_append(out, " '");
  for (const char *p = word; *p; p++) {
    if (*p == '\'')
      etho_text_append(out, "'\\''");
    else
      etho_text_char(out, *p);
  }
  etho_text_char(out, '\'');
}

static void first_line_of_error(const etho_text *messages, char *line, size_t size) {
  const char *text = etho_text_get(messages), *found = NULL;
  for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
    size_t length = strcspn(p, "\n");
    bool is_noise = length == 0 || strspn(p, " ^\t") >= length || strncmp(p, "done ", 5) == 0;
    const char *warning = strstr(p, "warning");
    if (!is_noise && !(warning && warning < p + length)) found = p;
  }
  snprintf(line, size, "%.*s", found ? (int)strcspn(found, "\n") : 0, found ? found : "");
}

static etho_status failed(const etho_plotter *p, const etho_plot_job *job, const char *reason,
                          etho_error *error) {
  etho_text command = {0};
  etho_text_append(&command, "gnuplot -c");
  etho_text script = {0};
  etho_text_format(&script, "%s/%s.gp", etho_text_get(&p->plots), job->script);
  shell_word(&command, etho_text_get(&script));
  shell_word(&command, job->data_path ? job->data_path : "DATA.tsv");
  shell_word(&command, job->path);
  etho_text_format(&command, " %s", job->format);
  etho_error_set(error, ETHO_ERR_IO, "the figure '%.300s' was not drawn: %.400s", job->path,
                 *reason ? reason : "gnuplot stopped");
  etho_error_hint(error, "%s%.900s",
                  job->data_path ? "its data are kept; draw it by hand with: " : "the command was: ",
                  etho_text_get(&command));
  etho_text_free(&script);
  etho_text_free(&command);
  return ETHO_ERR_IO;
}

static bool is_done(const etho_text *messages, size_t index) {
  char mark[40];
  snprintf(mark, sizeof mark, "done %zu figure\n", index);
  const char *text = etho_text_get(messages), *found = strstr(text, mark);
  return found && (found == text || found[-1] == '\n');
}

/* The picture that belongs to a figure in LaTeX. */
static etho_status put_picture(const etho_plotter *p, size_t index, etho_error *error) {
  etho_text name = {0}, to = {0}, out = {0};
  file_name(&name, p, "f", index, "pdf");
  etho_figure_picture_name(p->job[index].path, &to);
  char *data = NULL;
  size_t length = 0;
  etho_plot_job picture = p->job[index];
  picture.format = "pdf";
  etho_status status = etho_file_read(etho_text_get(&name), 0, &data, &length, error);
  if (status == ETHO_OK && (to.failed || etho_figure_finish(&picture, data, length, &out) != ETHO_OK))
    status = etho_error_set(error, ETHO_ERR_MEMORY, "out of memory");
  if (status == ETHO_OK) status = etho_file_write(to.data, etho_text_get(&out), out.length, error);
  free(data);
  etho_text_free(&name);
  etho_text_free(&to);
  etho_text_free(&out);
  return status;
}

/* The finished file goes to its place. */
static etho_status put_in_place(const etho_plotter *p, size_t index, etho_error *error) {
  const etho_plot_job *job = &p->job[index];
  etho_text name = {0}, out = {0};
  file_name(&name, p, "f", index, job->format);
  char *data = NULL;
  size_t length = 0;
  etho_status status = etho_file_read(etho_text_get(&name), 0, &data, &length, error);
  if (status == ETHO_OK) {
    status = etho_figure_finish(job, data, length, &out);
    if (status == ETHO_ERR_IO) failed(p, job, "gnuplot wrote something else than a figure", error);
    if (status == ETHO_ERR_MEMORY) etho_error_set(error, status, "out of memory");
  }
  if (status == ETHO_OK && strcmp(job->format, "tex") == 0) status = put_picture(p, index, error);
  if (status == ETHO_OK) status = etho_file_write(job->path, etho_text_get(&out), out.length, error);
  free(data);
  etho_text_free(&name);
  etho_text_free(&out);
  return status;
}

/* Draw jobs [first, n) in the process that runs (a new one when the last one ended). *reached: the first that
 * was not drawn. */
static etho_status draw_from(etho_plotter *p, size_t first, size_t *reached, char *reason, size_t size,
                             etho_error *error) {
  etho_text commands = {0}, messages = {0};
  size_t unsent = p->process && p->sent > first ? p->sent : first;
  for (size_t i = unsent; i < p->n; i++) command(&commands, &p->job[i], i);
  etho_status status = commands.failed ? etho_error_set(error, ETHO_ERR_MEMORY, "out of memory") : ETHO_OK;
  if (status == ETHO_OK && !p->process)
    status = etho_gnuplot_start(etho_text_get(&p->folder), &p->process, error);
  if (status == ETHO_OK) {
    etho_error end = {0};
    etho_status ended =
        etho_gnuplot_finish(p->process, etho_text_get(&commands), p->timeout_s, &messages, &end);
    etho_gnuplot_free(p->process);
    p->process = NULL;
    p->sent = 0;
    *reached = first;
    while (*reached < p->n && is_done(&messages, *reached)) ++*reached;
    first_line_of_error(&messages, reason, size);
    if (ended != ETHO_OK && !*reason) snprintf(reason, size, "%.300s", end.message);
  }
  etho_text_free(&commands);
  etho_text_free(&messages);
  return status;
}

static void keep_first(etho_status *first, etho_error *first_error, etho_status status,
                       const etho_error *error) {
  if (*first == ETHO_OK && status != ETHO_OK) *first = status, *first_error = *error;
}

etho_status etho_plotter_flush(etho_plotter *p, etho_error *error) {
  etho_status first = ETHO_OK, status = ETHO_OK;
  etho_error local = {0}, first_error = {0};
  for (size_t i = p->sent; i < p->n && status == ETHO_OK; i++) status = write_data(p, i, &local);
  for (size_t at = 0; at < p->n && status == ETHO_OK;) {
    char reason[400] = "";
    size_t reached = at;
    status = draw_from(p, at, &reached, reason, sizeof reason, &local);
    for (size_t i = at; status == ETHO_OK && i < reached; i++)
      keep_first(&first, &first_error, put_in_place(p, i, &local), &local);
    if (status == ETHO_OK && reached < p->n)
      keep_first(&first, &first_error, failed(p, &p->job[reached], reason, &local), &local);
    at = reached + 1;
  }
  keep_first(&first, &first_error, status, &local);
  p->n = 0;
  if (error && first != ETHO_OK) *error = first_error;
  return first;
}
