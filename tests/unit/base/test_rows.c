/* Rows, issues, text and files: the shapes that everything speaks. */
#include "base/file.h"
#include "base/text.h"
#include "tap.h"

#include <sys/stat.h>
#include <unistd.h>

static void rows(void) {
  etho_rows *rows = etho_rows_new();
  etho_row *row = etho_rows_add(rows);
  etho_row_number(row, "a", 1.5);
  etho_row_number(row, "nan", (double)NAN);
  etho_row_number(row, "inf", (double)INFINITY);
  etho_row_text(row, "t", "one");
  etho_row_text(row, "t", "two");
  etho_row_note(row, "first %d", 1);
  etho_row_note(row, "second");
  ok(etho_row_count(row) == 5, "a name set twice stays one field");
  is_text(etho_row_get_text(row, "t"), "two", "the last value wins");
  ok(etho_row_find(row, "nan")->kind == ETHO_NULL, "NaN becomes null");
  ok(etho_row_find(row, "inf")->kind == ETHO_NULL, "infinity becomes null");
  ok(isnan(etho_row_get_number(row, "absent")), "an absent number is NaN");
  is_text(etho_row_get_text(row, "note"), "first 1; second", "notes are joined");
  etho_row *copy = etho_rows_add(rows);
  etho_row_copy(copy, row);
  ok(etho_row_count(copy) == 5 && etho_row_get_number(copy, "a") == 1.5, "a copy has the same fields");
  etho_rows_note(rows, "n");
  etho_rows_note(rows, "n");
  ok(etho_rows_note_count(rows) == 1, "a note is kept once");
  etho_rows_truncate(rows, 1);
  ok(etho_rows_count(rows) == 1 && !etho_rows_at(rows, 1), "rows can be forgotten");
  ok(etho_rows_status(rows) == ETHO_OK, "no failure stuck");
  etho_row_number(NULL, "a", 1);
  etho_row_note(NULL, "x");
  ok(etho_row_find(NULL, "a") == NULL, "a NULL row is accepted");
  etho_rows_free(rows);
  etho_rows_free(NULL);
}

static void issues(void) {
  etho_issues *issues = etho_issues_new();
  etho_issues_add(issues, "E-X", "f.csv", 3, 2, "mend it", "cell %s", "bad");
  etho_issues_add(issues, "W-Y", "f.csv", 0, 0, NULL, "odd");
  etho_issues_add(issues, "N-Z", NULL, 0, 0, NULL, "told");
  ok(etho_issues_count(issues) == 3 && etho_issues_count_of(issues, ETHO_PROBLEM) == 1 &&
         etho_issues_count_of(issues, ETHO_WARNING) == 1,
     "severity is the code's first letter");
  const etho_issue *first = etho_issues_at(issues, 0);
  is_text(first->message, "cell bad", "message");
  ok(first->line == 3 && first->column == 2, "place");
  is_text(etho_issues_at(issues, 1)->hint, "", "a missing hint is empty");
  ok(etho_issues_at(issues, 3) == NULL, "past the end");
  etho_issues_free(issues);
}

static void nearest(void) {
  static const char *const names[] = {"discrimination_index", "recognition_index", "side_bias", NULL, "t_welch"};
  char near[128];
  ok(etho_suggest(near, sizeof near, "discrimination_indx", names, 5), "a slip is found");
  ok(strstr(near, "'discrimination_index'") == near, "the nearest comes first: %s", near);
  ok(etho_suggest(near, sizeof near, "t_welhc", names, 5) && strstr(near, "t_welch"), "a swap is one slip");
  ok(!etho_suggest(near, sizeof near, "zzz", names, 5), "nothing near, nothing said");
  ok(etho_text_equal_fold("Arm", "aRM") && !etho_text_equal_fold("arm", "arms"), "case folds");
}

static void utf8(void) {
  ok(etho_utf8_valid_prefix("a\xC3\xA4z", 4) == 4, "valid UTF-8");
  ok(etho_utf8_valid_prefix("a\xC3(", 3) == 1, "a broken sequence");
  ok(etho_utf8_valid_prefix("\xC0\x80", 2) == 0, "overlong");
  ok(etho_utf8_valid_prefix("\xED\xA0\x80", 3) == 0, "surrogate");
  char cut[] = "'a\xC3' and '\xE5\x88' and \xFFz";
  ok(etho_utf8_repair(cut, strlen(cut)) == 17 && strcmp(cut, "'a' and '' and ?z") == 0, "cut characters go, stray bytes become ?");
  etho_text text = {0};
  etho_text_format(&text, "'%.3s'", "a\xE5\x88\xB6");
  ok(strcmp(etho_text_get(&text), "'a'") == 0, "a precision cuts no character in two");
  etho_text_free(&text);
  ok(etho_utf8_width("\xE5\x88\xB6") == 2 && etho_utf8_width("e\xCC\x81") == 1, "widths of CJK and combining marks");
}

static void files(void) {
  char folder[] = "/tmp/ethostat-test-XXXXXX", path[64], *data;
  size_t length;
  etho_error error = {0};
  if (!ok(mkdtemp(folder) != NULL, "a scratch folder")) return;
  snprintf(path, sizeof path, "%s/a", folder);
  ok(etho_file_write(path, "hello", 5, &error) == ETHO_OK, "write");
  ok(etho_file_read(path, 0, &data, &length, &error) == ETHO_OK && length == 5 && strcmp(data, "hello") == 0, "read back");
  free(data);
  struct stat info;
  ok(stat(path, &info) == 0 && (info.st_mode & 0444) == 0444, "readable by others as the umask says");
  ok(etho_file_read(path, 3, &data, &length, &error) == ETHO_ERR_DATA, "a limit holds");
  ok(etho_file_read(folder, 0, &data, &length, &error) == ETHO_ERR_IO, "a folder is not a file");
  ok(etho_file_write("/dev/full", "x", 1, &error) == ETHO_ERR_IO && error.hint[0], "a full disk is told, with a hint");
  char hex[65];
  etho_sha256("abc", 3, hex); /* FIPS 180-2, appendix B.1 */
  is_text(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256 of abc");
  unlink(path);
  char deep[96];
  snprintf(deep, sizeof deep, "%s/x/y", folder);
  ok(etho_directory_make(deep, &error) == ETHO_OK && etho_directory_make(deep, &error) == ETHO_OK, "folders, twice");
  rmdir(deep);
  snprintf(deep, sizeof deep, "%s/x", folder);
  rmdir(deep);
  rmdir(folder);
}

int main(void) {
  rows();
  issues();
  nearest();
  utf8();
  files();
  return done();
}
