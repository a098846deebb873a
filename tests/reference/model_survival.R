# Cox models (survival) and beta-binomial regression (maximised by hand).
source("tests/reference/model_lib.R")
suppressPackageStartupMessages({library(survival); library(car); library(emmeans)})
set.seed(8)
n <- 60
d <- data.frame(arm = rep(c("ctl", "cart", "plx"), 20), weight = round(rnorm(n, 25, 2), 1))
t <- rexp(n, 0.05 * exp(-0.8 * (d$arm == "cart") + 0.1 * (d$weight - 25))); d$latency <- pmin(ceiling(t), 40); d$found <- as.integer(t < 40)
f <- d; f$arm <- factor(f$arm, levels = c("ctl", "cart", "plx"))
cox_rows <- function(m) { s <- summary(m); z <- cox.zph(m)$table; a <- if (length(labels(terms(m))) > 1) as.data.frame(Anova(m, test.statistic = "LR")) else data.frame(s$logtest[[1]], s$logtest[[2]], s$logtest[[3]], row.names = labels(terms(m)))
  c(list(row(list(table = "fit"), n = m$n, n_events = m$nevent, logLik = m$loglik[2], null_logLik = m$loglik[1], statistic = s$logtest[[1]], score = s$sctest[[1]], tol = 1e-8)),
    lapply(seq_len(nrow(s$coefficients)), function(i) row(list(table = "coefficients", term = rownames(s$coefficients)[i]), estimate = s$coefficients[i, 1], std_error = s$coefficients[i, 3],
      hazard_ratio = s$coefficients[i, 2], p_value = s$coefficients[i, 5], hazard_ratio_low = s$conf.int[i, 3], tol = 1e-7)),
    lapply(rownames(a), function(t) row(list(table = "anova", term = t), statistic = a[t, 1], df = a[t, 2], p_value = a[t, 3], tol = 1e-7)),
    lapply(rownames(z), function(t) row(list(table = "diagnostics", test = "schoenfeld", term = t), statistic = z[t, 1], df = z[t, 2], p_value = z[t, 3], tol = 1e-6))) }
tight <- coxph.control(eps = 1e-14, iter.max = 100)
m <- coxph(Surv(latency, found) ~ arm + weight, f, control = tight)
case("cox, Efron", "surv(latency, found) ~ arm + weight", d, list(family = "cox", control = "ctl"), cox_rows(m))
m <- coxph(Surv(latency, found) ~ arm + weight, f, control = tight, ties = "breslow")
case("cox, Breslow", "surv(latency, found) ~ arm + weight", d, list(family = "cox", control = "ctl", ties = "breslow"), cox_rows(m))
m <- coxph(Surv(latency, found) ~ arm, f, control = tight); p <- as.data.frame(summary(pairs(emmeans(m, ~ arm), reverse = TRUE)))
case("cox, contrasts", "surv(latency, found) ~ arm", d, list(family = "cox", control = "ctl", emmeans = "arm", contrasts = "pairwise"), cox_rows(m),
  lapply(1:3, function(i) row(list(table = "contrasts", contrast = as.character(p$contrast[i])), estimate = p$estimate[i], std_error = p$SE[i], p_adjusted = p$p.value[i], tol = 1e-6)))
refuse("cox without surv", "latency ~ arm", d, list(family = "cox"), "surv(time, event)")
refuse("no events", "surv(latency, none) ~ arm", transform(d, none = 0), list(family = "cox"), "no event")
refuse("odd events", "surv(latency, weight) ~ arm", d, list(family = "cox"), "neither 0")
# beta-binomial: seconds at the novel object out of the total
b <- data.frame(arm = rep(c("ctl", "cart"), each = 15)); b$total <- round(runif(30, 10, 50), 1); b$novel <- round(b$total * rbeta(30, ifelse(b$arm == "ctl", 6, 4), 4), 1); fb <- b; fb$arm <- factor(fb$arm, levels = c("ctl", "cart"))
X <- model.matrix(~ arm, fb); lb <- function(s, t, a, c) lbeta(s + a, t - s + c) - lbeta(a, c) - lbeta(s + 1, t - s + 1) - log(t + 1)
nll <- function(p, X) { mu <- plogis(drop(X %*% p[-length(p)])); rho <- plogis(p[length(p)]); s <- (1 - rho) / rho; -sum(lb(b$novel, b$total, mu * s, (1 - mu) * s)) }
best <- function(X) { o <- optim(c(rep(0, ncol(X)), -2), nll, X = X, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000)); o <- nlm(nll, o$par, X = X, gradtol = 1e-10, steptol = 1e-12, hessian = TRUE); list(par = o$estimate, value = o$minimum) }
o <- best(X); o0 <- best(X[, 1, drop = FALSE]); v <- solve(numDeriv::hessian(nll, o$par, X = X)); lr <- 2 * (o0$value - o$value)
case("beta-binomial", "novel / total ~ arm", b, list(family = "beta-binomial", control = "ctl"), row(list(table = "fit"), logLik = -o$value, tol = 1e-9), row(list(table = "fit"), rho = plogis(o$par[3]), tol = 1e-5),
  lapply(1:2, function(i) row(list(table = "coefficients", term = colnames(X)[i]), estimate = o$par[i], std_error = sqrt(v[i, i]), tol = 1e-5)), row(list(table = "anova", term = "arm"), statistic = lr, df = 1, tol = 1e-6))
refuse("part above the whole", "total / novel ~ arm", b, list(family = "beta-binomial"), "not a part")
refuse("no total", "novel ~ arm", b, list(family = "beta-binomial"), "shares of a total")
write_cases("survival")
