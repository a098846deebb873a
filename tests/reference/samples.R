# The data sets that the reference scripts of the classic tests share: data frames with value and by (sorted levels).
# `minus` is an offset that is subtracted (exactly) before R computes: R rounds a mean of 1e9 + noise to 7 digits of the noise.
frame <- function(..., minus = 0) {
  groups <- list(...)
  d <- data.frame(value = unlist(groups, use.names = FALSE), by = rep(names(groups), lengths(groups)))
  attr(d, "minus") <- minus
  d
}
set.seed(20240229)
draw <- function(n, mean = 0, sd = 1, digits = 4) round(rnorm(n, mean, sd), digits)
two_groups <- list(
  balanced = frame(a = draw(12, 0.3, 0.2), b = draw(12, 0.1, 0.2)),
  unbalanced = frame(a = draw(7, 5, 1), b = draw(15, 6.5, 3)),
  tied = frame(a = round(draw(10, 5, 2)), b = round(draw(9, 6, 2))),
  tiny2 = frame(a = c(1.5, 2.25), b = c(2.75, 4.125)),
  tiny3 = frame(a = c(0.31, 0.22, 0.4), b = c(0.05, -0.1, 0.12)),
  large = frame(a = draw(100, 20, 4), b = draw(100, 21, 5)),
  shifted = frame(a = 1e9 + draw(11, 0, 0.1), b = 1e9 + draw(13, 0.05, 0.1), minus = 1e9),
  extreme = frame(a = draw(60, 0, 1), b = draw(60, 4000, 2)),
  small_scale = frame(a = draw(8, 0, 1) * 1e-9, b = draw(8, 0.5, 1) * 1e-9),
  one_constant = frame(a = c(3, 3, 3, 3), b = c(4.5, 3.25, 5, 6.125))
)
several_groups <- list(
  balanced4 = frame(a = draw(12, 0.3, 0.2), b = draw(12, 0.05, 0.2), c = draw(12, 0.25, 0.2), d = draw(12, 0.2, 0.2)),
  unbalanced5 = frame(a = draw(5, 10, 1), b = draw(9, 11, 2), c = draw(14, 9, 3), d = draw(3, 12, 1), e = draw(7, 10, 0.5)),
  tied3 = frame(a = round(draw(9, 5, 1.5)), b = round(draw(8, 6, 1.5)), c = round(draw(10, 5, 1.5))),
  tiny = frame(a = c(1.5, 2.25), b = c(2.75, 4.125), c = c(1, 1.625)),
  large3 = frame(a = draw(100, 20, 4), b = draw(100, 21, 4), c = draw(100, 20.5, 6)),
  shifted3 = frame(a = 1e9 + draw(11, 0, 0.1), b = 1e9 + draw(13, 0.05, 0.1), c = 1e9 + draw(6, 0, 0.1), minus = 1e9),
  extreme3 = frame(a = draw(80, 0, 1), b = draw(80, 3000, 1), c = draw(80, -500, 1)),
  twelve = do.call(frame, setNames(lapply(1:12, function(i) draw(4 + i, i %% 3, 1)), sprintf("arm%02d", 1:12)))
)
# What R sees: the groups as a list, without the offset.
groups_of <- function(d) split(d$value - attr(d, "minus"), d$by)
