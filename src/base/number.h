/* base/number.h - the one parser and the one printer of numbers; always the C locale's '.', whatever LC_ALL says. */
#ifndef ETHO_BASE_NUMBER_H
#define ETHO_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { ETHO_NUMBER_SIZE = 40 };

/* Read the whole of text[0..length) as a decimal number: [+-]digits[.digits][e[+-]digits], spaces around allowed.
 * decimal is '.' or ','. Correctly rounded. Inf, NaN, hexadecimal, thousands separators and empty text are not
 * numbers: returns false and leaves *value alone. Overflow (1e999) is not a number either. */
bool etho_number_parse(const char *text, size_t length, char decimal, double *value);

/* Shortest decimal that reads back to the same double ("0.1", "1e-60", "-3"). Returns the length; buffer has
 * ETHO_NUMBER_SIZE bytes. Non-finite values print as "NaN", "Inf", "-Inf". */
size_t etho_number_print(char *buffer, double value);

#endif
