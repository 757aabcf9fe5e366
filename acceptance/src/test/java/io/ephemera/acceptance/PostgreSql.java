// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.List;

/**
 * A database with a socket in its runtime directory, and one in /tmp, the default of PostgreSQL.
 * Its children end when it is killed. It would leave shared memory of both kinds if its IPC were
 * not its own.
 */
record PostgreSql() implements Service {
  private static final String DATA = "/srv/postgresql";
  private static final String QUERY = "psql -X -U postgres -Atc 'select 42' -h ";

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String user() {
    return "postgres";
  }

  @Override
  public String prepare() {
    return """
    install -d -m 700 -o postgres -g postgres %1$s
    cd /
    setpriv --reuid=postgres --regid=postgres --clear-groups /usr/lib/postgresql/*/bin/initdb \
      -D %1$s -U postgres -A trust --no-sync --no-locale --wal-segsize=1 >/dev/null
    """
        .formatted(DATA);
  }

  @Override
  public List<String> options(Caller caller) {
    return List.of("--private-ipc");
  }

  @Override
  public String start() {
    return """
    d=$RUNTIME_DIRECTORY
    echo postgresql >/tmp/written
    exec /usr/lib/postgresql/*/bin/postgres -D %s -k $d,/tmp \
      -c listen_addresses= -c external_pid_file=$d/postgres.pid -c autovacuum=off
    """
        .formatted(DATA);
  }

  @Override
  public String client() {
    return QUERY + "$1\nnsenter --target=$2 --mount " + QUERY + "/tmp";
  }

  @Override
  public String answer() {
    return "42\n42\n";
  }

  @Override
  public String remove() {
    return """
    rm -r $1 /dev/shm/PostgreSQL.*
    rm -f /tmp/.s.PGSQL.*
    ipcrm --all=shm
    """;
  }
}
