# The same with the packages that people use: rstatix, emmeans, boot, ggplot2. Usage: Rscript example_stack.R EXAMPLES OUT
suppressPackageStartupMessages({ library(dplyr); library(rstatix); library(emmeans); library(boot); library(ggplot2); library(jsonlite) })
arguments <- commandArgs(TRUE)
folder <- arguments[1]; out <- arguments[2]
dir.create(out, showWarnings = FALSE)
animals <- read.csv(file.path(folder, "animals.csv"))
nor <- read.csv(file.path(folder, "nor.csv")) %>% mutate(total = left_s + right_s)
test <- nor %>% filter(phase == "test", total >= 20) %>% mutate(novel = ifelse(novel_side == "R", right_s, left_s), value = (2 * novel - total) / total) %>% inner_join(animals, by = "animal")
rate <- read.csv(file.path(folder, "tmaze.csv")) %>% group_by(animal) %>% summarise(value = mean(correct)) %>% inner_join(animals, by = "animal")
analyse <- function(d, chance) {
  d <- as.data.frame(d); d$arm <- factor(d$arm)
  pairs <- combn(levels(d$arm), 2, simplify = FALSE)
  list(describe = d %>% group_by(arm) %>% get_summary_stats(value), chance = d %>% group_by(arm) %>% t_test(value ~ 1, mu = chance),
       signed = d %>% group_by(arm) %>% wilcox_test(value ~ 1, mu = chance), welch = welch_anova_test(d, value ~ arm), kruskal = kruskal_test(d, value ~ arm),
       shapiro = d %>% group_by(arm) %>% shapiro_test(value), levene = levene_test(d, value ~ arm), games = games_howell_test(d, value ~ arm),
       dunnett = as.data.frame(contrast(emmeans(lm(value ~ arm, d), "arm"), "trt.vs.ctrl")),
       bca = lapply(pairs, function(p) { s <- droplevels(d[d$arm %in% p, ]); b <- boot(s, function(s, i) diff(tapply(s$value[i], s$arm[i], mean)), 5000, strata = s$arm); boot.ci(b, type = "bca")$bca }))
}
results <- list(nor = analyse(test, 0), tmaze = suppressWarnings(analyse(rate, .5)))
write_json(results, file.path(out, "report.json"), digits = NA)
figure <- function(name, p) suppressMessages(ggsave(file.path(out, name), p, device = grDevices::svg, width = 85, height = 75, units = "mm"))
figure("di.svg", ggplot(test, aes(arm, value)) + geom_jitter() + stat_summary(fun.data = mean_se))
figure("success.svg", ggplot(rate, aes(arm, value)) + geom_jitter() + stat_summary(fun.data = mean_se))
figure("estimation.svg", ggplot(test, aes(arm, value)) + geom_violin() + stat_summary(fun.data = mean_se))
figure("exploration.svg", ggplot(nor, aes(phase, total, group = animal)) + geom_line())
