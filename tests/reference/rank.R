# Rank tests: R's wilcox.test where it is exact, coin's exact distribution where there are ties, and order statistics
# of all differences for the intervals (exact by qwilcox/qsignrank; normal by the step where R's uniroot ends).
source("tests/reference/lib.R")
suppressPackageStartupMessages(library(coin))
set.seed(20240301)
alternatives <- c("two.sided", "less", "greater")
name_of <- c(two.sided = "two-sided", less = "less", greater = "greater")
long <- function(a, b) list(value = c(a, b), by = rep(c("a", "b"), c(length(a), length(b))))

shift_interval <- function(a, b, level, exact) {
  d <- sort(as.vector(outer(b, a, "-"))); n <- length(d); n1 <- length(a); n2 <- length(b)
  if (exact) k <- max(1, qwilcox((1 - level) / 2, n1, n2))
  else {
    t <- c(table(a), table(b)); N <- n1 + n2
    s <- sqrt(n / 12 * (N + 1 - sum(t^3 - t) / (N * (N - 1))))
    k <- max(1, floor(n / 2 - 0.5 - qnorm((1 - level) / 2, lower.tail = FALSE) * s) + 1)
  }
  c(d[k], d[n + 1 - k])
}

r <- function(n, digits = 3) round(rnorm(n), digits)
pairs <- list(
  small = list(r(5), r(7)), balanced = list(r(12), r(12) + 1), unbalanced = list(r(4), r(30) + 0.5),
  tiny22 = list(r(2), r(2)), tiny13 = list(r(1), r(3)), tiny33 = list(c(1, 2, 3), c(4, 5, 6)), one = list(0.5, 0.7),
  large = list(r(60, 6), r(55, 6) + 0.4), huge = list(rnorm(300), rnorm(250) + 2),
  offset = list(1e9 + r(9), 1e9 + r(11)), near = list(c(0.3, 0.5, 0.1), c(0.3 + 1e-10, 0.5 - 1e-10, 0.7)),
  edge = list(r(49, 6), r(49, 6) + 0.3), separated = list(-(1:20) - r(20) / 10, 1:25 + r(25) / 10))
for (s in names(pairs)) for (alt in alternatives) {
  a <- pairs[[s]][[1]]; b <- pairs[[s]][[2]]
  w <- wilcox.test(b, a, alternative = alt)
  normal <- wilcox.test(b, a, alternative = alt, exact = FALSE)
  exact <- length(a) < 50 && length(b) < 50
  e <- expect(statistic = unname(w$statistic), u2 = unname(w$statistic), u1 = length(a) * length(b) - unname(w$statistic),
              p_value = w$p.value, p_normal = normal$p.value, exact = exact,
              estimate = median(outer(b, a, "-")), tol = 1e-10)
  more <- list()
  if (alt == "two.sided") {
    ci <- shift_interval(a, b, 0.95, exact)
    more <- list(expect(conf_low = ci[1], conf_high = ci[2], tol = 1e-9))
    if (exact && length(a) > 4) { # what R itself says
      ri <- wilcox.test(b, a, conf.int = TRUE)
      more <- c(more, list(expect(conf_low = ri$conf.int[1], conf_high = ri$conf.int[2], estimate = unname(ri$estimate))))
    } else if (length(a) > 4) {
      ri <- wilcox.test(b, a, conf.int = TRUE)
      more <- c(more, list(expect(conf_low = ri$conf.int[1], conf_high = ri$conf.int[2], tol = 5e-3)))
    }
    if (exact) more <- c(more, list(expect(p_exact = w$p.value,
      min_attainable_p = min(1, 2 / choose(length(a) + length(b), length(a))), tol = 1e-10)))
  }
  do.call(case, c(list(paste("mann_whitney", s, alt), "mann_whitney", long(a, b), list(alternative = unname(name_of[alt])), e), more))
}
a <- r(100, 6); b <- r(100, 6) + 0.3 # R's rule makes the normal p the p_value; the exact one stands beside it
case("mann_whitney, 100 and 100", "mann_whitney", long(a, b), list(), expect(exact = FALSE, p_value = wilcox.test(b, a)$p.value,
     p_exact = wilcox.test(b, a, exact = TRUE)$p.value, tol = 1e-10))
case("signed rank, 100", "wilcoxon_signed_rank", list(value = b), list(), expect(exact = FALSE, p_value = wilcox.test(b)$p.value,
     p_exact = wilcox.test(b, exact = TRUE)$p.value, tol = 1e-10))
# ties: the whole conditional distribution, by coin and, where small, by enumeration
tied <- list(few = list(c(1, 2, 2, 3, 5, 5, 9), c(2, 2, 4, 5)), choices = list(c(7, 8, 8, 9, 10, 10), c(4, 5, 6, 6, 7, 8, 8)),
             mostly = list(c(1, 1, 1, 2), c(1, 1, 2, 2, 2)), mid = list(round(r(15)), round(r(18)) + 1),
             wide = list(round(r(40), 1), round(r(45), 1) + 0.4), extreme = list(c(0, 0, 0, 1), c(1, 2, 2, 3)))
for (s in names(tied)) for (alt in alternatives) {
  a <- tied[[s]][[1]]; b <- tied[[s]][[2]]
  d <- data.frame(v = c(a, b), g = factor(rep(c("b2", "a1"), c(length(a), length(b))))) # coin tests first level - second
  p <- as.numeric(pvalue(wilcox_test(v ~ g, d, distribution = "exact", alternative = alt)))
  normal <- suppressWarnings(wilcox.test(b, a, alternative = alt, exact = FALSE))
  e <- list(expect(p_value = p, p_exact = p, exact = TRUE, p_normal = normal$p.value, statistic = unname(normal$statistic),
                   estimate = median(outer(b, a, "-")), tol = 1e-9))
  if (alt == "two.sided") {
    ci <- shift_interval(a, b, 0.95, FALSE); ri <- suppressWarnings(wilcox.test(b, a, conf.int = TRUE))$conf.int
    stopifnot(all(abs(ci - ri) < 1e-3) || s == "mostly" || s == "extreme") # R's root search ends there, to 1e-4
    e <- c(e, list(expect(conf_low = ci[1], conf_high = ci[2], tol = 1e-10)))
    cx <- shift_interval(a, b, 0.95, TRUE)
    case(paste("mann_whitney tied, exact cut", s), "mann_whitney", long(a, b), list(exact = "exact"), expect(conf_low = cx[1], conf_high = cx[2]))
  }
  if (length(c(a, b)) < 16 && alt == "two.sided") {
    k <- rank(c(a, b)); n2 <- length(b); all <- combn(length(k), n2); w <- colSums(matrix(k[all], n2))
    E <- n2 * (length(k) + 1) / 2; o <- sum(tail(k, n2))
    e <- c(e, list(expect(p_exact = mean(abs(w - E) >= abs(o - E) - 1e-9),
                          min_attainable_p = mean(abs(w - E) >= max(abs(w - E)) - 1e-9), tol = 1e-12)))
  }
  do.call(case, c(list(paste("mann_whitney tied", s, alt), "mann_whitney", long(a, b), list(alternative = unname(name_of[alt]))), e))
}
case("mann_whitney mu", "mann_whitney", long(pairs$balanced[[1]], pairs$balanced[[2]]), list(mu = 0.7, conf = 0.9),
     expect(p_value = wilcox.test(pairs$balanced[[2]], pairs$balanced[[1]], mu = 0.7)$p.value,
            conf_low = shift_interval(pairs$balanced[[1]], pairs$balanced[[2]], 0.9, TRUE)[1]))
case("mann_whitney exact when asked", "mann_whitney", long(pairs$large[[1]], pairs$large[[2]]), list(exact = "exact"),
     expect(p_value = wilcox.test(pairs$large[[2]], pairs$large[[1]], exact = TRUE)$p.value))
case("mann_whitney constant", "mann_whitney", long(c(1, 1, 1), c(1, 1)), list(), expect(null = c("p_value", "p_exact", "p_normal")))
case("mann_whitney missing", "mann_whitney", long(c(1, NA, 3), c(2, 5, NA)), list(),
     expect(n1 = 2, n2 = 2, p_value = wilcox.test(c(2, 5), c(1, 3))$p.value))
case("mann_whitney empty group", "mann_whitney", long(c(NA, NA), c(2, 5)), list(), expect(n1 = 0, null = c("p_value", "statistic")))
three <- list(value = c(pairs$small[[1]], pairs$small[[2]], pairs$balanced[[2]]), by = rep(c("a", "b", "c"), c(5, 7, 12)))
w2 <- function(x, y) wilcox.test(y, x)$p.value
p3 <- with(three, c(w2(value[by == "a"], value[by == "b"]), w2(value[by == "a"], value[by == "c"]), w2(value[by == "b"], value[by == "c"])))
case("mann_whitney three groups", "mann_whitney", three, list(),
     expect(where = list(group1 = "a", group2 = "c"), p_value = p3[2], p_adjusted = p.adjust(p3)[2]),
     expect(where = list(group1 = "b", group2 = "c"), p_value = p3[3], p_adjusted = p.adjust(p3)[3]))

# signed ranks
walsh_interval <- function(x, level, exact) {
  w <- outer(x, x, "+"); w <- sort(w[!lower.tri(w)]) / 2; n <- length(x); m <- length(w)
  if (exact) k <- max(1, qsignrank((1 - level) / 2, n))
  else {
    t <- table(x); s <- sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(t^3 - t) / 48)
    k <- max(1, floor(m / 2 - 0.5 - qnorm((1 - level) / 2, lower.tail = FALSE) * s) + 1)
  }
  c(median(w), w[k], w[m + 1 - k])
}
enumerate_signs <- function(rank, v) { # all 2^n signs
  n <- length(rank); all <- as.matrix(expand.grid(rep(list(0:1), n))) %*% rank
  E <- sum(rank) / 2
  c(mean(abs(all - E) >= abs(v - E) - 1e-9), mean(all <= v + 1e-9), mean(all >= v - 1e-9))
}
samples <- list(ten = r(10) + 0.4, tiny = c(0.3, -0.1, 0.8), two = c(0.2, 0.5), one = 0.4, forty = r(40, 5) + 0.2,
                eighty = r(80, 6) + 0.1, offset = 1e9 + r(12), strong = 5 + r(30))
for (s in names(samples)) for (alt in alternatives) {
  x <- samples[[s]]; mu <- if (s == "offset") 1e9 else 0; exact <- length(x) < 50
  w <- wilcox.test(x, mu = mu, alternative = alt)
  nrm <- wilcox.test(x, mu = mu, alternative = alt, exact = FALSE)
  ci <- walsh_interval(x, 0.95, exact)
  e <- list(expect(v = unname(w$statistic), statistic = unname(w$statistic), p_value = w$p.value, p_normal = nrm$p.value,
                   estimate = ci[1], exact = exact))
  if (alt == "two.sided") {
    e <- c(e, list(expect(conf_low = ci[2], conf_high = ci[3])))
    if (exact && length(x) > 5 && s != "offset") {
      ri <- wilcox.test(x, conf.int = TRUE)
      e <- c(e, list(expect(conf_low = ri$conf.int[1], conf_high = ri$conf.int[2], estimate = unname(ri$estimate), tol = 1e-9)))
    }
  }
  do.call(case, c(list(paste("signed rank", s, alt), "wilcoxon_signed_rank", list(value = x),
                       list(mu = mu, alternative = unname(name_of[alt]))), e))
}
tied1 <- list(ties = c(1, 1, 2, -2, 3, 3, -1, 4, 5), zeros = c(0, 0, 1, 2, 2, -1, 3, 4, -3, 5), rates = c(.6, .7, .5, .8, .8, .9, .5, .4, 1, .7))
for (s in names(tied1)) for (z in c("wilcox", "pratt")) for (alt in alternatives) {
  x <- tied1[[s]]; mu <- if (s == "rates") 0.5 else 0; d <- x - mu
  if (z == "wilcox") { k <- d[d != 0]; rk <- rank(abs(k)); v <- sum(rk[k > 0]) }
  else { rk <- rank(abs(d)); v <- sum(rk[d > 0]); rk <- rk[d != 0] }
  p <- setNames(enumerate_signs(rk, v), alternatives)
  e <- list(expect(v = v, p_value = unname(p[alt]), p_exact = unname(p[alt]), exact = TRUE, n_zero = sum(d == 0), tol = 1e-12))
  if (alt == "two.sided" && z == "wilcox") {
    ci <- walsh_interval(d[d != 0] + mu, 0.95, FALSE)
    e <- c(e, list(expect(estimate = ci[1], conf_low = ci[2], conf_high = ci[3])))
    ri <- suppressWarnings(wilcox.test(x, mu = mu, conf.int = TRUE))$conf.int
    stopifnot(all(abs(ci[2:3] - ri) < 1e-3))
  }
  frame <- data.frame(y = d, x = 0) # coin agrees
  coin_p <- as.numeric(pvalue(wilcoxsign_test(y ~ x, frame, distribution = "exact", alternative = alt,
                                              zero.method = if (z == "pratt") "Pratt" else "Wilcoxon")))
  stopifnot(all.equal(coin_p, unname(p[alt]), tolerance = 1e-9))
  if (z == "wilcox") e <- c(e, list(expect(
    p_normal = suppressWarnings(wilcox.test(x, mu = mu, alternative = alt, exact = FALSE))$p.value)))
  do.call(case, c(list(paste("signed rank tied", s, z, alt), "wilcoxon_signed_rank", list(value = x),
                       list(mu = mu, zeros = z, alternative = unname(name_of[alt]))), e))
}
matched <- list(value = c(samples$ten, samples$ten + r(10) + 0.5), by = rep(c("a", "b"), each = 10), subject = c(1:10, 1:10))
shuffled <- sample(20); pairs_of <- lapply(matched, function(v) v[shuffled])
w <- wilcox.test(matched$value[11:20], matched$value[1:10], paired = TRUE, conf.int = TRUE)
case("signed rank pairs by subject", "wilcoxon_signed_rank", pairs_of, list(),
     expect(n = 10, group1 = "a", group2 = "b", v = unname(w$statistic), p_value = w$p.value, estimate = unname(w$estimate),
            conf_low = w$conf.int[1], conf_high = w$conf.int[2]))
case("signed rank per group", "wilcoxon_signed_rank", matched[1:2], list(mu = 0.2),
     expect(where = list(group = "b"), p_value = wilcox.test(matched$value[11:20], mu = 0.2)$p.value))
case("signed rank all zero", "wilcoxon_signed_rank", list(value = c(1, 1, 1)), list(mu = 1), expect(null = c("p_value", "estimate")))
case("signed rank exact when asked", "wilcoxon_signed_rank", list(value = samples$eighty), list(exact = "exact"),
     expect(p_value = wilcox.test(samples$eighty, exact = TRUE)$p.value))

# sign test
for (s in names(samples)) for (alt in alternatives) {
  x <- samples[[s]]; mu <- if (s == "offset") 1e9 else 0; n <- length(x); o <- sort(x)
  k <- max(1, qbinom(0.025, n, 0.5)); if (n > 1 && pbinom(k - 1, n, 0.5) > 0.025) k <- max(1, k - 1)
  e <- expect(statistic = sum(x > mu), p_value = binom.test(sum(x > mu), n, alternative = alt)$p.value, estimate = median(x))
  ci <- if (alt == "two.sided") list(expect(conf_low = o[k], conf_high = o[n + 1 - k], conf_achieved = 1 - 2 * pbinom(k - 1, n, 0.5))) else list()
  if (n == 1) ci <- list()
  do.call(case, c(list(paste("sign", s, alt), "sign", list(value = x), list(mu = mu, alternative = unname(name_of[alt])), e), ci))
}
case("sign with zeros", "sign", list(value = tied1$zeros), list(),
     expect(statistic = 6, n_zero = 2, p_value = binom.test(6, 8)$p.value, estimate = median(tied1$zeros)))
case("sign all zero", "sign", list(value = c(0, 0)), list(), expect(null = c("p_value", "statistic")))
write_cases("rank")
