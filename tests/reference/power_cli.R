# Figures of tests/cli/power.t: Rscript tests/reference/power_cli.R
library(pwr)
print(pwr.t.test(d = 0.8, power = 0.9)$n, digits = 10)
animals <- read.csv("examples/animals.csv"); nor <- read.csv("examples/nor.csv")
d <- merge(nor[nor$phase == "test", ], animals)
d$total <- d$left_s + d$right_s
d$di <- (2 * ifelse(d$novel_side == "R", d$right_s, d$left_s) - d$total) / d$total
sd <- sigma(lm(di ~ arm, d[d$total >= 20, ]))
print(sd, digits = 10)
print(pwr.t.test(d = 0.15 / sd, power = 0.8)$n, digits = 10)
