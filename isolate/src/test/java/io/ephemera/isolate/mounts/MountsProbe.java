// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.MountCalls;
import io.ephemera.fs.OpenFile;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.process.Capabilities;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.ProcessArguments;
import io.ephemera.process.SignalRelay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both stages, as {@code run} goes through them: prints what the command would find. */
final class MountsProbe {
  private static final String PID = "pid";
  private static final MountPlan PLAN =
      Plans.inMemory()
          .withAccess(
              List.of(
                  Plans.rule(AccessRule.Access.READ_ONLY, "/"),
                  Plans.rule(AccessRule.Access.INACCESSIBLE, "/opt"),
                  Plans.rule(AccessRule.Access.INACCESSIBLE, "/etc/passwd")));

  private MountsProbe() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "first" -> first();
      case "parent" -> second(Integer.parseInt(arguments[1]), arguments[2]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void first() throws Exception {
    NamespaceAccess access = NamespaceTrial.begin().result();
    System.out.println(access);
    System.out.flush();
    if (access instanceof NamespaceAccess.UserNamespace) {
      try (CheckedPlaces places = CheckedPlaces.check(PLAN, note -> {});
          OpenFile handover =
              new Handover(places, Map.of(PID, Bytes.latin1("value handed over"))).write()) {
        List<Bytes> line = ProcessArguments.commandLine();
        // The second stage is a child here; its process ID is compared with that of unshare(1).
        List<Bytes> words = new ArrayList<>();
        for (String word : List.of("/bin/sh", "-c", "exec \"$@\" $$", "sh")) {
          words.add(Bytes.latin1(word));
        }
        words.addAll(SecondStage.UNSHARE);
        words.addAll(line.subList(0, line.size() - 1));
        words.add(Bytes.latin1("parent"));
        words.add(Bytes.latin1("" + handover.descriptor()));
        int ignored = ChildProcess.start(words, List.of(), SignalRelay.none()).await();
      }
    }
  }

  private static void second(int handover, String pid) throws Exception {
    Path status = Path.of("/proc/thread-self/status");
    boolean capable =
        Files.readAllLines(status).stream()
            .anyMatch(line -> line.startsWith("CapEff:") && !line.endsWith("0000000000000000"));
    System.out.println("capabilities in between " + (capable ? 1 : 0));
    System.out.println("same pid " + (ProcessHandle.current().pid() == Long.parseLong(pid)));
    Handover read = Handover.read(handover);
    System.out.println(read.values().get(PID));
    MountCalls calls = Boolean.getBoolean("byPaths") ? MountCalls.byPaths() : MountCalls.best();
    try (CheckedPlaces places = read.places()) {
      CoveredPaths covered = CommandMounts.apply(PLAN, places, Frames.NONE, calls);
      System.out.println("covers " + covered.paths().getFirst());
    }
    Capabilities.dropAll();
    System.out.println(Files.readString(status));
    for (String directory : List.of("/tmp", "/var/tmp", "/dev/shm", "/opt")) {
      System.out.println("writable " + directory + " " + Files.isWritable(Path.of(directory)));
    }
    System.out.println("readable /etc/passwd " + Files.isReadable(Path.of("/etc/passwd")));
    System.out.println("entries of /tmp " + Path.of("/tmp").toFile().list().length);
  }
}
