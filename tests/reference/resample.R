# Bootstrap: estimates and accelerations are closed forms; limits come from package boot with many resamples, so they
# agree to Monte Carlo error only (tol).
source("tests/reference/lib.R")
suppressPackageStartupMessages(library(boot))
set.seed(11)
a <- round(rnorm(12), 3); b <- round(rnorm(15, .8, 1.5), 3)
v <- c(a, b); g <- rep(1:2, c(12, 15)); n1 <- 12; n2 <- 15
frame <- list(value = v, by = c("a", "b")[g])
J <- function(m) exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)
statistics <- list(
  mean_difference = function(x, y) mean(y) - mean(x), median_difference = function(x, y) median(y) - median(x),
  hedges_g = function(x, y) {
    m <- length(x) + length(y) - 2
    J(m) * (mean(y) - mean(x)) / sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / m)
  },
  cliffs_delta = function(x, y) mean(sign(outer(y, x, "-"))))
B <- 40000
limits <- function(t, t0, acc) {
  z0 <- qnorm(mean(t < t0 - 1e-12) + mean(abs(t - t0) <= 1e-12) / 2); z <- qnorm(c(.025, .975))
  p <- quantile(t, c(.025, .975), type = 6, names = FALSE)
  list(bca = quantile(t, pnorm(z0 + (z0 + z) / (1 - acc * (z0 + z))), type = 6, names = FALSE), percentile = p, basic = 2 * t0 - rev(p))
}
# four Monte Carlo standard errors of a limit, and for statistics on a lattice one of its steps
near <- function(s, t, limit) {
  (0.06 * sd(t) + if (grepl("median", s)) 0.06 else if (grepl("cliff", s)) 2 / 180 else 0) / max(abs(limit), 1e-9)
}
influence <- function(stat, n) (n - 1) / n * (mean(stat) - stat)
for (s in names(statistics)) {
  f <- statistics[[s]]
  t <- as.vector(boot(v, function(d, i) { x <- d[i]; f(x[1:12], x[13:27]) }, B, strata = g)$t)
  l <- c(influence(sapply(1:12, function(i) f(a[-i], b)), 12), influence(sapply(1:15, function(i) f(a, b[-i])), 15))
  acc <- sum(l^3) / 6 / sum(l^2)^1.5
  ci <- limits(t, f(a, b), acc)
  for (k in names(ci)) case(paste("bootstrap", s, k), "bootstrap", frame, list(statistic = s, variant = k, resamples = 100000),
    if (k == "bca") expect(estimate = f(a, b), acceleration = acc, tol = 1e-9) else expect(estimate = f(a, b), tol = 1e-12),
    expect(term = s, std_error = sd(t), tol = 0.02),
    expect(conf_low = ci[[k]][1], tol = near(s, t, ci[[k]][1])), expect(conf_high = ci[[k]][2], tol = near(s, t, ci[[k]][2])))
}
student <- function(s, f, error) {
  t <- boot(v, function(d, i) { x <- d[i][1:12]; y <- d[i][13:27]; c(f(x, y), error(x, y)) }, B, strata = g)
  t0 <- f(a, b); e0 <- error(a, b); q <- quantile((t$t[, 1] - t0) / t$t[, 2], c(.025, .975), type = 6, names = FALSE)
  ci <- t0 - e0 * rev(q)
  case(paste("bootstrap", s, "studentized"), "bootstrap", frame, list(statistic = s, variant = "studentized", resamples = 100000),
       expect(conf_low = ci[1], tol = 0.08 * diff(ci) / 4 / abs(ci[1])), expect(conf_high = ci[2], tol = 0.08 * diff(ci) / 4 / abs(ci[2])))
}
student("mean_difference", statistics$mean_difference, function(x, y) sqrt(var(x) / length(x) + var(y) / length(y)))
student("hedges_g", statistics$hedges_g, function(x, y) {
  sqrt((n1 + n2) / (n1 * n2) + statistics$hedges_g(x, y)^2 / (2 * (n1 + n2))) })
delta_error <- function(x, y) {
  d <- sign(outer(y, x, "-")); m <- length(y); n <- length(x); del <- mean(d)
  sqrt((n^2 * sum((rowMeans(d) - del)^2) + m^2 * sum((colMeans(d) - del)^2) - sum((d - del)^2)) / (m * n * (m - 1) * (n - 1)))
}
student("cliffs_delta", statistics$cliffs_delta, delta_error)
for (s in c("mean", "median")) { # one sample
  f <- get(s); t <- as.vector(boot(b, function(d, i) f(d[i]), B)$t)
  l <- influence(sapply(1:15, function(i) f(b[-i])), 15); acc <- sum(l^3) / 6 / sum(l^2)^1.5; ci <- limits(t, f(b), acc)
  case(paste("bootstrap", s), "bootstrap", list(value = b), list(statistic = s, resamples = 100000),
       expect(estimate = f(b), acceleration = acc, tol = 1e-9),
       expect(conf_low = ci$bca[1], tol = near(s, t, ci$bca[1])),
       expect(conf_high = ci$bca[2], tol = near(s, t, ci$bca[2])))
}
# clusters: cages within arms are drawn whole; the ends of the interval by a loop over cages
cage <- c(rep(1:4, each = 3), rep(5:9, each = 3))
one <- function(values, cages) { k <- sample(unique(cages), replace = TRUE); unlist(lapply(k, function(c) values[cages == c])) }
t <- replicate(20000, mean(one(b, cage[13:27])) - mean(one(a, cage[1:12])))
case("bootstrap clusters", "bootstrap", c(frame, list(cluster = cage)), list(variant = "percentile", resamples = 100000),
     expect(n_clusters = 9, std_error = sd(t), tol = 0.03), expect(estimate = mean(b) - mean(a)),
     expect(conf_high = quantile(t, .975, type = 6, names = FALSE), tol = 0.03))
case("bootstrap pairs", "bootstrap", list(value = v[c(1:12, 13:24)], by = rep(c("a", "b"), each = 12), subject = c(1:12, 12:1)), list(),
     expect(n = 12, estimate = mean(rev(b[1:12]) - a), std_error = sd(rev(b[1:12]) - a) * sqrt(11 / 12) / sqrt(12), tol = 0.04))
case("bootstrap offset", "bootstrap", list(value = 1e9 + c(1, 2, 4, 8, 3), by = c("a", "a", "b", "b", "b")), list(),
     expect(estimate = 3.5, tol = 1e-12))
case("bootstrap constant", "bootstrap", list(value = c(2, 2, 2)), list(), expect(estimate = 2, null = c("std_error", "conf_low")))
case("bootstrap constants", "bootstrap", list(value = c(.1, .1, .1, .2, .2, .2), by = rep(c("a", "b"), each = 3)), list(), expect(estimate = .1, null = "conf_low"))
case("bootstrap one value", "bootstrap", list(value = 2), list(), expect(null = "conf_low"))
case("bootstrap tiny", "bootstrap", list(value = c(1, 2, 4, 7), by = c("a", "a", "b", "b")), list(statistic = "hedges_g"), expect(estimate = J(2) * 4 / sqrt(2.5)))
write_cases("resample")
