# Power by R's pwr, n and effect by its formulas solved to the last digit (pwr itself stops at 1e-4 of n)
#   -> tests/reference/power.csv, read by tests/unit/stats/test_power.c. Run from the top folder.
library(pwr)
rows <- list()
add <- function(design, field, value, n = NA, n1 = NA, n2 = NA, effect = NA, power = NA, alpha = 0.05, alternative = "two.sided", groups = NA)
  rows[[length(rows) + 1]] <<- data.frame(design, n, n1, n2, effect, power, alpha, alternative, groups, field, value = sprintf("%.17g", value))
solve <- function(f, low, high) { for (i in 1:400) { m <- (low + high) / 2; if (f(m) > 0) high <- m else low <- m }; (low + high) / 2 }
tests <- list(
  t_one_sample = function(n, e, a, s) pwr.t.test(n = n, d = e, sig.level = a, type = "one.sample", alternative = s)$power,
  t_two_sample = function(n, e, a, s) pwr.t.test(n = n, d = e, sig.level = a, type = "two.sample", alternative = s)$power,
  t_paired = function(n, e, a, s) pwr.t.test(n = n, d = e, sig.level = a, type = "paired", alternative = s)$power,
  proportions = function(n, e, a, s) pwr.2p.test(n = n, h = e, sig.level = a, alternative = s)$power,
  correlation = function(n, e, a, s) pwr.r.test(n = n, r = e, sig.level = a, alternative = s)$power)
for (d in names(tests)) for (s in c("two.sided", "greater", "less")) for (a in c(0.05, 0.001)) {
  f <- tests[[d]]; sign <- if (s == "less") -1 else 1
  for (n in c(5, 12, 40.5, 300)) for (e in c(0, 0.1, 0.5, 0.9)) {
    add(d, "power", f(n, sign * e, a, s), n = n, effect = sign * e, alpha = a, alternative = s)
    if (e == 0.5) add(d, "power", f(n, -sign * e, a, s), n = n, effect = -sign * e, alpha = a, alternative = s) }
  for (p in c(0.5, 0.8, 0.99)) {
    for (e in c(0.2, 0.6)) { v <- tryCatch(solve(function(n) f(n, sign * e, a, s) - p, if (d == "correlation") 4.000001 else 2.000001, 1e5), error = function(e) NULL)
      if (!is.null(v) && v > 4.01) { add(d, "n", v, effect = sign * e, power = p, alpha = a, alternative = s); add(d, "n_needed", ceiling(v), effect = sign * e, power = p, alpha = a, alternative = s) } }
    for (n in c(10, 55)) { top <- if (d == "correlation") 1 - 1e-9 else if (d == "proportions") pi else 10
      v <- solve(function(e) f(n, sign * e, a, s) - p, 1e-9, top)
      if (v < 0.999 * top) add(d, "effect", sign * v, n = n, power = p, alpha = a, alternative = s) } } }
for (s in c("two.sided", "greater", "less")) for (e in c(-0.7, 0.4, 1.2)) {
  add("t_two_sample", "power", pwr.t2n.test(n1 = 7, n2 = 15, d = e, alternative = s)$power, n1 = 7, n2 = 15, effect = e, alternative = s)
  add("proportions", "power", pwr.2p2n.test(n1 = 20, n2 = 33, h = e, alternative = s)$power, n1 = 20, n2 = 33, effect = e, alternative = s) }
add("t_two_sample", "n2", solve(function(n) pwr.t2n.test(n1 = 20, n2 = n, d = 0.9)$power - 0.8, 2.01, 1e4), n1 = 20, effect = 0.9, power = 0.8)
for (k in c(2, 4, 7)) for (a in c(0.05, 0.001)) {
  f <- function(n, e) pwr.anova.test(k = k, n = n, f = e, sig.level = a)$power
  for (n in c(3, 12, 50)) for (e in c(0, 0.1, 0.4, 1)) add("anova", "power", f(n, e), n = n, effect = e, alpha = a, groups = k)
  for (p in c(0.8, 0.95)) { add("anova", "n", solve(function(n) f(n, 0.4) - p, 2.0001, 1e4), effect = 0.4, power = p, alpha = a, groups = k)
    add("anova", "effect", solve(function(e) f(12, e) - p, 1e-9, 10), n = 12, power = p, alpha = a, groups = k) } }
write.csv(do.call(rbind, rows), "tests/reference/power.csv", row.names = FALSE, quote = FALSE, na = "")
