# Asks sdcTable to protect the table of a folder (see PeerFiles), with the rules of our own policies: counts from
# 1 to 10, or fewer than three units and the largest above 85 %. SIMPLEHEURISTIC is its method for tables of any size.
folder <- commandArgs(trailingOnly = TRUE)[1]
file <- function(name) file.path(folder, name)
suppressPackageStartupMessages(library(sdcTable))

magnitude <- file.exists(file("units.csv"))
data <- read.csv(file(if (magnitude) "units.csv" else "cells.csv"), colClasses = "character")
measure <- if (magnitude) "montant" else "effectif"
data[[measure]] <- as.numeric(data[[measure]])
data$unite <- NULL
dimensions <- setdiff(names(data), measure)
hierarchies <- lapply(setNames(nm = dimensions), function(d) {
  levels <- read.csv(file(paste0(d, ".levels.csv")), colClasses = "character")
  data.frame(level = levels$levels, code = levels$codes)
})

start <- proc.time()[["elapsed"]]
if (magnitude) {
  problem <- makeProblem(data, hierarchies, numVarInd = measure)
  problem <- primarySuppression(problem, type = "freq", maxN = 2)
  problem <- primarySuppression(problem, type = "nk", n = 1, k = 85, numVarName = measure)
} else {
  problem <- makeProblem(data, hierarchies, freqVarInd = measure)
  problem <- primarySuppression(problem, type = "freq", maxN = 10)
}
table <- getInfo(protectTable(problem, method = "SIMPLEHEURISTIC", verbose = FALSE), "finalData")
seconds <- proc.time()[["elapsed"]] - start
hidden <- as.data.frame(table)[table$sdcStatus %in% c("u", "x"), dimensions]
write.csv(hidden, file("hidden.csv"), row.names = FALSE, quote = FALSE)
writeLines(format(seconds, nsmall = 3), file("seconds.txt"))
