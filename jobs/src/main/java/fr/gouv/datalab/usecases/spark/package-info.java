/**
 * Running a use case on Spark: views, steps, the model, the cells that go to the disclosure check.
 */
package fr.gouv.datalab.usecases.spark;
