/* Files that are no delimited text at all: what they are, and what to do. */
#include <string.h>

#include "base/text.h"
#include "table/encoding.h"

typedef struct kind {
  const char *begin;
  size_t length, at; /* bytes, and where they stand */
  const char *what, *hint;
} kind;

static const char save_csv[] = "save the sheet as CSV (UTF-8) and read that";
static const char give_data[] = "give the data file instead";
static const char export_csv[] = "export the table as CSV and read that";
static const char unpack[] = "unpack it and read the file inside";

/* clang-format off */
static const kind binary[] = {
    {"\xD0\xCF\x11\xE0", 4, 0, "an old Excel workbook (.xls) or one with a password", save_csv},
    {"\x89PNG", 4, 0, "a picture (PNG)", give_data},
    {"\xFF\xD8\xFF", 3, 0, "a picture (JPEG)", give_data},
    {"GIF8", 4, 0, "a picture (GIF)", give_data},
    {"II*\0", 4, 0, "a picture (TIFF)", give_data},
    {"MM\0*", 4, 0, "a picture (TIFF)", give_data},
    {"%PDF", 4, 0, "a PDF document", export_csv},
    {"\x1F\x8B", 2, 0, "a gzip-compressed file", "unpack it first: gunzip FILE, or gunzip -c FILE | ethostat ... -"},
    {"1AY&SY", 6, 4, "a bzip2-compressed file", unpack},
    {"\xFD" "7zXZ", 5, 0, "an xz-compressed file", unpack},
    {"\x28\xB5\x2F\xFD", 4, 0, "a zstd-compressed file", unpack},
    {"7z\xBC\xAF", 4, 0, "a 7-Zip archive", unpack},
    {"Rar!\x1A", 5, 0, "a RAR archive", unpack},
    {"\x89HDF", 4, 0, "an HDF5 file", "export it as CSV (SLEAP and DeepLabCut can both write CSV)"},
    {"\x7F" "ELF", 4, 0, "a program", give_data},
    {"SQLite format 3", 15, 0, "a database (SQLite)", export_csv},
    {"MATLAB 5.0 MAT-file", 19, 0, "a MATLAB file", "write the table as CSV (writetable)"},
    {"$FL2@(#)", 8, 0, "an SPSS file", export_csv},
    {"PAR1\x15", 5, 0, "a Parquet file", export_csv},
    {"X\n\0\0\0", 5, 0, "an R object (.rds)", "write the table as CSV (write.csv)"},
    {"RDX", 3, 0, "an R workspace (.RData)", "write the table as CSV (write.csv)"},
    {"ftyp", 4, 4, "a video (MP4)", give_data},
    {"\x1A\x45\xDF\xA3", 4, 0, "a video (Matroska)", give_data},
};

static const kind textual[] = {
    {"<!doctype html", 14, 0, "a web page (HTML)", "open it in a spreadsheet program and save the table as CSV"},
    {"<html", 5, 0, "a web page (HTML)", "open it in a spreadsheet program and save the table as CSV"},
    {"<head", 5, 0, "a web page (HTML)", "open it in a spreadsheet program and save the table as CSV"},
    {"<table", 6, 0, "a table of a web page (HTML)", "open it in a spreadsheet program and save the table as CSV"},
    {"<?xml", 5, 0, "an XML document", "open it in the program that it is for, and save the table as CSV"},
    {"<stata_dta", 10, 0, "a Stata file", "export the table as CSV"},
    {"{\\rtf", 5, 0, "a document (rich text)", "save the table as CSV"},
    {"id;p", 4, 0, "a SYLK file of a spreadsheet", "open it in a spreadsheet program and save the sheet as CSV"},
    {"version https://git-lfs", 23, 0, "a placeholder of Git LFS, not the file itself", "fetch the file: git lfs pull"},
};
/* clang-format on */

etho_status etho_file_refuse(const char *name, const char *code, size_t line, const char *what,
                             const char *hint, etho_issues *issues, etho_error *error) {
  etho_issues_add(issues, code, name, line, 0, hint, "%s", what);
  etho_error_set(error, ETHO_ERR_DATA, "'%s': %s", name, what);
  etho_error_hint(error, "%s", hint);
  return ETHO_ERR_DATA;
}

static etho_status refuse_as(const char *name, const char *code, size_t line, const kind *k,
                             etho_issues *issues, etho_error *error) {
  etho_text what = {0};
  etho_text_format(&what, "this is %s, not a table of delimited text", k->what);
  etho_file_refuse(name, code, line, etho_text_get(&what), k->hint, issues, error);
  etho_text_free(&what);
  return ETHO_ERR_DATA;
}

etho_status etho_refuse_binary(const char *name, const char *data, size_t length, etho_issues *issues,
                               etho_error *error) {
  for (size_t i = 0; i < sizeof binary / sizeof *binary; i++) {
    const kind *k = &binary[i];
    if (length < k->at + k->length || memcmp(data + k->at, k->begin, k->length) != 0) continue;
    return refuse_as(name, "E-FILE-BINARY", 0, k, issues, error);
  }
  return ETHO_OK;
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins_fold(const char *text, size_t length, const kind *k) {
  for (size_t i = 0; i < k->length; i++)
    if (i >= length || lower(text[i]) != k->begin[i]) return false;
  return true;
}

static size_t blanks(const char *text, size_t length) {
  size_t n = 0;
  while (n < length && strchr(" \t\r\n", text[n]) && text[n]) n++;
  return n;
}

/* { "name": or [ { or [ [ */
static bool is_json(const char *text, size_t length) {
  if (length < 4 || (text[0] != '{' && text[0] != '[')) return false;
  size_t i = 1 + blanks(text + 1, length - 1);
  if (i >= length) return false;
  if (text[0] == '[') return text[i] == '{' || text[i] == '[';
  if (text[i] != '"') return false;
  for (i++; i < length && text[i] != '"' && text[i] != '\n';) i++;
  if (i >= length || text[i] != '"') return false;
  i += 1 + blanks(text + i + 1, length - i - 1);
  return i < length && text[i] == ':';
}

etho_status etho_refuse_kind(const char *name, const char *text, size_t length, etho_issues *issues,
                             etho_error *error) {
  static const kind json = {.what = "JSON", .hint = "write the table as CSV"};
  size_t skip = blanks(text, length), line = 1;
  for (size_t i = 0; i < skip; i++) line += text[i] == '\n';
  for (size_t i = 0; i < sizeof textual / sizeof *textual; i++)
    if (begins_fold(text + skip, length - skip, &textual[i]))
      return refuse_as(name, "E-FILE-KIND", line, &textual[i], issues, error);
  return is_json(text + skip, length - skip) ? refuse_as(name, "E-FILE-KIND", line, &json, issues, error)
                                             : ETHO_OK;
}
