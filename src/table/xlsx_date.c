/* Numbers that a workbook shows as dates and times. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "table/xlsx.h"

typedef struct letters {
  bool day, month_or_minute, hour, second, elapsed_minute;
} letters;

/* The letters of a format code outside quotes, escapes, colours and [conditions]; [h], [m] and [s] count. */
static letters letters_of(const char *code) {
  letters found = {0};
  for (const char *c = code; *c && *c != ';'; c++) {
    if (*c == '"') {
      c = strchr(c + 1, '"');
      if (!c) break;
    } else if (*c == '\\' || *c == '_' || *c == '*') {
      if (!c[1]) break;
      c++;
    } else if (*c == '[') {
      char unit = c[1];
      const char *end = strchr(c, ']');
      if (!end) break;
      bool elapsed = c[strspn(c + 1, "hHmMsS") + 1] == ']' && end > c + 1;
      found.hour = found.hour || (elapsed && (unit == 'h' || unit == 'H'));
      found.elapsed_minute = found.elapsed_minute || (elapsed && (unit == 'm' || unit == 'M'));
      found.second = found.second || (elapsed && (unit == 's' || unit == 'S'));
      c = end;
    } else if (strncmp(c, "General", 7) == 0 || strncmp(c, "GENERAL", 7) == 0) {
      c += 6;
    } else if (strchr("yYdDeE", *c)) {
      found.day = found.day || !strchr("eE", *c) || (c[1] != '+' && c[1] != '-');
    } else if (strchr("mM", *c)) {
      found.month_or_minute = true;
    } else if (strchr("hH", *c)) {
      found.hour = true;
    } else if (strchr("sS", *c)) {
      found.second = true;
    }
  }
  return found;
}

static etho_xlsx_shown shown_by_code(const char *code) {
  letters l = letters_of(code);
  if (l.day) return l.hour ? ETHO_XLSX_DATE_TIME : ETHO_XLSX_DATE;
  if (l.hour) return l.second ? ETHO_XLSX_TIME : ETHO_XLSX_HOUR_MINUTE;
  if (l.second && (l.month_or_minute || l.elapsed_minute)) return ETHO_XLSX_MINUTE_SECOND;
  if (l.second || l.elapsed_minute) return ETHO_XLSX_TIME;
  return l.month_or_minute ? ETHO_XLSX_DATE : ETHO_XLSX_PLAIN;
}

etho_xlsx_shown etho_xlsx_shown_by(unsigned id, const char *code) {
  if (code && code[0]) return shown_by_code(code);
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
    return ETHO_XLSX_DATE;
  if (id == 22) return ETHO_XLSX_DATE_TIME;
  if (id == 18 || id == 20 || id == 32 || id == 34) return ETHO_XLSX_HOUR_MINUTE;
  if (id == 19 || id == 21 || id == 33 || id == 35 || id == 46) return ETHO_XLSX_TIME;
  return id == 45 || id == 47 ? ETHO_XLSX_MINUTE_SECOND : ETHO_XLSX_PLAIN;
}

/* Civil date of a day number (0 = 1970-01-01), by eras of 400 years that begin on 1 March (Hinnant 2013). */
static void civil(long day, long *year, long *month, long *date) {
  day += 719468;
  long era = day / 146097, of_era = day - era * 146097;
  long year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  long of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  long shifted = (5 * of_year + 2) / 153;
  *date = of_year - (153 * shifted + 2) / 5 + 1;
  *month = shifted < 10 ? shifted + 3 : shifted - 9;
  *year = year_of_era + era * 400 + (*month <= 2);
}

static int print_date(char *buffer, size_t size, long serial, bool from_1904) {
  enum { UNIX_DAY_OF_1900 = 25569, UNIX_DAY_OF_1904 = 24107 };
  long year = 1900, month = 2, date = 29;
  if (from_1904)
    civil(serial - UNIX_DAY_OF_1904, &year, &month, &date);
  else if (serial != 60)
    civil(serial - UNIX_DAY_OF_1900 + (serial < 60), &year, &month, &date);
  return snprintf(buffer, size, "%04ld-%02ld-%02ld", year, month, date);
}

/* Seconds to the millisecond, without a fraction of zero. */
static int print_second(char *buffer, size_t size, long millisecond) {
  long second = millisecond / 1000 % 60, rest = millisecond % 1000;
  int n = snprintf(buffer, size, "%02ld", second);
  if (rest && n > 0 && (size_t)n < size) {
    n += snprintf(buffer + n, size - (size_t)n, ".%03ld", rest);
    while (buffer[n - 1] == '0') buffer[--n] = '\0';
  }
  return n;
}

static size_t print_time(char *buffer, size_t size, long millisecond, etho_xlsx_shown shown) {
  int n;
  if (shown == ETHO_XLSX_HOUR_MINUTE && millisecond % 60000 == 0)
    return (size_t)snprintf(buffer, size, "%ld:%02ld", millisecond / 3600000, millisecond / 60000 % 60);
  if (shown == ETHO_XLSX_MINUTE_SECOND)
    n = snprintf(buffer, size, "%02ld:", millisecond / 60000);
  else
    n = snprintf(buffer, size, "%ld:%02ld:", millisecond / 3600000, millisecond / 60000 % 60);
  return (size_t)n + (size_t)print_second(buffer + n, size - (size_t)n, millisecond);
}

size_t etho_xlsx_date_print(char *buffer, size_t size, double days, etho_xlsx_shown shown, bool from_1904) {
  enum { LAST_DAY = 2958465 }; /* 9999-12-31 */
  if (!(days >= 0) || days >= LAST_DAY + 1) return 0;
  long whole = (long)floor(days);
  long millisecond = lround((days - (double)whole) * 86400000.0);
  if (shown != ETHO_XLSX_DATE && shown != ETHO_XLSX_DATE_TIME)
    return print_time(buffer, size, millisecond + whole * 86400000L, shown);
  if (millisecond == 86400000) whole++, millisecond = 0;
  int n = print_date(buffer, size, whole, from_1904);
  if (!millisecond) return (size_t)n;
  buffer[n++] = ' ';
  return (size_t)n + print_time(buffer + n, size - (size_t)n, millisecond, ETHO_XLSX_TIME);
}
