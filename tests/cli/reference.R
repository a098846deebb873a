# The figures that tests/cli/test.t compares with: Rscript tests/cli/reference.R
print(t.test(c(.05, -.1, .12), c(.31, .22, .40))$p.value, digits = 17)
