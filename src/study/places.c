/* In which column of its file a trial's problem stands: assays know trials by the names of roles alone. */
#include <string.h>

#include "study/study.h"

/* The role that an issue is about; NULL = none alone. A constant column is named by the message's first word.
 */
static const char *role_of(const etho_issue *issue, char word[32]) {
  size_t n = strcspn(issue->message, " ");
  bool first = strcmp(issue->code, "W-CONSTANT") == 0 || strcmp(issue->code, "E-CHOICE-ARM") == 0;
  if (first && n < 32) return memcpy(memset(word, 0, 32), issue->message, n);
  if (!issue->line) return NULL;
  static const char *const list[][2] = {
      {"E-ANIMAL-ARMS", "arm"},
      {"E-ANIMAL-TWICE", "animal"},
      {"W-ANIMAL-SPELLING", "animal"},
      {"W-ANIMAL-SEX", "sex"},
      {"W-ANIMAL-CAGE", "cage"},
      {"W-ARM-SPELLING", "arm"},
      {"W-NO-ARM", "arm"},
      {"W-NO-TEST", "animal"},
      {"W-NO-TRAINING", "animal"},
      {"E-NOVEL-SIDE", "novel_side"},
      {"N-PHASE", "phase"},
      {"E-NOVEL-OBJECT", "novel_object"},
      {"E-CORRECT", "correct"},
      {"E-TRIAL-TWICE", "trial"},
      {"E-COUNT-CORRECT", "n_correct"},
      {"E-SEQUENCE", "sequence"},
      {"E-NO-ANIMAL", "animal"},
      {"W-JOIN-UNMATCHED", "animal"},
      {"E-JOIN-CONFLICT", "animal"},
      {"W-ARM-UNDECLARED", "arm"},
      {"E-NOVEL-UNKNOWN", "animal"},
  };
  for (size_t i = 0; i < sizeof list / sizeof *list; i++)
    if (strcmp(list[i][0], issue->code) == 0) return list[i][1];
  return NULL;
}

static const etho_import_file *file_of(const etho_study *study, const char *path) {
  for (size_t i = 0; i < etho_study_file_count(study); i++) {
    const etho_import_file *file = etho_study_file(study, i);
    if (file->path && strcmp(file->path, path) == 0) return file;
  }
  return NULL;
}

/* The one field that the role is read from; 0 = none, or several. */
static size_t field_of(const etho_import_file *file, const char *role) {
  size_t field = 0, n = 0;
  for (size_t i = 0; file->mapped_field && i < file->n_mapped; i++)
    if (strcmp(file->mapped[i].name, role) == 0) field = file->mapped_field[i], n++;
  return n == 1 ? field : 0;
}

void study_place_issues(const etho_study *study, etho_issues *issues) {
  const etho_import_file *file = NULL;
  for (size_t i = 0; i < etho_issues_count(issues); i++) {
    const etho_issue *issue = etho_issues_at(issues, i);
    char word[32];
    const char *role = issue->file && !issue->column ? role_of(issue, word) : NULL;
    if (!role) continue;
    if (!file || strcmp(file->path, issue->file) != 0) file = file_of(study, issue->file);
    if (file) etho_issues_set_column(issues, i, field_of(file, role));
  }
}
