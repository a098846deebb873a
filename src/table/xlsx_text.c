/* Text of a workbook's cells: characters that XML cannot hold are written _xHHHH_ there (ECMA-376,
 * ST_Xstring). */
#include <stdlib.h>
#include <string.h>

#include "table/xlsx.h"

/* The character of "_x000D_" at text; 0 = it is none. */
static unsigned escaped(const char *text) {
  char digits[5] = "";
  if (strncmp(text, "_x", 2) != 0 || strspn(text + 2, "0123456789abcdefABCDEF") < 4 || text[6] != '_')
    return 0;
  memcpy(digits, text + 2, 4);
  return (unsigned)strtoul(digits, NULL, 16);
}

static size_t put(char *to, unsigned code) {
  if (code < 0x80) return to[0] = (char)code, 1;
  if (code < 0x800) {
    to[0] = (char)(0xC0 | code >> 6);
    to[1] = (char)(0x80 | (code & 0x3F));
    return 2;
  }
  if (code >= 0xD800 && code < 0xE000) code = 0xFFFD; /* half of a pair */
  to[0] = (char)(0xE0 | code >> 12);
  to[1] = (char)(0x80 | (code >> 6 & 0x3F));
  to[2] = (char)(0x80 | (code & 0x3F));
  return 3;
}

void etho_xlsx_unescape(etho_text *text) {
  if (!text->length || !strstr(text->data, "_x")) return;
  size_t kept = 0;
  for (const char *p = text->data; *p;) {
    unsigned code = escaped(p);
    if (code) {
      kept += put(text->data + kept, code);
      p += 7;
    } else {
      text->data[kept++] = *p++;
    }
  }
  text->data[text->length = kept] = '\0';
}
