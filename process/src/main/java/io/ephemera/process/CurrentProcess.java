// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Processes;
import io.ephemera.linux.errno.Errno;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** This process: its standard streams, random bytes for it, and its end. */
public final class CurrentProcess {
  private static final int STANDARD_OUTPUT = 1;
  private static final byte[] TERMINAL = "/dev/tty".getBytes(StandardCharsets.US_ASCII);

  // Major numbers of terminals, admin-guide/devices.txt of the kernel.
  private static final int TTY = 4;
  private static final int TTY_AUX = 5;
  private static final int FIRST_PTY = 136;
  private static final int LAST_PTY = 143;

  private CurrentProcess() {}

  /** Its process ID. {@link ProcessHandle} starts a pool of threads to say so. */
  public static int pid() {
    return Credentials.getpid();
  }

  /** Whether standard error is a terminal. */
  public static boolean talksToTerminal() {
    return Io.standardErrorIsTerminal();
  }

  /** Whether standard output is a terminal. */
  public static boolean printsOnTerminal() {
    try {
      Stat output = Stat.ofDescriptor(STANDARD_OUTPUT);
      return output.type() == FileType.CHARACTER_DEVICE && isTerminal(output.nodeMajor());
    } catch (SystemCallException e) {
      return false;
    }
  }

  /**
   * Whether a reader of standard output may have gone away: of a pipe, a socket or a terminal, or
   * because it is closed. A file or a device must accept everything.
   */
  public static boolean hasReader() {
    try {
      return hasReader(Stat.ofDescriptor(STANDARD_OUTPUT));
    } catch (SystemCallException e) {
      return true;
    }
  }

  private static boolean hasReader(Stat output) {
    return switch (output.type()) {
      case FIFO, SOCKET -> true;
      case CHARACTER_DEVICE -> isTerminal(output.nodeMajor());
      case REGULAR, DIRECTORY, SYMLINK, BLOCK_DEVICE, UNKNOWN -> false;
    };
  }

  private static boolean isTerminal(int major) {
    return major == TTY || major == TTY_AUX || (major >= FIRST_PTY && major <= LAST_PTY);
  }

  /**
   * Fills an array with unguessable bytes, getrandom(2).
   *
   * @param into at most 256 bytes
   */
  public static void random(byte[] into) {
    if (Credentials.getrandom(into) != into.length) {
      throw new IllegalStateException("getrandom(2) returned too few bytes");
    }
  }

  /**
   * Sets the file mode creation mask, umask(2), of the calling thread, or of the process if the
   * thread shares it: just before it becomes or starts another program.
   *
   * @param mask 0 to 0777
   */
  public static void setFileCreationMask(int mask) {
    int ignored = Processes.umask(mask);
  }

  /**
   * The directory of the virtual machine, as the kernel names it: the program is {@code bin/java}
   * in it, proc_pid_exe(5). Can be asked by a thread whose user may not reach it.
   */
  public static BytePath runtimeDirectory() throws SystemCallException {
    try (Directory process = Directory.openAmbient(BytePath.of("/proc/self"))) {
      return BytePath.of(process.linkText(Name.of("exe"))).parent().parent();
    }
  }

  /**
   * Makes an inherited directory the working directory, fchdir(2), and closes its descriptor.
   *
   * @throws IllegalStateException if it cannot be entered
   */
  public static void enterDirectory(int descriptor) {
    try (Fd directory = new Fd(descriptor)) {
      int entered = Io.fchdir(directory);
      if (entered < 0) {
        throw new IllegalStateException(
            "cannot return to the working directory: " + Errno.of(-entered).text());
      }
    }
  }

  /**
   * Leaves the controlling terminal, so that neither this process nor one that it becomes or starts
   * can act as one of the terminal's session: by a new session, setsid(2), or where this process
   * leads a process group, and setsid is refused, by TIOCNOTTY of ioctl_tty(2). If it leads the
   * session, that sends SIGHUP to the processes in the foreground, of which this one takes no
   * notice.
   */
  public static void leaveTerminal() throws SystemCallException {
    int session = Processes.setsid();
    if (!Errno.EPERM.isReasonOf(session)) {
      check(session, SystemCall.CREATE_SESSION);
      return;
    }
    ProcessStat process = ProcessStat.ofThisProcess();
    if (process != null && process.terminal() == 0) {
      return;
    }
    int opened = At.openat(Fd.CWD, TERMINAL, Constants.O_RDWR | Constants.O_NOCTTY, 0);
    try (Fd terminal = new Fd(check(opened, SystemCall.GIVE_UP_TERMINAL))) {
      check(
          Processes.whileIgnored(Constants.SIGHUP, () -> Io.giveUpTerminal(terminal)),
          SystemCall.GIVE_UP_TERMINAL);
    }
  }

  /**
   * Becomes a program, execve(2), with the rights and the signal mask of the calling thread.
   * Returns only by its exception.
   *
   * @param program its path
   * @param words how it is called, and its arguments
   * @param environment entries {@code NAME=value}
   * @throws SystemCallException if this process is what it was
   */
  public static void become(Bytes program, List<Bytes> words, List<Bytes> environment)
      throws SystemCallException {
    int result = Processes.execve(program.toArray(), arrays(words), arrays(environment));
    check(result, SystemCall.RUN, program);
    throw new IllegalStateException("execve(2) returned");
  }

  private static List<byte[]> arrays(List<Bytes> texts) {
    List<byte[]> arrays = new ArrayList<>(texts.size());
    for (Bytes text : texts) {
      arrays.add(text.toArray());
    }
    return arrays;
  }

  /**
   * Ends the process at once, exit_group(2): for a program that has written and closed everything.
   * Flushes nothing and runs no hook. The virtual machine's own way may wait 10 ms for threads that
   * compile or call.
   *
   * @param status 0 to 255
   */
  public static void exit(int status) {
    Credentials.exitGroup(status);
  }
}
