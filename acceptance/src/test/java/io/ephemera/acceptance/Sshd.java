// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.Optional;

/**
 * Shows what is in /tmp to a user who logs in. It closes all descriptors that it inherits, and its
 * sessions outlive it.
 */
record Sshd() implements Service {
  private static final String SSH =
      "ssh -q -i $1/client -p 2222 -o BatchMode=yes -o StrictHostKeyChecking=no"
          + " -o UserKnownHostsFile=/dev/null alice@127.0.0.1 ";

  @Override
  public String name() {
    return "sshd";
  }

  @Override
  public String user() {
    return "alice";
  }

  @Override
  public boolean keepsRoot() {
    return true;
  }

  @Override
  public String start() {
    return """
    d=$RUNTIME_DIRECTORY
    echo sshd >/tmp/written
    for key in host client; do ssh-keygen -q -t ed25519 -N '' -f $d/$key; done
    cat >$d/sshd_config <<END
    Port 2222
    ListenAddress 127.0.0.1
    HostKey $d/host
    PidFile $d/sshd.pid
    AuthorizedKeysFile $d/client.pub
    UsePAM no
    StrictModes no
    END
    exec /usr/sbin/sshd -D -e -f $d/sshd_config
    """;
  }

  @Override
  public String client() {
    return SSH + "cat /tmp/written";
  }

  @Override
  public String answer() {
    return "sshd\n";
  }

  @Override
  public Optional<String> session() {
    return Optional.of(SSH + "cat");
  }
}
