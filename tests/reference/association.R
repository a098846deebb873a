source("tests/reference/lib.R")
set.seed(20)

# ---- one proportion ----
wilson <- function(x, n, conf) { r <- suppressWarnings(prop.test(x, n, conf.level = conf, correct = FALSE)$conf.int); c(r) }
agresti <- function(x, n, conf) {
  z <- qnorm((1 + conf) / 2); m <- n + z^2; p <- (x + z^2 / 2) / m
  pmin(1, pmax(0, p + c(-1, 1) * z * sqrt(p * (1 - p) / m)))
}
jeffreys <- function(x, n, conf) {
  a <- (1 - conf) / 2
  c(if (x == 0) 0 else qbeta(a, x + .5, n - x + .5), if (x == n) 1 else qbeta(a, x + .5, n - x + .5, lower.tail = FALSE))
}
binomial <- function(x, n, p, alt, conf) {
  b <- binom.test(x, n, p, alternative = alt, conf.level = conf)
  w <- wilson(x, n, conf); a <- agresti(x, n, conf); j <- jeffreys(x, n, conf); cp <- binom.test(x, n, conf.level = conf)$conf.int
  case(paste("binomial", x, n, p, alt, conf), "binomial", list(count = x, total = n),
    list(mu = p, alternative = alt, conf = conf),
    expect(p_value = b$p.value, conf_low = b$conf.int[1], conf_high = b$conf.int[2], estimate = x / n,
      agresti_coull_low = a[1], agresti_coull_high = a[2], jeffreys_low = j[1], jeffreys_high = j[2],
      wilson_high = w[2], clopper_pearson_low = cp[1], clopper_pearson_high = cp[2], tol = 1e-10),
    expect(wilson_low = if (x == 0) 0 else w[1], tol = 1e-9))
}
for (alt in c("two-sided", "less", "greater")) {
  a <- sub("-", ".", alt)
  for (d in list(c(0, 10), c(10, 10), c(7, 10), c(3, 10), c(5, 10), c(1, 1), c(0, 1), c(13, 24), c(97, 120), c(64, 120), c(500, 1000), c(561, 1000), c(50200, 100000)))
    for (p in c(0.5, 0.222, 0.9)) {
      case(paste("binomial", d[1], d[2], p, alt), "binomial", list(count = d[1], total = d[2]), list(mu = p, alternative = alt),
        with(binom.test(d[1], d[2], p, alternative = a), expect(p_value = p.value, conf_low = conf.int[1], conf_high = conf.int[2], tol = 1e-10)))
    }
}
for (d in list(c(0, 10), c(10, 10), c(7, 10), c(1, 40), c(561, 1000), c(2, 3), c(1, 1), c(99990, 1e5)))
  for (conf in c(0.9, 0.95, 0.99)) binomial(d[1], d[2], 0.5, "two.sided", conf)
case("binomial, p = 1e-200", "binomial", list(count = 950, total = 1000), list(mu = 0.5),
  expect(p_value = binom.test(950, 1000)$p.value, tol = 1e-10))
case("binomial, default chance 0.5, groups added up", "binomial",
  list(by = c("a", "a", "b", "b", "b"), count = c(3, 4, 9, 10, 2), total = c(10, 10, 10, 10, 4)), list(),
  expect(where = list(group = "a"), p_value = binom.test(7, 20)$p.value, n = 20),
  expect(where = list(group = "b"), p_value = binom.test(21, 24)$p.value, n = 24))
case("binomial, 0/1 column with a missing value", "binomial", list(value = c(1, 1, 0, 1, NA, 1, 1)), list(),
  expect(p_value = binom.test(5, 6)$p.value, n = 6))
case("binomial, no trials", "binomial", list(count = 0, total = 0), list(), expect(null = c("p_value", "estimate")))
for (alt in c("two-sided", "less", "greater")) for (v in c("continuity", "plain"))
  for (d in list(c(7, 10), c(1, 10), c(10, 10), c(0, 8), c(5, 10), c(61, 120), c(3001, 6000))) {
    r <- suppressWarnings(prop.test(d[1], d[2], 0.4, alternative = sub("-", ".", alt), correct = v == "continuity"))
    case(paste("proportion", d[1], d[2], alt, v), "proportion", list(count = d[1], total = d[2]), list(mu = 0.4, alternative = alt, variant = v),
      expect(statistic = r$statistic[[1]], p_value = r$p.value, conf_low = r$conf.int[1], conf_high = r$conf.int[2], tol = 1e-9))
  }

# ---- two proportions ----
newcombe <- function(x1, n1, x2, n2, conf = 0.95) {
  w1 <- wilson(x1, n1, conf); w2 <- wilson(x2, n2, conf); p1 <- x1 / n1; p2 <- x2 / n2; d <- p2 - p1
  c(d - sqrt((p2 - w2[1])^2 + (w1[2] - p1)^2), d + sqrt((w2[2] - p2)^2 + (p1 - w1[1])^2))
}
stopifnot(max(abs(newcombe(48, 80, 56, 70) - c(0.0524, 0.3339))) < 6e-5) # Newcombe 1998, table II (a), method 10
two <- list(c(7, 10, 3, 10), c(0, 10, 10, 10), c(0, 12, 3, 11), c(12, 12, 9, 13), c(56, 70, 48, 80), c(1, 2, 1, 3), c(900, 1000, 990, 1010), c(1, 1, 0, 1))
for (d in two) for (alt in c("two-sided", "less", "greater")) for (v in c("continuity", "plain")) {
  r <- suppressWarnings(prop.test(c(d[3], d[1]), c(d[4], d[2]), alternative = sub("-", ".", alt), correct = v == "continuity"))
  ci <- newcombe(d[1], d[2], d[3], d[4])
  case(paste(c("difference", d, alt, v), collapse = " "), "proportion", list(by = c("a", "b"), count = d[c(1, 3)], total = d[c(2, 4)]),
    list(alternative = alt, variant = v),
    expect(where = list(group1 = "a", group2 = "b"), estimate = d[3] / d[4] - d[1] / d[2], statistic = round(r$statistic[[1]], 20), p_value = r$p.value,
      conf_low = ci[1], conf_high = ci[2], risk_difference = d[3] / d[4] - d[1] / d[2], tol = 1e-9))
}

# ---- trend ----
for (d in list(list(c(3, 5, 9), c(12, 12, 12)), list(c(83, 90, 129, 70), c(86, 93, 136, 82)), list(c(0, 1, 0, 5, 9), c(4, 9, 3, 6, 9)), list(c(1, 0), c(2, 2)))) {
  k <- length(d[[1]]); r <- prop.trend.test(d[[1]], d[[2]]); s <- c(0, 1, 3, 10, 30)[1:k]; q <- prop.trend.test(d[[1]], d[[2]], s)
  data <- list(by = letters[1:k], count = d[[1]], total = d[[2]])
  case(paste("trend", k), "trend", data, list(), expect(statistic = r$statistic[[1]], df = 1, p_value = r$p.value))
  case(paste("trend, scores", k), "trend", data, list(weights = s), expect(statistic = q$statistic[[1]], p_value = q$p.value))
}
case("trend, all succeed", "trend", list(by = c("a", "b"), count = c(3, 4), total = c(3, 4)), list(), expect(null = "p_value"))

# ---- tables ----
long <- function(m) {
  g <- expand.grid(by = letters[seq_len(nrow(m))], category = LETTERS[seq_len(ncol(m))], stringsAsFactors = FALSE)
  list(by = g$by, category = g$category, weight = as.vector(m))
}
odds <- function(m, conf = 0.95, alt = "two.sided") { # the conditional estimate and its limits, solved to full precision
  r <- sum(m[1, ]); k <- sum(m[, 1]); s <- sum(m[2, ]); x <- m[1, 1]; lo <- max(0, k - s); hi <- min(k, r); u <- lo:hi
  logdc <- dhyper(u, r, s, k, log = TRUE)
  d <- function(l) { w <- logdc + l * u; w <- exp(w - max(w)); w / sum(w) }
  f <- function(g) uniroot(g, c(-30, 30), tol = 1e-15, maxiter = 5000)$root
  a <- if (alt == "two.sided") (1 - conf) / 2 else 1 - conf
  c(if (x == lo) 0 else if (x == hi) NA else exp(f(function(l) sum(d(l) * u) - x)),
    if (x == lo || alt == "less") 0 else exp(f(function(l) sum(d(l)[u >= x]) - a)),
    if (x == hi || alt == "greater") NA else exp(f(function(l) sum(d(l)[u <= x]) - a)))
}
tables <- list(matrix(c(3, 1, 1, 3), 2), matrix(c(10, 2, 3, 15), 2), matrix(c(0, 5, 7, 2), 2), matrix(c(5, 0, 0, 5), 2), matrix(c(1, 1, 1, 1), 2),
  matrix(c(12, 5, 7, 9), 2), matrix(c(120, 80, 95, 130), 2), matrix(c(1500, 900, 1200, 1300), 2), matrix(c(2, 31, 9, 30), 2), matrix(c(300, 10, 20, 400), 2))
for (m in tables) {
  name <- paste(m, collapse = " ")
  for (alt in c("two.sided", "less", "greater")) {
    r <- fisher.test(m, alternative = alt); o <- odds(m, alt = alt)
    fields <- list(p_value = r$p.value, odds_ratio = o[1], odds_ratio_low = o[2], odds_ratio_high = o[3], conf_low = o[2])
    case(paste("fisher", name, alt), "fisher", long(m), list(alternative = sub("[.]", "-", alt)),
      do.call(expect, c(Filter(function(v) !is.na(v), fields), tol = 1e-9, list(null = names(Filter(is.na, fields))))))
  }
  r <- fisher.test(m, or = 2.5)
  case(paste("fisher, null 2.5", name), "fisher", long(m), list(mu = 2.5, conf = 0.9),
    expect(p_value = r$p.value, odds_ratio_low = odds(m, 0.9)[2], tol = 1e-9))
}
tables <- c(tables, list(matrix(c(12, 5, 3, 9, 7, 8), 3), matrix(c(10, 4, 2, 3, 8, 9, 2, 5, 11), 3), matrix(c(4, 0, 0, 1, 3, 2, 2, 2, 5, 1, 0, 6), 4),
  matrix(c(1, 0, 2, 3, 0, 1), 2), matrix(c(9, 7, 5, 3, 12, 4, 6, 8, 3, 5, 7, 9, 8, 4, 7, 8), 8), matrix(c(3, 9, 11, 12, 9, 3, 1, 0), 4),
  matrix(c(52, 21, 28, 21, 56, 18, 24, 25, 55), 3), matrix(c(10, 8, 4, 6, 9, 8, 10, 8, 14, 15, 3, 5), 4, byrow = TRUE),
  matrix(c(1e6, 2e6, 1.5e6, 2.5e6), 2), matrix(c(30, 0, 0, 0, 30, 0, 0, 0, 30), 3)))
for (m in tables) {
  name <- paste(m, collapse = " ")
  r <- suppressWarnings(chisq.test(m)); u <- suppressWarnings(chisq.test(m, correct = FALSE))
  e <- u$expected; g <- 2 * sum(ifelse(m > 0, m * log(m / e), 0)); df <- u$parameter[[1]]
  q <- 1 + (sum(sum(m) / rowSums(m)) - 1) * (sum(sum(m) / colSums(m)) - 1) / (6 * sum(m) * df)
  v <- sqrt(u$statistic[[1]] / sum(m) / (min(dim(m)) - 1))
  case(paste("chi_square", name), "chi_square", long(m), list(),
    expect(statistic = r$statistic[[1]], df = df, p_value = r$p.value, statistic_uncorrected = u$statistic[[1]], p_uncorrected = u$p.value,
      cramers_v = v, expected_min = min(e), tol = 1e-9))
  case(paste("chi_square, plain", name), "chi_square", long(m), list(variant = "plain"),
    expect(statistic = u$statistic[[1]], p_value = u$p.value, tol = 1e-9))
  case(paste("g_test", name), "g_test", long(m), list(), expect(statistic = g, df = df, p_value = pchisq(g, df, lower = FALSE), cramers_v = v, tol = 1e-9))
  case(paste("g_test, williams", name), "g_test", long(m), list(variant = "williams"), expect(statistic = g / q, p_value = pchisq(g / q, df, lower = FALSE), tol = 1e-9))
  if ((nrow(m) > 2 || ncol(m) > 2) && sum(m) < 1000)
    case(paste("fisher", name), "fisher", long(m), list(), expect(p_value = fisher.test(m, workspace = 2e8)$p.value, exact = TRUE, tol = 1e-7))
}
m <- matrix(c(12, 5, 3, 9, 7, 8), 3)
pairs <- list(c(1, 2), c(1, 3), c(2, 3))
p <- sapply(pairs, function(i) fisher.test(m[i, ])$p.value)
do.call(case, c(list("fisher, pairs by holm", "fisher", long(m), list(adjust = "holm")), lapply(1:3, function(i)
  expect(where = list(group1 = letters[pairs[[i]][1]], group2 = letters[pairs[[i]][2]]), p_value = p[i], p_adjusted = p.adjust(p)[i], tol = 1e-9))))
r <- fisher.test(rbind(c(10 - 3, 3), c(12 - 9, 9)))
case("fisher, count and total", "fisher", list(by = c("a", "b"), count = c(3, 9), total = c(10, 12)), list(),
  expect(p_value = r$p.value, event = "success", odds_ratio = odds(rbind(c(7, 3), c(3, 9)))[1], tol = 1e-9))
case("fisher, one group", "fisher", list(by = c("a", "a"), category = c("x", "y")), list(), expect(null = "p_value"))
case("chi_square, one outcome", "chi_square", list(by = c("a", "b"), category = c("x", "x")), list(), expect(null = c("p_value", "statistic")))
x <- c(A = 20, B = 9, C = 31)
case("chi_square of one column", "chi_square", list(category = rep(names(x), x)), list(),
  expect(statistic = chisq.test(x)$statistic[[1]], df = 2, p_value = chisq.test(x)$p.value))
case("chi_square of given shares", "chi_square", list(category = rep(names(x), x)), list(weights = c(2, 1, 3)),
  expect(statistic = chisq.test(x, p = c(2, 1, 3) / 6)$statistic[[1]], p_value = chisq.test(x, p = c(2, 1, 3) / 6)$p.value))

# ---- repeated ----
for (n in c(4, 12, 60)) for (p in c(0.3, 0.7)) {
  a <- rbinom(n, 1, 0.5); b <- rbinom(n, 1, p)
  t <- table(factor(a, 0:1), factor(b, 0:1)); B <- t[1, 2]; C <- t[2, 1]
  if (B + C == 0) next
  r <- mcnemar.test(t); u <- mcnemar.test(t, correct = FALSE); e <- binom.test(B, B + C)
  d <- list(subject = rep(sprintf("m%02d", 1:n), 2), by = rep(c("pre", "post1"), each = n), value = c(a, b))
  o <- list(groups = c("pre", "post1"))
  ci <- e$conf.int / (1 - e$conf.int)
  f <- list(statistic = if (B == C) 0 else r$statistic[[1]], p_value = if (B == C) 1 else r$p.value, statistic_uncorrected = u$statistic[[1]],
    p_uncorrected = u$p.value, p_exact = e$p.value, odds_ratio_low = ci[1], n = n)
  if (C > 0) f$odds_ratio_high <- ci[2]
  case(paste("mcnemar", n, p), "mcnemar", d, o, do.call(expect, f))
  case(paste("mcnemar exact", n, p), "mcnemar", d, c(o, exact = "exact"), expect(p_value = e$p.value))
}
t <- table(c(1, 1, 1, 0, 0, 1, 1, 0, 1), c(0, 0, 1, 0, 1, 0, 0, 0, 0))
case("mcnemar, yes and no", "mcnemar", list(subject = rep(letters[1:9], 2), by = rep(c("x", "y"), each = 9),
  category = c("no", "yes")[1 + c(1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0)]), list(),
  expect(where = list(group1 = "x", group2 = "y"), p_value = mcnemar.test(t)$p.value, only1 = 5, only2 = 1))
case("mcnemar, no change", "mcnemar", list(subject = c("a", "b", "a", "b"), by = c("x", "x", "y", "y"), value = c(1, 0, 1, 0)), list(), expect(null = "p_value"))
cochran <- function(m) { k <- ncol(m); G <- colSums(m); L <- rowSums(m); (k - 1) * (k * sum(G^2) - sum(G)^2) / (k * sum(L) - sum(L^2)) }
for (n in c(3, 10, 40)) for (k in c(2, 3, 5)) {
  m <- matrix(rbinom(n * k, 1, 0.4), n); m[1, 1] <- 1; m[1, 2] <- 0
  d <- list(subject = rep(sprintf("m%02d", 1:n), k), by = rep(letters[1:k], each = n), value = as.vector(m))
  case(paste("cochran", n, k), "cochran_q", d, list(), expect(statistic = cochran(m), df = k - 1, p_value = pchisq(cochran(m), k - 1, lower = FALSE), n = n))
  for (ties in c(FALSE, TRUE)) {
    y <- matrix(rnorm(n * k) + 1e9 * ties * 0, n); if (ties) y <- round(y)
    if (ties && all(apply(y, 1, function(v) length(unique(v))) == 1)) next
    r <- friedman.test(y); d$value <- as.vector(y); Q <- r$statistic[[1]]; f <- (n - 1) * Q / (n * (k - 1) - Q)
    e <- list(statistic = Q, df = k - 1, p_value = r$p.value, kendalls_w = Q / (n * (k - 1)), n = n)
    if (is.finite(f) && f < 1e10) e <- c(e, statistic_f = f, p_f = pf(f, k - 1, (n - 1) * (k - 1), lower.tail = FALSE))
    case(paste("friedman", n, k, ties), "friedman", d, list(), do.call(expect, e))
  }
}
case("friedman, all ties", "friedman", list(subject = c("a", "a", "b", "b"), by = c("x", "y", "x", "y"), value = c(1, 1, 2, 2)), list(), expect(null = "p_value"))
y <- matrix(rnorm(12), 4)
case("friedman, a subject with a missing value is left out", "friedman",
  list(subject = rep(c("a", "b", "c", "d", "e"), 3), by = rep(c("x", "y", "z"), each = 5), value = as.vector(rbind(y, c(1, NA, 2)))), list(),
  expect(statistic = friedman.test(y)$statistic[[1]], n = 4))
write_cases("association")
