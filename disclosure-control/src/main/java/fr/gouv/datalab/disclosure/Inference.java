package fr.gouv.datalab.disclosure;

import java.util.List;

/**
 * What a reader infers of one hidden cell.
 *
 * @param codes its codes, dimension by dimension
 * @param figures the bounds of each figure, in the order of {@link ProtectionSpec#figures()}
 */
public record Inference(List<String> codes, List<Bounds> figures) {

  public Inference {
    codes = List.copyOf(codes);
    figures = List.copyOf(figures);
  }

  /**
   * The least and the most that agree with everything published; infinite where nothing bounds it.
   */
  public record Bounds(double lower, double upper) {

    /** Whether one value alone is possible. */
    public boolean isExact() {
      return lower >= upper;
    }
  }
}
