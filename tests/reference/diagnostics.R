# Normality, equal variances, outliers.
source("tests/reference/lib.R")
source("tests/reference/samples.R")
suppressPackageStartupMessages({ library(car); library(nortest) })
of_group <- function(g, ...) expect(where = list(group = g), ...)

# D'Agostino-Pearson: fBasics from n = 20; its formulas, and scipy's, from 8.
dagostino <- function(x) {
  r <- fBasics::dagoTest(x)@test
  list(statistic = unname(r$statistic[1]), z_skew = unname(r$statistic[2]), z_kurt = unname(r$statistic[3]))
}
normal_sets <- list(large = two_groups$large, extreme = two_groups$extreme, shifted = several_groups$shifted3,
  long = frame(a = draw(500)^3, b = draw(300, 1e9), minus = 0), balanced = two_groups$balanced)
for (s in names(normal_sets)) {
  d <- normal_sets[[s]]; g <- groups_of(d)
  rows <- lapply(names(g), function(k) {
    x <- g[[k]] - round(mean(g[[k]]))
    if (length(x) < 20) return(of_group(k, n = length(x)))
    r <- dagostino(x)
    do.call(of_group, c(list(k), r, list(df = 2, p_value = pchisq(r$statistic, 2, lower.tail = FALSE), tol = 1e-9)))
  })
  do.call(case, c(list(paste("dagostino", s), "dagostino_pearson", d, list()), rows))
  rows <- lapply(names(g), function(k) {
    x <- g[[k]] - round(mean(g[[k]]))
    if (length(x) < 8) return(of_group(k, null = c("statistic", "p_value")))
    a <- ad.test(x)
    of_group(k, statistic = unname(a$statistic), p_value = a$p.value, tol = 1e-9)
  })
  do.call(case, c(list(paste("anderson", s), "anderson_darling", d, list()), rows))
}
few <- data.frame(value = c(1, 2, 4, 7, 11, 16, 22))
case("dagostino, few", "dagostino_pearson", few, list(), expect(null = c("statistic", "p_value", "z_skew", "z_kurt")))
case("anderson, constant", "anderson_darling", data.frame(value = rep(2, 9)), list(), expect(null = c("statistic", "p_value")))

f_row <- function(r) expect(statistic = r$`F value`[1], df1 = r$Df[1], df2 = r$Df[2], p_value = r$`Pr(>F)`[1], tol = 1e-9)
k_row <- function(r) expect(statistic = unname(r$statistic), df = unname(r$parameter), p_value = r$p.value, tol = 1e-9)
both <- c(two_groups, several_groups)
for (s in names(both)) {
  d <- both[[s]]; g <- groups_of(d); y <- unlist(g, use.names = FALSE); by <- factor(rep(names(g), lengths(g)))
  case(paste("fligner", s), "fligner_killeen", d, list(), k_row(fligner.test(d$value, by)))
  if (min(sapply(g, sd)) == 0) next
  case(paste("bartlett", s), "bartlett", d, list(), k_row(bartlett.test(y, by)))
  if (s %in% c("tiny2", "tiny")) next # two values lie equally far from their mean
  case(paste("levene", s), "levene", d, list(), f_row(leveneTest(y, by, center = mean)))
  case(paste("levene median", s), "levene", d, list(variant = "median"), f_row(leveneTest(y, by, center = median)))
  case(paste("levene trimmed", s), "levene", d, list(variant = "trimmed", trim = 0.1), f_row(leveneTest(y, by, center = mean, trim = 0.1)))
  case(paste("brown_forsythe", s), "brown_forsythe", d, list(), f_row(leveneTest(y, by, center = median)))
}
d <- two_groups$one_constant; by <- factor(d$by)
case("levene, a constant group", "levene", d, list(), f_row(leveneTest(d$value, by, center = mean)))
for (s in c("tiny2", "tiny")) case(paste("levene", s), "levene", both[[s]], list(), expect(null = c("statistic", "p_value")))
case("levene, one group", "levene", frame(a = 1:4), list(), expect(null = c("statistic", "p_value")))
case("bartlett, a group of one", "bartlett", frame(a = 1:4, b = 2), list(), expect(null = c("statistic", "p_value")))
case("bartlett, a constant group", "bartlett", frame(a = 1:4, b = c(2, 2)), list(), expect(null = c("statistic", "p_value")))
case("fligner, all on the median", "fligner_killeen", frame(a = c(1, 1), b = c(2, 2)), list(), expect(null = c("statistic", "p_value")))

for (s in setdiff(names(two_groups), "one_constant")) for (alternative in c("two.sided", "less", "greater")) {
  d <- two_groups[[s]]; g <- groups_of(d)
  r <- var.test(g$b, g$a, alternative = alternative, conf.level = 0.9)
  f <- list(statistic = unname(r$statistic), estimate = unname(r$estimate), df1 = unname(r$parameter[1]), df2 = unname(r$parameter[2]),
    p_value = r$p.value, tol = 1e-9)
  if (alternative != "less") f$conf_low <- r$conf.int[1]
  if (alternative != "greater") f$conf_high <- r$conf.int[2]
  case(paste("f_variance", s, alternative), "f_variance", d, list(alternative = sub("two.sided", "two", alternative), conf = 0.9), do.call(expect, f))
}
case("f_variance, a constant group", "f_variance", two_groups$one_constant, list(), expect(null = c("statistic", "p_value", "conf_low")))

grubbs <- function(x, alternative) {
  n <- length(x); z <- (x - mean(x)) / sd(x)
  z <- switch(alternative, two.sided = abs(z), greater = z, less = -z)
  G <- max(z); t <- sqrt(n * (n - 2) * G^2 / ((n - 1)^2 - n * G^2))
  p <- min(1, n * (if (alternative == "two.sided") 2 else 1) * pt(t, n - 2, lower.tail = FALSE))
  list(statistic = G, p_value = p, value = x[which.max(z)], flagged = p < 0.05)
}
outlier_sets <- list(large = two_groups$large$value[1:100], one = c(draw(15), 9.5), two = c(draw(20, 10), 25.5, -7.25), none = draw(10),
  tiny = c(1, 1.25, 8), shifted = round(1e9 + c(draw(12, 0, 0.1), 2.5), 4))
for (s in names(outlier_sets)) for (alternative in c("two.sided", "greater", "less")) {
  x <- outlier_sets[[s]]; minus <- if (s == "shifted") 1e9 else 0
  r <- grubbs(x - minus, alternative); r$value <- r$value + minus
  case(paste("grubbs", s, alternative), "grubbs", data.frame(value = x), list(alternative = sub("two.sided", "two", alternative)),
    do.call(expect, c(r, list(row = match(r$value, x), tol = 1e-9))))
}
case("grubbs, two values", "grubbs", data.frame(value = c(1, 9)), list(), expect(null = c("statistic", "p_value", "flagged", "value")))
case("grubbs, the others equal", "grubbs", data.frame(value = c(1, 1, 1, 9)), list(), expect(value = 9, null = c("p_value", "flagged")))

for (s in names(outlier_sets)) for (limit in c(3, 2.5)) {
  x <- outlier_sets[[s]]; minus <- if (s == "shifted") 1e9 else 0; y <- x - minus
  out <- which(abs(y - median(y)) / mad(y) > limit)
  case(paste("mad", s, limit), "mad", data.frame(value = x), list(variant = as.character(limit)),
    expect(where = list(term = "group"), n_outliers = length(out), center = median(x), scale = mad(y), statistic = max(abs(y - median(y))) / mad(y),
      limit_high = median(y) + minus + limit * mad(y), tol = 1e-9),
    if (length(out)) expect(where = list(term = "outlier", row = out[1]), value = x[out[1]], statistic = abs(y - median(y))[out[1]] / mad(y), tol = 1e-9)
    else expect(where = list(term = "group"), n_outliers = 0))
}
case("mad, half equal", "mad", data.frame(value = c(1, 1, 1, 2, 9)), list(), expect(center = 1, null = "n_outliers"))

# ROUT from the paper: Lorentzian merit at a given robust sd, minimised; the robust sd renewed; repeated until both stand still.
rout <- function(x, Q = 0.01) {
  n <- length(x); m <- median(x)
  rsd <- function(m) quantile(abs(x - m), 0.6827, names = FALSE) * n / (n - 1)
  for (i in 1:500) {
    s <- rsd(m)
    slope <- function(c) sum(((x - c) / s) / (1 + ((x - c) / s)^2))
    new <- uniroot(slope, m + c(-0.7, 0.7) * s, tol = 1e-15, extendInt = "yes")$root
    if (abs(new - m) < 1e-14 * s) break
    m <- new
  }
  s <- rsd(m); r <- abs(x - m) / s; o <- order(r); p <- 2 * pt(r, n - 1, lower.tail = FALSE)
  out <- integer(0)
  for (i in (floor(0.7 * n) + 1):n) if (length(out) || p[o[i]] < Q * (n - i + 1) / n) out <- c(out, o[i])
  list(center = m, scale = s, out = sort(out), p = p, r = r)
}
for (s in names(outlier_sets)) {
  x <- outlier_sets[[s]]; minus <- if (s == "shifted") 1e9 else 0
  r <- rout(x - minus)
  case(paste("rout", s), "rout", data.frame(value = x), list(),
    expect(where = list(term = "group"), n_outliers = length(r$out), center = r$center + minus, scale = r$scale, statistic = max(r$r), tol = 1e-9),
    if (length(r$out)) expect(where = list(term = "outlier", row = r$out[1]), value = x[r$out[1]], p_value = r$p[r$out[1]], tol = 1e-7)
    else expect(where = list(term = "group"), n_outliers = 0))
}
case("rout, most equal", "rout", data.frame(value = c(1, 1, 1, 1, 9)), list(), expect(null = c("n_outliers", "statistic")))
case("rout, two values", "rout", data.frame(value = c(1, 9)), list(), expect(null = c("n_outliers", "statistic")))
write_cases("diagnostics")
