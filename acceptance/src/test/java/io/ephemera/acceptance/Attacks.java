// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.acceptance.Attack.Outside;
import io.ephemera.testkit.Attacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** The classes of attacks. */
final class Attacks {
  private Attacks() {}

  /** Directories of the attacker; each can be exchanged with a link to one of root. */
  private static final String WAY =
      """
      pub/ 0777
      pub/home/ USER
      pub/home/a/ USER
      pub/home/a/b/ USER
      pub/l0 => TOP/victim/home USER
      pub/home/l1 => TOP/victim/home/a USER
      pub/home/a/l2 => TOP/victim/home/a/b USER
      """;

  /** The names that the operations use, in a directory of root. */
  private static final String VICTIM =
      """
      source/
      source/f "x"
      source/d/
      source/d/e "x"
      victim/ @20d
      victim/home/ @20d
      victim/home/a/ @20d
      victim/home/a/b/ 0750 @20d
      victim/home/a/b/file 0600 @20d "secret"
      victim/home/a/b/d/ 0700 @20d
      victim/home/a/b/d/e 0600 @20d "secret"
      victim/home/a/b/old/ 0700 @20d
      victim/home/a/b/t/ 0750 @20d
      victim/home/a/b/t/1 0600 @20d "secret"
      victim/home/a/b/t/u/ 0700 @20d
      victim/home/a/b/t/u/2 0600 @20d "secret"
      victim/home/a/b/t/u/v/ 0700 @20d
      victim/home/a/b/t/u/v/3 0600 @20d "secret"
      """;

  private static final String EXCHANGES =
      """
      x TOP/pub/home TOP/pub/l0
      x TOP/pub/home TOP/pub/l0
      x TOP/pub/home/a TOP/pub/home/l1
      x TOP/pub/home/a TOP/pub/home/l1
      x TOP/pub/home/a/b TOP/pub/home/a/l2
      x TOP/pub/home/a/b TOP/pub/home/a/l2
      """;

  /** The same inside the tree that is walked; the operation may have removed it. */
  private static final String EXCHANGES_BELOW =
      """
      s TOP/victim/home/a/b/t/u TOP/pub/home/a/b/t/lu
      x TOP/pub/home/a/b/t/u TOP/pub/home/a/b/t/lu
      x TOP/pub/home/a/b/t/u TOP/pub/home/a/b/t/lu
      """;

  /** A separate operation, because a run removes nothing that another of its lines creates. */
  private static final Attack.Scenario CREATE =
      Attack.Scenario.of(
          "--create",
          """
          d TOP/pub/home/a/b/t 0777 65534 65534
          f TOP/pub/home/a/b/t/1 0666 65534 65534
          d TOP/pub/home/a/b/t/u 0777 65534 65534
          f TOP/pub/home/a/b/t/u/2 0666 65534 65534
          d TOP/pub/home/a/b/t/u/v 0777 65534 65534
          f TOP/pub/home/a/b/t/u/v/3 0666 65534 65534
          """);

  private static final Attack.Scenario CLEAN =
      Attack.Scenario.of("--clean", "d TOP/pub/home/a/b/t - - - 0\n");
  private static final Attack.Scenario CLEAN_MATCHES =
      Attack.Scenario.of("--clean", "e TOP/pub/home/a/b/t*/u - - - 0\n");
  private static final Attack.Scenario REMOVE =
      Attack.Scenario.of("--remove", "R TOP/pub/home/a/b/t\n");
  private static final Attack.Scenario REMOVE_MATCHES =
      Attack.Scenario.of("--remove", "R TOP/pub/home/a/b/t*/*\n");
  private static final Attack.Scenario EMPTY =
      Attack.Scenario.of("--remove", "D TOP/pub/home/a/b/t\n");
  private static final Attack.Scenario PURGE =
      Attack.Scenario.of("--purge", "d$ TOP/pub/home/a/b/t\n");

  private static Attack linkDuringCreate() {
    return Attack.of(
        "symlink swapped in, create",
        WAY
            + "pub/home/a/b/file 0666 USER\npub/home/a/b/old/ USER\npub/home/a/b/old/e USER\n"
            + VICTIM,
        EXCHANGES,
        Outside.ofTrees("victim", "source"),
        top -> UnguardedWalk.create(top.resolve("pub/home/a/b"), "file"),
        Attack.Scenario.of(
            "--remove --create",
            """
            r TOP/pub/home/a/b/f
            f TOP/pub/home/a/b/f 0666 65534 65534 - x
            R TOP/pub/home/a/b/d
            d TOP/pub/home/a/b/d 0777 65534 65534
            f TOP/pub/home/a/b/d/e 0666 65534 65534 - x
            """),
        Attack.Scenario.of(
            "--remove --create",
            """
            r TOP/pub/home/a/b/l
            L TOP/pub/home/a/b/l - 65534 65534 - x
            r TOP/pub/home/a/b/p
            p TOP/pub/home/a/b/p 0666 65534 65534
            R TOP/pub/home/a/b/c
            C TOP/pub/home/a/b/c 0777 65534 65534 - TOP/source
            """),
        Attack.Scenario.of(
            "--create",
            """
            F TOP/pub/home/a/b/file 0666 65534 65534 - x
            w TOP/pub/home/a/b/f* - - - - x
            e TOP/pub/home/a/b/old 0777 65534 65534
            t TOP/pub/home/a/b/file - - - - user.note=x
            a TOP/pub/home/a/b/file - - - - u:65534:rwx
            """));
  }

  private static Attack linkDuringClean() {
    return Attack.of(
        "symlink swapped in, clean",
        WAY + VICTIM,
        EXCHANGES + EXCHANGES_BELOW,
        Outside.ofTrees("victim"),
        Attacks::removeUnguarded,
        CREATE,
        CLEAN,
        CREATE,
        CLEAN_MATCHES);
  }

  private static Attack linkDuringRemove() {
    return Attack.of(
        "symlink swapped in, remove",
        WAY + VICTIM,
        EXCHANGES + EXCHANGES_BELOW,
        Outside.ofTrees("victim"),
        Attacks::removeUnguarded,
        CREATE,
        REMOVE,
        CREATE,
        EMPTY,
        CREATE,
        REMOVE_MATCHES);
  }

  private static Attack linkDuringPurge() {
    return Attack.of(
        "symlink swapped in, purge",
        WAY + VICTIM,
        EXCHANGES + EXCHANGES_BELOW,
        Outside.ofTrees("victim"),
        Attacks::removeUnguarded,
        CREATE,
        PURGE);
  }

  private static void removeUnguarded(Path top) throws IOException {
    Path tree = top.resolve("pub/home/a/b/t");
    Files.createDirectories(tree.resolve("u"));
    UnguardedWalk.remove(tree);
  }

  private static Attack linkDuringAdjustment() {
    return Attack.of(
        "symlink swapped in, Z",
        WAY
            + """
            pub/home/a/b/t/ USER
            pub/home/a/b/t/1 USER
            pub/home/a/b/t/u/ USER
            pub/home/a/b/t/u/2 USER
            pub/home/a/b/t/u/v/ USER
            pub/home/a/b/t/u/v/3 USER
            """
            + VICTIM,
        EXCHANGES + EXCHANGES_BELOW,
        Outside.ofTrees("victim"),
        top -> UnguardedWalk.changeAll(top.resolve("pub/home/a/b/t")),
        Attack.Scenario.of("--create", "Z TOP/pub/home/a/b/t 0777 65534 65534\n"),
        Attack.Scenario.of("--create", "Z TOP/pub/home/a/b/* 0755 65534 65534\n"),
        Attack.Scenario.of("--create", "A TOP/pub/home/a/b/t - - - - u:65534:rwx\n"),
        Attack.Scenario.of("--create", "T TOP/pub/home/a/b/t - - - - user.note=x\n"));
  }

  /** Into a directory that all users share, and back. */
  private static Attack movedAway() {
    return Attack.of(
        "directory moved away while walked",
        WAY
            + """
            pub/home/a/b/t/ USER
            pub/home/a/b/t/1 USER
            pub/home/a/b/t/u/ USER
            pub/home/a/b/t/u/2 USER
            pub/home/a/b/t/u/v/ USER
            pub/home/a/b/t/u/v/3 USER
            shared/ 1777
            shared/1 0600 @20d "secret"
            shared/2 0600 @20d "secret"
            shared/3 0600 2000:2000 @20d "secret"
            shared/t/ 0700 @20d
            shared/t/1 0600 @20d "secret"
            """,
        """
        m TOP/pub/home/a/b/t/u TOP/shared/u
        m TOP/shared/u TOP/pub/home/a/b/t/u
        m TOP/pub/home/a/b/t/u/v TOP/shared/v
        m TOP/shared/v TOP/pub/home/a/b/t/u/v
        m TOP/pub/home/a/b/t TOP/shared/tt
        m TOP/shared/tt TOP/pub/home/a/b/t
        u TOP/shared/v/3
        D TOP/shared/v
        u TOP/shared/u/v/3
        D TOP/shared/u/v
        u TOP/shared/u/2
        D TOP/shared/u
        m TOP/shared/tt TOP/pub/home/a/b/tt
        """,
        Outside.ofTrees("shared/1", "shared/2", "shared/3", "shared/t"),
        top -> UnguardedWalk.removeUpwards(top.resolve("pub/home/a/b/t"), List.of("u", "v"), "1"),
        CREATE,
        REMOVE,
        CREATE,
        CLEAN,
        CREATE,
        REMOVE_MATCHES,
        CREATE,
        Attack.Scenario.of("--create", "Z TOP/pub/home/a/b/t 0755 65534 65534\n"));
  }

  private static Attack hardLink() {
    return Attack.of(
            "hard link to another's file",
            """
            etc/
            etc/shadow 0600 "secret"
            pub/ 0777
            pub/home/ USER
            pub/home/dir/ USER
            pub/home/dir/own USER
            copy/
            """,
            """
            l TOP/etc/shadow TOP/pub/home/dir/n
            u TOP/pub/home/dir/n
            f TOP/pub/home/dir/n
            u TOP/pub/home/dir/n
            """,
            new Outside(List.of(), List.of("etc/shadow"), List.of("copy"), List.of()),
            top -> UnguardedWalk.write(top.resolve("pub/home/dir/n")),
            Attack.Scenario.of("--create", "z TOP/pub/home/dir/n 0666 65534 65534\n"),
            Attack.Scenario.of("--create", "f TOP/pub/home/dir/n 0666 65534 65534 - x\n"),
            Attack.Scenario.of("--create", "F TOP/pub/home/dir/n - - - - x\n"),
            Attack.Scenario.of("--create", "w TOP/pub/home/dir/n - - - - x\n"),
            Attack.Scenario.of("--create", "Z TOP/pub/home/dir 0777 65534 65534\n"),
            Attack.Scenario.of("--create", "a TOP/pub/home/dir/n - - - - u:65534:rwx\n"),
            Attack.Scenario.of("--create", "t TOP/pub/home/dir/n - - - - user.note=x\n"),
            Attack.Scenario.of(
                "--remove --create",
                "R TOP/copy/c\nC TOP/copy/c 0777 65534 65534 - TOP/pub/home/dir\n"))
        .by(Attacker.Rights.LINKING)
        .withLinksUnprotected();
  }

  private static Attack mountInserted() {
    return Attack.of(
            "bind mount inserted (by root)",
            WAY
                + VICTIM
                + """
                pub/home/a/b/t/ USER
                pub/home/a/b/t/u/ USER
                pub/home/a/b/t/u/v/ USER
                pub/home/a/b/t/1 USER
                """,
            """
            d TOP/pub/home/a/b/t
            d TOP/pub/home/a/b/t/u
            d TOP/pub/home/a/b/t/u/v
            f TOP/pub/home/a/b/t/1
            b TOP/victim/home/a/b/t/u TOP/pub/home/a/b/t/u
            B TOP/pub/home/a/b/t/u
            b TOP/victim/home/a/b/t/u/v TOP/pub/home/a/b/t/u/v
            B TOP/pub/home/a/b/t/u/v
            b TOP/victim/home/a/b/t/1 TOP/pub/home/a/b/t/1
            B TOP/pub/home/a/b/t/1
            """,
            Outside.ofTrees("victim"),
            Attacks::removeUnguarded,
            CLEAN,
            REMOVE,
            EMPTY,
            PURGE,
            Attack.Scenario.of("--create", "L+ TOP/pub/home/a/b/t - - - - nowhere\n"))
        .by(Attacker.Rights.ROOT);
  }

  private static Attack recreated() {
    return Attack.of(
        "name re-created between check and unlink",
        WAY + VICTIM + "pub/home/a/b/t/ USER\n",
        """
        f TOP/pub/home/a/b/t/n
        u TOP/pub/home/a/b/t/n
        s TOP/victim/home/a/b/file TOP/pub/home/a/b/t/n
        u TOP/pub/home/a/b/t/n
        d TOP/pub/home/a/b/t/n
        D TOP/pub/home/a/b/t/n
        s TOP/victim/home/a/b/d TOP/pub/home/a/b/t/n
        u TOP/pub/home/a/b/t/n
        p TOP/pub/home/a/b/t/n
        u TOP/pub/home/a/b/t/n
        """,
        Outside.ofTrees("victim"),
        top -> UnguardedWalk.changeFile(top.resolve("pub/home/a/b/t/n")),
        Attack.Scenario.of("--remove", "r TOP/pub/home/a/b/t/n\n"),
        Attack.Scenario.of("--remove", "R TOP/pub/home/a/b/t/n\n"),
        Attack.Scenario.of("--clean", "r TOP/pub/home/a/b/t/n - - - 0\n"),
        Attack.Scenario.of("--clean", "d TOP/pub/home/a/b/t - - - 0\n"),
        Attack.Scenario.of("--remove", "D TOP/pub/home/a/b/t\n"),
        Attack.Scenario.of("--create", "L+ TOP/pub/home/a/b/t/n - 65534 65534 - TOP/victim\n"),
        Attack.Scenario.of("--create", "f= TOP/pub/home/a/b/t/n/m 0666 65534 65534 - x\n"));
  }

  private static final String COPY_OF_COPY = "copy/in/dst/copy/in";

  private static Attack copyIntoItself() {
    return Attack.of(
        "C into its own source",
        """
        pub/ 0777
        pub/home/ USER
        pub/home/source/ USER
        pub/home/source/1 USER "x"
        pub/home/source/in/ USER
        pub/home/source/in/2 USER "x"
        pub/home/dst/ USER
        """,
        """
        m TOP/pub/home/dst TOP/pub/home/source/in/dst
        w 1000
        m TOP/pub/home/source/in/dst TOP/pub/home/dst
        w 200
        """,
        new Outside(
            List.of(),
            List.of(),
            List.of(),
            List.of("pub/home/dst/" + COPY_OF_COPY, "pub/home/source/in/dst/" + COPY_OF_COPY)),
        top ->
            UnguardedWalk.copyAcross(
                top.resolve("pub/home/source"), top.resolve("pub/home/dst"), "copy"),
        Attack.Scenario.of(
            "--remove --create",
            "R TOP/pub/home/dst/copy\nC TOP/pub/home/dst/copy - - - - TOP/pub/home/source\n"));
  }

  private static Attack tenThousandDeep() {
    return Attack.of(
            "depth 10,000",
            """
            pub/ 0777
            pub/home/ USER
            pub/home/t/ USER
            pub/home/t/1 USER
            shared/ 1777
            shared/1 0600 "secret"
            shared/f 0600 "secret"
            """,
            """
            d TOP/pub/home/t/d
            d TOP/pub/home/t/d/d
            m TOP/pub/home/t/d/d/d TOP/shared/d
            m TOP/shared/d TOP/pub/home/t/d/d/d
            m TOP/pub/home/t/d TOP/shared/d
            m TOP/shared/d TOP/pub/home/t/d
            """,
            Outside.ofTrees("shared/1", "shared/f"),
            top ->
                UnguardedWalk.removeUpwards(
                    top.resolve("pub/home/t"), Collections.nCopies(120, "d"), "1"),
            Attack.Scenario.of("--clean", "d TOP/pub/home/t - - - 0\n"),
            Attack.Scenario.of("--create", "Z TOP/pub/home/t 0777 65534 65534\n"))
        .deep(10_000, 500);
  }

  /** Nodes of root in a directory of the attacker. */
  private static Attack nodeForFile() {
    return Attack.of(
        "fifo, device or socket for a file",
        """
        source "x"
        pub/ 0777
        pub/home/ USER
        pub/home/n USER
        pub/home/fifo| 0600
        pub/home/null% 0600 char:1:3
        pub/home/sock= 0600
        """,
        """
        x TOP/pub/home/n TOP/pub/home/fifo
        x TOP/pub/home/n TOP/pub/home/fifo
        x TOP/pub/home/n TOP/pub/home/null
        x TOP/pub/home/n TOP/pub/home/null
        x TOP/pub/home/n TOP/pub/home/sock
        x TOP/pub/home/n TOP/pub/home/sock
        """,
        Outside.ofHeld("pub/home/fifo", "pub/home/null", "pub/home/sock"),
        top -> UnguardedWalk.write(top.resolve("pub/home/n")),
        Attack.Scenario.of("--create", "f TOP/pub/home/n 0666 65534 65534 - x\n"),
        Attack.Scenario.of("--create", "F TOP/pub/home/n 0666 65534 65534 - x\n"),
        Attack.Scenario.of("--create", "F TOP/pub/home/n 0644 65534 65534 - y\n"),
        Attack.Scenario.of("--create", "C TOP/pub/home/n 0666 65534 65534 - TOP/source\n"));
  }

  private static Attack rootsBelowAttackers() {
    return Attack.of(
        "attacker's directory above root's",
        """
        source/
        source/f "x"
        pub/ 0777
        pub/home/ USER
        pub/home/dir/ USER
        pub/home/dir/file USER
        pub/home/dir/d/ USER
        pub/home/roots/
        pub/home/roots/file 0600 "secret"
        pub/home/roots/d/ 0700
        pub/home/roots/d/e 0600 "secret"
        """,
        """
        x TOP/pub/home/dir TOP/pub/home/roots
        x TOP/pub/home/dir TOP/pub/home/roots
        """,
        Outside.ofHeld("pub/home/roots", "pub/home/roots/file", "pub/home/roots/d"),
        top -> UnguardedWalk.create(top.resolve("pub/home/dir"), "file"),
        Attack.Scenario.of(
            "--remove --create",
            """
            r TOP/pub/home/dir/new
            f TOP/pub/home/dir/new 0666 65534 65534 - x
            R TOP/pub/home/dir/d
            d TOP/pub/home/dir/d 0777 65534 65534
            C TOP/pub/home/dir/d/c 0777 65534 65534 - TOP/source
            """),
        Attack.Scenario.of(
            "--create",
            """
            F TOP/pub/home/dir/file 0666 65534 65534 - x
            z TOP/pub/home/dir/f* 0666 65534 65534
            w TOP/pub/home/dir/file - - - - x
            """),
        Attack.Scenario.of(
            "--clean", "d TOP/pub/home/dir/d - - - 0\nr TOP/pub/home/dir/new - - - 0\n"));
  }

  /** Lines with a mode and owner only for what they create. */
  private static Attack exchangedWhenCreated() {
    return Attack.of(
        "exchanged just when created",
        """
        source/
        source/f "x"
        pub/ 0777
        pub/home/ USER
        pub/home/sd/ 0700
        pub/home/sd/f 0600 "secret"
        pub/home/sf 0600 "secret"
        pub/home/sp| 0600
        """,
        """
        m TOP/pub/home/n TOP/pub/home/was
        m TOP/pub/home/sd TOP/pub/home/n
        m TOP/pub/home/n TOP/pub/home/sd
        m TOP/pub/home/n TOP/pub/home/was
        m TOP/pub/home/sf TOP/pub/home/n
        m TOP/pub/home/n TOP/pub/home/sf
        m TOP/pub/home/n TOP/pub/home/was
        m TOP/pub/home/sp TOP/pub/home/n
        m TOP/pub/home/n TOP/pub/home/sp
        u TOP/pub/home/was/f
        u TOP/pub/home/was
        D TOP/pub/home/was
        """,
        Outside.ofHeld("pub/home/sd", "pub/home/sf", "pub/home/sp"),
        top -> UnguardedWalk.createDirectory(top.resolve("pub/home/n")),
        Attack.Scenario.of("--create", "d TOP/pub/home/n :0777 :65534 :65534\n"),
        Attack.Scenario.of("--create", "f TOP/pub/home/n :0666 :65534 :65534 - x\n"),
        Attack.Scenario.of("--create", "p TOP/pub/home/n :0666 :65534 :65534\n"));
  }

  static List<Attack> all() {
    return List.of(
        linkDuringCreate(),
        linkDuringClean(),
        linkDuringRemove(),
        linkDuringPurge(),
        linkDuringAdjustment(),
        movedAway(),
        hardLink(),
        mountInserted(),
        recreated(),
        copyIntoItself(),
        tenThousandDeep(),
        nodeForFile(),
        rootsBelowAttackers(),
        exchangedWhenCreated());
  }
}
