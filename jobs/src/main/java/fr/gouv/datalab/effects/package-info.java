/** What a letter changed: two proportions, their difference, and how surely it is known. */
package fr.gouv.datalab.effects;
