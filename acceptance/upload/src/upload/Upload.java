// SPDX-License-Identifier: Apache-2.0

package upload;

import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.ApplicationPidFileWriter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Accepts uploads, which Tomcat keeps in java.io.tmpdir until they are complete. */
@SpringBootApplication
@RestController
public class Upload {
  /** Starts the server, which writes its process id to the file of spring.pid.file. */
  public static void main(String... arguments) {
    SpringApplication application = new SpringApplication(Upload.class);
    application.addListeners(new ApplicationPidFileWriter());
    application.run(arguments);
  }

  /** Whether it works. */
  @GetMapping("/")
  public String state() {
    return "works\n";
  }

  /** How many bytes were uploaded. */
  @PostMapping("/")
  public String receive(@RequestParam("file") MultipartFile file) throws IOException {
    return file.getBytes().length + " bytes\n";
  }
}
