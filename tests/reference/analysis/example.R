# The example study (examples/) analysed in R: what the analysis layer must report. Writes example.json beside this file.
#   Rscript tests/reference/analysis/example.R
suppressMessages({library(rstatix); library(car); library(jsonlite); library(lmerTest)})
animals <- read.csv("examples/animals.csv")
order <- c("control", "CAR-T", "CAR-T + PLX5622", "CAR-T + anti-CCR3")
cases <- list()
case <- function(assay, part, test, response, where, fields, tol = 1e-10)
  cases[[length(cases) + 1]] <<- list(assay = assay, part = part, test = test, response = response, where = where,
                                      fields = fields, tol = tol)

analyse <- function(assay, d, response, chance, secondary) {
  d$y <- d[[response]]
  d$arm <- factor(d$arm, levels = order)
  for (a in order) {
    y <- d$y[d$arm == a]
    case(assay, "descriptive", "describe", response, list(group = a),
         list(n = length(y), mean = mean(y), sd = sd(y), median = median(y), conf_low = t.test(y)$conf.int[1],
              conf_high = t.test(y)$conf.int[2]))
  }
  w <- oneway.test(y ~ arm, d)
  case(assay, "primary", "anova_welch", response, list(statistic_name = "F"),
       list(statistic = unname(w$statistic), df1 = unname(w$parameter[1]), df2 = unname(w$parameter[2]), p_value = w$p.value))
  o <- anova(lm(y ~ arm, d))
  case(assay, "sensitivity", "anova_oneway", response, list(statistic_name = "F"),
       list(statistic = o$`F value`[1], df2 = o$Df[2], p_value = o$`Pr(>F)`[1]))
  k <- kruskal.test(y ~ arm, d)
  case(assay, "sensitivity", "kruskal_wallis", response, list(statistic_name = "H"),
       list(statistic = unname(k$statistic), p_value = k$p.value))
  pair <- function(g1, g2) t.test(d$y[d$arm == g2], d$y[d$arm == g1])
  planned <- list(impairment = c("control", "CAR-T"), rescue = c("CAR-T", "CAR-T + PLX5622"),
                  rescue = c("CAR-T", "CAR-T + anti-CCR3"))
  tests <- lapply(planned, function(g) pair(g[1], g[2]))
  adjusted <- p.adjust(sapply(tests, `[[`, "p.value"), "holm")
  for (i in seq_along(planned)) {
    t <- tests[[i]]
    case(assay, "planned", "t_welch", response,
         list(term = names(planned)[i], group1 = planned[[i]][1], group2 = planned[[i]][2]),
         list(estimate = unname(t$estimate[1] - t$estimate[2]), statistic = unname(t$statistic), df = unname(t$parameter),
              p_value = t$p.value, p_adjusted = unname(adjusted[i]), conf_low = t$conf.int[1], conf_high = t$conf.int[2]))
  }
  tost <- function(g) {
    x <- d$y[d$arm == g]; c <- d$y[d$arm == "control"]
    max(t.test(x, c, mu = -0.15, alternative = "greater")$p.value, t.test(x, c, mu = 0.15, alternative = "less")$p.value)
  }
  treated <- c("CAR-T + PLX5622", "CAR-T + anti-CCR3")
  p <- sapply(treated, tost); holm <- p.adjust(p, "holm")
  for (i in 1:2)
    case(assay, "planned", "tost", response, list(term = "normalisation", group1 = "control", group2 = treated[i]),
         list(p_value = unname(p[i]), p_adjusted = unname(holm[i]), bound_low = -0.15, bound_high = 0.15))
  gh <- as.data.frame(games_howell_test(d, y ~ arm))
  for (i in seq_len(nrow(gh))) # rstatix rounds its p to 3 digits: intervals only, to its 1e-4 of qtukey
    case(assay, "pairwise", "games_howell", response, list(group1 = gh$group1[i], group2 = gh$group2[i]),
         list(estimate = gh$estimate[i], conf_low = gh$conf.low[i], conf_high = gh$conf.high[i]), 1e-3)
  one <- lapply(order, function(a) t.test(d$y[d$arm == a], mu = chance))
  holm1 <- p.adjust(sapply(one, `[[`, "p.value"), "holm")
  for (i in 1:4)
    case(assay, "chance", "t_one_sample", response, list(group = order[i]),
         list(statistic = unname(one[[i]]$statistic), df = unname(one[[i]]$parameter), p_value = one[[i]]$p.value,
              p_adjusted = holm1[i], chance = chance))
  for (a in order) {
    s <- shapiro.test(d$y[d$arm == a])
    case(assay, "diagnostic", "shapiro_wilk", response, list(group = a),
         list(statistic = unname(s$statistic), p_value = s$p.value), 1e-6)
  }
  b <- leveneTest(y ~ arm, d, center = median)
  case(assay, "diagnostic", "brown_forsythe", response, list(statistic_name = "F"),
       list(statistic = b$`F value`[1], p_value = b$`Pr(>F)`[1]), 1e-9)
  f <- suppressMessages(anova(lmer(y ~ arm + (1 | cage), d)))
  case(assay, "sensitivity", "model", response, list(term = "arm", statistic_name = "F"),
       list(statistic = f$`F value`, df2 = f$DenDF, p_value = f$`Pr(>F)`), 1e-3)
  second <- lapply(secondary, function(v) oneway.test(as.formula(paste(v, "~ arm")), d))
  holm2 <- p.adjust(sapply(second, `[[`, "p.value"), "holm")
  for (i in seq_along(secondary))
    case(assay, "secondary", "anova_welch", secondary[i], list(statistic_name = "F"),
         list(statistic = unname(second[[i]]$statistic), p_value = second[[i]]$p.value, p_adjusted = holm2[i]))
}

n <- merge(read.csv("examples/nor.csv"), animals)
test <- n[n$phase == "test", ]; training <- n[n$phase == "training", ]
training <- training[match(test$animal, training$animal), ]
novel <- ifelse(test$novel_side == "L", test$left_s, test$right_s)
total <- test$left_s + test$right_s
before <- training$left_s + training$right_s
test$discrimination_index <- (2 * novel - total) / total
test$total_exploration_s <- total
test$object_bias <- ifelse(test$novel_side == "L", training$left_s, training$right_s) / before
test$habituation_s <- before - total
test <- test[total >= 20, ]
analyse("nor", test, "discrimination_index", 0, c("total_exploration_s", "object_bias", "habituation_s"))

t <- read.csv("examples/tmaze.csv")
m <- merge(aggregate(cbind(success_rate = correct, latency_mean_s = pmin(latency_s, 60), side_bias = choice == "R") ~ animal, t, mean),
           animals)
analyse("tmaze", m, "success_rate", 0.5, c("latency_mean_s", "side_bias"))
t$arm <- factor(animals$arm[match(t$animal, animals$animal)], levels = order)
g <- summary(glmer(correct ~ arm + (1 | animal), t, family = binomial))$coefficients
for (a in order[-1])
  case("tmaze", "sensitivity", "model", "success_rate", list(term = paste0("arm", a), statistic_name = "z"),
       list(estimate = g[paste0("arm", a), 1]), 2e-3)
for (a in order) {
  x <- t[t$animal %in% animals$animal[animals$arm == a], ]
  b <- binom.test(sum(x$correct), nrow(x))
  case("tmaze", "chance", "binomial", "success_rate", list(group = a),
       list(estimate = unname(b$estimate), p_value = b$p.value, conf_low = b$conf.int[1], conf_high = b$conf.int[2]))
}
write(toJSON(cases, auto_unbox = TRUE, digits = NA), "tests/reference/analysis/example.json")
