// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

/**
 * What was asked of the kernel when a {@link SystemCallException} was thrown. Code branches on the
 * constant, users read the words.
 */
public enum SystemCall {
  OPEN("open"),
  OPEN_DIRECTORY("open directory"),
  FOLLOW_SYMBOLIC_LINKS("follow symbolic links"),
  READ_LINK("read link"),
  STAT("stat"),
  STATFS("statfs"),
  READ_DIRECTORY("read directory"),
  SEEK_DIRECTORY("seek directory"),
  SYNC_DIRECTORY("sync directory"),
  CREATE("create", true),
  CREATE_DIRECTORY("create directory", true),
  CREATE_FILE("create file", true),
  CREATE_UNNAMED_FILE("create unnamed file"),
  CREATE_FIFO("create fifo", true),
  CREATE_NODE("create node", true),
  CREATE_CHARACTER_DEVICE("create character device", true),
  CREATE_BLOCK_DEVICE("create block device", true),
  CREATE_SOCKET_FILE("create socket", true),
  CREATE_HARD_LINK("create hard link", true),
  CREATE_SYMBOLIC_LINK("create symbolic link", true),
  CREATE_SUBVOLUME("create subvolume", true),
  FIND_SUBVOLUME_NUMBER("find subvolume's number"),
  SEARCH_TREE("search tree"),
  CREATE_QUOTA_GROUP("create quota group"),
  JOIN_QUOTA_GROUP("join quota group"),
  FIND_QUOTA_GROUPS("find quota groups"),
  RENAME("rename"),
  REMOVE("remove"),
  REMOVE_DIRECTORY("remove directory"),
  READ("read"),
  WRITE("write"),
  SEEK("seek"),
  SYNC("sync"),
  TRUNCATE("truncate"),
  CHANGE_MODE("change mode"),
  CHANGE_OWNER("change owner"),
  SET_TIMES("set times"),
  LIST_ATTRIBUTES("list attributes"),
  READ_ATTRIBUTE("read attribute"),
  SET_ATTRIBUTE("set attribute"),
  REMOVE_ATTRIBUTE("remove attribute"),
  READ_FILE_ATTRIBUTES("read file attributes"),
  SET_FILE_ATTRIBUTES("set file attributes"),
  READ_FLAGS("read flags"),
  SET_FLAGS("set flags"),
  SET_DESCRIPTOR_FLAGS("set descriptor flags"),
  SET_CLOSE_ON_EXEC("set close-on-exec"),
  LOCK("lock"),
  UNLOCK("unlock"),
  TEST_LOCK("look for a lock"),
  CREATE_SOCKET("socket"),
  BIND("bind"),
  LISTEN("listen"),
  ACCEPT("accept"),
  RECEIVE("receive"),
  SEND("send"),
  CONNECT("connect to"),
  SHUT_DOWN("shut down"),
  POLL("poll"),
  SET_TIMEOUT("set timeout"),
  GET_SOCKET_NAME("getsockname"),
  GET_SOCKET_OPTION("getsockopt"),
  READ_PEER_CREDENTIALS("read the peer's credentials"),
  ASK_FOR_SOCKET("ask for socket"),
  ASK_FOR_SOCKETS("ask for sockets"),
  RUN("run"),
  WAIT("wait"),
  CREATE_MOUNT_NAMESPACE("create a mount namespace"),
  MAKE_MOUNTS_PRIVATE("make mounts private"),
  GET_RANDOM("getrandom");

  private final String text;
  private final boolean createsEntry;

  SystemCall(String text) {
    this(text, false);
  }

  SystemCall(String text, boolean createsEntry) {
    this.text = text;
    this.createsEntry = createsEntry;
  }

  /** The words for it: {@code create directory}. */
  public String text() {
    return text;
  }

  /** Whether it would have given a directory a new entry: EEXIST then says that it has one. */
  public boolean createsEntry() {
    return createsEntry;
  }
}
