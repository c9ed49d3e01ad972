package fr.gouv.datalab.letters;

import java.util.List;

/**
 * What a letter says, the same to everyone: it names nothing that is known of a person.
 *
 * @param sender lines of the sender, name and postal address
 * @param place where it is written, before the date
 * @param subject its object
 * @param greeting first line
 * @param paragraphs body
 * @param signature who signs: an office, or a person in it
 * @param notice what the GDPR's article 14 makes a letter say: who holds the data, where it comes
 *     from, what for, how long, which rights there are and how to use them
 */
public record LetterText(
    List<String> sender,
    String place,
    String subject,
    String greeting,
    List<String> paragraphs,
    List<String> signature,
    List<String> notice) {
  /** Copies the lists. */
  public LetterText {
    sender = List.copyOf(sender);
    paragraphs = List.copyOf(paragraphs);
    signature = List.copyOf(signature);
    notice = List.copyOf(notice);
  }
}
