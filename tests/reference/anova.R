source("tests/reference/lib.R")
source("tests/reference/samples.R")
# Limits of the noncentrality by uniroot on R's pf, which is good to 1e-9 (effectsize: optim, to 3-5 digits); share of variance as effectsize has it.
f_limits <- function(f, a, b, conf = 0.95) {
  at <- function(p) {
    if (pf(f, a, b) < p) return(0)
    uniroot(function(x) pf(f, a, b, x) - p, c(0, 10 * f * a + 100), tol = 1e-13)$root
  }
  ncp <- c(at((1 + conf) / 2), at((1 - conf) / 2))
  setNames(as.list(ncp / (ncp + b)), c("effect_low", "effect_high"))
}
shares <- function(f, a, b) list(eta_squared = f * a / (f * a + b), omega_squared = max(0, (f - 1) * a / (f * a + b + 1)),
  epsilon_squared = max(0, (f - 1) * a / (f * a + b)), cohens_f = sqrt(f * a / b), effect = f * a / (f * a + b), effect_name = "eta_squared")
cases <- function(name, d) {
  g <- groups_of(d); y <- unlist(g, use.names = FALSE); by <- factor(rep(names(g), lengths(g)))
  a <- anova(aov(y ~ by)); df <- a$Df; f <- a$`F value`[1]
  limits <- if (f < 1000) f_limits(f, df[1], df[2])
  case(paste("anova", name), "anova_oneway", d, list(), do.call(expect, c(list(n = length(y), n_groups = length(g), statistic = f, df1 = df[1],
    df2 = df[2], p_value = a$`Pr(>F)`[1], ss_between = a$`Sum Sq`[1], ss_within = a$`Sum Sq`[2], ms_between = a$`Mean Sq`[1],
    ms_within = a$`Mean Sq`[2]), shares(f, df[1], df[2]))), do.call(expect, c(limits, list(tol = 1e-6))))
  if (min(lengths(g)) > 1 && min(sapply(g, sd)) > 0) {
    w <- oneway.test(y ~ by); f <- unname(w$statistic); df <- unname(w$parameter)
    limits <- if (f < 1000) f_limits(f, df[1], df[2])
    case(paste("welch", name), "anova_welch", d, list(), do.call(expect, c(list(statistic = f, df1 = df[1], df2 = df[2],
      p_value = w$p.value), shares(f, df[1], df[2]))), do.call(expect, c(limits, list(tol = 1e-6))))
  }
  k <- kruskal.test(y ~ by); h <- unname(k$statistic); n <- length(y)
  case(paste("kruskal", name), "kruskal_wallis", d, list(), expect(statistic = h, df = unname(k$parameter), p_value = k$p.value,
    epsilon_squared = h / (n - 1), eta_squared = (h - length(g) + 1) / (n - length(g))))
}
for (s in names(several_groups)) cases(s, several_groups[[s]])
for (s in names(two_groups)) cases(s, two_groups[[s]])
cases("a group of one", frame(a = 1.5, b = c(2, 4, 3.5), c = c(1, 2.25)))
nothing <- c("statistic", "p_value", "eta_squared", "omega_squared", "cohens_f", "effect", "effect_low", "effect_high")
case("anova, one group", "anova_oneway", frame(a = 1:5), list(), expect(n_groups = 1, null = nothing))
case("anova, no variance within", "anova_oneway", frame(a = c(1, 1), b = c(2, 2)), list(), expect(ss_between = 1, ss_within = 0, null = nothing))
case("anova, all equal", "anova_oneway", frame(a = rep(0.1, 3), b = rep(0.1, 4)), list(), expect(ss_between = 0, null = nothing))
case("anova, one value each", "anova_oneway", frame(a = 1, b = 2, c = 4), list(), expect(n = 3, null = c(nothing, "ms_within")))
case("anova, an empty group", "anova_oneway", data.frame(value = c(1, 2, 3, 5, NA), by = c("a", "a", "b", "b", "c")), list(),
  expect(n_groups = 2, statistic = anova(aov(c(1, 2, 3, 5) ~ gl(2, 2)))$`F value`[1]))
case("welch, a group of one", "anova_welch", frame(a = 1, b = c(1, 2), c = c(3, 5)), list(), expect(null = nothing,
  note = "a has one value: Welch's test needs two in every group"))
case("welch, a constant group", "anova_welch", frame(a = c(1, 2), b = c(3, 3), c = c(3, 5)), list(), expect(null = nothing,
  note = "b has no variance: Welch's test cannot weigh it"))
case("kruskal, all tied", "kruskal_wallis", frame(a = c(2, 2), b = c(2, 2, 2)), list(), expect(null = c("statistic", "p_value")))
case("kruskal, one group", "kruskal_wallis", frame(a = 1:3), list(), expect(null = c("statistic", "p_value", "df")))
write_cases("anova")
