source("tests/reference/lib.R")
suppressPackageStartupMessages({library(afex); library(car)})
set.seed(22)
# Long data of n subjects per between cell; within: named vector of level counts, between likewise.
design <- function(sizes, within, between = integer(0), offset = 0, digits = 3, effect = 0.5) {
  b <- if (length(between)) expand.grid(lapply(between, seq_len)) else data.frame(row.names = 1)
  w <- expand.grid(lapply(within, seq_len))
  out <- NULL; id <- 0
  for (i in seq_len(nrow(b))) for (s in seq_len(sizes[(i - 1) %% length(sizes) + 1])) {
    id <- id + 1
    y <- rnorm(1) + effect * w[[1]] * (1 + if (length(between)) b[i, 1] else 0) + cumsum(rnorm(nrow(w), sd = 0.7)) + rnorm(nrow(w), sd = 0.4)
    d <- data.frame(subject = sprintf("m%03d", id), value = round(y, digits) + offset)
    for (k in seq_along(within)) d[[paste0("within", k)]] <- paste0("w", w[[k]])
    for (k in seq_along(between)) d[[paste0("between", k)]] <- paste0("b", b[i, k])
    out <- rbind(out, d)
  }
  out
}
check <- function(name, d, tol = 1e-8, where = d, gg = TRUE) {
  wn <- grep("^within", names(where), value = TRUE); bn <- grep("^between", names(where), value = TRUE)
  a <- suppressMessages(suppressWarnings(aov_ez("subject", "value", where, within = wn, between = if (length(bn)) bn else NULL, type = 3)))
  t <- anova(a, correction = "none", es = "ges"); p <- anova(a, correction = "none", es = "pes")
  s <- suppressWarnings(summary(a$Anova, multivariate = FALSE))
  u <- s$univariate.tests; m <- s$sphericity.tests; e <- s$pval.adjustments
  rows <- lapply(rownames(t), function(r) {
    v <- list(ss = u[r, "Sum Sq"], df1 = t[r, "num Df"], df2 = t[r, "den Df"], ss_error = u[r, "Error SS"], statistic = t[r, "F"], p_value = t[r, "Pr(>F)"],
      ges = t[r, "ges"], pes = p[r, "pes"], ms = u[r, "Sum Sq"] / t[r, "num Df"])
    if (!is.null(m) && r %in% rownames(m)) v <- c(v, mauchly_w = m[r, 1], mauchly_p = m[r, 2], epsilon_gg = e[r, 1], p_gg = e[r, 2], epsilon_hf = e[r, 3], p_hf = e[r, 4])
    do.call(expect, c(list(where = list(term = r)), v, tol = tol))
  })
  do.call(case, c(list(paste("rm_anova", name), "rm_anova", as.list(d), list()), rows))
}
check("two conditions", design(12, c(2)))
check("three", design(10, c(3)))
check("five, few subjects", design(6, c(5)))
check("eight, 30 subjects", design(30, c(8)))
check("2 x 3", design(9, c(2, 3)))
check("3 x 4", design(16, c(3, 4)))
check("2 x 2 x 3", design(14, c(2, 2, 3)))
check("within x between", design(12, c(3), c(4)))
check("within x between, 2 days", design(12, c(2), c(4)))
check("within x between, unbalanced", design(c(4, 9, 6), c(4), c(3)))
check("two between, unbalanced", design(c(3, 7, 5, 4, 6, 8), c(3), c(2, 3)))
check("2 x 3 within, 2 between groups, unbalanced", design(c(5, 11), c(2, 3), c(2)))
check("100 subjects", design(50, c(6), c(2)))
d <- design(10, c(4), c(2)); e <- d; e$value <- e$value + 1e9
check("offset 1e9", e, tol = 2e-5, where = d)
check("huge effect", design(12, c(4), effect = 400))
check("a subject with a missing cell is left out", rbind(d, data.frame(subject = "x1", value = c(1, 2, NA, 4), within1 = paste0("w", 1:4), between1 = "b1")), where = d)
w <- design(c(5, 6), c(3), c(2)); twice <- rbind(transform(w, value = value - 0.25), transform(w, value = value + 0.25))
check("two values a cell are averaged", twice, where = w)
refused <- function(name, d, ...) case(paste("rm_anova,", name), "rm_anova", as.list(d), list(), ...)
refused("one subject", design(1, c(3)), expect(null = c("statistic", "p_value")))
refused("constant", transform(design(5, c(3)), value = 7), expect(null = c("statistic", "p_value")))
refused("a level only", design(5, c(1)), expect(null = "p_value"))
z <- design(3, c(2), c(2, 2))
refused("empty between cell", z[!(z$between1 == "b1" & z$between2 == "b2"), ], expect(null = "p_value"))
refused("more contrasts than subjects", design(4, c(6)), expect(where = list(term = "within1"), null = c("mauchly_w", "mauchly_p", "p_hf")))
write_cases("repeated")
