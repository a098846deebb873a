# Peers of bench_resample.c in R: median seconds, one line each.
suppressPackageStartupMessages({library(coin); library(boot)})
arms <- list(c(0.31, 0.42, 0.18, 0.55, 0.27, 0.36, 0.49, 0.22, 0.40, 0.33, 0.61, 0.29),
             c(0.05, -0.12, 0.21, 0.10, -0.03, 0.17, 0.28, -0.20, 0.08, 0.14, 0.02, 0.19))
n <- 12
median_time <- function(name, runs, expression) {
  code <- substitute(expression); frame <- parent.frame()
  eval(code, frame)
  t <- replicate(runs, { s <- proc.time()[["elapsed"]]; s <- Sys.time(); eval(code, frame); as.numeric(difftime(Sys.time(), s, units = "secs")) })
  cat(sprintf("%-44s %.6f\n", name, median(t)))
}
d <- data.frame(v = unlist(arms), g = factor(rep(c("a", "b"), each = n)))
median_time("coin: exact permutation 12 vs 12", 5, pvalue(oneway_test(v ~ g, d, distribution = exact(algorithm = "shift", fact = 100))))
median_time("coin: 1e6 random permutations", 3, pvalue(oneway_test(v ~ g, d, distribution = approximate(nresample = 1e6))))
a <- arms[[1]]; b <- arms[[2]]; B <- 1e5; J <- exp(lgamma(11) - lgamma(10.5)) / sqrt(11)
g_of <- function(ma, mb, va, vb) J * (mb - ma) / sqrt((va + vb) / 2)
median_time("R, vectorised: 1e5 BCa bootstraps of g", 5, {
  x <- matrix(a[sample.int(n, n * B, TRUE)], n); y <- matrix(b[sample.int(n, n * B, TRUE)], n)
  mx <- colMeans(x); my <- colMeans(y)
  t <- g_of(mx, my, (colSums(x^2) - n * mx^2) / (n - 1), (colSums(y^2) - n * my^2) / (n - 1)); t0 <- g_of(mean(a), mean(b), var(a), var(b))
  l <- c(sapply(1:n, function(i) g_of(mean(a[-i]), mean(b), var(a[-i]), var(b))), sapply(1:n, function(i) g_of(mean(a), mean(b[-i]), var(a), var(b[-i]))))
  l <- mean(l) - l; acc <- sum(l^3) / 6 / sum(l^2)^1.5; z0 <- qnorm(mean(t < t0)); z <- qnorm(c(.025, .975))
  quantile(t, pnorm(z0 + (z0 + z) / (1 - acc * (z0 + z))))
})
median_time("boot: 5e3 BCa bootstraps of g", 3, {
  f <- function(v, i) { v <- v[i]; g_of(mean(v[1:n]), mean(v[-(1:n)]), var(v[1:n]), var(v[-(1:n)])) }
  boot.ci(boot(d$v, f, 5000, strata = d$g), type = "bca")
})
