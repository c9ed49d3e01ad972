/** The whole story on fictional files, with its proof at the end. */
package fr.gouv.datalab.demo.spark;
