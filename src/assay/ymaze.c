/* Continuous Y- and T-maze: the arms that the animal enters, one after the other.
 *
 * k arms (k = 3 in a Y-maze): a window is k consecutive entries (a triad); it alternates when all k differ.
 * Under uniform random choice a window alternates with probability prod (k-i)/(k-1), i = 1..k-1, without
 * immediate re-entry (1/2 for k = 3) and prod (k-i)/k with it (2/9). Which holds is declared by --reentries
 * or --chance. */
#include <math.h>
#include <string.h>

#include "assay/measures.h"
#include "assay/sequence.h"

#define RATE .unit = "", .low = 0, .high = 1
#define COUNT .unit = "", .low = 0, .high = (double)NAN
#define HUGHES "Hughes 2004"

enum { ALTERNATION, ALTERNATE_RETURNS, SAME_RETURNS, NEUTRAL, ENTRIES, ALTERNATIONS, REENTRIES, MEASURES };

static const etho_measure measures[MEASURES] = {
    [ALTERNATION] = {.name = "alternation",
                     .title = "Spontaneous alternation",
                     .definition =
                         "alternating triads / (entries - 2); of k arms: windows of k different arms / "
                         "(entries - k + 1)",
                     .source = HUGHES,
                     .takes_chance = true,
                     .primary = true,
                     RATE},
    [ALTERNATE_RETURNS] = {.name = "alternate_arm_returns",
                           .title = "Alternate arm returns",
                           .definition = "triads ABA / (entries - 2)",
                           .source = "Miedel et al. 2017",
                           RATE},
    [SAME_RETURNS] = {.name = "same_arm_returns",
                      .title = "Same arm returns",
                      .definition = "triads with an immediate re-entry (AAB, ABB, AAA) / (entries - 2)",
                      .source = "Miedel et al. 2017",
                      RATE},
    [NEUTRAL] = {.name = "alternation_without_neutral",
                 .title = "Alternation without neutral triads",
                 .definition =
                     "correct / (correct + incorrect): ABC is correct, ABA incorrect, a triad with an "
                     "immediate re-entry neutral",
                 .source = HUGHES,
                 RATE},
    [ENTRIES] = {.name = "entries",
                 .title = "Arm entries",
                 .definition = "entries counted, after merging where re-entries are merged",
                 .source = "count",
                 .secondary = true,
                 COUNT},
    [ALTERNATIONS] = {.name = "n_alternations",
                      .title = "Alternating triads",
                      .definition = "windows of all different arms",
                      .source = "count",
                      COUNT},
    [REENTRIES] = {.name = "n_reentries",
                   .title = "Immediate re-entries",
                   .definition = "entries into the arm just left, before any merging",
                   .source = "count",
                   COUNT},
};

static const etho_rule_info rules[] = {
    {.name = "min_entries",
     .summary = "fewer arm entries than the threshold (usual: 8)",
     .measure = "entries",
     .relation = ETHO_BELOW,
     .threshold = 8,
     .flags = true},
    {.name = "declared", .summary = "the study names this animal, with a reason", .relation = ETHO_NAMED},
};

static int fits(const etho_trials *t) {
  return etho_column_filled(t, "sequence") ? 4 : 0;
}

static double chance_of(size_t arms, bool merge) {
  double p = 1;
  for (size_t i = 1; i < arms; i++) p *= (double)(arms - i) / (double)(merge ? arms - 1 : arms);
  return p;
}

static bool prepare(etho_batch *batch) {
  etho_sequences *all = etho_sequences_read(batch);
  if (!all) return false;
  const char *reentries = batch->options->reentries;
  bool merge = reentries && strcmp(reentries, "merge") == 0;
  if (merge) etho_sequences_merge(all);
  if (reentries && all->n_arms > 2) batch->chance = chance_of(all->n_arms, merge);
  if (!reentries && all->n_reentries)
    etho_issues_add(
        batch->issues, "W-REENTRIES", etho_trials_file(batch->trials, 0), 0, 0,
        "declare `merge` (an immediate re-entry is one visit; chance 50 %) or `keep` (chance 22.2 %)",
        "%zu immediate re-entries into the same arm are counted as entries", all->n_reentries);
  else if (!reentries && !isfinite(batch->options->chance))
    etho_issues_add(batch->issues, "N-CHANCE", etho_trials_file(batch->trials, 0), 0, 0,
                    "declare re-entries (merge or keep) or chance",
                    "no comparison with chance: it is not declared");
  batch->own = all;
  return etho_batch_check_twice(batch, etho_column_filled(batch->trials, "trial") ? "trial" : NULL);
}

typedef struct tally {
  double entries, reentries, windows, alternating, triads, correct, incorrect, neutral;
} tally;

static bool all_differ(const unsigned char *arm, size_t k) {
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < i; j++)
      if (arm[i] == arm[j]) return false;
  return true;
}

static void tally_triad(const unsigned char *arm, tally *t) {
  t->triads++;
  if (arm[0] == arm[1] || arm[1] == arm[2])
    t->neutral++;
  else if (arm[0] == arm[2])
    t->incorrect++;
  else
    t->correct++;
}

static void tally_sequence(const etho_sequence *s, size_t arms, tally *t) {
  t->entries += (double)s->n;
  t->reentries += (double)s->n_reentries;
  for (size_t i = 0; i + arms <= s->n; i++) {
    t->windows++;
    t->alternating += all_differ(&s->arm[i], arms);
  }
  for (size_t i = 0; i + 3 <= s->n; i++) tally_triad(&s->arm[i], t);
}

static bool compute(const etho_batch *batch, const etho_session *session, double *value) {
  const etho_sequences *all = batch->own;
  tally t = {0};
  bool any = false;
  for (size_t i = 0; i < session->n_trials; i++) {
    const etho_sequence *s = &all->sequence[session->trial[i]];
    any = any || s->given;
    if (s->given) tally_sequence(s, all->n_arms, &t);
  }
  if (!any) return true;
  value[ENTRIES] = t.entries;
  value[REENTRIES] = t.reentries;
  value[ALTERNATIONS] = t.alternating;
  if (t.windows > 0) value[ALTERNATION] = t.alternating / t.windows;
  if (all->n_arms < 3) return true;
  if (t.triads > 0) {
    value[ALTERNATE_RETURNS] = t.incorrect / t.triads;
    value[SAME_RETURNS] = t.neutral / t.triads;
  }
  if (t.correct + t.incorrect > 0) value[NEUTRAL] = t.correct / (t.correct + t.incorrect);
  return true;
}

const etho_assay etho_assay_ymaze = {
    .name = "ymaze",
    .summary = "continuous Y- or T-maze: does the animal visit the arm it has not just been in?",
    .columns = "animal and sequence, the arms entered (ABCACB...)",
    .measure = measures,
    .n_measures = MEASURES,
    .rule = rules,
    .n_rules = sizeof rules / sizeof *rules,
    .pools = true,
    .fits = fits,
    .prepare = prepare,
    .compute = compute,
};
