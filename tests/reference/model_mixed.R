source("tests/reference/model_lib.R")
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(pbkrtest); library(emmeans)})
tight <- function(...) lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e6), calc.derivs = FALSE, check.conv.singular = "ignore", ...)
fit <- function(f, d, REML = TRUE) lmer(f, d, REML = REML, control = tight())
fit_rows <- function(m) row(list(table = "fit"), n = nobs(m), logLik = as.numeric(logLik(m)), aic = AIC(m), bic = BIC(m), singular = isSingular(m), tol = 1e-8)
fixed_rows <- function(m, ddf = "Satterthwaite", rename = identity) { s <- coef(summary(m, ddf = ddf))
  unlist(lapply(seq_len(nrow(s)), function(i) { w <- list(table = "coefficients", term = rename(rownames(s)[i]))
    list(row(w, estimate = s[i, 1], std_error = s[i, 2], statistic = s[i, 4], tol = 1e-5), row(w, df = s[i, 3], p_value = s[i, 5], tol = 1e-3)) }), FALSE) }
random_rows <- function(m) { v <- as.data.frame(VarCorr(m)); v <- v[is.na(v$var2), ]
  lapply(seq_len(nrow(v)), function(i) row(c(list(table = "random", group = sub("\\.[0-9]$", "", v$grp[i])), if (!is.na(v$var1[i])) list(term = v$var1[i])),
    variance = v$vcov[i], tol = if (v$vcov[i] < 1e-10) 1 else 1e-4)) }
f_rows <- function(m, type, ddf = "Satterthwaite", rename = identity) { a <- as.data.frame(anova(m, type = type, ddf = ddf))
  unlist(lapply(rownames(a), function(t) { w <- list(table = "anova", term = rename(t))
    list(row(w, ss = if (ddf == "Satterthwaite") a[t, 1], df1 = a[t, 3], statistic = a[t, 5], tol = 1e-5), row(w, df2 = a[t, 4], p_value = a[t, 6], tol = 1e-3)) }), FALSE) }
profile_rows <- function(m, names) { p <- suppressWarnings(confint(m, parm = "theta_", oldNames = TRUE, quiet = TRUE, devtol = 1e-8))
  lapply(seq_along(names), function(i) do.call(row, c(list(names[[i]]$where), setNames(as.list(p[i, ]), names[[i]]$fields), tol = 1e-3))) }
where <- function(group, term = NULL, fields = c("conf_low", "conf_high")) list(where = c(list(table = "random", group = group), if (!is.null(term)) list(term = term)), fields = fields)

# simulated: cages of mice, unbalanced
set.seed(11)
cage <- rep(sprintf("c%02d", 1:12), times = c(3, 4, 2, 5, 3, 4, 4, 3, 2, 5, 4, 3)); arm <- rep(rep(c("ctl", "cart", "plx"), 4), times = c(3, 4, 2, 5, 3, 4, 4, 3, 2, 5, 4, 3))
animals <- length(cage); d <- data.frame(animal = rep(seq_len(animals), each = 3), cage = rep(cage, each = 3), arm = rep(arm, each = 3), day = rep(1:3, animals))
d$y <- round(0.3 - 0.2 * (d$arm == "cart") + 0.05 * d$day + rnorm(12, 0, 0.15)[as.integer(factor(d$cage))] + rnorm(animals, 0, 0.1)[d$animal] + rnorm(nrow(d), 0, 0.1), 4)
d <- d[-c(5, 17, 44), ]; f <- d; f$arm <- factor(f$arm, levels = c("ctl", "cart", "plx"))
m <- fit(y ~ arm * day + (1 | cage), f)
case("one cage effect", "y ~ arm * day + (1 | cage)", d, list(control = "ctl"), fit_rows(m), fixed_rows(m), random_rows(m), f_rows(m, 2),
  profile_rows(m, list(where("cage", "(Intercept)"), where("Residual"))))
case("type III", "y ~ arm * day + (1 | cage)", d, list(control = "ctl", type = 3), f_rows(m, 3))
case("type I", "y ~ arm * day + (1 | cage)", d, list(control = "ctl", type = 1), f_rows(m, 1))
case("kenward-roger", "y ~ arm * day + (1 | cage)", d, list(control = "ctl", df = "kenward-roger", type = 3), fixed_rows(m, "Kenward-Roger"), f_rows(m, 3, "Kenward-Roger"))
m <- fit(y ~ arm + day + (1 | cage / animal), f)
case("nested", "y ~ arm + day + (1 | cage / animal)", d, list(control = "ctl"), fit_rows(m), fixed_rows(m), random_rows(m), f_rows(m, 2),
  profile_rows(m, list(where("animal:cage", "(Intercept)"), where("cage", "(Intercept)"), where("Residual"))))
e <- as.data.frame(summary(emmeans(m, ~ arm, lmer.df = "satterthwaite"))); pr <- as.data.frame(summary(pairs(emmeans(m, ~ arm, lmer.df = "satterthwaite"), reverse = TRUE)))
case("nested, means", "y ~ arm + day + (1 | cage / animal)", d, list(control = "ctl", emmeans = "arm", contrasts = "pairwise"),
  lapply(1:3, function(i) row(list(table = "emmeans", arm = as.character(e$arm[i])), estimate = e$emmean[i], std_error = e$SE[i], conf_low = e$lower.CL[i], tol = 1e-4)),
  lapply(1:3, function(i) row(list(table = "contrasts", contrast = as.character(pr$contrast[i])), estimate = pr$estimate[i], std_error = pr$SE[i], p_adjusted = pr$p.value[i], tol = 1e-3)))
case("nested, kenward-roger", "y ~ arm + day + (1 | cage / animal)", d, list(control = "ctl", df = "kenward-roger"), fixed_rows(m, "Kenward-Roger"))
m <- fit(y ~ arm * day + (day | animal), f, FALSE)
case("slope, ML", "y ~ arm * day + (day | animal)", d, list(control = "ctl", ml = TRUE), fit_rows(m))
m0 <- fit(y ~ arm + day + (1 | cage), f, FALSE); m1 <- fit(y ~ day + (1 | cage), f, FALSE); m2 <- fit(y ~ arm + (1 | cage), f, FALSE)
case("likelihood ratio", "y ~ arm + day + (1 | cage)", d, list(control = "ctl", ml = TRUE), fit_rows(m0), fixed_rows(m0), random_rows(m0),
  row(list(table = "lrt", term = "arm"), statistic = as.numeric(2 * (logLik(m0) - logLik(m1))), df = 2, tol = 1e-6),
  row(list(table = "lrt", term = "day"), statistic = as.numeric(2 * (logLik(m0) - logLik(m2))), df = 1, tol = 1e-6))
s <- d; fs <- f
for (k in 1:99) { set.seed(k); s$y <- round(rnorm(nrow(s)), 3); fs$y <- s$y; ms <- fit(y ~ arm + (1 | cage), fs); if (isSingular(ms)) break }
stopifnot(isSingular(ms))
case("singular", "y ~ arm + (1 | cage)", s, list(control = "ctl"), fit_rows(ms), row(list(table = "random", group = "cage"), variance = 0), fixed_rows(ms))
o <- d; o$y <- d$y + 1e6; case("offset of 1e6", "y ~ arm + day + (1 | cage / animal)", o, list(control = "ctl"), lapply(random_rows(fit(y ~ arm + day + (1 | cage / animal), f)), identity))
h <- d; h$y <- d$y + 40 * (d$arm == "plx"); fh <- f; fh$y <- h$y; mh <- fit(y ~ arm + (1 | cage), fh)
case("huge effect", "y ~ arm + (1 | cage)", h, list(control = "ctl"), fit_rows(mh), lapply(fixed_rows(mh), function(r) { r$fields$p_value <- NULL; r }))
b <- ranef(fit(y ~ arm + day + (1 | cage), f))$cage
case("blups", "y ~ arm + day + (1 | cage)", d, list(control = "ctl", blups = TRUE), lapply(1:3, function(i) row(list(table = "blups", level = rownames(b)[i]), estimate = b[i, 1], tol = 1e-5)))
n <- fit(y ~ arm + (1 | cage / arm), f); b <- ranef(n)[["arm:cage"]]
case("nested in a factor of the fixed part", "y ~ arm + (1 | cage / arm)", d, list(control = "ctl", blups = TRUE), row(list(table = "random", group = "arm:cage", term = "(Intercept)"), n_groups = nrow(b), tol = 0),
  lapply(1:3, function(i) row(list(table = "blups", group = "arm:cage", level = rownames(b)[i]), estimate = b[i, 1], tol = 1)))
# real sets
sl <- shared("rdatasets/lme4__sleepstudy.csv"); file <- "rdatasets/lme4__sleepstudy.csv"
m <- fit(Reaction ~ Days + (Days | Subject), sl)
case("sleepstudy", "Reaction ~ Days + (Days | Subject)", file, list(), fit_rows(m), fixed_rows(m), random_rows(m), f_rows(m, 2),
  profile_rows(m, list(where("Subject", "(Intercept)"), where("Subject", "Days", c("correlation_low", "correlation_high")), where("Subject", "Days"), where("Residual"))))
case("sleepstudy, KR", "Reaction ~ Days + (Days | Subject)", file, list(df = "kenward-roger"), fixed_rows(m, "Kenward-Roger"), f_rows(m, 2, "Kenward-Roger"))
m <- fit(Reaction ~ Days + (Days || Subject), sl); case("sleepstudy, uncorrelated", "Reaction ~ Days + (Days || Subject)", file, list(), fit_rows(m), fixed_rows(m), random_rows(m))
sl$day <- factor(sl$Days); m <- fit(Reaction ~ day + (1 | Subject), sl)
case("sleepstudy, ten days", "Reaction ~ factor(Days) + (1 | Subject)", file, list(), fit_rows(m), f_rows(m, 2, rename = function(t) "factor(Days)"))
pa <- shared("rdatasets/lme4__Pastes.csv"); m <- fit(strength ~ 1 + (1 | batch / cask), pa)
case("Pastes", "strength ~ 1 + (1 | batch / cask)", "rdatasets/lme4__Pastes.csv", list(), fit_rows(m), fixed_rows(m), random_rows(m))
pe <- shared("rdatasets/lme4__Penicillin.csv"); m <- fit(diameter ~ 1 + (1 | plate) + (1 | sample), pe)
case("Penicillin", "diameter ~ 1 + (1 | plate) + (1 | sample)", "rdatasets/lme4__Penicillin.csv", list(), fit_rows(m), fixed_rows(m), random_rows(m))
case("Penicillin, KR", "diameter ~ 1 + (1 | plate) + (1 | sample)", "rdatasets/lme4__Penicillin.csv", list(df = "kenward-roger"), fixed_rows(m, "Kenward-Roger"))
ck <- shared("rdatasets/lme4__cake.csv"); ck$temperature <- factor(ck$temperature); m <- fit(angle ~ recipe * temperature + (1 | recipe:replicate), ck)
case("cake", "angle ~ recipe * factor(temperature) + (1 | recipe:replicate)", "rdatasets/lme4__cake.csv", list(type = 3), fit_rows(m), random_rows(m),
  f_rows(m, 3, rename = function(t) gsub("temperature", "factor(temperature)", t)))
or <- shared("rdatasets/nlme__Orthodont.csv"); m <- fit(distance ~ age * Sex + (age | Subject), or)
case("Orthodont", "distance ~ age * Sex + (age | Subject)", "rdatasets/nlme__Orthodont.csv", list(type = 3), fit_rows(m), fixed_rows(m), random_rows(m), f_rows(m, 3))
rp <- shared("rdatasets/nlme__RatPupWeight.csv"); m <- fit(weight ~ Treatment * sex + Lsize + (1 | Litter), rp)
case("RatPupWeight", "weight ~ Treatment * sex + Lsize + (1 | Litter)", "rdatasets/nlme__RatPupWeight.csv", list(control = "Control"), fit_rows(m), f_rows(m, 2))
case("RatPupWeight, KR", "weight ~ Treatment * sex + Lsize + (1 | Litter)", "rdatasets/nlme__RatPupWeight.csv", list(df = "kenward-roger", type = 3), f_rows(m, 3, "Kenward-Roger"))
dt <- shared("statsmodels-lme/dietox.csv"); m <- fit(Weight ~ Time + (Time | Pig), dt)
# (the file has row names but no header for them: its names are read one column to the left)
shift <- function(rows) lapply(rows, function(r) { r$where <- lapply(r$where, function(v) if (v == "Time") "Pig" else if (v == "Pig") "Evit" else v); r })
case("dietox", "Feed ~ Pig + (Pig | Evit)", "statsmodels-lme/dietox.csv", list(), fit_rows(m), shift(fixed_rows(m)), shift(random_rows(m)))
ma <- shared("rdatasets/nlme__Machines.csv"); m <- fit(score ~ Machine + (1 | Worker) + (1 | Worker:Machine), ma)
case("Machines", "score ~ Machine + (1 | Worker / Machine)", "rdatasets/nlme__Machines.csv", list(), fit_rows(m), f_rows(m, 2))
m <- fit(score ~ Machine + (Machine | Worker), ma); case("Machines, factor slope", "score ~ Machine + (Machine | Worker)", "rdatasets/nlme__Machines.csv", list(), fit_rows(m), random_rows(m))
# refusals
r <- list(y = c(1, 2, 4, 3, 5, 1), x = c("a", "b", "a", "b", "a", "b"), g = rep("k", 6), id = as.character(1:6))
refuse("one group", "y ~ x + (1 | g)", r, list(), "one level")
refuse("as many groups as rows", "y ~ x + (1 | id)", r, list(), "random effects from 6 rows")
refuse("bar without brackets", "y ~ x + 1 | g", r, list(), "character 11")
refuse("no group", "y ~ x + (1 | )", r, list(), "character 14")
refuse("ML and KR", "y ~ x + (1 | g)", r, list(ml = TRUE, df = "kenward-roger"), "REML")
write_cases("mixed")
