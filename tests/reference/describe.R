source("tests/reference/lib.R")
source("tests/reference/samples.R")
suppressPackageStartupMessages(library(e1071))
describe <- function(x, minus, trim = 0.2, type = 7, moment = 3, conf = 0.95) {
  n <- length(x)
  q <- unname(quantile(x, c(0.25, 0.75), type = type))
  half <- if (n > 1) qt((1 + conf) / 2, n - 1) * sd(x) / sqrt(n) else NA
  r <- list(n = n, mean = mean(x) + minus, sd = sd(x), variance = var(x), sem = sd(x) / sqrt(n), conf_low = mean(x) - half + minus,
    conf_high = mean(x) + half + minus, median = median(x) + minus, q1 = q[1] + minus, q3 = q[2] + minus, iqr = q[2] - q[1],
    min = min(x) + minus, max = max(x) + minus, sum = sum(x) + n * minus, mad = mad(x), trimmed_mean = mean(x, trim) + minus)
  shape <- sd(x) > 0 && abs(skewness(x)) > 1e-12 && max(abs(x)) < 100 * sd(x) # e1071 loses digits beside an offset
  if (shape) r <- c(r, skewness = skewness(x, type = moment), kurtosis = if (n > 3 || moment != 2) kurtosis(x, type = moment))
  r
}
rows <- function(d, ...) lapply(unique(d$by), function(g)
  do.call(expect, c(list(where = list(group = g)), describe(groups_of(d)[[g]], attr(d, "minus"), ...), tol = 1e-12)))
both <- c(two_groups, several_groups)
for (s in names(both)) do.call(case, c(list(paste("describe", s), "describe", both[[s]], list()), rows(both[[s]])))
for (type in 1:9) do.call(case, c(list(paste("describe, quantile type", type), "describe", two_groups$unbalanced,
  list(quantile_type = type)), rows(two_groups$unbalanced, type = type)))
for (moment in 1:3) do.call(case, c(list(paste("describe, moments type", moment), "describe", two_groups$balanced,
  list(moment_type = moment, conf = 0.9, trim = 0.1)), rows(two_groups$balanced, moment = moment, conf = 0.9, trim = 0.1)))
case("describe, one value", "describe", frame(a = 3), list(), expect(mean = 3, median = 3, q1 = 3, sum = 3, mad = 0,
  null = c("sd", "variance", "sem", "conf_low", "conf_high", "skewness", "kurtosis")))
case("describe, constant", "describe", frame(a = rep(0.1, 7)), list(), expect(mean = 0.1, sd = 0, sem = 0, conf_low = 0.1, mad = 0,
  null = c("skewness", "kurtosis")))
case("describe, missing values", "describe", data.frame(value = c(1, NA, 3, NA), by = c("a", "a", "a", "b")), list(),
  expect(where = list(group = "a"), n = 2, mean = 2), expect(where = list(group = "b"), n = 0, null = c("mean", "median", "min")))
case("describe, without groups", "describe", data.frame(value = c(5, 1, 4)), list(), expect(n = 3, mean = 10 / 3, median = 4))
write_cases("describe")
