package fr.gouv.datalab.rotations.spark;

import fr.gouv.datalab.lake.LakePlaces;
import fr.gouv.datalab.rotations.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The Delta tables that stand under one version of the lake's key, as the file systems themselves
 * have them: also those of a dataset that left the catalogue.
 */
final class StandingTables {
  private static final int DEPTH = 8;
  private static final String LOG = "_delta_log";

  /**
   * A table.
   *
   * @param room where it stands
   * @param dataset whose table it is, as {@code a.b}
   */
  record Table(Room room, String dataset) {}

  private final LakePlaces places;
  private final Configuration hadoop;

  StandingTables(LakePlaces places, Configuration hadoop) {
    this.places = places;
    this.hadoop = hadoop;
  }

  List<Table> list() {
    List<Table> tables = new ArrayList<>();
    find(new Path(places.quarantine()), "", Room.QUARANTINE, 0, tables);
    find(new Path(places.lists()), "", Room.LISTS, 0, tables);
    find(new Path(places.lake()), "", Room.LAKE, 0, tables);
    find(new Path(places.vault()), "", Room.VAULT, 0, tables);
    return tables;
  }

  private void find(Path directory, String name, Room room, int depth, List<Table> tables) {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      if (depth > DEPTH || !files.exists(directory)) {
        return;
      }
      if (depth > 0 && files.exists(new Path(directory, LOG))) {
        tables.add(new Table(room, name));
        return;
      }
      for (FileStatus child : files.listStatus(directory)) {
        String segment = child.getPath().getName();
        if (child.isDirectory() && !isOther(segment, room, depth)) {
          String below = name.isEmpty() ? segment : name + "." + segment;
          find(child.getPath(), below, room, depth + 1, tables);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The lake's directories cannot be listed.", e);
    }
  }

  /** The tables of quarantine, of lists and of other versions stand below the same root. */
  private boolean isOther(String segment, Room room, int depth) {
    return depth == 0
        && (segment.matches(LakePlaces.DIRECTORY + "\\d+")
            || room == Room.LAKE
                && (segment.equals(LakePlaces.LISTS)
                    || segment.equals(new Path(places.quarantine()).getName())));
  }

  /**
   * Removes a table: its files, then its log, so that a removal that was killed leaves what is
   * found again. Does nothing when there is none.
   */
  void delete(Table table) {
    Path directory = new Path(table.room().address(places, table.dataset()));
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      if (files.exists(directory)) {
        for (FileStatus child : files.listStatus(directory)) {
          if (!child.getPath().getName().equals(LOG)) {
            files.delete(child.getPath(), true);
          }
        }
        files.delete(directory, true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "A table under the old key cannot be removed: run the rotation again.", e);
    }
  }

  /**
   * Removes everything that stands here: all of a directory that belongs to one version, and of the
   * first version's roots, which others share, the tables and the directories that they leave
   * empty.
   */
  void deleteAll() {
    try {
      if (places.version() == 1) {
        list().forEach(this::delete);
      }
      for (String root : List.of(places.lake(), places.vault())) {
        Path directory = new Path(root);
        FileSystem files = directory.getFileSystem(hadoop);
        if (places.version() > 1) {
          files.delete(directory, true);
        } else if (files.exists(directory)) {
          for (FileStatus child : files.listStatus(directory)) {
            removeEmpty(files, child);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The tables of the old key cannot be removed: run the rotation again.", e);
    }
  }

  private static void removeEmpty(FileSystem files, FileStatus directory) throws IOException {
    if (directory.isDirectory()) {
      for (FileStatus child : files.listStatus(directory.getPath())) {
        removeEmpty(files, child);
      }
      if (files.listStatus(directory.getPath()).length == 0) {
        files.delete(directory.getPath(), false);
      }
    }
  }
}
