/* Room for text, axes, swarms and brackets: nothing meets what it must not meet. */
#include "base/arena.h"
#include "base/random.h"
#include "figure/brackets.h"
#include "figure/panel.h"
#include "figure/swarm.h"
#include "figure/typeset.h"
#include "tap.h"

static void text_fits(etho_arena *arena) {
  static const char *const hard[] = {
      "",
      " ",
      "a",
      "CAR-T + PLX5622 (CSF1R inhibitor)",
      "Donaudampfschifffahrtsgesellschaft",
      "\xE5\xAF\xB9\xE7\x85\xA7\xE7\xBB\x84\xE5\xB0\x8F\xE9\xBC\xA0\xE5\xAE\x9E\xE9\xAA\x8C",
      "a\nb\nc\nd\ne\nf\ng",
      "\n\n\n",
      "-----------------------------------",
      "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"};
  size_t wide = 0, empty = 0;
  for (size_t i = 0; i < sizeof hard / sizeof *hard; i++)
    for (double width = 3; width < 60; width += 4) {
      etho_lines lines;
      if (etho_text_wrap(arena, hard[i], 8, width, 4, &lines) != ETHO_OK) continue;
      if (!lines.n || lines.n > 4) empty++;
      for (size_t k = 0; k < lines.n; k++)
        wide += etho_text_width_mm(lines.line[k], 8) > fmax(width, 4.5) + 1e-9;
    }
  ok(wide == 0, "no wrapped line is wider than its room");
  ok(empty == 0, "one to four lines");
  etho_lines lines;
  etho_text_wrap(arena, "CAR-T + CCR3 blockade", 8, 18, 4, &lines);
  ok(!lines.cut && lines.n >= 2, "a label wraps between its words");
  etho_text_wrap(arena, "GD2", 8, 18, 4, &lines);
  is_text(lines.line[0], "GD2", "a short one stays whole");
  char *longest = etho_arena_alloc(arena, 10001, 1);
  memset(longest, 'x', 10000);
  etho_text_wrap(arena, longest, 8, 18, 4, &lines);
  ok(lines.cut && strstr(lines.line[lines.n - 1], "\xE2\x80\xA6"), "10,000 characters end in an ellipsis");
  ok(etho_text_width_mm(etho_text_shorten(arena, longest, 8, 20), 8) <= 20, "and are as wide as they may be");
}

static void printable(etho_arena *arena) {
  is_text(etho_text_printable(arena, "a\tb\x01"),
          "a\xE2\x90\x89"
          "b\xE2\x90\x81",
          "control characters become their pictures");
  is_text(etho_text_printable(arena, "x\xFFy\xC3"), "x\xEF\xBF\xBDy\xEF\xBF\xBD",
          "broken UTF-8 becomes U+FFFD");
  is_text(etho_text_printable(arena, "\xE2\x80\xAE"
                                     "abc"),
          "\xEF\xBF\xBD"
          "abc",
          "marks that turn text around are not printed");
  is_text(etho_text_printable(arena, "`$()'\"\\%_^{}@<>&"), "`$()'\"\\%_^{}@<>&", "everything else stays");
}

static void axes(void) {
  static const double range[][2] = {{0, 1},       {-0.13, 0.42},  {3, 3},     {0, 0},  {-1e9, 1e9},
                                    {1e-7, 3e-7}, {1e9, 1e9 + 1}, {-5, -4.9}, {0, 300}};
  for (size_t i = 0; i < sizeof range / sizeof *range; i++) {
    etho_axis axis = etho_axis_choose(range[i][0], range[i][1], (double)NAN, (double)NAN, 5);
    double ticks = (axis.high - axis.low) / axis.step;
    ok(axis.low <= range[i][0] && axis.high >= range[i][1] && ticks >= 2 && ticks <= 12,
       "axis for %g to %g: %g to %g by %g", range[i][0], range[i][1], axis.low, axis.high, axis.step);
  }
  etho_axis rate = etho_axis_choose(0.4, 0.98, 0, 1, 5);
  is_close(rate.high, 1, 1e-12, "a rate's axis ends at 1");
  etho_axis seconds = etho_axis_choose(1, 30, 0, (double)NAN, 5);
  is_close(seconds.low, 0, 1e-12, "seconds start at 0");
}

static void swarm(etho_arena *arena) {
  enum { N = 200 };
  double y[N], x[N];
  etho_random r = etho_random_stream(3, 1);
  for (size_t i = 0; i < N; i++) y[i] = i < 20 ? 5 : 40 * etho_random_unit(&r);
  ok(etho_swarm(y, N, 1.5, 1000, x, arena) == ETHO_OK, "a swarm of %d", N);
  size_t touching = 0;
  for (size_t i = 0; i < N; i++)
    for (size_t k = 0; k < i; k++) touching += hypot(x[i] - x[k], y[i] - y[k]) < 1.5 - 1e-6;
  ok(touching == 0, "no dot covers another");
  etho_swarm(y, N, 1.5, 4, x, arena);
  double widest = 0;
  for (size_t i = 0; i < N; i++) widest = fmax(widest, fabs(x[i]));
  ok(widest <= 4 + 1e-9, "and all stay within the limit");
}

static void density(void) {
  double v[] = {-1, 0, 0.5, 2, 3}, at[400], d[400], sum = 0;
  for (int i = 0; i < 400; i++) at[i] = -10 + i * 0.05;
  etho_density(v, 5, 0.1, at, 400, d);
  for (int i = 0; i < 400; i++) sum += d[i] * 0.05;
  is_close(sum, 1, 1e-6, "a density has area 1");
  double same[] = {2, 2, 2};
  is_close(etho_density(same, 3, 0.1, at, 400, d), 0.1, 1e-12, "without spread the least bandwidth is used");
}

static void brackets(etho_arena *arena) {
  for (size_t groups = 2; groups <= 12; groups++) {
    etho_bracket b[66];
    size_t n = 0;
    for (size_t i = 0; i < groups; i++)
      for (size_t j = i + 1; j < groups; j++)
        b[n++] = (etho_bracket){.from = i,
                                .to = j,
                                .text = "p = .011",
                                .left = (double)i * 70 / (double)groups,
                                .right = (double)j * 70 / (double)groups};
    size_t levels = etho_brackets_stack(b, n, 7, arena), collisions = 0, crossings = 0;
    double half = etho_text_width_mm("p = .011", 7) / 2;
    for (size_t i = 0; i < n; i++)
      for (size_t k = 0; k < i; k++) {
        double mi = (b[i].left + b[i].right) / 2, mk = (b[k].left + b[k].right) / 2;
        bool meet = b[i].left < b[k].right && b[k].left < b[i].right;
        collisions += b[i].level == b[k].level && (meet || fabs(mi - mk) < 2 * half);
        bool outer =
            b[i].from <= b[k].from && b[i].to >= b[k].to && !(b[i].from == b[k].from && b[i].to == b[k].to);
        crossings += outer && b[i].level <= b[k].level;
      }
    ok(collisions == 0 && crossings == 0, "%zu groups, %zu brackets on %zu levels: none meets another",
       groups, n, levels);
  }
  char text[64];
  etho_bracket_text(text, sizeof text, "p", 0.0114);
  is_text(text, "p = .011", "p with three digits");
  etho_bracket_text(text, sizeof text, "p", 1e-60);
  is_text(text, "p < .001", "a tiny p");
  etho_bracket_text(text, sizeof text, "stars", 0.003);
  is_text(text, "**", "stars");
}

int main(void) {
  etho_arena *arena = etho_arena_new();
  text_fits(arena);
  printable(arena);
  axes();
  swarm(arena);
  density();
  brackets(arena);
  etho_arena_free(arena);
  return done();
}
