source("tests/reference/lib.R")
suppressPackageStartupMessages(library(psych))
set.seed(23)
long <- function(m) list(subject = rep(sprintf("s%03d", seq_len(nrow(m))), ncol(m)), rater = rep(paste0("r", seq_len(ncol(m))), each = nrow(m)), value = as.vector(m))

# ---- ICC ----
shrout <- matrix(c(9, 6, 8, 7, 10, 6, 2, 1, 4, 1, 5, 2, 5, 3, 6, 2, 6, 4, 8, 2, 8, 6, 9, 7), 6) # Shrout & Fleiss 1979, table 2
ratings <- function(n, k, noise, bias, digits = 2) round(rnorm(n) + matrix(rnorm(n * k, sd = noise), n) + rep(bias * seq_len(k), each = n), digits)
sets <- list(shrout = shrout, two = ratings(8, 2, 0.3, 0.1), biased = ratings(20, 3, 0.4, 1), poor = ratings(10, 4, 3, 0), small = ratings(2, 2, 0.5, 0.2),
  three = ratings(3, 3, 0.5, 0.2), many = ratings(100, 5, 0.5, 0.05), rounded = ratings(15, 3, 0.4, 0.2, 0), shifted = ratings(12, 3, 0.4, 0.2))
for (name in names(sets)) for (alpha in c(0.05, 0.1)) {
  m <- sets[[name]]; big <- if (name == "shifted") 1e9 else 0
  r <- suppressMessages(suppressWarnings(ICC(m, lmer = FALSE, alpha = alpha)$results))
  do.call(case, c(list(paste("icc", name, alpha), "icc", long(m + big), list(conf = 1 - alpha)), lapply(1:6, function(i) {
    v <- list(estimate = r[i, "ICC"], statistic = r[i, "F"], df1 = r[i, "df1"], df2 = r[i, "df2"], p_value = r[i, "p"], conf_low = r[i, "lower bound"], conf_high = r[i, "upper bound"])
    do.call(expect, c(list(where = list(term = r[i, "type"])), v, tol = if (big) 1e-5 else 1e-9))
  })))
}
case("icc, perfect agreement", "icc", long(cbind(1:5, 1:5)), list(), expect(where = list(term = "ICC1"), estimate = 1, null = c("p_value", "statistic")))
case("icc, constant", "icc", long(matrix(3, 4, 2)), list(), expect(null = "estimate"))

# ---- Bland & Altman, Lin ----
ba <- function(x, y, conf) {
  d <- y - x; n <- length(d); z <- qnorm((1 + conf) / 2); t <- qt((1 + conf) / 2, n - 1); s <- sd(d); h <- t * s * sqrt(1 / n + z^2 / (2 * (n - 1)))
  tt <- t.test(d, conf.level = conf); lo <- mean(d) - z * s; up <- mean(d) + z * s
  expect(estimate = mean(d), bias = mean(d), sd = s, conf_low = tt$conf.int[1], conf_high = tt$conf.int[2], statistic = tt$statistic[[1]], p_value = tt$p.value,
    loa_lower = lo, loa_lower_low = lo - h, loa_lower_high = lo + h, loa_upper = up, loa_upper_low = up - h, loa_upper_high = up + h, n = n)
}
ccc <- function(x, y, conf) { # Lin 1989 with the correction of 2000
  n <- length(x); sx <- var(x) * (n - 1) / n; sy <- var(y) * (n - 1) / n; r <- cor(x, y); u <- (mean(y) - mean(x)) / (sx * sy)^0.25
  p <- 2 * cov(x, y) * (n - 1) / n / (sx + sy + (mean(x) - mean(y))^2); v <- sqrt(sx / sy)
  se <- sqrt(((1 - r^2) * p^2 * (1 - p^2) / r^2 + 2 * p^3 * (1 - p) * u^2 / r - 0.5 * p^4 * u^4 / r^2) / (n - 2))
  h <- qnorm((1 + conf) / 2) * se / (1 - p^2)
  expect(estimate = p, std_error = se, conf_low = tanh(atanh(p) - h), conf_high = tanh(atanh(p) + h), pearson_r = r, bias_correction = p / r,
    location_shift = u, scale_shift = v, tol = 1e-9)
}
for (n in c(3, 8, 40, 100)) for (conf in c(0.95, 0.9)) {
  x <- round(rnorm(n, 20, 5), 2); y <- round(x + rnorm(n, 1, 2), 2)
  case(paste("bland_altman", n, conf), "bland_altman", list(x = x, y = y), list(conf = conf), ba(x, y, conf))
  case(paste("lins_ccc", n, conf), "lins_ccc", list(x = x, y = y), list(conf = conf), ccc(x, y, conf))
  if (conf == 0.95) case(paste("lins_ccc, long", n), "lins_ccc", long(cbind(x, y)), list(), ccc(x, y, conf))
  if (conf == 0.95) case(paste("bland_altman, long", n), "bland_altman", long(cbind(x, y)), list(), ba(x, y, conf))
}
case("bland_altman, a missing value", "bland_altman", list(x = c(1, 2, NA, 4, 6), y = c(1.5, 2.1, 3, 4.4, 5)), list(), ba(c(1, 2, 4, 6), c(1.5, 2.1, 4.4, 5), 0.95))
case("bland_altman, one pair", "bland_altman", list(x = 1, y = 2), list(), expect(null = "p_value"))
case("bland_altman, constant difference", "bland_altman", list(x = 1:4, y = 2:5), list(), expect(estimate = 1, sd = 0, null = c("statistic", "p_value")))
case("lins_ccc, constant", "lins_ccc", list(x = c(1, 1, 1), y = c(1, 2, 3)), list(), expect(null = "estimate"))

# ---- kappa ----
kappa <- function(a, b, weight) {
  l <- sort(unique(c(a, b))); k <- length(l); P <- table(factor(a, l), factor(b, l)) / length(a); n <- length(a)
  D <- abs(outer(1:k, 1:k, "-")) / max(1, k - 1); W <- switch(weight, unweighted = diag(k), linear = 1 - D, quadratic = 1 - D^2)
  r <- rowSums(P); c <- colSums(P); E <- outer(r, c); po <- sum(W * P); pe <- sum(W * E); K <- (po - pe) / (1 - pe)
  M <- outer(as.vector(W %*% c), as.vector(t(W) %*% r), "+")
  v0 <- (sum(E * (W - M)^2) - pe^2) / (n * (1 - pe)^2)
  v <- (sum(P * (W - M * (1 - K))^2) - (K - pe * (1 - K))^2) / (n * (1 - pe)^2)
  list(K = K, se = sqrt(v), se0 = sqrt(v0), W = W, po = po, pe = pe)
}
for (n in c(6, 25, 200)) for (k in c(2, 3, 5)) {
  a <- sample(k, n, TRUE); b <- ifelse(runif(n) < 0.6, a, sample(k, n, TRUE)); a[1:k] <- 1:k
  for (w in c("unweighted", "linear", "quadratic")) {
    r <- kappa(a, b, w); s <- suppressWarnings(cohen.kappa(cbind(a, b), w = 1 - (1 - r$W)))
    mine <- if (w == "unweighted") s$kappa else s$weighted.kappa
    v <- if (w == "unweighted") s$var.kappa else s$var.weighted
    stopifnot(abs(mine - r$K) < 1e-12, w != "unweighted" || abs(v / r$se^2 - 1) < 1e-9) # psych's weighted variance sums the wrong margin; statsmodels has this one
    ci <- pmax(-1, pmin(1, r$K + c(-1, 1) * qnorm(0.975) * r$se)); z <- r$K / r$se0
    e <- expect(estimate = r$K, std_error = r$se, std_error_null = r$se0, statistic = z, p_value = 2 * pnorm(-abs(z)), conf_low = ci[1], conf_high = ci[2],
      observed_agreement = r$po, expected_agreement = r$pe, n = n, tol = 1e-9)
    case(paste("kappa", n, k, w), "cohens_kappa", list(x = a, y = b), list(variant = w), e)
    d <- long(cbind(a, b)); names(d)[3] <- "category"; d$category <- c("8", "9", "10", "11", "12")[d$category] # numbers in text keep their order
    case(paste("kappa, long", n, k, w), "cohens_kappa", d, list(variant = w), e)
  }
}
case("kappa, one category", "cohens_kappa", list(x = c(1, 1), y = c(1, 1)), list(), expect(null = c("estimate", "p_value")))
write_cases("agreement")
