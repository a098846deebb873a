#include "ethostat/base.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

etho_status etho_error_set(etho_error *error, etho_status status, const char *format, ...) {
  if (!error) return status;
  va_list arguments;
  va_start(arguments, format);
  error->status = status;
  error->hint[0] = '\0';
  vsnprintf(error->message, sizeof error->message, format, arguments);
  etho_utf8_repair(error->message, strlen(error->message));
  va_end(arguments);
  return status;
}

void etho_error_hint(etho_error *error, const char *format, ...) {
  if (!error) return;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->hint, sizeof error->hint, format, arguments);
  etho_utf8_repair(error->hint, strlen(error->hint));
  va_end(arguments);
}

const char *etho_version(void) {
  return ETHO_VERSION;
}
