// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

/**
 * The operation of which a {@link SystemCallException} reports the failure. Code branches on the
 * constant, users read the words.
 */
public enum SystemCall {
  OPEN("open"),
  OPEN_DIRECTORY("open directory"),
  ENTER_DIRECTORY("enter directory"),
  FOLLOW_SYMBOLIC_LINKS("follow symbolic links"),
  READ_LINK("read symbolic link"),
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
  CREATE_SOCKET_FILE("create socket file", true),
  CREATE_HARD_LINK("create hard link", true),
  CREATE_SYMBOLIC_LINK("create symbolic link", true),
  CREATE_SUBVOLUME("create subvolume", true),
  FIND_SUBVOLUME_ID("find subvolume ID"),
  SEARCH_BTRFS_TREE("search btrfs tree"),
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
  GET_STATUS_FLAGS("get file status flags"),
  SET_STATUS_FLAGS("set file status flags"),
  SET_DESCRIPTOR_FLAGS("set descriptor flags"),
  DUPLICATE_DESCRIPTOR("duplicate descriptor"),
  LOOK_UP_USER("look up user"),
  LOOK_UP_GROUP("look up group"),
  LOOK_UP_GROUPS_OF_USER("look up groups of user"),
  LOCK("lock"),
  UNLOCK("unlock"),
  TEST_LOCK("test lock"),
  CREATE_SOCKET("create socket"),
  BIND("bind"),
  LISTEN("listen"),
  ACCEPT("accept"),
  RECEIVE("receive"),
  SEND("send"),
  CONNECT("connect to"),
  SHUT_DOWN("shut down socket"),
  POLL("poll"),
  SET_TIMEOUT("set timeout"),
  GET_SOCKET_NAME("get socket address"),
  GET_SOCKET_OPTION("get socket option"),
  GET_PEER_CREDENTIALS("get peer credentials"),
  QUERY_SOCKET("query socket"),
  QUERY_SOCKETS("query sockets"),
  OPEN_PROCESS("open process"),
  GET_MOUNT_NAMESPACE_ID("get mount namespace ID"),
  RUN("run"),
  WAIT("wait"),
  SET_SIGNAL_MASK("set signal mask"),
  CREATE_SESSION("create session"),
  GIVE_UP_TERMINAL("give up controlling terminal"),
  JOIN_SESSION_KEYRING("join session keyring"),
  SET_SUPPLEMENTARY_GROUPS("set supplementary groups"),
  SET_GROUP("set group"),
  SET_USER("set user"),
  GET_CREDENTIALS("get credentials"),
  SET_CAPABILITIES("set capabilities"),
  BECOME_SUBREAPER("become subreaper"),
  DENY_NEW_PRIVILEGES("deny new privileges"),
  GET_LIMIT("get limit"),
  SET_LIMIT("set limit"),
  SET_NICE("set nice value"),
  CREATE_PIPE("create pipe"),
  CREATE_MOUNT_NAMESPACE("create mount namespace"),
  CREATE_IPC_NAMESPACE("create IPC namespace"),
  MAKE_MOUNTS_PRIVATE("make mounts private"),
  MAKE_MOUNTS_SLAVE("make mounts slaves"),
  CREATE_FILE_SYSTEM("create file system"),
  CLONE_MOUNT("clone mount"),
  ATTACH_MOUNT("mount on"),
  DETACH_MOUNT("unmount"),
  MAKE_READ_ONLY("make read-only"),
  DROP_CAPABILITIES("drop capabilities"),
  GET_RANDOM("get random bytes");

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

  /** Whether it would have created a directory entry: EEXIST then means that the name is taken. */
  public boolean createsEntry() {
    return createsEntry;
  }
}
