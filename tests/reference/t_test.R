source("tests/reference/lib.R")
source("tests/reference/samples.R")
source("tests/reference/effects.R")
t_fields <- function(h, estimate, alternative) {
  r <- list(estimate = estimate, std_error = h$stderr, statistic = unname(h$statistic), df = unname(h$parameter),
    p_value = h$p.value, statistic_name = "t", alternative = sub("two.sided", "two-sided", alternative))
  if (is.finite(h$conf.int[1])) r$conf_low <- h$conf.int[1]
  if (is.finite(h$conf.int[2])) r$conf_high <- h$conf.int[2]
  r
}
two <- function(kind, d, alternative = "two.sided", conf = 0.95, mu = 0) {
  g <- groups_of(d); a <- g[[1]]; b <- g[[2]]
  n1 <- length(a); n2 <- length(b); v1 <- var(a); v2 <- var(b)
  h <- t.test(b, a, var.equal = kind == "t_student", alternative = alternative, conf.level = conf, mu = mu)
  diff <- mean(b) - mean(a); df <- unname(h$parameter)
  if (kind == "t_student") {
    s <- sqrt(((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2)); unit <- sqrt(1 / n1 + 1 / n2)
  } else {
    s <- sqrt((v1 + v2) / 2); unit <- h$stderr / s
  }
  effects <- c(d_fields("cohens_d", (diff - mu) / s, unit, df, 1, conf, alternative),
    d_fields("hedges_g", (diff - mu) / s, unit, df, correction(df), conf, alternative))
  minus <- attr(d, "minus")
  list(do.call(expect, c(t_fields(h, diff, alternative), list(mean1 = mean(a) + minus, mean2 = mean(b) + minus, sd1 = sqrt(v1), sd2 = sqrt(v2)))),
    do.call(expect, c(effects, list(effect_name = "hedges_g", tol = if (abs(h$statistic) < 15) 1e-9 else 1e-7))))
}
for (kind in c("t_student", "t_welch")) for (s in names(two_groups)) {
  d <- two_groups[[s]]
  do.call(case, c(list(paste(kind, s), kind, d, list()), two(kind, d)))
}
for (kind in c("t_student", "t_welch")) for (alternative in c("less", "greater")) {
  d <- two_groups$unbalanced
  do.call(case, c(list(paste(kind, alternative), kind, d, list(alternative = alternative, conf = 0.9, mu = 0.25)),
    two(kind, d, alternative, 0.9, 0.25)))
}
paired <- function(d) {
  n <- min(table(d$by)); d <- do.call(rbind, lapply(split(d, d$by), function(x) x[1:n, ]))
  d$subject <- rep(sprintf("m%03d", 1:n), 2)
  d
}
one_fields <- function(h, x, mu, conf, alternative, names) unlist(lapply(names, function(name) d_fields(name, (mean(x) - mu) / sd(x),
  1 / sqrt(length(x)), length(x) - 1, if (name == "hedges_g") correction(length(x) - 1) else 1, conf, alternative)), recursive = FALSE)
for (s in setdiff(names(two_groups), "tiny2")) for (alternative in c("two.sided", "less")) {
  d <- paired(two_groups[[s]]); a <- d$value[d$by == "a"]; b <- d$value[d$by == "b"]
  h <- t.test(b - a, alternative = alternative)
  shuffled <- d[sample(nrow(d)), ] # pairing is by animal, never by row
  case(paste("t_paired", s, alternative), "t_paired", shuffled, list(alternative = sub("two.sided", "two", alternative)),
    do.call(expect, c(t_fields(h, mean(b - a), alternative), list(n = length(a), sd_difference = sd(b - a)))),
    do.call(expect, c(one_fields(h, b - a, 0, 0.95, alternative, c("dz", "cohens_d", "hedges_g")), list(tol = 1e-8))))
}
for (s in names(two_groups)) for (alternative in c("two.sided", "greater")) {
  d <- two_groups[[s]]; minus <- attr(d, "minus"); d <- d[d$by == "b", ]; x <- d$value - minus
  mu <- if (s == "small_scale") 0 else 0.125 # R adds mu back to its interval
  h <- t.test(x, mu = mu, alternative = alternative)
  f <- t_fields(h, mean(x) + minus, alternative)
  for (end in c("conf_low", "conf_high")) if (!is.null(f[[end]])) f[[end]] <- f[[end]] + minus
  tiny <- length(x) < 3
  case(paste("t_one_sample", s, alternative), "t_one_sample", d, list(mu = mu + minus, alternative = alternative),
    do.call(expect, c(f, list(mean = mean(x) + minus, sd = sd(x)))),
    do.call(expect, c(one_fields(h, x, mu, 0.95, alternative, if (tiny) "cohens_d" else c("cohens_d", "hedges_g")),
      list(tol = 1e-8))))
}
d <- several_groups$unbalanced5
pairs <- combn(unique(d$by), 2)
p <- apply(pairs, 2, function(k) t.test(d$value[d$by == k[2]], d$value[d$by == k[1]])$p.value)
do.call(case, c(list("t_welch, all pairs, Holm", "t_welch", d[sample(nrow(d)), ], list()), lapply(seq_len(ncol(pairs)), function(i)
  expect(where = list(group1 = pairs[1, i], group2 = pairs[2, i]), p_value = p[i], p_adjusted = p.adjust(p, "holm")[i], adjust = "holm"))))
others <- setdiff(unique(d$by), "c")
p <- sapply(others, function(k) t.test(d$value[d$by == k], d$value[d$by == "c"])$p.value)
do.call(case, c(list("t_welch, against the control, Hochberg", "t_welch", d, list(control = "c", adjust = "hochberg")), lapply(others, function(k)
  expect(where = list(group1 = "c", group2 = k), estimate = mean(d$value[d$by == k]) - mean(d$value[d$by == "c"]), p_value = p[[k]],
    p_adjusted = p.adjust(p, "hochberg")[[k]]))))
nothing <- c("std_error", "statistic", "df", "p_value", "conf_low", "conf_high", "cohens_d", "hedges_g", "effect", "effect_low", "effect_high")
case("t_welch, one value", "t_welch", frame(a = 1, b = c(1, 2, 3)), list(), expect(estimate = 1, mean1 = 1, null = c(nothing, "sd1")))
case("t_student, one value in a group", "t_student", frame(a = 1, b = c(1, 2, 4)), list(),
  do.call(expect, t_fields(t.test(c(1, 2, 4), 1, var.equal = TRUE), 4 / 3, "two.sided")))
case("t_student, one against one", "t_student", frame(a = 1, b = 3), list(), expect(estimate = 2, null = nothing))
case("t_welch, constant", "t_welch", frame(a = c(1, 1, 1), b = c(2, 2, 2)), list(), expect(estimate = 1, sd1 = 0, null = nothing))
case("t_student, constant but for rounding", "t_student", frame(a = c(0.3, 0.1 + 0.2, 0.3), b = c(1, 1, 1)), list(), expect(null = nothing))
case("t_paired, equal differences but for rounding", "t_paired", data.frame(value = c(0.1, 0.2, 0.3, 0.2, 0.3, 0.4),
  by = rep(c("a", "b"), each = 3), subject = rep(1:3, 2)), list(), expect(estimate = 0.1, null = c(nothing, "dz")))
case("t_one_sample, one value", "t_one_sample", data.frame(value = 3), list(), expect(mean = 3, estimate = 3, null = c(nothing, "sd")))
case("t_one_sample, none", "t_one_sample", data.frame(value = c(NA, NA)), list(), expect(n = 0, null = c(nothing, "mean")))
case("t_welch, one-sided end is open", "t_welch", two_groups$balanced, list(alternative = "less"), expect(p_value = t.test(
  two_groups$balanced$value[13:24], two_groups$balanced$value[1:12], alternative = "less")$p.value))
write_cases("t_test")
