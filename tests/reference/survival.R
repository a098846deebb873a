source("tests/reference/lib.R")
suppressPackageStartupMessages(library(survival))
set.seed(21)
sets <- list()
add <- function(name, time, event, by, x = NULL) sets[[name]] <<- list(time = time, event = event, by = by, x = x)
n <- 12
add("latency, cut off at 60 s", round(pmin(60, rexp(4 * n, rep(c(1 / 20, 1 / 45, 1 / 30, 1 / 25), each = n))), 1), NULL, rep(c("ctl", "cart", "plx", "ccr3"), each = n))
add("heavy ties", pmin(6, 1 + rpois(60, 2)), rbinom(60, 1, 0.8), rep(c("a", "b"), 30), round(rnorm(60), 2))
add("unbalanced", round(rexp(40, 0.1), 2), rbinom(40, 1, 0.6), rep(c("a", "b", "c"), c(4, 11, 25)), round(runif(40), 3))
add("tiny", c(3, 5, 5, 8, 9, 2), c(1, 1, 0, 1, 1, 1), c("a", "a", "a", "b", "b", "b"))
add("no censoring", c(1:10, 3.5 + 2 * (1:10)), rep(1, 20), rep(c("a", "b"), each = 10), c(sin(1:20)))
add("large times", round(rexp(30, 0.1), 1), rbinom(30, 1, 0.7), rep(c("a", "b"), 15))
add("200 animals", round(rexp(200, 0.05), 1), rbinom(200, 1, 0.7), sample(c("a", "b", "c", "d", "e"), 200, TRUE), round(rnorm(200), 3))
l <- survival::lung; l <- l[complete.cases(l[, c("time", "status", "sex", "age")]), ]
add("lung", l$time, l$status - 1, ifelse(l$sex == 1, "m", "w"), l$age)
weighted <- function(d, weight) { # the k-sample test from its definition
  g <- sort(unique(d$by)); k <- length(g); u <- numeric(k); V <- matrix(0, k, k); S <- 1
  for (t in sort(unique(d$time[d$event == 1]))) {
    r <- sapply(g, function(a) sum(d$time >= t & d$by == a)); e <- sapply(g, function(a) sum(d$time == t & d$event == 1 & d$by == a))
    n <- sum(r); m <- sum(e); w <- switch(weight, gehan = n, tarone_ware = sqrt(n), peto = S, logrank = 1)
    u <- u + w * (e - r * m / n)
    if (n > 1) V <- V + w^2 * m * (n - m) / (n - 1) * (diag(r / n, k) - outer(r / n, r / n))
    S <- S * (1 - m / n)
  }
  sum(solve(V[-1, -1], u[-1]) * u[-1])
}
rmst <- function(time, event, tau) {
  f <- survfit(Surv(time, event) ~ 1); i <- f$time < tau
  t <- f$time[i]; s <- f$surv[i]; a <- rev(cumsum(rev(c(1, s) * diff(c(0, t, tau)))))
  v <- ifelse(f$n.risk[i] > f$n.event[i], f$n.event[i] / (f$n.risk[i] * (f$n.risk[i] - f$n.event[i])), 0)
  c(a[1], sqrt(sum(a[-1]^2 * v)))
}
keep <- function(v) v[sapply(v, function(x) length(x) == 1 && is.finite(x))]
for (name in names(sets)) {
  d <- sets[[name]]; if (is.null(d$event)) d$event <- as.numeric(d$time < 60)
  shift <- if (name == "large times") 1e9 else 0 # R's survival would take times 1e-9 apart for ties: it gets them unshifted
  calculate <- data.frame(time = d$time, event = d$event, by = d$by)
  data <- list(time = d$time + shift, event = d$event, by = d$by); g <- sort(unique(d$by)); k <- length(g)
  for (type in c("log", "log-log", "plain")) for (conf in c(0.95, 0.9)) {
    rows <- list()
    for (a in g) {
      j <- d$by == a
      f <- survfit(Surv(d$time[j], d$event[j]) ~ 1, conf.type = type, conf.int = conf); s <- summary(f)$table
      pick <- unique(round(seq(1, length(f$time), length.out = 6)))
      for (i in pick) {
        v <- list(survival = f$surv[i], n_risk = f$n.risk[i], n_event = f$n.event[i], n_censored = f$n.censor[i])
        if (f$surv[i] > 0) v <- c(v, std_error = f$surv[i] * f$std.err[i])
        if (f$surv[i] > 0 && f$surv[i] < 1) v <- c(v, conf_low = f$lower[i], conf_high = f$upper[i])
        rows[[length(rows) + 1]] <- do.call(expect, c(list(where = list(part = "curve", group = a, time = f$time[i] + shift)), v, tol = 1e-11))
      }
      rows[[length(rows) + 1]] <- do.call(expect, c(list(where = list(part = "summary", group = a)),
        keep(list(n = sum(j), events = s[["events"]], median = s[["median"]] + shift, conf_low = s[[8]] + shift, conf_high = s[[9]] + shift)),
        list(null = c("median", "conf_low", "conf_high")[is.na(c(s[["median"]], s[[8]], s[[9]]))])))
    }
    do.call(case, c(list(paste("kaplan_meier", name, type, conf), "kaplan_meier", data, list(variant = sub("-", "_", type), conf = conf)), rows))
  }
  r <- survdiff(Surv(time, event) ~ by, calculate); p <- survdiff(Surv(time, event) ~ by, calculate, rho = 1)
  stopifnot(abs(weighted(calculate, "logrank") / r$chisq - 1) < 1e-8, abs(weighted(calculate, "peto") / p$chisq - 1) < 1e-8)
  do.call(case, c(list(paste("logrank", name), "logrank", data, list()),
    list(expect(where = list(part = "test"), statistic = r$chisq, df = k - 1, p_value = pchisq(r$chisq, k - 1, lower = FALSE), tol = 1e-9)),
    lapply(1:k, function(i) expect(where = list(part = "group", group = g[i]), observed = r$obs[i], expected = r$exp[i]))))
  for (w in c("gehan", "tarone_ware", "peto")) {
    q <- weighted(calculate, w)
    case(paste(w, name), "gehan", data, list(variant = w), expect(where = list(part = "test"), statistic = q, p_value = pchisq(q, k - 1, lower = FALSE), tol = 1e-9))
  }
  if (k > 2) {
    pairs <- combn(g, 2); q <- apply(pairs, 2, function(ab) survdiff(Surv(time, event) ~ by, calculate[d$by %in% ab, ])$chisq)
    pv <- pchisq(q, 1, lower.tail = FALSE)
    do.call(case, c(list(paste("logrank pairs", name), "logrank", data, list(adjust = "bh")), lapply(seq_along(q), function(i)
      expect(where = list(part = "pair", group1 = pairs[1, i], group2 = pairs[2, i]), statistic = q[i], p_value = pv[i], p_adjusted = p.adjust(pv, "BH")[i], tol = 1e-9))))
  }
  for (tau in list(NULL, unname(quantile(d$time, 0.6, type = 1)))) {
    T <- if (is.null(tau)) min(tapply(d$time, d$by, max)) else tau
    m <- sapply(g, function(a) rmst(d$time[d$by == a], d$event[d$by == a], T))
    ok <- sapply(g, function(a) max(d$time[d$by == a]) >= T); if (!all(ok)) next
    z <- (m[1, 2] - m[1, 1]) / sqrt(m[2, 2]^2 + m[2, 1]^2)
    do.call(case, c(list(paste("rmst", name, T), "rmst", data, if (is.null(tau)) list() else list(mu = tau + shift)),
      lapply(1:k, function(i) expect(where = list(part = "group", group = g[i]), estimate = m[1, i] + shift, std_error = m[2, i], tol = if (shift) 1e-6 else 1e-9)),
      list(expect(where = list(part = "difference", group1 = g[1], group2 = g[2]), estimate = m[1, 2] - m[1, 1],
        std_error = sqrt(m[2, 2]^2 + m[2, 1]^2), p_value = 2 * pnorm(-abs(z)), tol = if (shift) 1e-6 else 1e-9))))
  }
  for (ties in c("efron", "breslow")) for (covariate in c(FALSE, TRUE)) {
    if (covariate && is.null(d$x)) next
    D <- calculate; if (covariate) D$x <- d$x
    f <- suppressWarnings(coxph(if (covariate) Surv(time, event) ~ by + x else Surv(time, event) ~ by, D, ties = ties, control = coxph.control(eps = 1e-13, iter.max = 100)))
    s <- summary(f); o <- s$coefficients; ci <- log(s$conf.int[, 3:4, drop = FALSE])
    if (any(abs(o[, 1]) > 10)) next
    rows <- lapply(seq_len(nrow(o)), function(i) expect(
      where = if (i < k) list(group1 = g[1], group2 = g[i + 1]) else list(term = "x"),
      estimate = o[i, 1], std_error = o[i, 3], statistic = o[i, 4], p_value = o[i, 5], hazard_ratio = o[i, 2], conf_low = ci[i, 1],
      conf_high = ci[i, 2], hazard_ratio_high = exp(ci[i, 2]), tol = 1e-7))
    tests <- list(expect(where = list(term = "likelihood_ratio"), statistic = s$logtest[[1]], df = s$logtest[[2]], p_value = s$logtest[[3]], log_likelihood = f$loglik[2], tol = 1e-8),
      expect(where = list(term = "wald"), statistic = f$wald.test, p_value = pchisq(f$wald.test, nrow(o), lower = FALSE), tol = 1e-8),
      expect(where = list(term = "score"), statistic = s$sctest[[1]], p_value = s$sctest[[3]], tol = 1e-8))
    do.call(case, c(list(paste("cox", name, ties, covariate), "cox", c(data, if (covariate) list(x = d$x)), list(variant = ties)), rows, tests))
  }
}
# A group without events: no estimate, but the likelihood ratio test stands.
d <- data.frame(time = c(3, 5, 6, 8, 10, 10, 10, 10, 4, 7, 9, 9.5), event = c(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0), by = rep(c("a", "b", "c"), each = 4))
f <- suppressWarnings(coxph(Surv(time, event) ~ by, d, control = coxph.control(eps = 1e-14, iter.max = 60)))
case("cox, a group without events", "cox", as.list(d), list(),
  expect(where = list(group2 = "b"), null = c("estimate", "hazard_ratio", "p_value")),
  expect(where = list(group2 = "c"), estimate = coef(f)[["byc"]], tol = 1e-7),
  expect(where = list(term = "likelihood_ratio"), statistic = 2 * diff(f$loglik), tol = 1e-8),
  expect(where = list(term = "wald"), null = "statistic"), expect(where = list(term = "score"), statistic = f$score, tol = 1e-9))
d$event <- 0
case("cox, no events", "cox", as.list(d), list(), expect(where = list(group2 = "b"), null = c("estimate", "p_value")), expect(where = list(term = "score"), null = "statistic"))
case("logrank, no events", "logrank", as.list(d), list(), expect(where = list(part = "test"), null = c("statistic", "p_value")))
case("kaplan_meier, nothing happens", "kaplan_meier", as.list(d), list(),
  expect(where = list(part = "curve", group = "a", time = 5), survival = 1, conf_low = 1, conf_high = 1), expect(where = list(part = "summary", group = "a"), null = "median"))
write_cases("survival")
