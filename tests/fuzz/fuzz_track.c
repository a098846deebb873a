/* libFuzzer: bytes as frames of a tracked body point, written as each tracker would and read with settings
 * that the first bytes choose. Every frame takes three bytes: x, y and a mark (likelihood, gaps, times that
 * stand still or run back). */
#include "fuzz.h"

typedef struct frame {
  double time_s, x, y, likelihood;
  bool missing;
} frame;

static const double odd[] = {0, -0.0, 1e308, -1e308, 5e-324, 1e-300, 1e15, 0.1};

static frame decode(const uint8_t *bytes, const frame *last) {
  uint8_t mark = bytes[2];
  frame f = {.time_s = last->time_s + 0.1,
             .x = (bytes[0] - 128) / 8.0,
             .y = (bytes[1] - 128) / 8.0,
             .likelihood = (mark & 15) / 15.0};
  switch (mark >> 4) {
  case 0:
    f.missing = true;
    break;
  case 1:
    f.x = odd[bytes[0] % 8];
    break;
  case 2:
    f.y = odd[bytes[1] % 8];
    break;
  case 3:
    f.time_s = last->time_s;
    break;
  case 4:
    f.time_s = last->time_s - 1;
    break;
  case 5:
    f.time_s = odd[bytes[0] % 8];
    break;
  case 6:
    f.time_s += 1000;
    break;
  default:
    break;
  }
  return f;
}

static void print_number(FILE *out, double value, bool missing) {
  char text[ETHO_NUMBER_SIZE];
  etho_number_print(text, value);
  fputs(missing ? "" : text, out);
}

typedef enum tracker { DEEPLABCUT, SLEAP, EZTRACK, TOXTRAC, RTRACK, ETHOVISION, N_TRACKERS } tracker;

static const char *const heads[] = {
    "scorer,D,D,D\nbodyparts,nose,nose,nose\ncoords,x,y,likelihood\n",
    "track,frame_idx,instance.score,nose.x,nose.y,nose.score\n",
    "File,Location_Thresh,Frame,X,Y\n",
    "Time (sec)\tArena\tTrack\tPos. X (mm)\tPos. Y (mm)\n",
    "Time\tX\tY\n",
    ("\"Number of header lines:\";\"6\"\n\"Animal\";\"r1\"\n\"Stage\";\"test\"\n\n"
     "\"Trial time\";\"Recording time\";\"X center\";\"Y center\";\"X nose\";\"Y "
     "nose\"\n\"s\";\"s\";\"cm\";\"cm\";\"cm\";\"cm\"\n")};

static void print_frame(FILE *out, tracker t, size_t i, const frame *f) {
  char sep = t == TOXTRAC || t == RTRACK ? '\t' : t == ETHOVISION ? ';' : ',';
  if (t == DEEPLABCUT) fprintf(out, "%zu,", i);
  if (t == SLEAP) fprintf(out, "track_%d,%zu,0.9,", (int)(i & 1), i / 2);
  if (t == EZTRACK) fprintf(out, "a.mp4,99.5,%zu,", i);
  if (t >= TOXTRAC) print_number(out, f->time_s, false), fputc(sep, out);
  if (t == TOXTRAC) fputs("1\t1\t", out);
  for (int k = 0; t == ETHOVISION && k < 3; k++)
    print_number(out, k ? f->x : f->time_s, false), fputc(sep, out);
  print_number(out, f->x, f->missing);
  fputc(sep, out);
  print_number(out, f->y, f->missing);
  if (t == DEEPLABCUT || t == SLEAP) fputc(sep, out), print_number(out, f->likelihood, false);
  fputc('\n', out);
}

static size_t settings_of(const uint8_t *choice, etho_pair *list) {
  static const char *const radius[] = {"2", "0", "1e300", "0.001"}, *const gap[] = {"0.2", "0", "1e9", "3"},
                           *const rate[] = {"10", "1e-3", "1e6", "29.97"},
                           *const bout[] = {"0", "0.25", "5", "1e9"}, *const bin[] = {"60", "0.5", "1", "7"},
                           *const on[] = {"0", "1", "2", "3"};
  size_t n = 0;
  list[n++] = (etho_pair){"radius_cm", radius[choice[0] & 3]};
  list[n++] = (etho_pair){"on_radius_cm", on[choice[0] >> 2 & 3]};
  list[n++] = (etho_pair){"gap_s", gap[choice[0] >> 4 & 3]};
  list[n++] = (etho_pair){"scale", choice[0] >> 6 & 1 ? "1" : "2.5"};
  list[n++] = (etho_pair){"frame_rate", rate[choice[1] & 3]};
  if (choice[1] & 4) list[n++] = (etho_pair){"min_bout_s", bout[choice[1] >> 3 & 3]};
  if (choice[1] & 32) list[n++] = (etho_pair){"bin_s", bin[choice[1] >> 6 & 3]};
  if (choice[2] & 1) list[n++] = (etho_pair){"from_s", "1"}, list[n++] = (etho_pair){"to_s", "8"};
  if (choice[2] & 2) {
    list[n++] = (etho_pair){"arm_A", "-16,-16 0,0"};
    list[n++] = (etho_pair){"arm_B", "0,0 16,0 16,16"};
    list[n++] = (etho_pair){"arm_C", "-16,0 0,0 0,16 -16,16"};
  } else {
    list[n++] = (etho_pair){choice[2] & 4 ? "left" : "novel", "10,0"};
    list[n++] = (etho_pair){choice[2] & 4 ? "right" : "familiar", "0,0"};
  }
  return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 7) return 0;
  tracker t = (tracker)(data[3] % N_TRACKERS);
  char *text = NULL;
  size_t length = 0, i = 0;
  FILE *out = open_memstream(&text, &length);
  frame last = {0};
  if (!out) return 0;
  fputs(heads[t], out);
  for (const uint8_t *p = data + 4; p + 3 <= data + size; p += 3)
    last = decode(p, &last), print_frame(out, t, i++, &last);
  fclose(out);
  fuzz_file file = fuzz_write("r1.csv", (fuzz_part){text, length});
  free(text);

  const char *path[] = {file.path};
  etho_pair list[16];
  etho_import_options options = {
      .settings = list, .n_settings = settings_of(data, list), .pattern = "(?<animal>[a-z][0-9])"};
  etho_issues *issues = etho_issues_new();
  etho_import_result *result = NULL;
  etho_error error = {0};
  etho_status status = etho_import_files(path, 1, &options, &result, issues, &error);
  fuzz_check_issues(issues);
  fuzz_check_error(status, &error);
  if (status == ETHO_OK) {
    const etho_trials *trials = etho_import_trials(result);
    size_t lost = etho_trials_find(trials, "frames_lost");
    for (size_t r = 0; lost != ETHO_NOT_FOUND && r < etho_trials_rows(trials); r++) {
      double share = etho_trials_number(trials, r, lost);
      FUZZ_REQUIRE(!(share < 0) && !(share > 1), "frames_lost %g", share);
    }
    fuzz_check_trials(trials);
    fuzz_check_told(trials, issues);
    fuzz_check_round_trip(trials, issues);
    fuzz_measure(trials);
  }
  etho_import_free(result);
  etho_issues_free(issues);
  fuzz_remove(file);
  return 0;
}
