/**
 * What a use case is: a folder with {@code usecase.yaml} and SQL files, read strictly, without
 * Spark. Running one is in {@code usecases.spark}.
 */
package fr.gouv.datalab.usecases;
