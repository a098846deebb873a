source("tests/reference/model_lib.R")
suppressPackageStartupMessages({library(lme4); library(car); library(emmeans); library(MASS)})
set.seed(5)
n <- 120
d <- data.frame(animal = rep(sprintf("m%02d", 1:24), each = 5), arm = rep(c("ctl", "cart", "plx"), each = 40), day = rep(1:5, 24), left = sample(c(0, 1), n, TRUE))
d$correct <- rbinom(n, 1, plogis(1 - 1.2 * (d$arm == "cart") + 0.2 * d$day + rnorm(24, 0, 0.8)[as.integer(factor(d$animal))]))
f <- d; f$arm <- factor(f$arm, levels = c("ctl", "cart", "plx"))
k <- aggregate(correct ~ animal + arm, d, sum); k$wrong <- 5 - k$correct; k$n <- 5; k$share <- k$correct / 5; kf <- k; kf$arm <- factor(kf$arm, levels = c("ctl", "cart", "plx"))
tight <- function(formula, ...) glm(formula, ..., control = glm.control(epsilon = 1e-15, maxit = 100))
# profile limits by root finding, not MASS's spline
profile_limit <- function(m, j, side) { x <- model.matrix(m); b <- coef(m); se <- sqrt(vcov(m)[j, j]); y <- m$y; w <- m$prior.weights
  dev <- function(v) glm.fit(x[, -j, drop = FALSE], y, weights = w, offset = x[, j] * v, family = binomial(), control = glm.control(epsilon = 1e-14, maxit = 200))$deviance - m$deviance
  uniroot(function(v) dev(v) - qchisq(0.95, 1), c(b[j], b[j] + side * 8 * se), tol = 1e-12)$root }
glm_rows <- function(m, tol = 1e-8) { s <- coef(summary(m)); suppressWarnings(unlist(lapply(seq_len(nrow(s)), function(i) list(
  row(list(table = "coefficients", term = rownames(s)[i]), estimate = s[i, 1], std_error = s[i, 2], statistic = s[i, 3], p_value = s[i, 4], odds_ratio = exp(s[i, 1]),
  conf_low = s[i, 1] - qnorm(.975) * s[i, 2], tol = tol), row(list(table = "coefficients", term = rownames(s)[i]), profile_low = profile_limit(m, i, -1), profile_high = profile_limit(m, i, 1), tol = 1e-7))), FALSE)) }
fit_rows <- function(m) row(list(table = "fit"), n = nobs(m), logLik = as.numeric(logLik(m)), deviance = deviance(m), null_deviance = m$null.deviance, aic = AIC(m), bic = BIC(m), df_residual = df.residual(m), tol = 1e-9)
lr_rows <- function(a) { a <- as.data.frame(a); lapply(rownames(a), function(t) row(list(table = "anova", term = t), statistic = a[t, "LR Chisq"], df = a[t, "Df"], p_value = a[t, "Pr(>Chisq)"], tol = 1e-7)) }
m <- tight(correct ~ arm * day, f, family = binomial)
case("logistic", "correct ~ arm * day", d, list(family = "binomial", control = "ctl"), fit_rows(m), glm_rows(m), lr_rows(Anova(m, type = 2)))
m3 <- tight(correct ~ arm * day, f, family = binomial, contrasts = list(arm = contr.sum))
case("logistic, type III", "correct ~ arm * day", d, list(family = "binomial", control = "ctl", type = 3), lr_rows(Anova(m3, type = 3)[c("arm", "day", "arm:day"), ]))
m <- tight(cbind(correct, wrong) ~ arm, kf, family = binomial); e <- as.data.frame(summary(emmeans(m, ~ arm), type = "response")); q <- as.data.frame(summary(pairs(emmeans(m, ~ arm), reverse = TRUE)))
grouped <- list(fit_rows(m), glm_rows(m), lr_rows(Anova(m)), row(list(table = "fit"), dispersion = sum(resid(m, "pearson")^2) / df.residual(m), tol = 1e-8))
do.call(case, c(list("grouped, cbind", "cbind(correct, wrong) ~ arm", k, list(family = "binomial", control = "ctl")), grouped))
do.call(case, c(list("grouped, ratio", "correct / n ~ arm", k, list(family = "binomial", control = "ctl")), grouped))
do.call(case, c(list("grouped, weights", "share ~ arm", k, list(family = "binomial", control = "ctl", weights = "n")), grouped))
case("means as probabilities", "cbind(correct, wrong) ~ arm", k, list(family = "binomial", control = "ctl", emmeans = "arm", contrasts = "pairwise"),
  lapply(1:3, function(i) row(list(table = "emmeans", arm = as.character(e$arm[i])), estimate = e$prob[i], std_error = e$SE[i], conf_low = e$asymp.LCL[i], conf_high = e$asymp.UCL[i], tol = 1e-8)),
  lapply(1:3, function(i) row(list(table = "contrasts", contrast = as.character(q$contrast[i])), estimate = q$estimate[i], std_error = q$SE[i], p_adjusted = q$p.value[i], tol = 1e-6)))
# Firth (1993): penalised score; nlm-free Newton by hand
firth <- function(x, y, held = NULL) { b <- rep(0, ncol(x)); free <- setdiff(seq_along(b), held)
  for (it in 1:2000) { p <- plogis(drop(x %*% b)); w <- p * (1 - p); I <- crossprod(x, w * x); h <- rowSums((sqrt(w) * x) %*% solve(I) * (sqrt(w) * x))
    u <- crossprod(x[, free, drop = FALSE], y - p + h * (0.5 - p)); s <- solve(I[free, free, drop = FALSE], u); s <- s * min(1, 2 / max(abs(s))); b[free] <- b[free] + s; if (max(abs(s)) < 1e-13) break }
  p <- plogis(drop(x %*% b)); I <- crossprod(x, p * (1 - p) * x); list(b = b, v = solve(I), l = sum(dbinom(y, 1, p, log = TRUE)) + 0.5 * log(det(I))) }
s <- data.frame(arm = rep(c("a", "b"), each = 10), x = round(rnorm(20), 2), y = c(rep(c(0, 1), 5), rep(1, 10)))
X <- model.matrix(~ arm + x, s); fb <- firth(X, s$y); lr <- 2 * (fb$l - firth(X, s$y, 2)$l)
case("separation", "y ~ arm + x", s, list(family = "binomial"), row(list(table = "fit"), separation = TRUE),
  lapply(1:3, function(i) row(list(table = "coefficients", term = colnames(X)[i]), estimate = fb$b[i], std_error = sqrt(fb$v[i, i]), tol = 1e-7)),
  row(list(table = "coefficients", term = "armb"), statistic = lr, p_value = pchisq(lr, 1, lower.tail = FALSE), tol = 1e-6))
# saturated 2 x 2 table: Firth's estimate is the log odds ratio with 1/2 added to every cell
t2 <- data.frame(arm = rep(c("a", "b"), c(8, 7)), y = c(1, 1, 1, 0, 0, 0, 0, 0, rep(1, 7)))
case("separated 2 x 2", "y ~ arm", t2, list(family = "binomial"), row(list(table = "coefficients", term = "armb"), estimate = log((7.5 / 0.5) / (3.5 / 5.5)), tol = 1e-9))
# mixed
gl <- function(formula, d, ...) glmer(formula, d, family = binomial, control = glmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 1e-3, rhoend = 1e-10, maxfun = 1e6), tolPwrss = 1e-13, check.conv.singular = "ignore"), ...)
glmm_rows <- function(m, fit = TRUE) { s <- coef(summary(m)); v <- as.data.frame(VarCorr(m)); v <- v[is.na(v$var2), ]
  c(if (fit) list(row(list(table = "fit"), n = nobs(m), logLik = as.numeric(logLik(m)), aic = AIC(m), tol = 1e-7)),
    lapply(seq_len(nrow(s)), function(i) row(list(table = "coefficients", term = rownames(s)[i]), estimate = s[i, 1], std_error = s[i, 2], tol = 1e-3)),
    lapply(seq_len(nrow(v)), function(i) row(list(table = "random", group = v$grp[i], term = v$var1[i]), sd = v$sdcor[i], tol = 1e-4))) }
m <- gl(correct ~ arm + day + (1 | animal), f)
case("glmm, Laplace", "correct ~ arm + day + (1 | animal)", d, list(family = "binomial", control = "ctl"), glmm_rows(m))
m <- gl(correct ~ arm + day + (1 | animal), f, nAGQ = 25)
true_log_likelihood <- function(m, d) { b <- fixef(m); s <- getME(m, "theta"); eta <- drop(getME(m, "X") %*% b); y <- getME(m, "y"); g <- getME(m, "flist")[[1]]
  sum(sapply(split(seq_along(y), g), function(i) log(integrate(function(u) sapply(u, function(z) exp(sum(dbinom(y[i], 1, plogis(eta[i] + s * z), log = TRUE)) + dnorm(z, log = TRUE))), -12, 12, rel.tol = 1e-12, subdivisions = 2000)$value))) }
case("glmm, 25 nodes", "correct ~ arm + day + (1 | animal)", d, list(family = "binomial", control = "ctl", agq = 25), glmm_rows(m, FALSE), row(list(table = "fit"), logLik = true_log_likelihood(m, f), tol = 1e-7))
m <- gl(correct ~ arm + day + (day | animal), f); case("glmm, slope", "correct ~ arm + day + (day | animal)", d, list(family = "binomial", control = "ctl"), list(row(list(table = "fit"), logLik = as.numeric(logLik(m)), singular = isSingular(m), tol = 1e-6)))
z <- d; for (i in 1:99) { set.seed(i); z$correct <- rbinom(n, 1, 0.6); ms <- gl(correct ~ arm + (1 | animal), z); if (isSingular(ms)) break }
case("glmm, singular", "correct ~ arm + (1 | animal)", z, list(family = "binomial", control = "ctl"), row(list(table = "fit"), logLik = as.numeric(logLik(ms)), singular = TRUE, tol = 1e-8), row(list(table = "random", group = "animal"), variance = 0))
cb <- shared("rdatasets/lme4__cbpp.csv"); cb$period <- factor(cb$period); m <- gl(cbind(incidence, size - incidence) ~ period + (1 | herd), cb)
rename <- function(rows) lapply(rows, function(r) { if (!is.null(r$where$term)) r$where$term <- sub("^period", "factor(period)", r$where$term); r })
case("cbpp", "incidence / size ~ factor(period) + (1 | herd)", "rdatasets/lme4__cbpp.csv", list(family = "binomial"), rename(glmm_rows(m)))
m <- gl(cbind(incidence, size - incidence) ~ period + (1 | herd), cb, nAGQ = 25)
case("cbpp, 25 nodes", "incidence / size ~ factor(period) + (1 | herd)", "rdatasets/lme4__cbpp.csv", list(family = "binomial", agq = 25), rename(glmm_rows(m, FALSE)))
sa <- shared("rdatasets/lme4__salamander.csv"); m <- gl(Mate ~ Cross + (1 | Female) + (1 | Male), sa)
case("salamander", "Mate ~ Cross + (1 | Female) + (1 | Male)", "rdatasets/lme4__salamander.csv", list(family = "binomial"), glmm_rows(m))
# refusals
r <- list(y = c(0, 1, 2, 1), z = c(1, 1, 1, 1), h = c(0.5, 1, 0, 1), x = c("a", "b", "a", "b"), c = c("p", "q", "r", "p"))
refuse("counts above one", "y ~ x", r, list(family = "binomial"), "neither 0 nor 1")
refuse("halves", "h ~ x", r, list(family = "binomial"), "not a whole number")
refuse("all successes", "z ~ x", r, list(family = "binomial"), "constant")
refuse("three kinds", "c ~ x", r, list(family = "binomial"), "text")
refuse("no family", "z ~ x", r, list(family = "poisson"), "no family 'poisson'")
ba <- shared("rdatasets/MASS__bacteria.csv"); ba$yes <- as.integer(ba$y == "y"); ba$trt <- factor(ba$trt)
m <- gl(yes ~ trt + week + (week | ID), ba); s <- coef(summary(m))
case("errors at a singular fit (bacteria)", "y ~ trt + week + (week | ID)", "rdatasets/MASS__bacteria.csv", list(family = "binomial"),
  lapply(rownames(s), function(t) row(list(table = "coefficients", term = t), estimate = s[t, 1], std_error = s[t, 2], tol = 1e-4)))
write_cases("binomial")
