package fr.gouv.datalab.desk;

import java.util.List;

/**
 * What every page has around what it says.
 *
 * @param words in the reader's language
 * @param title of the page
 * @param person who is signed in; empty: nobody
 * @param token that forms carry, so that no other site can send one
 * @param path of the page, for the switch of language
 * @param sections of the menu
 * @param alert what must be read first; empty: nothing
 * @param designSystem whether the State's own style sheet is at hand
 */
public record Frame(
    Words words,
    String title,
    String person,
    String token,
    String path,
    List<Section> sections,
    String alert,
    boolean designSystem) {

  /** Copies the sections. */
  public Frame {
    sections = List.copyOf(sections);
  }

  /**
   * An entry of the menu.
   *
   * @param path where it leads
   * @param label what it says
   * @param current whether the page is under it
   */
  public record Section(String path, String label, boolean current) {}

  /**
   * The way through a list that is read a page at a time.
   *
   * @param first the address of its beginning; empty: this is it
   * @param next the address of the next page; empty: there is none
   */
  public record Steps(String first, String next) {}

  /** A sentence on a number of things. */
  public String count(String key, long number, Object... values) {
    return words.count(key, number, values);
  }

  /** A sentence in the reader's language. */
  public String t(String key, Object... values) {
    return words.t(key, values);
  }
}
