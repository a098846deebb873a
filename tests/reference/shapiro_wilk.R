source("tests/reference/lib.R")
set.seed(4)
offset <- 1e9 + round(rnorm(25, 0, 0.1), 3)
sets <- list(three = c(1, 2, 2.5), three_ties = c(0, 0, 1), four = c(4, 1, 3, 9), five = c(1, 1, 1, 1, 2), six = c(3, 1, 4, 1, 5, 9),
  eleven = round(rnorm(11), 3), twelve = round(rexp(12), 3), ties = c(1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4), spike = c(rep(0, 19), 1),
  plain = round(rnorm(30, 0.3, 0.2), 4), heavy = signif(rcauchy(60), 6), hundred = round(runif(100), 4), even = 1:50, tiny = signif(rnorm(9), 6) * 1e-200,
  huge = signif(rnorm(9), 6) * 1e200, large = signif(rlnorm(1500), 6), most = round(rnorm(5000), 3))
for (s in names(sets)) {
  r <- shapiro.test(sets[[s]] / max(abs(sets[[s]])))
  case(s, "shapiro_wilk", list(value = sets[[s]]), list(), expect(statistic = unname(r$statistic), n = length(sets[[s]]), tol = 1e-11),
       expect(p_value = r$p.value, tol = 1e-8))
}
# the offset costs the data their digits, not the statistic: compared with the same values less the offset
r <- shapiro.test(offset - 1e9)
case("offset 1e9", "shapiro_wilk", list(value = offset), list(), expect(statistic = unname(r$statistic), p_value = r$p.value, tol = 1e-9))
d <- list(value = c(1, 2, 4, 8, 5, 5, 5, 1, 2), by = c("a", "a", "a", "a", "b", "b", "b", "c", "c"))
case("groups", "shapiro_wilk", d, list(), expect(where = list(group = "a"), p_value = shapiro.test(c(1, 2, 4, 8))$p.value),
     expect(where = list(group = "b"), null = c("statistic", "p_value")), expect(where = list(group = "c"), null = c("statistic", "p_value")))
case("none", "shapiro_wilk", list(value = c(NA, NA)), list(), expect(n = 0, null = c("statistic", "p_value")))
case("too many", "shapiro_wilk", list(value = 1:5001), list(), expect(null = c("statistic", "p_value")))
write_cases("shapiro_wilk")
