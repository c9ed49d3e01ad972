/** What may be said of a failure nobody foresaw: never a value. */
package fr.gouv.datalab.logs;
