# Reference cases for tests/unit/stats/test_reference.c: what R gives, with 17 digits.
#   source("tests/reference/lib.R")
#   d <- data.frame(value = c(...), by = c(...))
#   case("welch, unbalanced", "t_welch", d, list(alternative = "less"),
#        expect(p_value = t.test(...)$p.value, tol = 1e-10),                        # the only (or first) row
#        expect(where = list(group1 = "a", group2 = "b"), statistic = 1.5))         # the row with these fields
#   write_cases("t_test")      # writes tests/reference/t_test.json
# Columns are roles: value by subject cluster rater category x y count total time event p weight within1.. between1..
# Run from the top folder: Rscript tests/reference/t_test.R. NA in a numeric column is missing; expect NULL via na = "field".
suppressPackageStartupMessages(library(jsonlite))
.cases <- list()
# toJSON stops at 15 digits: numbers go in as text of 17.
.digits <- function(x) {
  if (!is.numeric(x)) return(x)
  structure(ifelse(is.na(x), "null", sprintf("%.17g", x)), class = "json")
}
.column <- function(x) {
  if (!is.numeric(x)) return(I(x))
  structure(paste0("[", paste(.digits(x), collapse = ","), "]"), class = "json")
}
expect <- function(where = NULL, ..., tol = 1e-10, null = character(0)) {
  list(where = where, fields = lapply(list(...), .digits), tol = tol, null = as.list(null))
}
case <- function(name, test, data, options = list(), ...) {
  .cases[[length(.cases) + 1]] <<- list(name = name, test = test, columns = lapply(as.list(data), .column), options = options,
                                        expect = list(...))
}
write_cases <- function(family) {
  text <- toJSON(.cases, digits = NA, auto_unbox = TRUE, na = "null", null = "null", pretty = FALSE, json_verbatim = TRUE)
  text <- gsub('},{"name"', '},\n{"name"', text, fixed = TRUE)
  writeLines(text, file.path("tests", "reference", paste0(family, ".json")))
  cat(length(.cases), "cases ->", family, "\n")
}
