# Correlations: R's cor.test; with ties and few pairs all n! pairings are counted here.
source("tests/reference/lib.R")
set.seed(20240303)
alternatives <- c(two.sided = "two-sided", less = "less", greater = "greater")
r <- function(n, d = 3) round(rnorm(n), d)
mix <- function(n, rho) { x <- rnorm(n); list(round(x, 6), round(rho * x + sqrt(1 - rho^2) * rnorm(n), 6)) }
sets <- list(four = list(c(1.1, 2.3, 3.7, 4.2), c(2.5, 1.9, 4.4, 4.1)), three = list(c(1, 2, 4), c(3, 1, 7)), seven = mix(7, .5), nine = mix(9, -.6),
  ten = mix(10, .4), twelve = mix(12, .8), thirty = mix(30, .5), fortynine = mix(49, -.3), fifty = mix(50, .2),
  hundred = mix(100, .4), strong = mix(40, .97), offset = lapply(mix(15, .6), function(v) 1e9 + v), wide = mix(300, -.9))
quiet <- suppressWarnings
for (s in names(sets)) for (a in names(alternatives)) {
  x <- sets[[s]][[1]]; y <- sets[[s]][[2]]; n <- length(x); d <- list(x = x, y = y); o <- list(alternative = unname(alternatives[a]))
  p <- cor.test(x, y, alternative = a)
  shift <- if (s == "offset") 1e9 else 0 # R itself loses digits there
  if (shift) p <- cor.test(x - shift, y - shift, alternative = a)
  tol <- if (shift) 1e-6 else 1e-10
  e <- list(expect(n = n, estimate = unname(p$estimate), statistic = unname(p$statistic), df = n - 2, p_value = p$p.value, tol = tol))
  if (n > 3) e <- c(e, list(expect(conf_low = p$conf.int[1], conf_high = p$conf.int[2], tol = tol)))
  do.call(case, c(list(paste("pearson", s, a), "pearson", d, o), e))
  if (s == "wide") next
  q <- cor.test(x, y, method = "spearman", alternative = a)
  e <- expect(estimate = unname(q$estimate), statistic = unname(q$statistic), p_value = q$p.value, exact = n <= 9, tol = if (q$p.value < 1e-10) 1e-6 else 1e-10)
  if (q$p.value > 0) case(paste("spearman", s, a), "spearman", d, o, e,
    expect(p_approximate = if (n > 9) q$p.value else quiet(cor.test(x, y, method = "spearman", alternative = a, exact = FALSE))$p.value, tol = if (q$p.value < 1e-10) 1e-6 else 1e-10))
  k <- cor.test(x, y, method = "kendall", alternative = a)
  if (n < 50 && k$p.value < 1e-10) { # R takes 1 - P there and may even go below 0
    T <- unname(k$statistic); top <- n * (n - 1) / 2; w <- 1
    for (i in 2:n) { v <- numeric(length(w) + i - 1); for (j in 0:(i - 1)) { at <- seq_along(w) + j; v[at] <- v[at] + w / i }; w <- v }
    tail <- sum(w[seq_len(min(T, top - T) + 1)]); k$p.value <- if (a == "two.sided") 2 * tail else tail
  }
  case(paste("kendall", s, a), "kendall", d, o,
       expect(estimate = unname(k$estimate), statistic = unname(k$statistic), p_value = k$p.value, exact = n < 50,
              p_approximate = cor.test(x, y, method = "kendall", alternative = a, exact = FALSE)$p.value, tol = 1e-10))
}
permutations <- function(n) { # all of them, a row each
  if (n == 1) return(matrix(1)); p <- permutations(n - 1)
  do.call(rbind, lapply(1:n, function(k) cbind(k, ifelse(p >= k, p + 1, p))))
}
count <- function(all, seen, expected, a) switch(a, two.sided = mean(abs(all - expected) >= abs(seen - expected) - 1e-9),
                                                 less = mean(all <= seen + 1e-9), greater = mean(all >= seen - 1e-9))
tied <- list(both = list(c(1, 2, 2, 3, 4, 4, 4), c(1, 1, 2, 3, 2, 5, 6)), y = list(c(1, 2, 3, 4, 5, 6), c(1, 1, 1, 2, 3, 3)),
             binary = list(c(0, 0, 0, 1, 1, 1, 1), c(.2, .4, .3, .5, .6, .3, .9)), large = list(round(rnorm(25)), round(rnorm(25))))
for (s in names(tied)) for (a in names(alternatives)) {
  x <- tied[[s]][[1]]; y <- tied[[s]][[2]]; n <- length(x); d <- list(x = x, y = y); o <- list(alternative = unname(alternatives[a]))
  q <- quiet(cor.test(x, y, method = "spearman", alternative = a)); k <- quiet(cor.test(x, y, method = "kendall", alternative = a))
  es <- list(expect(estimate = unname(q$estimate), statistic = unname(q$statistic), p_value = q$p.value, exact = FALSE))
  ek <- list(expect(estimate = unname(k$estimate), statistic = unname(k$statistic), p_value = k$p.value, exact = FALSE))
  if (n < 8) {
    P <- permutations(n); rx <- rank(x); ry <- rank(y); products <- apply(P, 1, function(i) sum(rx * ry[i]))
    ps <- count(products, sum(rx * ry), sum(rx) * sum(ry) / n, a); es <- c(es, list(expect(p_exact = ps, tol = 1e-12)))
    S <- function(y) { m <- outer(y, y, "-"); sum(sign(outer(x, x, "-")) * sign(m)) / 2 }
    pk <- count(apply(P, 1, function(i) S(y[i])), S(y), 0, a); ek <- c(ek, list(expect(p_exact = pk, tol = 1e-12)))
    case(paste("spearman tied exact", s, a), "spearman", d, c(o, exact = "exact"), expect(p_value = ps, exact = TRUE))
    case(paste("kendall tied exact", s, a), "kendall", d, c(o, exact = "exact"), expect(p_value = pk, exact = TRUE))
  }
  do.call(case, c(list(paste("spearman tied", s, a), "spearman", d, o), es))
  do.call(case, c(list(paste("kendall tied", s, a), "kendall", d, o), ek))
}
x <- 1:10; y <- c(1:8, 10, 9) # n = 10: R has the series, the exact value by all 10! is known: 10 arrangements have S <= 2
case("spearman ten, exact", "spearman", list(x = x, y = y), list(exact = "exact"), expect(p_value = 2 * 10 / factorial(10), statistic = 2))
ci <- function(z, e) tanh(z + c(-1, 1) * qnorm(.975) * e)
q <- cor(sets$thirty[[1]], sets$thirty[[2]], method = "spearman"); k <- cor(sets$thirty[[1]], sets$thirty[[2]], method = "kendall")
case("spearman interval", "spearman", list(x = sets$thirty[[1]], y = sets$thirty[[2]]), list(),
     expect(conf_low = ci(atanh(q), sqrt((1 + q^2 / 2) / 27))[1], conf_high = ci(atanh(q), sqrt((1 + q^2 / 2) / 27))[2]))
case("kendall interval", "kendall", list(x = sets$thirty[[1]], y = sets$thirty[[2]]), list(),
     expect(conf_low = ci(atanh(k), sqrt(.437 / 26))[1], conf_high = ci(atanh(k), sqrt(.437 / 26))[2]))
by <- list(x = c(sets$seven[[1]], sets$nine[[1]], NA), y = c(sets$seven[[2]], sets$nine[[2]], 1), by = rep(c("a", "b"), c(7, 10)))
for (m in c("pearson", "spearman", "kendall")) case(paste(m, "by group"), m, by, list(),
  expect(where = list(group = "a"), n = 7, p_value = cor.test(sets$seven[[1]], sets$seven[[2]], method = m)$p.value),
  expect(where = list(group = "b"), n = 9, p_value = cor.test(sets$nine[[1]], sets$nine[[2]], method = m)$p.value))
for (m in c("pearson", "spearman", "kendall")) {
  case(paste(m, "constant"), m, list(x = c(1, 1, 1, 1), y = c(1, 2, 3, 4)), list(), expect(null = c("estimate", "p_value")))
  case(paste(m, "one pair"), m, list(x = 1, y = 1), list(), expect(n = 1, null = c("estimate", "p_value")))
  case(paste(m, "two pairs"), m, list(x = c(1, 2), y = c(4, 3)), list(), if (m == "pearson") expect(null = "p_value") else expect(estimate = -1, p_value = 1))
}
case("pearson line", "pearson", list(x = c(.1, .2, .3, .4), y = c(1.2, 1.4, 1.6, 1.8)), list(), expect(estimate = 1, p_value = 0, null = "statistic"))
write_cases("correlation")
