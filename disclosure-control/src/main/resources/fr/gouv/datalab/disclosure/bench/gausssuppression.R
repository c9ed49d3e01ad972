# Asks GaussSuppression to protect the table of a folder (see PeerFiles), with the rules of our own policies:
# counts from 1 to 10, or fewer than three units and the largest above 85 %. Its defaults are kept but for zeros,
# which are structural here.
folder <- commandArgs(trailingOnly = TRUE)[1]
file <- function(name) file.path(folder, name)
suppressPackageStartupMessages(library(GaussSuppression))

# Matrix 1.5 (Debian 12) gives another class back than SSBtools expects.
suppressPackageStartupMessages(library(Matrix))
invisible(setMethod("abs", "dgTMatrix", function(x) {
  x@x <- abs(x@x)
  x
}))

cells <- read.csv(file("cells.csv"), colClasses = "character", check.names = FALSE)
cells$effectif <- as.numeric(cells$effectif)
dimensions <- setdiff(names(cells), "effectif")
hierarchies <- lapply(setNames(nm = dimensions), function(d)
  read.csv(file(paste0(d, ".levels.csv")), colClasses = "character"))

start <- proc.time()[["elapsed"]]
if (file.exists(file("units.csv"))) {
  units <- read.csv(file("units.csv"), colClasses = "character")
  units$montant <- as.numeric(units$montant)
  start <- proc.time()[["elapsed"]]
  table <- GaussSuppressionFromData(
    units, numVar = "montant", charVar = "unite", hierarchies = hierarchies,
    spec = PackageSpecs("dominanceSpec"), primary = c(MagnitudeRule, NContributorsRule),
    n = 1, k = 85, maxN = 2, preAggregate = TRUE, printInc = FALSE)
} else {
  table <- SuppressSmallCounts(
    cells, maxN = 10, freqVar = "effectif", hierarchies = hierarchies, protectZeros = FALSE,
    extend0 = FALSE, printInc = FALSE)
}
seconds <- proc.time()[["elapsed"]] - start
write.csv(table[table$suppressed, dimensions], file("hidden.csv"), row.names = FALSE, quote = FALSE)
writeLines(format(seconds, nsmall = 3), file("seconds.txt"))
