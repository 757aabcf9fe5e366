// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

/** A database in memory: a single process with its socket in its runtime directory. */
record Redis() implements Service {
  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String user() {
    return "redis";
  }

  @Override
  public String start() {
    return """
    d=$RUNTIME_DIRECTORY
    echo redis >/tmp/written
    exec redis-server --port 0 --unixsocket $d/redis.sock --pidfile $d/redis.pid --dir $d --save ''
    """;
  }

  @Override
  public String client() {
    return "redis-cli -s $1/redis.sock ping";
  }

  @Override
  public String answer() {
    return "PONG\n";
  }
}
