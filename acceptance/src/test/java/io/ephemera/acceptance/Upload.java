// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

/** The Spring Boot application of {@code acceptance/upload}, on the JDK that runs the tests. */
record Upload() implements Service {
  static final String ADDRESS = "http://127.0.0.1:8080/";
  static final String MAIN_CLASS = "upload.Upload";

  private static final String APPLICATION = ServiceRoot.CHECKOUT + "/build/upload";

  @Override
  public String name() {
    return "upload";
  }

  @Override
  public String user() {
    return "alice";
  }

  @Override
  public String start() {
    return """
    echo upload >/tmp/written
    exec %1$s/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%2$s/classes:%2$s/jars/*' %3$s \
      --server.address=127.0.0.1 --server.port=8080 --spring.pid.file=$RUNTIME_DIRECTORY/upload.pid \
      --spring.main.banner-mode=off --logging.level.root=warn
    """
        .formatted(ServiceRoot.JDK, APPLICATION, MAIN_CLASS);
  }

  @Override
  public String client() {
    return "curl -sf " + ADDRESS;
  }

  @Override
  public String answer() {
    return "works\n";
  }
}
