# The main job in lean base R: read, indices, exclusions, descriptives, t against chance, Welch, Games-Howell by ptukey,
# Shapiro, Brown-Forsythe, BCa of every pair, JSON by hand, four SVG figures. Usage: Rscript example_base.R EXAMPLES OUT
arguments <- commandArgs(TRUE)
folder <- arguments[1]; out <- arguments[2]
dir.create(out, showWarnings = FALSE)
animals <- read.csv(file.path(folder, "animals.csv")); nor <- read.csv(file.path(folder, "nor.csv"))
tmaze <- read.csv(file.path(folder, "tmaze.csv"))
nor$total <- nor$left_s + nor$right_s
test <- merge(nor[nor$phase == "test", ], animals)
test$novel <- ifelse(test$novel_side == "R", test$right_s, test$left_s)
test$value <- (2 * test$novel - test$total) / test$total
test <- test[test$total >= 20, ]
rate <- merge(aggregate(correct ~ animal, tmaze, mean), animals); rate$value <- rate$correct
set.seed(1)
bca <- function(x, y, b = 5000) {
  g <- function(x, y) mean(y) - mean(x)
  t <- colMeans(matrix(sample(y, b * length(y), TRUE), length(y))) - colMeans(matrix(sample(x, b * length(x), TRUE), length(x)))
  jack <- c(sapply(seq_along(x), function(i) g(x[-i], y)), sapply(seq_along(y), function(i) g(x, y[-i])))
  d <- mean(jack) - jack; a <- sum(d^3) / (6 * sum(d^2)^1.5); z0 <- qnorm(mean(t < g(x, y)))
  z <- qnorm(c(.025, .975)); quantile(t, pnorm(z0 + (z0 + z) / (1 - a * (z0 + z))))
}
analyse <- function(d, chance) {
  groups <- split(d$value, d$arm); pairs <- combn(names(groups), 2, simplify = FALSE)
  list(n = lengths(groups), mean = sapply(groups, mean), sd = sapply(groups, sd),
       chance = sapply(groups, function(v) t.test(v, mu = chance)$p.value), signed = sapply(groups, function(v) suppressWarnings(wilcox.test(v, mu = chance)$p.value)),
       welch = oneway.test(value ~ arm, d)$p.value, anova = anova(lm(value ~ arm, d))[["Pr(>F)"]][1], kruskal = kruskal.test(value ~ arm, d)$p.value,
       shapiro = sapply(groups, function(v) shapiro.test(v)$p.value),
       brown = anova(lm(abs(value - ave(value, arm, FUN = median)) ~ arm, d))[["Pr(>F)"]][1],
       games = sapply(pairs, function(p) { x <- groups[[p[1]]]; y <- groups[[p[2]]]; w <- t.test(x, y); ptukey(abs(w$statistic) * sqrt(2), length(groups), w$parameter, lower.tail = FALSE) }),
       bca = sapply(pairs, function(p) bca(groups[[p[1]]], groups[[p[2]]])))
}
results <- list(nor = analyse(test, 0), tmaze = analyse(rate, .5))
writeLines(sapply(names(results), function(n) paste0('"', n, '": ', paste(unlist(results[[n]]), collapse = ","))), file.path(out, "report.json"))
figure <- function(name, draw) { svg(file.path(out, name), 3.35, 3); draw(); dev.off() }
figure("di.svg", function() stripchart(value ~ arm, test, vertical = TRUE, method = "jitter"))
figure("success.svg", function() stripchart(value ~ arm, rate, vertical = TRUE, method = "jitter"))
figure("estimation.svg", function() { plot(results$nor$mean, ylim = c(-.5, 1)); points(results$nor$bca[1, ]) })
figure("exploration.svg", function() boxplot(total ~ phase, nor))
