# 20,000 trials of 1,000 animals. model.R data FILE: write them; model.R times FILE: lme4 on them, medians.
arguments <- commandArgs(TRUE)
if (arguments[1] == "data") {
  set.seed(4); animals <- 1000; trials <- 20
  arm <- rep(rep(c("control", "drug"), length.out = animals), each = trials); day <- rep(seq_len(trials), animals)
  DI <- 0.3 + 0.1 * (arm == "drug") + 0.01 * day + rep(rnorm(animals, 0, 0.2), each = trials) + rnorm(animals * trials, 0, 0.3)
  logit <- -0.2 + 0.5 * (arm == "drug") + 0.03 * day + rep(rnorm(animals, 0, 0.8), each = trials)
  write.csv(data.frame(animal = rep(sprintf("m%04d", seq_len(animals)), each = trials), arm, day, DI = round(DI, 6),
    correct = rbinom(animals * trials, 1, plogis(logit))), arguments[2], row.names = FALSE, quote = FALSE)
  quit()
}
suppressPackageStartupMessages(library(lme4))
d <- read.csv(arguments[2], stringsAsFactors = TRUE)
median_time <- function(name, runs, fit) {
  t <- replicate(runs, { s <- Sys.time(); m <<- fit(); as.numeric(difftime(Sys.time(), s, units = "secs")) })
  cat(sprintf("  %-58s %.4f s  deviance %.6f\n", name, median(t), if (isREML(m)) REMLcrit(m) else -2 * as.numeric(logLik(m))))
}
median_time("lme4::lmer, the fit alone", 11, function() lmer(DI ~ arm + day + (1 | animal), d))
median_time("lme4::glmer, Laplace, the fit alone", 3, function() glmer(correct ~ arm + day + (1 | animal), d, binomial))
median_time("lme4::glmer, 10 nodes, the fit alone", 3, function() glmer(correct ~ arm + day + (1 | animal), d, binomial, nAGQ = 10))
