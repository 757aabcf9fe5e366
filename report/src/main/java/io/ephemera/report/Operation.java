// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * What can be done to a path, with the words for it. A new kind of change gets its words here and
 * nowhere else.
 */
public enum Operation {
  CREATE_DIRECTORY("create directory %"),
  CREATE_SUBVOLUME("create subvolume %"),
  CREATE_FILE("create file %"),
  CREATE_FIFO("create fifo %"),
  CREATE_SYMLINK("create symlink %"),
  CREATE_DEVICE("create device node %"),
  REPLACE("replace \"%\""),
  WRITE("write to \"%\""),
  COPY("copy tree to \"%\""),
  CHANGE_MODE("change mode of \"%\"", " to "),
  CHANGE_OWNER("change owner of \"%\"", " to "),
  SET_XATTR("set extended attribute of \"%\"", ": "),
  SET_FILE_ATTRIBUTES("set file attributes of \"%\"", " to "),
  SET_ACL("set access control list of \"%\"", ": "),
  SET_CAPABILITIES("set file capabilities of \"%\"", " to "),
  REMOVE("remove \"%\""),
  REMOVE_DIRECTORY("remove directory \"%\""),
  RESTORE_TIMES("restore access and modification time on \"%\"");

  private final String template;
  private final String joint;

  Operation(String template) {
    this(template, " ");
  }

  /**
   * An operation.
   *
   * @param joint what comes between the words and a detail
   */
  Operation(String template, String joint) {
    this.template = template;
    this.joint = joint;
  }

  /** The words for doing it: {@code create directory /run/foo}. */
  public String words(String path, String detail) {
    int at = template.indexOf('%');
    boolean quoted = template.endsWith("\"");
    String name = quoted && path.indexOf('"') >= 0 ? path.replace("\"", "\\\"") : path;
    String words = template.substring(0, at) + name + template.substring(at + 1);
    return detail.isEmpty() ? words : words + joint + detail;
  }

  /** The name in machine-readable output: {@code create-directory}. */
  public String id() {
    StringBuilder id = new StringBuilder();
    for (char c : name().toCharArray()) {
      id.append(c == '_' ? '-' : (char) (c | 0x20));
    }
    return id.toString();
  }
}
