// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import io.ephemera.fs.Bytes;
import io.ephemera.units.UnitName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a process is among the control groups, cgroups(7): these names are for people, for anything
 * with the right may move a process, and a user may give those below its own any name. Only names
 * that units and containers can have are taken for some. Immutable.
 *
 * @param path of the control group in the hierarchy of the service manager; empty if not known
 * @param unit the innermost service or scope of systemd: {@code nginx.service}, {@code
 *     session-3.scope}; null if there is none
 * @param container null if there is none
 */
public record Placement(Bytes path, @Nullable String unit, @Nullable Container container) {
  private static final String UNIFIED = "0::";
  private static final String NAMED = ":name=systemd:";
  private static final String KUBERNETES = "kubepods";
  private static final int ID_DIGITS = 64;

  /** A form in which engines name the control groups of their containers. */
  private record Form(String prefix, String suffix, Container.Engine engine) {}

  /** The names that systemd gives, and those of engines that make control groups themselves. */
  private static final List<Form> FORMS =
      List.of(
          new Form("docker-", ".scope", Container.Engine.DOCKER),
          new Form("libpod-", ".scope", Container.Engine.PODMAN),
          new Form("libpod-", "", Container.Engine.PODMAN),
          new Form("cri-containerd-", ".scope", Container.Engine.CONTAINERD),
          new Form("crio-", ".scope", Container.Engine.CRI_O),
          new Form("crio-", "", Container.Engine.CRI_O));

  private static final String USERS = "user.slice";
  private static final String CONTAINER_NAME = "[A-Za-z0-9][A-Za-z0-9_.-]*";

  /**
   * The service or scope of the system's manager: the outermost one, for what is below it may be
   * named by its user; null for a process of a user's manager or session, and in a container.
   */
  public @Nullable String systemUnit() {
    if (container != null) {
      return null;
    }
    for (String component : path.latin1().split("/", -1)) {
      if (component.equals(USERS)) {
        return null;
      }
      if (isUnit(unescaped(component))) {
        return unescaped(component);
      }
    }
    return null;
  }

  private static boolean isUnit(String name) {
    return (name.endsWith(".service") || name.endsWith(".scope")) && UnitName.parse(name) != null;
  }

  /** Whether a unit or slice is among the control groups, so that the process belongs to it. */
  public boolean isIn(String name) {
    for (String component : path.latin1().split("/", -1)) {
      if (unescaped(component).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** As cg_unescape of systemd: a {@code _} is before a name that could be one of the kernel's. */
  private static String unescaped(String component) {
    return component.startsWith("_") ? component.substring(1) : component;
  }

  /** Parses proc_pid_cgroup(5). */
  static Placement parse(@Nullable String text) {
    return of(path(text == null ? "" : text));
  }

  /** Of the hierarchy without controllers, else of that of systemd, which old versions have. */
  private static String path(String text) {
    String unified = "";
    for (String line : text.split("\n", -1)) {
      int named = line.indexOf(NAMED);
      if (named > 0) {
        return line.substring(named + NAMED.length());
      }
      if (line.startsWith(UNIFIED)) {
        unified = line.substring(UNIFIED.length());
      }
    }
    return unified;
  }

  private static Placement of(String path) {
    String unit = null;
    Container container = null;
    String parent = "";
    boolean inPod = false;
    for (String component : path.split("/", -1)) {
      String name = unescaped(component);
      if (isUnit(name)) {
        unit = name;
      }
      inPod |= name.startsWith(KUBERNETES);
      Container named = container(parent, name, inPod);
      container = named == null ? container : named;
      parent = name;
    }
    return new Placement(Bytes.latin1(path), unit, container);
  }

  private static @Nullable Container container(String parent, String name, boolean inPod) {
    for (Form form : FORMS) {
      int end = name.length() - form.suffix().length();
      if (name.startsWith(form.prefix()) && name.endsWith(form.suffix())) {
        String id = name.substring(form.prefix().length(), Math.max(end, form.prefix().length()));
        if (isId(id)) {
          return new Container(form.engine(), id);
        }
      }
    }
    if (isId(name.substring(name.lastIndexOf(':') + 1))) {
      return byNumber(parent, name, inPod);
    }
    return byName(parent, name);
  }

  /** Control groups whose last part is the identity alone. */
  private static @Nullable Container byNumber(String parent, String name, boolean inPod) {
    String id = name.substring(name.lastIndexOf(':') + 1);
    if (name.contains(":cri-containerd:")) {
      return new Container(Container.Engine.CONTAINERD, id);
    }
    if (parent.equals("docker")) {
      return new Container(Container.Engine.DOCKER, id);
    }
    return inPod ? new Container(Container.Engine.KUBERNETES, id) : null;
  }

  private static @Nullable Container byName(String parent, String name) {
    Container found = ofManager(parent, name);
    return found == null || !found.id().matches(CONTAINER_NAME) ? null : found;
  }

  private static @Nullable Container ofManager(String parent, String name) {
    if (name.startsWith("lxc.payload.")) {
      return new Container(Container.Engine.LXC, name.substring("lxc.payload.".length()));
    }
    if ((parent.equals("lxc") || parent.equals("lxc.payload")) && !name.isEmpty()) {
      return new Container(Container.Engine.LXC, name);
    }
    if (name.startsWith("systemd-nspawn@") && name.endsWith(".service")) {
      return new Container(Container.Engine.NSPAWN, between(name, "systemd-nspawn@", ".service"));
    }
    boolean machine = parent.equals("machine.slice") && name.startsWith("machine-");
    return machine && name.endsWith(".scope") && !name.startsWith("machine-qemu")
        ? new Container(Container.Engine.NSPAWN, between(name, "machine-", ".scope"))
        : null;
  }

  private static String between(String name, String prefix, String suffix) {
    return name.substring(prefix.length(), name.length() - suffix.length());
  }

  private static boolean isId(String text) {
    if (text.length() != ID_DIGITS) {
      return false;
    }
    for (int i = 0; i < ID_DIGITS; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
