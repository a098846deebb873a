# The mixed models of the main job on the example study, for tests/cli/models.t: Rscript tests/reference/example_models.R
suppressPackageStartupMessages({ library(lme4); library(lmerTest) })
animals <- read.csv("examples/animals.csv"); nor <- read.csv("examples/nor.csv"); maze <- read.csv("examples/tmaze.csv")
d <- merge(nor[nor$phase == "test", ], animals)
d$total <- d$left_s + d$right_s
d$novel <- ifelse(d$novel_side == "R", d$right_s, d$left_s)
d$di <- (2 * d$novel - d$total) / d$total
d <- d[d$total >= 20, ]
cage <- suppressMessages(anova(lmer(di ~ arm + (1 | cage), d)))
cat(sprintf("cage: F = %.10g, df2 = %.10g, p = %.10g\n", cage[["F value"]], cage$DenDF, cage[["Pr(>F)"]]))
m <- merge(maze, animals)
full <- glmer(correct ~ arm + (1 | animal), m, binomial)
cat(sprintf("trials: variance of the animals = %.10g\n", as.data.frame(VarCorr(full))$vcov[1]))
