// SPDX-License-Identifier: Apache-2.0
package io.ephemera.examples.frameworks;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;

/** Servers that answer over HTTP. */
final class Http {
  static final String ANSWER = "here";

  private Http() {}

  private static final class Answer extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(response, true, ANSWER, callback);
      return true;
    }
  }

  static AutoCloseable jetty(Path path) throws Exception {
    Server server = new Server();
    UnixDomainServerConnector connector = new UnixDomainServerConnector(server);
    connector.setUnixDomainPath(path);
    return start(server, connector);
  }

  /** On a socket that is standard input: StandardInput=fd:NAME of systemd.exec(5). */
  static AutoCloseable jettyOnStandardInput() throws Exception {
    Server server = new Server();
    UnixDomainServerConnector connector = new UnixDomainServerConnector(server);
    connector.setInheritChannel(true);
    return start(server, connector);
  }

  private static AutoCloseable start(Server server, UnixDomainServerConnector connector)
      throws Exception {
    server.addConnector(connector);
    server.setHandler(new Answer());
    server.start();
    return server::stop;
  }

  private static final class AnswerServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write(ANSWER);
    }
  }

  static AutoCloseable tomcat(Path path, Path base) throws Exception {
    Connector connector = new Connector();
    connector.setProperty("unixDomainSocketPath", path.toString());
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", base.toString());
    Tomcat.addServlet(context, "answer", new AnswerServlet()).addMapping("/");
    tomcat.start();
    return () -> {
      tomcat.stop();
      tomcat.destroy();
    };
  }

  static byte[] request() {
    return "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        .getBytes(StandardCharsets.US_ASCII);
  }
}
