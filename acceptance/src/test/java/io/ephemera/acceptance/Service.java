// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.List;

/**
 * A real daemon, as it is started in the foreground.
 *
 * @param name the name of its runtime directory
 * @param user who starts it where no root is needed, and as whom it runs
 * @param keepsRoot whether root starts it as root, and it changes its user by itself
 * @param start a shell script that becomes the daemon; its runtime directory is in
 *     RUNTIME_DIRECTORY, and it leaves a file {@code /tmp/written}
 * @param client a shell script that asks it, with the runtime directory as {@code $1}
 * @param answer what the client prints if the daemon works, and sees its own /tmp
 * @param session a shell script that stays connected if it can, with the runtime directory as
 *     {@code $1}, and repeats each line of its input after the daemon has answered
 */
record Service(
    String name,
    String user,
    boolean keepsRoot,
    String start,
    String client,
    String answer,
    String session) {

  private static final String SSH =
      "ssh -q -i $1/client -p 2222 -o BatchMode=yes -o StrictHostKeyChecking=no"
          + " -o UserKnownHostsFile=/dev/null alice@127.0.0.1 ";

  /** Serves what is in /tmp. Its workers outlive it when it is killed. */
  static final Service NGINX =
      new Service(
          "nginx",
          "www-data",
          false,
          """
          d=$RUNTIME_DIRECTORY
          echo nginx >/tmp/written
          cat >$d/nginx.conf <<END
          daemon off;
          worker_processes 2;
          pid $d/nginx.pid;
          error_log stderr;
          events { worker_connections 64; }
          http {
            access_log off;
            client_body_temp_path $d/body;
            proxy_temp_path $d/proxy;
            fastcgi_temp_path $d/fastcgi;
            uwsgi_temp_path $d/uwsgi;
            scgi_temp_path $d/scgi;
            server { listen unix:$d/http.sock; root /tmp; }
          }
          END
          exec nginx -e stderr -c $d/nginx.conf
          """,
          "curl -sf --unix-socket $1/http.sock http://service/written",
          "nginx\n",
          """
          while read -r line; do
            curl -sf --unix-socket $1/http.sock http://service/written >&2
            echo "$line"
          done
          """);

  /** Shows what is in /tmp to a user who logs in. It closes all descriptors that it inherits. */
  static final Service SSHD =
      new Service(
          "sshd",
          "alice",
          true,
          """
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
          """,
          SSH + "cat /tmp/written",
          "sshd\n",
          SSH + "cat");

  static final Service REDIS =
      new Service(
          "redis",
          "redis",
          false,
          """
          d=$RUNTIME_DIRECTORY
          echo redis >/tmp/written
          exec redis-server --port 0 --unixsocket $d/redis.sock --pidfile $d/redis.pid --dir $d --save ''
          """,
          "redis-cli -s $1/redis.sock ping",
          "PONG\n",
          """
          while read -r line; do
            redis-cli -s $1/redis.sock ping >&2
            echo "$line"
          done
          """);

  static List<Service> all() {
    return List.of(NGINX, SSHD, REDIS);
  }

  @Override
  public String toString() {
    return name;
  }
}
