/** YAML documents of the house, read strictly: every error names its line and its key. */
package fr.gouv.datalab.yaml;
