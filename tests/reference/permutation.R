# Permutation tests by brute enumeration in R, in whole numbers (thousandths) where the statistic is a sum, so that ties
# are exact. Two-sided: at least as far from the expectation as observed.
source("tests/reference/lib.R")
suppressPackageStartupMessages(library(coin))
set.seed(20240302)
alternatives <- c("two-sided", "less", "greater")
share <- function(all, observed, centre, alternative, slack) {
  extreme <- function(o) switch(alternative, "two-sided" = abs(all - centre) >= abs(o - centre) - slack,
                                less = all <= o + slack, greater = all >= o - slack)
  far <- switch(alternative, "two-sided" = all[which.max(abs(all - centre))], less = min(all), greater = max(all))
  c(p = mean(extreme(observed)), least = mean(extreme(far)))
}
whole <- function(x) round(x * 1000)
stat <- list(mean = function(x, y) mean(y) - mean(x), median = function(x, y) median(y) - median(x),
             t = function(x, y) { d <- mean(y) - mean(x); if (d == 0) 0 else d / sqrt(var(x) / length(x) + var(y) / length(y)) })
sets <- list(
  plain = list(round(rnorm(6), 3), round(rnorm(7) + 1, 3)), tied = list(c(1, 2, 2, 3, 5), c(2, 3, 3, 6, 6, 7)),
  rates = list(c(.3, .4, .5, .5, .6), c(.5, .7, .8, .9)), three = list(c(1, 2, 4), c(3, 5, 9)), two = list(c(1, 2), c(5, 7)),
  one = list(4, c(1, 2, 3, 5)), offset = list(1e6 + c(.1, .3, .2, .5), 1e6 + c(.4, .7, .3, .9, .6)), zero = list(c(1, 4), c(2, 3)))
for (s in names(sets)) for (k in names(stat)) for (alt in alternatives) {
  a <- sets[[s]][[1]]; b <- sets[[s]][[2]]; n <- length(c(a, b))
  if (k == "t" && s %in% c("one", "zero")) next
  v <- whole(c(a, b) - if (s == "offset") 1e6 else 0); pick <- combn(n, length(b)) # group 2
  f <- stat[[k]]
  all <- apply(pick, 2, function(i) f(v[-i], v[i])); obs <- f(v[seq_along(a)], v[-seq_along(a)])
  all[!is.finite(all)] <- sign(all[!is.finite(all)]) * 1e9
  r <- share(all, obs, 0, alt, 1e-9 * max(1, abs(obs)))
  case(paste("permutation", s, k, alt), "permutation", list(value = c(a, b), by = rep(c("a", "b"), c(length(a), length(b)))),
       list(statistic = k, alternative = alt),
       expect(p_value = unname(r["p"]), min_attainable_p = unname(r["least"]), exact = TRUE, permutations = choose(n, length(b)),
              estimate = if (k == "median") median(b) - median(a) else mean(b) - mean(a), tol = 1e-9))
}
# 12 vs 12 and more: coin's exact distribution of the sum
for (n in list(c(12, 12), c(9, 14), c(20, 18))) {
  a <- round(rnorm(n[1]), 2); b <- round(rnorm(n[2]) + .6, 2)
  d <- data.frame(v = round(c(a, b) * 100), g = factor(rep(c("a", "b"), n)))
  p <- as.numeric(pvalue(oneway_test(v ~ g, d, distribution = exact(algorithm = "shift", fact = 1))))
  case(paste("permutation coin", paste(n, collapse = " vs ")), "permutation", list(value = c(a, b), by = as.character(d$g)), list(),
       expect(p_value = p, exact = TRUE, permutations = choose(sum(n), n[1]), tol = 1e-9))
  if (sum(n) < 30) case(paste("permutation coin sampled", paste(n, collapse = " vs ")), "permutation",
       list(value = c(a, b), by = as.character(d$g)), list(exact = "approximate", resamples = 1000000),
       expect(p_value = p, tol = 4 * sqrt((1 - p) / p / 1e6)), expect(exact = FALSE, permutations = 1e6, min_attainable_p = 1 / 1000001))
}
a <- round(rnorm(40), 1); b <- round(rnorm(45) + .3, 1) # too many for halves: the table of whole numbers
d <- data.frame(v = round(c(a, b) * 10), g = factor(rep(c("a", "b"), c(40, 45))))
case("permutation large decimal", "permutation", list(value = c(a, b), by = as.character(d$g)), list(),
     expect(p_value = as.numeric(pvalue(oneway_test(v ~ g, d, distribution = exact(algorithm = "shift", fact = 1)))), exact = TRUE, tol = 1e-9))
# Beside 1e9 the doubles are 2^-23 apart: sums that differ by a few hundred of those steps are not equal.
v <- round(rnorm(17, 0, 0.1) * 2^23); n1 <- 8 # group 1 first
sum1 <- colSums(matrix(v[combn(17, n1)], n1)); far <- abs(17 * sum1 - n1 * sum(v)); greater <- 17 * sum1 <= 17 * sum1[1]
case("permutation beside 1e9, in steps of the doubles", "permutation", list(value = 1e9 + v / 2^23, by = rep(c("a", "b"), c(n1, 17 - n1))), list(),
     expect(p_value = mean(far >= far[1]), exact = TRUE, tol = 1e-12))
case("permutation beside 1e9, greater", "permutation", list(value = 1e9 + v / 2^23, by = rep(c("a", "b"), c(n1, 17 - n1))), list(alternative = "greater"),
     expect(p_value = mean(greater), exact = TRUE, tol = 1e-12))
case("permutation constant", "permutation", list(value = c(1, 1, 1, 1), by = c("a", "a", "b", "b")), list(), expect(null = c("p_value", "statistic")))
case("permutation mu", "permutation", list(value = c(1, 2, 3, 6, 7, 9), by = rep(c("a", "b"), each = 3)), list(mu = 5), expect(p_value = {
  v <- c(1, 2, 3, 1, 2, 4); all <- apply(combn(6, 3), 2, function(i) sum(v[i])); mean(abs(all - 6.5) >= .5) }))

# signs
flip <- function(d, k, alternative) {
  n <- length(d); s <- as.matrix(expand.grid(rep(list(c(-1, 1)), n)))
  all <- apply(s, 1, function(z) if (k == "median") median(z * abs(d)) else sum(z * abs(d)))
  share(all, if (k == "median") median(d) else sum(d), 0, alternative, 1e-9)
}
pairs <- list(plain = list(round(rnorm(9), 3), round(rnorm(9) + .8, 3)), tied = list(c(1, 2, 3, 4, 5, 6), c(2, 3, 3, 6, 4, 9)),
              tenths = list(c(.1, .2, .3, .4, .5), c(.3, .4, .5, .7, .4)), zeros = list(c(1, 2, 3, 4), c(1, 2, 5, 8)), single = list(1, 2))
for (s in names(pairs)) for (k in names(stat)) for (alt in alternatives) {
  a <- pairs[[s]][[1]]; b <- pairs[[s]][[2]]; n <- length(a)
  if (k == "t" && n < 2) next
  r <- flip(whole(b) - whole(a), k, alt)
  case(paste("permutation_paired", s, k, alt), "permutation_paired",
       list(value = c(a, b), by = rep(c("a", "b"), each = n), subject = rep(seq_len(n), 2)), list(statistic = k, alternative = alt),
       expect(p_value = unname(r["p"]), min_attainable_p = unname(r["least"]), exact = TRUE, permutations = 2^n, n = n,
              estimate = if (k == "median") median(b - a) else mean(b - a), tol = 1e-9))
}
for (n in c(16, 30, 60)) {
  a <- round(rnorm(n), 1); b <- round(a + rnorm(n) + .3, 1)
  frame <- data.frame(y = round(10 * c(a, b)), x = factor(rep(c("a", "b"), each = n)), s = factor(rep(seq_len(n), 2)))
  d <- abs(round(10 * b) - round(10 * a)); o <- sum((round(10 * b) - round(10 * a))[b > a]); ways <- c(1, numeric(sum(d))) # exact counts
  for (x in d) ways <- ways + c(numeric(x), head(ways, length(ways) - x))
  at <- seq_along(ways) - 1
  p <- sum(ways[abs(at - sum(d) / 2) >= abs(o - sum(d) / 2)]) / 2^n
  input <- list(value = c(a, b), by = as.character(frame$x), subject = as.character(frame$s))
  case(paste("permutation_paired", n, "pairs"), "permutation_paired", input, list(), expect(p_value = p, exact = TRUE, tol = 1e-9))
  case(paste("permutation_paired", n, "pairs sampled"), "permutation_paired", input, list(exact = "approximate", resamples = 1000000),
       expect(p_value = p, tol = 4 * sqrt((1 - p) / p / 1e6)))
}
case("permutation_paired no difference", "permutation_paired", list(value = c(1, 2, 1, 2), by = c("a", "a", "b", "b"), subject = c(1, 2, 1, 2)),
     list(), expect(null = c("p_value", "statistic")))
write_cases("permutation")
