source("tests/reference/lib.R")
source("tests/reference/samples.R")
source("tests/reference/effects.R")
suppressPackageStartupMessages(library(effectsize))
sizes <- function(d, alternative = "two.sided", conf = 0.95) {
  g <- groups_of(d); a <- g[[1]]; b <- g[[2]]; n1 <- length(a); n2 <- length(b)
  diff <- mean(b) - mean(a); pooled <- sqrt(((n1 - 1) * var(a) + (n2 - 1) * var(b)) / (n1 + n2 - 2))
  unit <- sqrt(1 / n1 + 1 / n2)
  h <- t.test(b, a, alternative = alternative, conf.level = conf)
  point <- list(mean_difference = diff, estimate = diff)
  if (is.finite(h$conf.int[1])) point$mean_difference_low <- h$conf.int[1]
  if (is.finite(h$conf.int[2])) point$mean_difference_high <- h$conf.int[2]
  rb <- rank_biserial(b, a, ci = conf, alternative = alternative, verbose = FALSE)
  cd <- cliffs_delta(b, a, ci = NULL, verbose = FALSE)[[1]]
  point <- c(point, list(rank_biserial = rb[[1]], cliffs_delta = cd, vargha_delaney_a = (rb[[1]] + 1) / 2))
  if (abs(rb[[1]]) < 1) {
    if (alternative != "less") point <- c(point, list(rank_biserial_low = rb$CI_low, cliffs_delta_low = rb$CI_low, vargha_delaney_a_low = (rb$CI_low + 1) / 2))
    if (alternative != "greater") point <- c(point, list(rank_biserial_high = rb$CI_high, vargha_delaney_a_high = (rb$CI_high + 1) / 2))
  }
  # the point estimates of effectsize itself
  stopifnot(all.equal(cohens_d(b, a, ci = NULL)[[1]], diff / pooled), all.equal(hedges_g(b, a, ci = NULL)[[1]], diff / pooled * correction(n1 + n2 - 2)))
  effects <- c(d_fields("cohens_d", diff / pooled, unit, n1 + n2 - 2, 1, conf, alternative),
    d_fields("hedges_g", diff / pooled, unit, n1 + n2 - 2, correction(n1 + n2 - 2), conf, alternative))
  if (sd(a) > 0) {
    stopifnot(all.equal(glass_delta(b, a, ci = NULL)[[1]], diff / sd(a)))
    effects <- c(effects, d_fields("glass_delta", diff / sd(a), sqrt(1 / n1 + var(b) / (n2 * var(a))), n1 - 1, 1, conf, alternative))
  }
  list(do.call(expect, point), do.call(expect, c(effects, list(tol = if (abs(h$statistic) < 15) 1e-8 else 1e-6))))
}
for (s in names(two_groups)) for (alternative in c("two.sided", "greater")) {
  d <- two_groups[[s]]
  do.call(case, c(list(paste("effect size", s, alternative), "effect_size", d, list(alternative = sub("two.sided", "two", alternative))),
    sizes(d, alternative)))
}
do.call(case, c(list("effect size, 90 %", "effect_size", two_groups$tied, list(conf = 0.9)), sizes(two_groups$tied, conf = 0.9)))
nulls <- c("cohens_d", "hedges_g", "glass_delta", "effect", "mean_difference_low")
case("effect size, constant", "effect_size", frame(a = c(1, 1), b = c(2, 2, 2)), list(),
  expect(mean_difference = 1, cliffs_delta = 1, vargha_delaney_a = 1, null = c(nulls, "cliffs_delta_low", "rank_biserial_high")))
case("effect size, one against one", "effect_size", frame(a = 1, b = 0), list(), expect(mean_difference = -1, cliffs_delta = -1, null = nulls))
case("effect size, an empty group", "effect_size", data.frame(value = c(1, 2, NA), by = c("a", "a", "b")), list(),
  expect(null = c(nulls, "cliffs_delta", "mean_difference")))

# Two one-sided tests by their definition (TOSTER is not in Debian).
tost <- function(estimate, se, df, low, high, conf = 0.95) {
  t1 <- (estimate - low) / se; t2 <- (estimate - high) / se
  p1 <- pt(t1, df, lower.tail = FALSE); p2 <- pt(t2, df)
  reach <- qt(conf, df) * se
  expect(estimate = estimate, std_error = se, df = df, statistic_low = t1, p_low = p1, statistic_high = t2, p_high = p2,
    p_value = max(p1, p2), statistic = if (p1 >= p2) t1 else t2, bound_low = low, bound_high = high, conf_low = estimate - reach,
    conf_high = estimate + reach, conf_level = 1 - 2 * (1 - conf), equivalent = max(p1, p2) < 1 - conf)
}
for (s in setdiff(names(two_groups), "extreme")) for (variant in c("welch", "student", "welch_d", "student_d")) {
  d <- two_groups[[s]]; g <- groups_of(d); a <- g[[1]]; b <- g[[2]]
  h <- t.test(b, a, var.equal = grepl("student", variant))
  v1 <- var(a); v2 <- var(b); n1 <- length(a); n2 <- length(b)
  scale <- if (!grepl("_d", variant)) 1 else if (variant == "student_d") sqrt(((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)) else sqrt((v1 + v2) / 2)
  low <- -0.4; high <- 0.5
  case(paste("tost", variant, s), "tost", d, list(variant = variant, bound_low = low, bound_high = high),
    tost(mean(b) - mean(a), h$stderr, unname(h$parameter), low * scale, high * scale))
}
d <- two_groups$balanced; d$subject <- rep(1:12, 2); x <- d$value[13:24] - d$value[1:12]
case("tost paired", "tost", d[sample(24), ], list(bound_low = -0.3, bound_high = 0.1, conf = 0.9), tost(mean(x), sd(x) / sqrt(12), 11, -0.3, 0.1, 0.9))
case("tost paired, d", "tost", d, list(bound_low = -2, bound_high = 2, variant = "welch_d"), tost(mean(x), sd(x) / sqrt(12), 11, -2 * sd(x), 2 * sd(x)))
x <- two_groups$large$value
case("tost one sample", "tost", data.frame(value = x), list(bound_low = 20, bound_high = 21), tost(mean(x), sd(x) / sqrt(200), 199, 20, 21))
case("tost one value", "tost", data.frame(value = 1), list(bound_low = 0, bound_high = 2), expect(estimate = 1, null = c("p_value", "equivalent", "conf_low", "hedges_g")))
case("tost constant", "tost", frame(a = c(1, 1), b = c(1, 1)), list(bound_low = -1, bound_high = 1), expect(estimate = 0, null = c("p_value", "equivalent")))
write_cases("effect_size")
