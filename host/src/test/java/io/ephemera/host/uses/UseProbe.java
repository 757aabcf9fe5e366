// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.host.processes.HostProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program that another user can run: for each line {@code DEVICE INODE} it prints the uses of the
 * file, the gaps, and a full stop.
 */
public final class UseProbe {
  private UseProbe() {}

  /** Reads lines to the end of the input. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] numbers = line.split(" ", -1);
      answer(new FileId(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
    }
  }

  private static void answer(FileId file) throws IOException {
    UseTable table = UseTable.scan(Wanted.files(List.of(file)));
    for (Use use : table.of(file)) {
      HostProcess process = use.process();
      int pid = process == null ? 0 : process.pid();
      System.out.println("use " + use.kind() + " " + pid + " " + use.proven());
    }
    Coverage coverage = table.coverage();
    for (Gap gap : coverage.gaps()) {
      System.out.println("gap " + gap.source() + " " + gap.reason() + " " + gap.count());
    }
    System.out.println(coverage.isComplete() ? "complete" : "incomplete");
    System.out.println(".");
    System.out.flush();
  }
}
