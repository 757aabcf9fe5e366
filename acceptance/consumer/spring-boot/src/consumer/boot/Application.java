// SPDX-License-Identifier: Apache-2.0
package consumer.boot;

import io.ephemera.Places;
import io.ephemera.TemporaryDirectory;
import java.io.IOException;
import org.springframework.boot.Banner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Has a temporary directory until its standard input ends. */
@SpringBootApplication
public class Application {
  /** Starts it. */
  public static void main(String... arguments) throws IOException {
    SpringApplication application = new SpringApplication(Application.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    try (ConfigurableApplicationContext context = application.run(arguments)) {
      System.in.transferTo(System.out);
    }
  }

  /** Removed when the application ends. */
  @Bean(destroyMethod = "close")
  public TemporaryDirectory work() throws IOException {
    return TemporaryDirectory.create(Places.of("consumer").temporary());
  }

  /** Reports the directory. */
  @Bean
  public CommandLineRunner report(TemporaryDirectory work) {
    return arguments -> System.out.println("works in " + work.path());
  }
}
