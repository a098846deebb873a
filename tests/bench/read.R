# read.R trials|poses FILE with data.table.
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(TRUE)
if (arguments[1] == "trials") {
  table <- fread(arguments[2])
  print(nrow(table[, .(mean(correct), mean(latency_s)), by = .(animal, arm)]))
} else {
  print(dim(fread(arguments[2], skip = 2)))
}
