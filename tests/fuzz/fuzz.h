/* tests/fuzz/fuzz.h - what the fuzz targets share: an input cut into parts, a private folder for the files
 * that are read by name, and the properties that hold whatever the input is. A property that fails says which
 * and aborts. */
#ifndef ETHO_TESTS_FUZZ_H
#define ETHO_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "ethostat/study.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_REQUIRE(condition, ...)                                                                         \
  do {                                                                                                       \
    if (!(condition)) {                                                                                      \
      fprintf(stderr, "property: %s\n", #condition);                                                         \
      fprintf(stderr, __VA_ARGS__);                                                                          \
      fputc('\n', stderr);                                                                                   \
      abort();                                                                                               \
    }                                                                                                        \
  } while (0)

typedef struct fuzz_part {
  const char *data;
  size_t size;
} fuzz_part;

/* Cut the input where a line is "====". All `most` parts are set, those that are not there as empty; returns
 * how many there are. */
size_t fuzz_split(const uint8_t *data, size_t size, fuzz_part *part, size_t most);
/* The first line of a part, taken off it, as text in a buffer. */
void fuzz_first_line(fuzz_part *part, char *line, size_t room);

/* A file in the private folder (in /dev/shm, else /tmp). */
typedef struct fuzz_file {
  char path[120];
} fuzz_file;

fuzz_file fuzz_write(const char *name, fuzz_part part);
void fuzz_remove(fuzz_file file);

/* Codes, words and places of issues: a code as in docs/issues.md, text of one line, a line that the file has.
 */
void fuzz_check_issues(const etho_issues *issues);
void fuzz_check_error(etho_status status, const etho_error *error);
/* No infinite number, no text that is not UTF-8. */
void fuzz_check_trials(const etho_trials *trials);
/* A file that gave no trial is told as a problem, never passed over. */
void fuzz_check_told(const etho_trials *trials, const etho_issues *issues);
/* Trials that convert would write are read back as the same trials. */
void fuzz_check_round_trip(const etho_trials *trials, const etho_issues *issues);
/* Every assay that takes the trials, with and without options; measures lie in the range that they state. */
void fuzz_measure(const etho_trials *trials);
void fuzz_check_measures(const etho_measures *measures);

#endif
