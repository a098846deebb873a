#include "cli/progress.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TAKE_BACK "\r\033[K"

enum { BAR = 24, REDRAW_MS = 100, WIDEST = 200 };

/* What a signal handler can see. */
static volatile sig_atomic_t line_drawn, held, noted;

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static void on_signal(int number) {
  if (held) {
    noted = number;
    return;
  }
  if (line_drawn && write(STDERR_FILENO, TAKE_BACK, sizeof TAKE_BACK - 1) < 0) line_drawn = 0;
  signal(number, SIG_DFL);
  raise(number);
}

static void listen_to_signals(void) {
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction now;
    if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN) signal(signals[i], on_signal);
  }
}

void cli_interrupt_hold(void) {
  listen_to_signals();
  held = 1;
}

void cli_interrupt_obey(void) {
  held = 0;
  if (!noted) return;
  signal(noted, SIG_DFL);
  raise(noted);
}

void cli_progress_init(cli_progress *progress, bool quiet) {
  const char *term = getenv("TERM");
  *progress = (cli_progress){.on = !quiet && isatty(STDERR_FILENO) && term && term[0] && strcmp(term, "dumb") != 0};
  clock_gettime(CLOCK_MONOTONIC, &progress->begun);
}

static double seconds_since(const struct timespec *then) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) * 1e-9;
}

static size_t terminal_width(void) {
  struct winsize size;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col) return 80;
  return size.ws_col < WIDEST ? size.ws_col : WIDEST;
}

/* The end of a name that does not fit, begun at a whole character. */
static const char *shortened(const char *name, size_t room) {
  size_t length = strlen(name);
  if (length <= room) return name;
  name += length - room;
  while (((unsigned char)*name & 0xC0) == 0x80) name++;
  return name;
}

static void draw(cli_progress *progress, size_t done, size_t total, const char *what) {
  char bar[BAR + 1], line[WIDEST + 1], left[32] = "";
  double passed = seconds_since(&progress->begun);
  size_t filled = done * BAR / total, width = terminal_width();
  for (size_t i = 0; i < BAR; i++) bar[i] = i < filled ? '#' : '.';
  bar[BAR] = '\0';
  if (done && passed > 1)
    snprintf(left, sizeof left, ", %.0f s left", passed / (double)done * (double)(total - done));
  int used = snprintf(line, sizeof line, "[%s] %zu/%zu %3.0f %%%s ", bar, done, total, 100 * (double)done / (double)total, left);
  if (used < 0 || (size_t)used + 1 >= width) return;
  fprintf(stderr, TAKE_BACK "%s%s", line, shortened(what, width - (size_t)used - 1));
  fflush(stderr);
  if (!line_drawn) listen_to_signals();
  progress->drawn = true;
  line_drawn = 1;
}

bool cli_progress_step(void *context, size_t done, size_t total, const char *what) {
  cli_progress *progress = context;
  if (noted) return false;
  if (!progress->on || total < 2) return true;
  bool soon = progress->drawn && seconds_since(&progress->last) * 1000 < REDRAW_MS;
  if (!what) cli_progress_clear(progress);
  if (!what || soon) return true;
  draw(progress, done, total, what);
  clock_gettime(CLOCK_MONOTONIC, &progress->last);
  return true;
}

void cli_progress_clear(cli_progress *progress) {
  if (!progress->drawn) return;
  fputs(TAKE_BACK, stderr);
  fflush(stderr);
  progress->drawn = false;
  line_drawn = 0;
}
