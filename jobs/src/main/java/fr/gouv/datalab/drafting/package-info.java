/**
 * First drafts of what the law asks for before data is read: a convention under a legal basis, the
 * impact assessment of a use case. Drafts are filled from the catalogue and the use case; what a
 * machine cannot know is left as a question.
 */
package fr.gouv.datalab.drafting;
