# Two raters of eight animals: the figures of tests/cli/against.t. Rscript tests/cli/against.R
suppressMessages(library(psych))
a <- data.frame(novel = c(30.1, 25.4, 18.2, 40.0, 22.7, 35.5, 28.9, 15.3), familiar = c(20.2, 24.1, 17.9, 22.5, 21.0, 20.4, 25.0, 16.1))
b <- data.frame(novel = c(31.0, 24.9, 19.5, 38.2, 23.3, 36.1, 27.2, 21.3), familiar = c(19.8, 25.0, 17.1, 23.9, 20.2, 21.1, 24.4, 15.2))
x <- a$novel; y <- b$novel
i <- ICC(cbind(x, y), lmer = FALSE)$results
d <- y - x
n <- length(d)
rho <- 2 * cov(x, y) * (n - 1) / n / (var(x) * (n - 1) / n + var(y) * (n - 1) / n + (mean(x) - mean(y))^2)
cat(sprintf("icc %.15g  icc3 %.15g  ccc %.15g  bias %.15g  loa %.15g %.15g\n", i$ICC[2], i$ICC[3], rho, mean(d),
            mean(d) - qnorm(.975) * sd(d), mean(d) + qnorm(.975) * sd(d)))
