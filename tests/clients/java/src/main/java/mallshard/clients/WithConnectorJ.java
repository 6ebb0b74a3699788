package mallshard.clients;

/** MySQL Connector/J, in a pool and by itself. */
public final class WithConnectorJ {
  public static void main(String[] arguments) throws Exception {
    int failed = WithHikari.run() + WithDriver.run();
    System.exit(failed == 0 ? 0 : 1);
  }
}
