source("tests/reference/model_lib.R")
suppressPackageStartupMessages({library(car); library(emmeans)})
set.seed(42)
n <- 46
d <- data.frame(arm = sample(c("CAR-T", "control", "rescue"), n, TRUE), day = sample(c(1, 2, 7), n, TRUE),
                sex = sample(c("f", "m"), n, TRUE), weight = round(rnorm(n, 25, 3), 2))
d$y <- round(0.3 - 0.2 * (d$arm == "CAR-T") + 0.02 * d$day + 0.01 * d$weight + rnorm(n, 0, 0.15), 4)
f <- d; f$arm <- factor(f$arm, levels = c("control", "CAR-T", "rescue")); f$day <- factor(f$day)
fit_row <- function(m) { s <- summary(m); row(list(table = "fit"), n = nobs(m), df_residual = df.residual(m), sigma = s$sigma,
  r_squared = s$r.squared, adj_r_squared = s$adj.r.squared, statistic = s$fstatistic[[1]], logLik = as.numeric(logLik(m)), aic = AIC(m), bic = BIC(m)) }
bp <- function(m) { e2 <- resid(m)^2; a <- lm(e2 ~ model.matrix(m) - 1); x <- model.matrix(m); a <- lm(e2 ~ x[, -1]); s <- length(e2) * summary(a)$r.squared
  row(list(table = "diagnostics", test = "breusch_pagan"), statistic = s, df = ncol(x) - 1, p_value = pchisq(s, ncol(x) - 1, lower.tail = FALSE)) }
omega <- function(m, a) { a <- as.data.frame(a); mse <- a["Residuals", "Sum Sq"] / a["Residuals", "Df"]
  lapply(setdiff(rownames(a), c("Residuals", "(Intercept)")), function(t) row(list(table = "anova", term = t), tol = 1e-9,
    omega_squared = max(0, (a[t, "Sum Sq"] - a[t, "Df"] * mse) / (a[t, "Sum Sq"] + (nobs(m) - a[t, "Df"]) * mse)))) }

m <- lm(y ~ arm, f); a <- Anova(m)
case("one-way", "y ~ arm", d, list(control = "control"), fit_row(m), lm_rows(m), anova_rows(a), omega(m, a), bp(m))
m <- lm(y ~ arm * day + weight, f); a2 <- Anova(m); rownames(a2)
relabel <- function(rows) lapply(rows, function(r) { r$where$term <- gsub("day(?=$|[0-9:])", "factor(day)", r$where$term, perl = TRUE); r })
case("factorial, type II", "y ~ arm * factor(day) + weight", d, list(control = "control", type = 2), fit_row(m), relabel(lm_rows(m)), relabel(anova_rows(a2)), bp(m))
case("factorial, type I", "y ~ arm * factor(day) + weight", d, list(control = "control", type = 1), relabel(anova_rows(anova(m))))
m3 <- lm(y ~ arm * day + weight, f, contrasts = list(arm = contr.sum, day = contr.sum)); a3 <- Anova(m3, type = 3)
case("factorial, type III", "y ~ arm * factor(day) + weight", d, list(control = "control", type = 3), relabel(anova_rows(a3)), relabel(omega(m3, a3)))
rg <- emmeans(m, ~ arm | day)
pairs_rows <- function(p, reverse = TRUE, tol = 1e-9) { p <- as.data.frame(summary(p, infer = c(TRUE, TRUE))); lapply(seq_len(nrow(p)), function(i) {
  g <- gsub("[()]", "", strsplit(as.character(p$contrast[i]), " - ")[[1]]); by <- intersect(names(p), c("day", "sex"))
  where <- c(list(table = "contrasts", group1 = g[1], group2 = g[2]), lapply(p[i, by, drop = FALSE], function(x) if (is.factor(x)) as.numeric(as.character(x)) else x))
  row(where, estimate = -p$estimate[i], std_error = p$SE[i], p_adjusted = p$p.value[i], conf_low = -p$upper.CL[i], conf_high = -p$lower.CL[i], tol = tol) }) }
numeric_day <- function(rows) lapply(rows, function(r) { r$where$day <- as.numeric(r$where$day); r })
# ptukey itself is good to about 1e-6 here
case("emmeans by day", "y ~ arm * factor(day) + weight", d, list(control = "control", emmeans = "arm | day", contrasts = "pairwise"),
     numeric_day(emmean_rows(rg)), pairs_rows(pairs(rg), tol = 2e-5))
case("emmeans of an arm", "y ~ arm * factor(day) + weight", d, list(control = "control", emmeans = "arm"), emmean_rows(emmeans(m, ~ arm)))
ph <- as.data.frame(summary(pairs(emmeans(m, ~ arm), adjust = "holm", reverse = TRUE)))
case("holm", "y ~ arm * factor(day) + weight", d, list(control = "control", emmeans = "arm", contrasts = "pairwise", adjust = "holm"),
  lapply(1:3, function(i) row(list(table = "contrasts", contrast = as.character(gsub("[()]", "", ph$contrast[i]))), estimate = ph$estimate[i], p_adjusted = ph$p.value[i])))
po <- as.data.frame(summary(contrast(emmeans(m, ~ day), "poly")))
case("poly", "y ~ arm * factor(day) + weight", d, list(control = "control", emmeans = "day", contrasts = "poly"),
  lapply(1:2, function(i) row(list(table = "contrasts", contrast = as.character(po$contrast[i])), estimate = po$estimate[i], std_error = po$SE[i], p_value = po$p.value[i])))
mm <- lm(y ~ arm * sex + weight, f); di <- as.data.frame(summary(contrast(emmeans(mm, ~ arm), "trt.vs.ctrl", adjust = "mvt"), infer = c(TRUE, TRUE)))
case("dunnett", "y ~ arm * sex + weight", d, list(control = "control", emmeans = "arm", contrasts = "trt.vs.ctrl"),
  lapply(1:2, function(i) row(list(table = "contrasts", group2 = gsub("[()]| - control", "", di$contrast[i])), estimate = di$estimate[i], p_adjusted = di$p.value[i], conf_low = di$lower.CL[i], tol = 2e-3)))
ic <- as.data.frame(summary(contrast(emmeans(mm, ~ arm * sex), interaction = "pairwise")))
case("interaction contrasts", "y ~ arm * sex + weight", d, list(control = "control", emmeans = "arm * sex", contrasts = "interaction"),
  row(list(table = "contrasts", contrast = "(CAR-T - control) x (m - f)"), estimate = ic$estimate[1], std_error = ic$SE[1], p_value = ic$p.value[1]))
# transformations, no intercept, numeric interaction
m <- lm(log(y + 1) ~ 0 + arm + arm:weight + I(weight^2), f)
case("no intercept, transformed", "log(y + 1) ~ 0 + arm + arm:weight + I(weight^2)", d, list(control = "control"), lm_rows(m, 1e-8))
m <- lm(y ~ (arm + sex + weight)^2 - arm:sex, f)
case("powers and minus", "y ~ (arm + sex + weight)^2 - arm:sex", d, list(control = "control"), lm_rows(m), anova_rows(Anova(m)))
m <- lm(y ~ sex / arm, f)
case("nested by /", "y ~ sex / arm", d, list(control = "control"), lm_rows(m))
w <- d; w$w <- round(runif(n, 1, 5)); mw <- lm(y ~ arm + weight, f, weights = w$w)
case("weights", "y ~ arm + weight", w, list(control = "control", weights = "w"), fit_row(mw)[c("where", "fields", "tol", "null")], lm_rows(mw), anova_rows(Anova(mw)))
g <- d; g$y[c(3, 9)] <- NA; g$arm[5] <- NA; fg <- f; fg$y <- g$y; fg$arm[5] <- NA; mg <- lm(y ~ arm + sex, fg)
case("missing values", "y ~ arm + sex", g, list(control = "control"), fit_row(mg), lm_rows(mg))
h <- d; h$y <- h$y + 40 * 0.15 * (h$arm == "rescue") * 10; fh <- f; fh$y <- h$y; mh <- lm(y ~ arm, fh)
case("400 SD effect", "y ~ arm", h, list(control = "control"), lm_rows(mh), anova_rows(Anova(mh)))
o <- d; o$y <- round(o$y, 1); o1 <- o; o1$y <- o$y + 1e9; o2 <- f; o2$y <- o1$y - 1e9; mo <- lm(y ~ arm + weight, o2)
case("offset of 1e9", "y ~ arm + weight", o1, list(control = "control"), lapply(lm_rows(mo)[-1], function(r) { r$tol <- 1e-8; r }), anova_rows(Anova(mo), 1e-8))
# an empty cell
e <- d[!(d$arm == "rescue" & d$sex == "m"), ]; fe <- f[!(d$arm == "rescue" & d$sex == "m"), ]; me <- lm(y ~ arm * sex, fe)
aliased <- row(list(table = "coefficients", term = "armrescue:sexm"), null = c("estimate", "p_value"))
case("empty cell", "y ~ arm * sex", e, list(control = "control"), lm_rows(update(me, . ~ .))[1:5], aliased)
case("empty cell, type III refused", "y ~ arm * sex", e, list(control = "control", type = 3), row(list(table = "anova", term = "arm"), null = c("statistic", "p_value")))
ee <- as.data.frame(emmeans(me, ~ arm * sex))
case("empty cell, means", "y ~ arm * sex", e, list(control = "control", emmeans = "arm * sex"),
  row(list(table = "emmeans", arm = "rescue", sex = "m"), null = "estimate"), row(list(table = "emmeans", arm = "CAR-T", sex = "m"), estimate = ee$emmean[ee$arm == "CAR-T" & ee$sex == "m"]))
# real sets
npk <- shared("rdatasets/datasets__npk.csv"); npk$block <- factor(npk$block); m <- lm(yield ~ block + N * P * K, npk)
case("npk", "yield ~ factor(block) + N * P * K", "rdatasets/datasets__npk.csv", list(type = 1),
  lapply(anova_rows(anova(lm(yield ~ block + factor(N) * factor(P) * factor(K), npk)))[1:4], function(r) { r$where$term <- gsub("block", "factor(block)", gsub("factor\\((.)\\)", "\\1", r$where$term)); r }))
wb <- shared("rdatasets/datasets__warpbreaks.csv"); m <- lm(breaks ~ wool * tension, wb)
case("warpbreaks", "breaks ~ wool * tension", "rdatasets/datasets__warpbreaks.csv", list(), fit_row(m), lm_rows(m), anova_rows(Anova(m)))
ob <- shared("rdatasets/carData__OBrienKaiserLong.csv"); m <- lm(score ~ treatment * gender + hour, ob)
case("OBrienKaiser, long", "score ~ treatment * gender + hour", "rdatasets/carData__OBrienKaiserLong.csv", list(), lm_rows(m), anova_rows(Anova(m)))
# Longley 1967, certified by NIST (StRD Longley.dat), coefficients and their standard deviations
case("NIST Longley", "Employed ~ GNP.deflator + GNP + Unemployed + Armed.Forces + Population + Year",
  transform(longley, Employed = round(Employed * 1000), GNP = round(GNP * 1000), Unemployed = round(Unemployed * 10), Armed.Forces = round(Armed.Forces * 10), Population = round(Population * 1000)), list(),
  row(list(table = "coefficients", term = "(Intercept)"), estimate = -3482258.63459582, std_error = 890420.383607373, tol = 1e-12),
  row(list(table = "coefficients", term = "GNP.deflator"), estimate = 15.0618722713733, std_error = 84.9149257747669, tol = 1e-12),
  row(list(table = "coefficients", term = "GNP"), estimate = -0.358191792925910E-01, std_error = 0.334910077722432E-01, tol = 1e-12),
  row(list(table = "coefficients", term = "Unemployed"), estimate = -2.02022980381683, std_error = 0.488399681651699, tol = 1e-12),
  row(list(table = "coefficients", term = "Armed.Forces"), estimate = -1.03322686717359, std_error = 0.214274163161675, tol = 1e-12),
  row(list(table = "coefficients", term = "Population"), estimate = -0.511041056535807E-01, std_error = 0.226073200069370, tol = 1e-12),
  row(list(table = "coefficients", term = "Year"), estimate = 1829.15146461355, std_error = 455.478499142212, tol = 1e-12),
  row(list(table = "fit"), sigma = 304.854073561965, r_squared = 0.995479004577296, statistic = 330.285339234588, tol = 1e-12))
# refusals
s <- list(y = c(1, 2, 4, 3), x = c("a", "b", "a", "b"), k = rep("z", 4), t = c("u", "v", "w", "q"), one = rep(5, 4), z = c(0, 1, 2, 3))
refuse("constant response", "one ~ x", s, list(), "constant")
refuse("text response", "t ~ x", s, list(), "text")
refuse("one level", "y ~ k", s, list(), "one level")
refuse("unknown column", "y ~ arm", s, list(), "'arm'")
refuse("log of zero", "y ~ log(z)", s, list(), "line 1")
refuse("open bracket", "y ~ (x", s, list(), "character 7")
refuse("two operators", "y ~ x + * z", s, list(), "character 9")
refuse("no tilde", "y + x", s, list(), "'~'")
refuse("unknown function", "y ~ foo(x)", s, list(), "character 5")
refuse("log of text", "y ~ log(x)", s, list(), "character 9")
refuse("bad power", "y ~ x^z", s, list(), "character 7")
refuse("nothing after the tilde", "y ~ ", s, list(), "ends where")
refuse("no such control", "y ~ x", s, list(control = "c"), "no column of the formula has a group 'c'")
write_cases("least_squares")
