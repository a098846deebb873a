source("tests/reference/lib.R")
suppressPackageStartupMessages({library(emmeans); library(mvtnorm); library(rstatix)})
set.seed(11)
long <- function(...) { g <- list(...); data.frame(value = unlist(g, use.names = FALSE), by = rep(names(g), lengths(g))) }
sets <- list(
  balanced = long(a = round(rnorm(12, 0.32, 0.15), 3), b = round(rnorm(12, 0.05, 0.2), 3), c = round(rnorm(12, 0.2, 0.18), 3), d = round(rnorm(12, 0.3, 0.15), 3)),
  unbalanced = long(a = round(rnorm(9, 10, 2), 2), b = round(rnorm(5, 13, 4), 2), c = round(rnorm(14, 11, 1), 2)),
  tiny = long(a = c(1, 2), b = c(3.5, 4), c = c(2, 5, 6)),
  two = long(a = c(5.1, 4.2, 6.3, 5.5), b = c(7.7, 6.1, 8.2, 7, 6.6)),
  single = long(a = c(1, 2, 3.5), b = 9, c = c(4, 4.5, 6)),
  eight = as.data.frame(long(a = round(rnorm(6, 1), 2), b = round(rnorm(5, 2), 2), c = round(rnorm(7, 1.5), 2), d = round(rnorm(6), 2), e = round(rnorm(8, 1), 2),
    f = round(rnorm(6, 3), 2), g = round(rnorm(4, 1), 2), h = round(rnorm(6, 2), 2))),
  large = long(a = round(rnorm(100), 3), b = round(rnorm(90, 0.3), 3), c = round(rnorm(110, 0.1, 2), 3)),
  ties = long(a = c(1, 1, 2, 3, 3), b = c(2, 2, 3, 4, 5, 5), c = c(3, 4, 4, 5, 6, 6, 6)),
  apart = long(a = c(1.1, 1.2, 1.15, 1.3, 1.25), b = c(9.1, 9.2, 9.4, 9.3, 9.2), c = c(1.2, 1.1, 1.3, 1.2, 1.35)))
pairs_of <- function(g, first = FALSE) if (first) lapply(g[-1], function(b) c(g[1], b)) else combn(g, 2, simplify = FALSE)
summaries <- function(d) list(n = tapply(d$value, d$by, length), m = tapply(d$value, d$by, mean), v = tapply(d$value, d$by, var))
row <- function(p, ...) expect(where = list(group1 = p[1], group2 = p[2]), ...)
run <- function(name, test, d, options, f, pairs) do.call(case, c(list(name, test, d, options), lapply(pairs, f)))

for (s in names(sets)) {
  d <- sets[[s]]; g <- sort(unique(d$by)); k <- length(g); z <- summaries(d)
  fit <- lm(value ~ by, d); df <- fit$df.residual; s2 <- sum(fit$residuals^2) / df; all <- pairs_of(g)
  tp <- function(p) { se <- sqrt(s2 * (1 / z$n[[p[1]]] + 1 / z$n[[p[2]]])); e <- z$m[[p[2]]] - z$m[[p[1]]]; list(e = e, se = se, t = e / se, df = df) }
  tw <- function(p) { u <- z$v[[p[1]]] / z$n[[p[1]]]; w <- z$v[[p[2]]] / z$n[[p[2]]]; e <- z$m[[p[2]]] - z$m[[p[1]]]
    list(e = e, se = sqrt(u + w), t = e / sqrt(u + w), df = (u + w)^2 / (u^2 / (z$n[[p[1]]] - 1) + w^2 / (z$n[[p[2]]] - 1))) }
  hsd <- TukeyHSD(aov(value ~ by, d))$by
  for (level in c(0.95, 0.99)) {
    hsd <- TukeyHSD(aov(value ~ by, d), conf.level = level)$by
    run(paste(s, "tukey", level), "tukey", d, list(conf = level), function(p) { x <- tp(p); h <- hsd[paste0(p[2], "-", p[1]), ]
      row(p, estimate = x$e, std_error = x$se, statistic = x$t, df = df, q = abs(x$t) * sqrt(2), adjust = "tukey", tol = 1e-9) }, all)
    # R's qtukey stops at 1e-4 of its own scale, ptukey's error is 1e-9 absolute (and 2e-3 relative for df = 2 in the tail)
    run(paste(s, "tukey CI", level), "tukey", d, list(conf = level), function(p) { h <- hsd[paste0(p[2], "-", p[1]), ]
      row(p, conf_low = h[["lwr"]], conf_high = h[["upr"]], tol = 1e-4) }, all)
    run(paste(s, "tukey p", level), "tukey", d, list(conf = level), function(p) { q <- hsd[paste0(p[2], "-", p[1]), "p adj"]
      if (q < 1e-6) row(p, n1 = z$n[[p[1]]]) else row(p, p_value = q, p_adjusted = q, tol = if (df < 10) 1e-5 else 1e-7) }, all)
  }
  if (min(z$n) > 1) run(paste(s, "games_howell"), "games_howell", d, list(), function(p) { x <- tw(p)
      q <- ptukey(abs(x$t) * sqrt(2), k, x$df, lower.tail = FALSE); reach <- qtukey(0.95, k, x$df) / sqrt(2) * x$se
      e <- row(p, estimate = x$e, std_error = x$se, statistic = x$t, df = x$df, tol = 1e-10); e }, all)
  if (min(z$n) > 1) run(paste(s, "games_howell p, CI"), "games_howell", d, list(), function(p) { x <- tw(p)
      q <- ptukey(abs(x$t) * sqrt(2), k, x$df, lower.tail = FALSE); reach <- qtukey(0.95, k, x$df) / sqrt(2) * x$se
      if (q < 1e-6 || is.nan(q)) row(p, n1 = z$n[[p[1]]]) else row(p, p_value = q, conf_low = x$e - reach, conf_high = x$e + reach, tol = 1e-3) }, all)
  run(paste(s, "scheffe"), "scheffe", d, list(), function(p) { x <- tp(p); c <- sqrt((k - 1) * qf(0.95, k - 1, df))
      row(p, p_value = pf(x$t^2 / (k - 1), k - 1, df, lower.tail = FALSE), critical = c, conf_low = x$e - c * x$se, conf_high = x$e + c * x$se, tol = 1e-9) }, all)
  em <- emmeans(fit, "by")
  for (alt in c("two-sided", "less", "greater")) {
    side <- list("two-sided" = "two.sided", less = "less", greater = "greater")[[alt]]
    lambda <- sqrt(z$n[-1] / (z$n[-1] + z$n[[1]])); R <- outer(lambda, lambda); diag(R) <- 1
    exact <- GenzBretz(maxpts = 2e6, abseps = 1e-8, releps = 0); set.seed(5)
    run(paste(s, "dunnett", alt), "dunnett", d, list(control = g[1], alternative = alt), function(p) { x <- tp(p); m <- k - 1; t <- x$t
      low <- rep(if (alt == "two-sided") -abs(t) else if (alt == "less") t else -Inf, m); high <- rep(if (alt == "two-sided") abs(t) else if (alt == "less") Inf else t, m)
      q <- if (m == 1) (if (alt == "two-sided") 2 * pt(-abs(t), df) else pt(if (alt == "less") t else -t, df)) else 1 - as.numeric(pmvt(low, high, df = df, corr = R, algorithm = exact))
      if (q < 1e-3) row(p, statistic = t) else row(p, p_value = q, statistic = t, tol = 2e-4) }, pairs_of(g, TRUE))
    for (m in c("holm", "bonferroni", "none", "sidak", "bh")) {
      rm <- list(bh = "BH")[[m]]; if (is.null(rm)) rm <- m
      pw <- if (m == "sidak" || min(z$n) < 2) NULL else pairwise.t.test(d$value, d$by, p.adjust.method = rm, alternative = side)$p.value
      M <- length(all); tail <- if (m == "none") 0.05 else if (m == "sidak") 1 - 0.95^(1 / M) else 0.05 / M
      if (alt == "two-sided") tail <- tail / 2
      crit <- qt(tail, df, lower.tail = FALSE)
      run(paste(s, "pairwise_t", alt, m), "pairwise_t", d, list(adjust = m, alternative = alt), function(p) { x <- tp(p)
        f <- list(where = list(group1 = p[1], group2 = p[2]), tol = 1e-10, std_error = x$se)
        if (!is.null(pw)) f$p_adjusted <- pw[p[2], p[1]]
        if (alt != "less") f$conf_low <- x$e - crit * x$se
        if (alt != "greater") f$conf_high <- x$e + crit * x$se
        do.call(expect, f) }, all)
    }
  }
  # what emmeans gives for the same family
  if (k > 2) { ci <- as.data.frame(confint(contrast(em, "revpairwise"), adjust = "bonferroni")); pv <- as.data.frame(summary(contrast(em, "revpairwise"), adjust = "holm"))
    run(paste(s, "pairwise_t emmeans"), "pairwise_t", d, list(), function(p) { i <- which(ci$contrast == paste(p[2], "-", p[1]))
      row(p, conf_low = ci$lower.CL[i], conf_high = ci$upper.CL[i], p_adjusted = pv$p.value[i], tol = 1e-9) }, all) }
  if (min(z$n) > 1) { wt <- pairwise.t.test(d$value, d$by, pool.sd = FALSE)$p.value
    run(paste(s, "pairwise_t welch"), "pairwise_t", d, list(variant = "welch"), function(p) row(p, p_adjusted = wt[p[2], p[1]], df = tw(p)$df, tol = 1e-10), all)
    st <- pairwise.t.test(d$value, d$by, pool.sd = FALSE, var.equal = TRUE)$p.value
    run(paste(s, "pairwise_t student"), "pairwise_t", d, list(variant = "student"), function(p) row(p, p_adjusted = st[p[2], p[1]], tol = 1e-10), all) }
  dn <- as.data.frame(dunn_test(d, value ~ by, p.adjust.method = "holm", detailed = TRUE))
  run(paste(s, "dunn"), "dunn", d, list(), function(p) { i <- which(dn$group1 == p[1] & dn$group2 == p[2])
    row(p, estimate = dn$estimate[i], statistic = dn$statistic[i], p_value = dn$p[i], p_adjusted = dn$p.adj[i], tol = 1e-9) }, all)
  if (k > 2) run(paste(s, "dunn against control"), "dunn", d, list(control = g[2], adjust = "bonferroni"), function(p) {
    i <- which((dn$group1 == p[1] & dn$group2 == p[2]) | (dn$group1 == p[2] & dn$group2 == p[1]))
    row(p, p_adjusted = min(1, dn$p[i] * (k - 1)), tol = 1e-9) }, pairs_of(c(g[2], g[-2]), TRUE))
  if (s != "ties" && s != "tiny" && s != "large" && !any(duplicated(d$value))) { wx <- pairwise.wilcox.test(d$value, d$by)$p.value
    run(paste(s, "pairwise_wilcoxon"), "pairwise_wilcoxon", d, list(), function(p) row(p, p_adjusted = wx[p[2], p[1]], tol = 1e-10), all) }
  # contrasts
  w <- list(c(-1, 1, rep(0, k - 2)), c(rep(-1 / (k - 1), k - 1), 1))
  for (v in w) { e <- as.data.frame(contrast(em, list(v))); ci <- as.data.frame(confint(contrast(em, list(v))))
    case(paste(s, "contrast", paste(round(v, 2), collapse = " ")), "contrast", d, list(weights = v),
      expect(estimate = e$estimate, std_error = e$SE, statistic = e$t.ratio, df = e$df, p_value = e$p.value, conf_low = ci$lower.CL, conf_high = ci$upper.CL, tol = 1e-10))
    if (min(z$n) > 1) { q <- v^2 * z$v / z$n; se <- sqrt(sum(q)); f <- sum(q)^2 / sum(q^2 / (z$n - 1)); t <- sum(v * z$m) / se
      case(paste(s, "welch contrast", paste(round(v, 2), collapse = " ")), "contrast", d, list(weights = v, variant = "welch"),
        expect(estimate = sum(v * z$m), std_error = se, df = f, p_value = 2 * pt(-abs(t), f), conf_low = sum(v * z$m) - qt(0.975, f) * se, tol = 1e-9)) } }
  # closed testing over three planned contrasts, one of them the sum of two others
  if (k == 4) { L <- rbind(c(-1, 1, 0, 0), c(0, -1, 1, 0), c(0, -1, 0, 1), c(-1, 0, 0, 1))
    S <- diag(z$v / z$n); V <- diag(s2 / z$n)
    joint <- function(set, pooled) { C <- L[set, , drop = FALSE]; C <- C[qr(t(C))$pivot[seq_len(qr(t(C))$rank)], , drop = FALSE]; r <- nrow(C)
      W <- if (pooled) V else S; y <- C %*% z$m; T <- drop(t(y) %*% solve(C %*% W %*% t(C)) %*% y)
      if (pooled) return(pf(T / r, r, df, lower.tail = FALSE))
      P <- W %*% t(C) %*% solve(C %*% W %*% t(C)) %*% C
      A <- sum(sapply(1:4, function(i) { Q <- diag(0, 4); Q[i, i] <- 1; M <- P %*% Q; (sum(diag(M))^2 + sum(diag(M %*% M))) / (z$n[i] - 1) })) / 2
      pf(T / (r + 2 * A - 6 * A / (r + 2)), r, r * (r + 2) / (3 * A), lower.tail = FALSE) }
    for (v in c("pooled", "welch")) { sets4 <- lapply(1:15, function(b) which(bitwAnd(b, 2^(0:3)) > 0)); pj <- sapply(sets4, joint, v == "pooled")
      do.call(case, c(list(paste(s, "closed", v), "contrast", d, list(weights = as.vector(t(L)), adjust = "closed", variant = v)),
        lapply(1:4, function(i) expect(where = list(weights = paste(L[i, ], collapse = ", ")), p_value = pj[[2^(i - 1)]],
          p_adjusted = max(pj[sapply(sets4, function(x) i %in% x)]), adjust = "closed", tol = 1e-9)))) } }
}
# an offset of 1e9 leaves a difference of means its digits
d <- sets$balanced; base <- TukeyHSD(aov(value ~ by, d))$by; d$value <- d$value + 1e9
exact <- lm(I(value - 1e9) ~ by, d)
case("offset 1e9", "tukey", d, list(), expect(where = list(group1 = "a", group2 = "b"), estimate = coef(exact)[["byb"]], std_error = coef(summary(exact))["byb", 2], tol = 1e-12))
# refusals
none <- c("std_error", "statistic", "p_value", "conf_low", "conf_high")
const <- long(a = c(1, 1, 1), b = c(2, 2), c = c(3, 3, 3))
for (t in c("tukey", "games_howell", "scheffe", "dunnett", "pairwise_t")) case(paste("no spread", t), t, const, list(), expect(null = none))
case("no spread contrast", "contrast", const, list(weights = c(1, -1, 0)), expect(null = none))
case("all equal dunn", "dunn", long(a = c(1, 1, 1), b = c(1, 1)), list(), expect(null = none))
one <- long(a = c(1, 2, 4), b = 5, c = c(2, 3, 3.5))
case("n = 1", "games_howell", one, list(), expect(where = list(group1 = "a", group2 = "b"), null = none),
  expect(where = list(group1 = "a", group2 = "c"), df = t.test(c(1, 2, 4), c(2, 3, 3.5))$parameter[[1]]))
lone <- long(a = c(1, 2, 4))
for (t in c("tukey", "games_howell", "scheffe", "dunnett", "dunn", "pairwise_t", "pairwise_wilcoxon")) case(paste("one group", t), t, lone, list(), expect(null = "p_value"))
case("weights all 0", "contrast", one, list(weights = c(0, 0, 0)), expect(null = none))
gone <- data.frame(value = c(1, 2, 4, NA, NA, 3, 5, 6), by = c("a", "a", "a", "b", "b", "c", "c", "c"))
h <- TukeyHSD(aov(value ~ by, gone[!is.na(gone$value), ]))$by
case("empty group", "tukey", gone, list(), expect(where = list(group1 = "a", group2 = "b"), null = none),
  expect(where = list(group1 = "a", group2 = "c"), p_value = h[1, "p adj"], tol = 1e-5))
write_cases("posthoc")
