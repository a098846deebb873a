/* libFuzzer: lab exports of every format, through trials and their CSV to measures.
 *
 *   "FORMAT SET FLAGS" line, file, "====" line, second file, "====" line, key file
 *
 * FORMAT is a letter (of the list below; another: found out), SET a digit (of the settings), FLAGS: p
 * pattern, c columns, r recodes and aliases, j join the key file. */
#include <string.h>

#include "fuzz.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const formats[] = {
    "tidy-nor",         "long-nor",        "tidy-tmaze",       "arm-sequence",  "wide-tmaze",
    "boris-aggregated", "boris-tabular",   "anymaze",          "anymaze-track", "ethovision-raw",
    "ethovision-stats", "simba-aggregate", "simba-roi",        "simba-bouts",   "deeplabcut",
    "deeplabcut-multi", "sleap-analysis",  "eztrack-location", "toxtrac",       "rtrack",
    "frame-labels",     "chronotate",      "jwatcher",         "prism-wide",    "pose-table",
    "outcome-table",    "arm-entries",     "companion"};

static const etho_pair labels[] = {
    {"novel", "ObjN|1|n|Left"}, {"familiar", "ObjF|2|f|Right"}, {"frame_rate", "10"}};
static const etho_pair binned[] = {{"left", "ObjN|1|n|Left"}, {"right", "ObjF|2|f|Right"},
                                   {"frame_rate", "29.97"},   {"bin_s", "2"},
                                   {"from_s", "1"},           {"to_s", "100"},
                                   {"min_bout_s", "0.2"},     {"threshold", "0.4"}};
static const etho_pair points[] = {{"novel", "10,0"}, {"familiar", "0,0"},  {"radius_cm", "2"},
                                   {"scale", "1"},    {"frame_rate", "10"}, {"point", "nose"},
                                   {"bin_s", "1"}};
static const etho_pair strict[] = {{"object_a", "10,0"},    {"object_b", "0,0"},   {"radius_cm", "4"},
                                   {"on_radius_cm", "0.5"}, {"scale", "2.5"},      {"likelihood", "0.9"},
                                   {"gap_s", "3"},          {"frame_rate", "1e3"}, {"min_bout_s", "0.01"}};
static const etho_pair arms[] = {{"arm_A", "-5,-5 5,5"},
                                 {"arm_B", "5,-5 20,-5 20,5 5,5"},
                                 {"arm_C", "0,5 10,5 5,20"},
                                 {"frame_rate", "10"}};
static const etho_pair zones[] = {{"arms", "A|B|C|Arm A|Arm B|Arm C|ObjN|ObjF"}, {"frame_rate", "10"}};
static const etho_pair maze[] = {{"trials_per_session", "10"}, {"percent", "yes"}};

static const struct {
  const etho_pair *pair;
  size_t n;
} sets[] = {{NULL, 0},
            {labels, COUNT(labels)},
            {binned, COUNT(binned)},
            {points, COUNT(points)},
            {strict, COUNT(strict)},
            {arms, COUNT(arms)},
            {zones, COUNT(zones)},
            {maze, COUNT(maze)}};

static const etho_pair columns[] = {{"animal", "ID"}, {"novel_s", "N"}, {"familiar_s", "F"}, {"choice", "C"}};
static const etho_pair recodes[] = {{"phase:TS", "test"}, {"phase:TR", "training"}, {"choice:x", "L"}};
static const etho_pair aliases[] = {{"cart", "CAR-T"}, {"ctrl", "control"}};

static void declare(etho_import_options *options, const char *line, const char *const *keys) {
  if (line[0] >= 'A' && (size_t)(line[0] - 'A') < COUNT(formats)) options->from = formats[line[0] - 'A'];
  if (!line[0] || !line[1]) return;
  size_t set = (size_t)(line[1] - '0');
  if (set < COUNT(sets)) options->settings = sets[set].pair, options->n_settings = sets[set].n;
  if (strchr(line + 2, 'p')) options->pattern = "(?<animal>[rm]\\d+)(_(?<phase>[A-Za-z]+))?";
  if (strchr(line + 2, 'c')) options->columns = columns, options->n_columns = COUNT(columns);
  if (strchr(line + 2, 'r')) {
    options->recodes = recodes, options->n_recodes = COUNT(recodes);
    options->arm_aliases = aliases, options->n_arm_aliases = COUNT(aliases);
  }
  if (strchr(line + 2, 'j')) options->joins = keys, options->n_joins = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_part part[3];
  char line[32];
  etho_import_options options = {0};
  size_t n = fuzz_split(data, size, part, 3);
  fuzz_first_line(&part[0], line, sizeof line);
  size_t n_files = n > 1 && part[1].size ? 2 : 1;
  fuzz_file file[] = {fuzz_write("r1_TS.csv", part[0]), fuzz_write("m2_TR.csv", part[1]),
                      fuzz_write("key.csv", part[2])};
  const char *paths[] = {file[0].path, file[1].path}, *keys[] = {file[2].path};
  declare(&options, line, keys);

  etho_issues *issues = etho_issues_new();
  etho_import_result *result = NULL;
  etho_error error = {0};
  etho_status status = etho_import_files(paths, n_files, &options, &result, issues, &error);
  fuzz_check_issues(issues);
  fuzz_check_error(status, &error);
  if (status == ETHO_OK) {
    fuzz_check_trials(etho_import_trials(result));
    fuzz_check_told(etho_import_trials(result), issues);
    fuzz_check_round_trip(etho_import_trials(result), issues);
    fuzz_measure(etho_import_trials(result));
  }
  etho_import_free(result);
  etho_issues_free(issues);
  for (size_t i = 0; i < 3; i++) fuzz_remove(file[i]);
  return 0;
}
