"""Links two CSV files in clear with Splink (DuckDB), as its documentation sets it up.

usage: splink_link.py {febrl4|sample} A.csv B.csv PAIRS.csv

febrl4: the example `febrl4` of Splink's documentation: its blocking rules, its two richer models (the "detailed" one and
        the one it extends it to), its training; each to its own file, PAIRS.csv.detailed and PAIRS.csv.extended.
sample: declarants against vehicles of persons, with the fields and the blocking that `datalab link` has there.

Writes left,right,probability for every best pair of probability 0.01 or more, and one line of JSON on standard output.
"""

import json
import logging
import resource
import sys
import time

import duckdb
import splink
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

logging.getLogger("splink").setLevel(logging.CRITICAL)


def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def best(connection, predictions, left, right, one_to_one, out):
    """Each right row's best left row and, one to one, the other way round too; ties go to the lesser identifier."""
    also = "and row_number() over (partition by l order by p desc, r) = 1" if one_to_one else ""
    connection.sql(
        f"""
        copy (
            select l as "left", r as "right", p as probability
            from (select {left} as l, {right} as r, match_probability as p from {predictions.physical_name})
            qualify row_number() over (partition by r order by p desc, l) = 1 {also}
        ) to '{out}' (header, delimiter ',')
        """
    )


FEBRL4_RULES = [
    block_on("given_name", "surname"),
    "l.given_name = r.surname and l.surname = r.given_name",
    block_on("date_of_birth"),
    block_on("soc_sec_id"),
    block_on("state", "address_1"),
    block_on("street_number", "address_1"),
    block_on("postcode"),
]

BIRTH = cl.DateOfBirthComparison(
    "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
)


def level(condition):
    return {"sql_condition": condition, "label_for_charts": condition}


def typed(column, name, distances):
    return {
        "output_column_name": name,
        "comparison_levels": [
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            *[cll.DamerauLevenshteinLevel(column, distance) for distance in distances],
            cll.ElseLevel(),
        ],
    }


FEBRL4_MODELS = {
    "detailed": [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        BIRTH,
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ],
    "extended": [
        {
            "output_column_name": "full_name_levels",
            "comparison_levels": [
                {
                    "sql_condition": "(given_name_l is null or given_name_r is null)"
                    " and (surname_l is null or surname_r is null)",
                    "label_for_charts": "null",
                    "is_null_level": True,
                },
                cll.ExactMatchLevel("full_name", term_frequency_adjustments=True),
                cll.JaroWinklerLevel("full_name", 0.9),
                cll.JaroWinklerLevel("full_name", 0.7),
                cll.ColumnsReversedLevel("given_name", "surname"),
                level(
                    "jaro_winkler_similarity(given_name_l, surname_r)"
                    " + jaro_winkler_similarity(surname_l, given_name_r) >= 1.8"
                ),
                level(
                    "jaro_winkler_similarity(given_name_l, surname_r)"
                    " + jaro_winkler_similarity(surname_l, given_name_r) >= 1.4"
                ),
                cll.ExactMatchLevel("given_name", term_frequency_adjustments=True),
                cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
                level("given_name_l = surname_r or surname_l = given_name_r"),
                cll.JaroWinklerLevel("given_name", 0.9),
                cll.JaroWinklerLevel("surname", 0.9),
                cll.ElseLevel(),
            ],
        },
        BIRTH,
        typed("soc_sec_id", "number", [1, 2]),
        typed("street_number", "house", [1]),
        typed("postcode", "post", [1, 2]),
    ],
}


def febrl4(paths, out):
    for model, comparisons in FEBRL4_MODELS.items():
        connection = duckdb.connect()
        api = DuckDBAPI(connection)
        sides = [
            api.register(
                connection.sql(
                    f"""
                    select * replace (nullif(trim(given_name), '') as given_name, nullif(trim(surname), '') as surname),
                        given_name || '_' || surname as full_name
                    from read_csv('{path}', all_varchar = true, header = true, delim = ',')
                    """
                )
                .arrow()
                .read_all(),
                dataset_display_name=name,
            )
            for path, name in zip(paths, ("a", "b"))
        ]
        linker = Linker(
            sides,
            SettingsCreator(
                unique_id_column_name="rec_id",
                link_type="link_only",
                blocking_rules_to_generate_predictions=FEBRL4_RULES,
                comparisons=comparisons,
            ),
        )
        linker.training.estimate_probability_two_random_records_match(
            [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8
        )
        linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
        for column in ("date_of_birth", "postcode"):
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(column), estimate_without_term_frequencies=True
            )
        predictions = linker.inference.predict(threshold_match_probability=0.01)
        best(connection, predictions, "rec_id_l", "rec_id_r", True, f"{out}.{model}")


FOLDED = "upper(regexp_replace(strip_accents({}), '[^A-Za-z]', '', 'g'))"

# What `datalab link` has where birth date and birthplace are there: the same parts, in clear.
SAMPLE_RULES = [
    block_on("naissance", "nom"),
    block_on("naissance", "lieu"),
    block_on("naissance", "code_postal"),
    block_on("nom", "prenom", "annee_mois"),
    block_on("nom", "prenom", "annee_jour"),
    block_on("nom", "prenom", "mois_jour"),
    block_on("nom", "prenom", "code_postal"),
]


def sample(paths, out):
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    sides = []
    for path, name, key in zip(paths, ("a", "b"), ("spi", "immatriculation")):
        table = f"read_{name}"
        connection.sql(
            f"""
            create table {table} as
            select
                {key} as id,
                nullif({FOLDED.format('nom_naissance')}, '') as nom,
                nullif({FOLDED.format('nom_usage')}, '') as usage,
                nullif({FOLDED.format("string_split(prenoms, ' ')[1]")}, '') as prenom,
                sexe,
                nullif(date_naissance, '') as naissance,
                substr(date_naissance, 4) as annee_mois,
                substr(date_naissance, 1, 3) || substr(date_naissance, 7) as annee_jour,
                substr(date_naissance, 1, 5) as mois_jour,
                nullif(code_commune_naissance, '') as lieu,
                nullif(numero_voie, '') as numero,
                nullif({FOLDED.format('voie')}, '') as voie,
                nullif(code_postal, '') as code_postal
            from read_csv('{path}', all_varchar = true, header = true, delim = ',')
            """
        )
        sides.append(api.register(table, dataset_display_name=name))
    linker = Linker(
        sides,
        SettingsCreator(
            unique_id_column_name="id",
            link_type="link_only",
            blocking_rules_to_generate_predictions=SAMPLE_RULES,
            comparisons=[
                {
                    "output_column_name": "noms",
                    "comparison_levels": [
                        cll.NullLevel("nom"),
                        cll.ExactMatchLevel("nom", term_frequency_adjustments=True),
                        level("nom_l = usage_r or usage_l = nom_r"),
                        cll.JaroWinklerLevel("nom", 0.92),
                        cll.JaroWinklerLevel("nom", 0.8),
                        cll.ElseLevel(),
                    ],
                },
                cl.NameComparison("prenom").configure(term_frequency_adjustments=True),
                cl.ExactMatch("sexe"),
                cl.DateOfBirthComparison(
                    "naissance", input_is_string=True, datetime_format="%d/%m/%Y", invalid_dates_as_null=True
                ),
                cl.ExactMatch("lieu").configure(term_frequency_adjustments=True),
                {
                    "output_column_name": "adresse",
                    "comparison_levels": [
                        cll.NullLevel("code_postal"),
                        level("code_postal_l = code_postal_r and voie_l = voie_r and numero_l = numero_r"),
                        level("code_postal_l = code_postal_r and voie_l = voie_r"),
                        level("code_postal_l = code_postal_r and jaro_winkler_similarity(voie_l, voie_r) >= 0.88"),
                        level("code_postal_l = code_postal_r"),
                        cll.ElseLevel(),
                    ],
                },
            ],
        ),
    )
    linker.training.estimate_probability_two_random_records_match(
        [block_on("nom", "prenom", "naissance"), block_on("naissance", "lieu", "prenom")], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (block_on("naissance", "lieu"), block_on("nom", "prenom", "code_postal")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True
        )
    predictions = linker.inference.predict(threshold_match_probability=0.01)
    best(connection, predictions, "id_l", "id_r", False, out)


if __name__ == "__main__":
    mode, left, right, out = sys.argv[1:]
    began, began_cpu = time.perf_counter(), spent()
    (febrl4 if mode == "febrl4" else sample)((left, right), out)
    print(
        json.dumps(
            {
                "splink": splink.__version__,
                "duckdb": duckdb.__version__,
                "seconds": time.perf_counter() - began,
                "processorSeconds": spent() - began_cpu,
            }
        )
    )
