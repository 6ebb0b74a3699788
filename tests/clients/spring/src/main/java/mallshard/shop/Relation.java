package mallshard.shop;

/** An attribute and its group: a key of two columns. */
public final class Relation {
  public final long attribute;
  public final long group;

  public Relation(long attribute, long group) {
    this.attribute = attribute;
    this.group = group;
  }
}
