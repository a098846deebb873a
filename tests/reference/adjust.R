source("tests/reference/lib.R")
set.seed(1)
sets <- list(plain = c(0.01, 0.02, 0.03, 0.04, 0.05), ties = c(0.04, 0.001, 0.04, 0.5, 0.001, 1), one = 0.03,
             tiny = c(1e-300, 1e-60, 0.2), random = signif(runif(40)^3, 6))
for (s in names(sets)) for (m in c("bonferroni", "holm", "hochberg", "hommel", "bh", "by")) {
  p <- sets[[s]]
  r <- p.adjust(p, if (m == "bh") "BH" else if (m == "by") "BY" else m)
  do.call(case, c(list(paste(s, m), "adjust", list(p = p), list(adjust = m)),
    lapply(unique(p), function(q) expect(where = list(p_value = q), p_adjusted = r[match(q, p)], tol = 1e-14))))
}
write_cases("adjust")
