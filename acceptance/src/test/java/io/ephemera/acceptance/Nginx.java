// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.Optional;

/** Serves what is in /tmp. Its workers outlive it when it is killed. */
record Nginx() implements Service {
  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public String user() {
    return "www-data";
  }

  @Override
  public String start() {
    return """
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
    """;
  }

  @Override
  public String client() {
    return "curl -sf --unix-socket $1/http.sock http://service/written";
  }

  @Override
  public String answer() {
    return "nginx\n";
  }

  @Override
  public Optional<String> session() {
    return Optional.of(
        """
        while read -r line; do
          curl -sf --unix-socket $1/http.sock http://service/written >&2
          echo "$line"
        done
        """);
  }
}
