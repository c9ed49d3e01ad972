package fr.gouv.datalab.linkage.spark;

/** The pairs of a partition's blocks, on their way to the partitions of their left rows. */
final class PairParcels extends Parcels {
  /** The left row's place, and where the right row stands. */
  static final int RECORD = 2;

  private final BlockTable blocks;
  private final long[] largest;
  private int block;

  /**
   * Sends pairs.
   *
   * @param largest pairs that a block of each rule may cost before it is split
   * @param targets partitions of the left side
   */
  PairParcels(BlockTable blocks, long[] largest, int targets) {
    super(targets);
    this.blocks = blocks;
    this.largest = largest;
  }

  @Override
  boolean step() {
    if (block == blocks.blocks()) {
      return false;
    }
    long most = largest[blocks.rule(block)];
    if (blocks.pairs(block) <= most) {
      blocks.pairs(block, this::send);
    } else {
      blocks.split(block, most, this::send);
    }
    block++;
    return true;
  }

  private void send(long left, long right) {
    long[] parcel = room(RowRef.partition(left), RECORD);
    parcel[at] = RowRef.place(left);
    parcel[at + 1] = right;
  }
}
