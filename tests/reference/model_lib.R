# Reference cases for tests/unit/model/test_model_reference.c: what R gives for a formula, with 17 digits.
#   source("tests/reference/model_lib.R")
#   case("one-way", "y ~ arm", d, list(type = 3),
#        row(list(table = "coefficients", term = "armB"), estimate = 1.2, tol = 1e-9), ...)
#   write_cases("least_squares")       # writes tests/reference/model/least_squares.json
# data: a data frame (inlined), or "folder/file.csv" below shared/data/reference (read, never committed; the test is
# skipped where it is absent). options: family type ml agq df emmeans contrasts adjust control ties weights conf_level.
# Run from the top folder with SHARED pointing to that folder: SHARED=../shared/data/reference Rscript ...
suppressPackageStartupMessages(library(jsonlite))
.cases <- list()
row <- function(where, ..., tol = 1e-9, null = character(0)) list(where = where, fields = list(...), tol = tol, null = as.list(null))
case <- function(name, formula, data, options = list(), ...) {
  columns <- if (is.character(data)) NULL else lapply(as.list(data), function(x) I(if (is.factor(x)) as.character(x) else x))
  .cases[[length(.cases) + 1]] <<- list(name = name, formula = formula, file = if (is.character(data)) data else NULL,
    columns = columns, options = options, expect = unname(do.call(c, lapply(list(...), function(e) if (is.null(e$where)) e else list(e)))))
}
refuse <- function(name, formula, data, options = list(), message)
  .cases[[length(.cases) + 1]] <<- list(name = name, formula = formula, columns = lapply(as.list(data), I), options = options, error = message)
shared <- function(file) read.csv(file.path(Sys.getenv("SHARED", "../shared/data/reference"), file))
write_cases <- function(family) {
  text <- toJSON(.cases, digits = NA, auto_unbox = TRUE, na = "null", null = "null", pretty = FALSE)
  text <- gsub('},{"name"', '},\n{"name"', text, fixed = TRUE)
  dir.create(file.path("tests", "reference", "model"), FALSE)
  writeLines(text, file.path("tests", "reference", "model", paste0(family, ".json")))
  cat(length(.cases), "cases ->", family, "\n")
}
# rows of the coefficient table of a fit
lm_rows <- function(m, tol = 1e-9) {
  s <- coef(summary(m)); ci <- confint(m)[rownames(s), , drop = FALSE]
  lapply(seq_len(nrow(s)), function(i) row(list(table = "coefficients", term = rownames(s)[i]), estimate = s[i, 1],
    std_error = s[i, 2], statistic = s[i, 3], p_value = s[i, 4], conf_low = ci[i, 1], conf_high = ci[i, 2], tol = tol))
}
anova_rows <- function(a, tol = 1e-9) {
  a <- as.data.frame(a); res <- a["Residuals", ]
  lapply(setdiff(rownames(a), "Residuals"), function(t) row(list(table = "anova", term = t), ss = a[t, "Sum Sq"],
    df1 = a[t, "Df"], df2 = res[["Df"]], statistic = a[t, grep("^F", names(a))], p_value = a[t, grep("^Pr", names(a))],
    pes = a[t, "Sum Sq"] / (a[t, "Sum Sq"] + res[["Sum Sq"]]), tol = tol))
}
emmean_rows <- function(e, tol = 1e-9) {
  e <- as.data.frame(e); k <- which(names(e) %in% c("emmean", "prob"))
  lo <- grep("LCL$", names(e)); hi <- grep("UCL$", names(e))
  lapply(seq_len(nrow(e)), function(i) {
    where <- c(list(table = "emmeans"), lapply(e[i, seq_len(k - 1), drop = FALSE], function(x) if (is.factor(x)) as.character(x) else x))
    row(where, estimate = e[i, k], std_error = e[i, "SE"], conf_low = e[i, lo], conf_high = e[i, hi], tol = tol)
  })
}
