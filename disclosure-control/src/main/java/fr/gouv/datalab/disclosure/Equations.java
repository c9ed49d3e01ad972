package fr.gouv.datalab.disclosure;

import java.util.Arrays;

/** Sparse rows of small whole coefficients: what is known to add up to zero change. */
final class Equations {

  private int[] starts = new int[64];
  private int[] variables = new int[256];
  private int[] coefficients = new int[256];
  private int rows;
  private int terms;

  /** Starts a new row. */
  void open() {
    if (rows + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
    }
    starts[rows++] = terms;
  }

  /** Adds a term to the row that was opened last. */
  void term(int variable, int coefficient) {
    if (terms == variables.length) {
      variables = Arrays.copyOf(variables, terms * 2);
      coefficients = Arrays.copyOf(coefficients, terms * 2);
    }
    variables[terms] = variable;
    coefficients[terms++] = coefficient;
  }

  int rows() {
    return rows;
  }

  /** Of all rows together. */
  int terms() {
    return terms;
  }

  int start(int row) {
    return starts[row];
  }

  int end(int row) {
    return row + 1 < rows ? starts[row + 1] : terms;
  }

  int variable(int term) {
    return variables[term];
  }

  int coefficient(int term) {
    return coefficients[term];
  }
}
