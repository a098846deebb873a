# Noncentral t limits (effectsize finds them by optim to 4-6 digits): uniroot on R's pt, to its own accuracy.
ncp <- function(t, df, p) {
  f <- function(x) pt(t, df, x) - p
  spread <- sqrt(1 + t^2 / (2 * df))
  uniroot(f, t + c(-12, 12) * spread, tol = 1e-13, extendInt = "downX")$root
}
correction <- function(df) exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))
d_fields <- function(name, d, unit, df, factor, conf, alternative) {
  a <- if (alternative == "two.sided") (1 - conf) / 2 else 1 - conf
  t <- d / unit
  r <- list(factor * d)
  names(r) <- name
  # pt with an ncp is good to 1e-12 absolute only, and stops at |ncp| = 37.62
  if (abs(t) < 25) {
    if (alternative != "less") r[[paste0(name, "_low")]] <- factor * unit * ncp(t, df, 1 - a)
    if (alternative != "greater") r[[paste0(name, "_high")]] <- factor * unit * ncp(t, df, a)
  }
  r
}
