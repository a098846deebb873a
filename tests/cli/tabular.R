# The figures that tests/cli/tabular.t compares with, from the laboratories' own files: Rscript tests/cli/tabular.R FOLDER
# (FOLDER is shared/data/behaviour). Nothing here reads what ethostat made.
folder <- commandArgs(TRUE)[1]
file <- function(...) file.path(folder, ...)
show <- function(name, x) cat(sprintf("%s %s\n", name, paste(format(x, digits = 15), collapse = " ")))

olm <- read.csv(file("olm-slc", "Data_OLM_Analysis.csv"), check.names = FALSE)
for (day in 1:2) {
  t <- with(olm[olm$Day == day, ], t.test(Percent_Time_Investigated[Genotype == "WT"], Percent_Time_Investigated[Genotype == "MUT"]))
  show(paste("olm day", day), c(t$statistic, t$parameter, t$p.value))
}
test <- olm[olm$Day == 2, ]
show("olm DI mean", mean((test[[5]] - test[[4]]) / (test[[5]] + test[[4]])))

battery <- read.csv(file("ts65dn-battery", "DSBATTERY.csv"))
for (task in c("ALTERNATIONS", "OBJECTREC_CLEAR")) {
  f <- anova(lm(battery[[task]] ~ battery$GROUPS))
  show(task, c(f[1, 4], f[1, 5]))
}

lims <- read.csv(file("ymaze-ml-c9", "C9ORF-BEHAV_Y-Maze_processed_data.csv"))
lims <- lims[lims$mean_experimental_age == 12.5 & grepl("phase:Novel$", lims$parameter), ]
sum_of <- function(name) with(lims[startsWith(lims$parameter, name), ], tapply(data, animal_name, sum))
novel <- sum_of("Novel arm Duration"); familiar <- sum_of("Familiar arm Duration")
key <- read.csv(file("ymaze-ml-c9", "C9orf72GR400-genotype.csv"))
di <- (novel - familiar) / (novel + familiar)
genotype <- key$genotype[match(names(di), key$animal_name)]
t <- t.test(di[grepl("WT", genotype)], di[grepl("Het", genotype)])
show("c9 DI, WT - Het", c(length(di), t$estimate, t$statistic, t$parameter, t$p.value))

smell <- read.csv(file("ymaze-ml-c9", "C9_15weeks_standard_harmonised.csv"))
n1 <- smell[smell$smell == "N1", ]
t <- t.test(n1$time[grepl("Het", n1$genotype)], n1$time[grepl("WT", n1$genotype)])
show("c9 smell N1, Het - WT", c(t$statistic, t$parameter, t$p.value))

maze <- read.csv(file("anymaze-apoe", "APOE_190909_E22-E33_MWM.csv"), check.names = FALSE)
maze <- maze[maze$Stage == "Day5", ]
latency <- maze[["Island : latency to first entry"]]
latency[is.na(latency)] <- 60
show("water maze, mean of each animal", tapply(latency, maze$Animal, mean))

weights <- read.csv(file("anymaze-apoe", "HFD_Cohort1_Weights.csv"), check.names = FALSE)
weights <- weights[!is.na(weights$week), ]
animals <- grep("^201012-", names(weights), value = TRUE)
show("weights", c(sum(!is.na(weights[animals])), mean(unlist(weights[weights$week == 21, animals]), na.rm = TRUE)))

avoid <- read.csv(file("avoidance-harris", "00_behaviordata.csv"))
avoid <- avoid[avoid$trial == "Retention", ]
f <- oneway.test(TimeShockZone ~ treatment, avoid)
show("avoidance, Welch", c(f$statistic, f$parameter, f$p.value))

bins <- read.csv2(file("nor-tubingen-schema", "00-TestClean.csv"))
bins <- bins[bins$Type == "Schema", ]
show("tubingen, minute 1", with(bins, mean((Bin_Trgt_exp_min_1 - Bin_Cntl_exp_min_1) / (Bin_Trgt_exp_min_1 + Bin_Cntl_exp_min_1))))
show("tubingen, the authors' own", mean(bins$Bin_DiRa_min_1))
