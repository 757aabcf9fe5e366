// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each honoured directive declares; the tables are written as {@link UnitText} says. */
class TopicsTest {
  @TempDir private Path folder;

  private void check(String unit, @Nullable String declared) throws IOException {
    assertThat(UnitText.describe(folder, UnitText.read(folder, unit)))
        .isEqualTo(declared == null ? "" : declared.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          User=redis                                    | user redis
          User=1000 ;; Group=users                      | user 1000 ;; group users
          User=a ;; User=b                              | user b
          User=a ;; User=                               |
          Group=a ;; Group=                             |
          User=%N%%                                     | user test%
          SupplementaryGroups=a b ;; SupplementaryGroups=c | also group a ;; also group b ;; also group c
          SupplementaryGroups=a ;; SupplementaryGroups= ;; SupplementaryGroups=b | also group b
          SupplementaryGroups=%p "b                     | also group test ;; also group "b
          """)
  void identity(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          RuntimeDirectory=a                            | runtime a 0755
          RuntimeDirectory=b a/c b ;; StateDirectory=s  | runtime b 0755 ;; runtime a/c 0755 ;; state s 0755
          CacheDirectory=./a//b/ ;; LogsDirectory=l     | cache a/b 0755 ;; logs l 0755
          ConfigurationDirectory=c ;; ConfigurationDirectoryMode=0700 | configuration c 0700
          RuntimeDirectoryMode=2770 ;; RuntimeDirectory=a | runtime a 02770
          StateDirectoryMode=0999 ;; StateDirectory=a   | state a 0755 ;; 2:20: StateDirectoryMode=: invalid mode '0999': expected octal digits; ignored
          StateDirectoryMode=0700 ;; StateDirectoryMode= ;; StateDirectory=a | state a 0700 ;; 3:20: StateDirectoryMode=: invalid mode '': expected octal digits; ignored
          RuntimeDirectory=a ;; RuntimeDirectory= ;; RuntimeDirectory=b | runtime b 0755
          RuntimeDirectory="a b" c\\x20d e\\:f          | runtime a b 0755 ;; runtime c d 0755 ;; runtime e:f 0755
          RuntimeDirectory=%N/%i x                      | runtime test 0755 ;; runtime x 0755
          RuntimeDirectory=a:b ;; RuntimeDirectory=a:c::  | runtime a 0755 <- b <- c
          RuntimeDirectory=a:b a:c a:b                  | runtime a 0755 <- b <- c
          StateDirectory=a:b:ro c::ro                   | state a 0755 <- b ro ;; state c 0755 ro
          StateDirectory=a:b:rw c                       | state c 0755 ;; 2:16: StateDirectory=: invalid item: expected NAME, NAME:LINK or NAME:LINK:ro; ignored
          ConfigurationDirectory=a:b c                  | configuration c 0755 ;; 2:24: ConfigurationDirectory=: a configuration directory has no link; ignored
          RuntimeDirectory=/run/a ../b private/c d      | runtime d 0755 ;; 2:18: RuntimeDirectory=: invalid directory '/run/a': expected a relative path without '..', and not below 'private'; ignored ;; 2:25: RuntimeDirectory=: invalid directory '../b': expected a relative path without '..', and not below 'private'; ignored ;; 2:30: RuntimeDirectory=: invalid directory 'private/c': expected a relative path without '..', and not below 'private'; ignored
          RuntimeDirectory=a %c b                       | runtime a 0755 ;; runtime b 0755 ;; 2:20: RuntimeDirectory=: unknown specifier %c: expected a specifier of systemd.unit(5), or %% for a percent sign; ignored
          RuntimeDirectoryPreserve=yes                  | keep
          RuntimeDirectoryPreserve=yes ;; RuntimeDirectoryPreserve=restart |
          RuntimeDirectoryPreserve=1 ;; RuntimeDirectoryPreserve=often ;; RuntimeDirectoryPreserve= | keep ;; 3:26: RuntimeDirectoryPreserve=: invalid value 'often': expected yes, no or restart; ignored ;; 4:26: RuntimeDirectoryPreserve=: invalid value '': expected yes, no or restart; ignored
          """)
  void directories(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Environment=A=1 "B=two words" C=a\\x20b 'D=%p' | set A=1 ;; set B=two words ;; set C=a b ;; set D=test
          Environment=A=$HOME A=${A}                    | set A=$HOME ;; set A=${A}
          Environment=A=1 ;; Environment= ;; Environment=B=2 | set B=2
          Environment=1A=x A-B=y C= D                   | set C= ;; 2:13: invalid item '1A=x': expected NAME=VALUE; ignored ;; 2:18: invalid item 'A-B=y': expected NAME=VALUE; ignored ;; 2:27: invalid item 'D': expected NAME=VALUE; ignored
          PassEnvironment=A B ;; PassEnvironment=C      | pass A ;; pass B ;; pass C
          PassEnvironment=A ;; PassEnvironment= ;; PassEnvironment=B=1 C | pass C ;; 4:17: invalid item 'B=1': expected NAME; ignored
          UnsetEnvironment=A B=1 ;; Environment=B=1     | set B=1 ;; unset A ;; unset B=1
          UnsetEnvironment=A ;; UnsetEnvironment=       |
          EnvironmentFile=-/missing/file ;; EnvironmentFile=relative | 3:17: EnvironmentFile=: invalid path 'relative': expected an absolute one without '..'; ignored
          EnvironmentFile=/missing ;; EnvironmentFile=  |
          """)
  void environment(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PrivateTmp=yes                                | tmp on disk
          PrivateTmp=disconnected                       | tmp in memory 10%
          PrivateTmp=yes ;; PrivateTmp=false            |
          PrivateTmp=yes ;; PrivateTmp=                 | tmp on disk ;; 3:12: PrivateTmp=: invalid value '': expected yes, no or disconnected; ignored
          ReadWritePaths=/a -/b +/c -+/d "/e f"         | read-write /a ;; read-write /b if there ;; read-write /c ;; read-write /d if there ;; read-write /e f
          ReadOnlyPaths=/a ;; ReadOnlyPaths= ;; ReadOnlyDirectories=/b | read-only /b
          ReadWriteDirectories=/a ;; InaccessibleDirectories=/b | read-write /a ;; inaccessible /b
          InaccessiblePaths=/a b /../c /d/./e//         | inaccessible /a ;; inaccessible /d/e ;; 2:22: InaccessiblePaths=: invalid path 'b': expected an absolute one without '..'; ignored ;; 2:24: InaccessiblePaths=: invalid path '/../c': expected an absolute one without '..'; ignored
          ReadWritePaths=/a ;; InaccessiblePaths=-/a ;; ReadOnlyPaths=/a | inaccessible /a if there
          ReadOnlyPaths=/a ;; ReadOnlyPaths=-/a         | read-only /a
          ProtectSystem=yes                             | read-only /usr if there ;; read-only /boot if there ;; read-only /efi if there
          ProtectSystem=full ;; ReadWritePaths=/etc     | read-only /etc if there ;; read-only /usr if there ;; read-only /boot if there ;; read-only /efi if there
          ProtectSystem=full ;; ReadWritePaths=/etc/a   | read-write /etc/a ;; read-only /usr if there ;; read-only /boot if there ;; read-only /efi if there ;; read-only /etc if there
          ProtectSystem=strict ;; ReadOnlyPaths=/home   | read-only /home ;; read-only / if there ;; read-write /proc if there ;; read-write /sys if there ;; read-write /dev if there ;; read-write /root if there ;; read-write /run/user if there
          ProtectSystem=on ;; ProtectSystem=never       | read-only /usr if there ;; read-only /boot if there ;; read-only /efi if there ;; 3:15: ProtectSystem=: invalid value 'never': expected yes, no, full or strict; ignored
          ProtectSystem=full ;; ProtectSystem=no        |
          ProtectHome=yes ;; ReadWritePaths=/home       | inaccessible /home if there ;; inaccessible /run/user if there ;; inaccessible /root if there
          ProtectHome=read-only ;; InaccessiblePaths=/root | inaccessible /root ;; read-only /home if there ;; read-only /run/user if there
          ProtectHome=tmpfs ;; BindPaths=/home/a        | bind /home/a at /home/a ;; tmpfs /home {mode=0755} ro ;; tmpfs /run/user {mode=0755} ro ;; tmpfs /root {mode=0700} ro
          ProtectHome=some                              | 2:13: ProtectHome=: invalid value 'some': expected yes, no, read-only or tmpfs; ignored
          BindPaths=/a -/b:/c /d:/e:norbind "/f g" h\\x20i | bind /a at /a ;; bind /b at /c if there ;; bind /d at /e alone ;; bind /f g at /f g ;; 2:42: BindPaths=: invalid path 'h i': expected an absolute one without '..'; ignored
          BindReadOnlyPaths=/a\\:b:/c /d:/e:rbind       | bind /a:b at /c ro ;; bind /d at /e ro
          BindPaths=/a:/b:bind /a::norbind c:/d /e      | bind /e at /e ;; 2:11: BindPaths=: invalid item: expected SOURCE, SOURCE:TARGET or SOURCE:TARGET:norbind; ignored ;; 2:22: BindPaths=: invalid path '': expected an absolute one without '..'; ignored ;; 2:34: BindPaths=: invalid path 'c': expected an absolute one without '..'; ignored
          BindPaths=/a ;; BindPaths= ;; BindReadOnlyPaths=/b | bind /b at /b ro
          TemporaryFileSystem=/a /b:ro,mode=0700,size=1M "/c:uid=5,rw" | tmpfs /a {} ;; tmpfs /b {mode=0700, size=1M} ro ;; tmpfs /c {uid=5}
          TemporaryFileSystem=/a ;; TemporaryFileSystem= ;; TemporaryFileSystem=/%p:nosuid,nodev,strictatime | tmpfs /test {}
          TemporaryFileSystem=/a ;; BindPaths=/b:/a/b   | bind /b at /a/b ;; tmpfs /a {}
          """)
  void fileSystem(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          WorkingDirectory=/srv//a/.                    | in /srv/a
          WorkingDirectory=-/srv                        | in /srv or /
          WorkingDirectory=-~                           | in home or /
          WorkingDirectory=/srv ;; WorkingDirectory=    |
          WorkingDirectory=-srv                         | 2:19: WorkingDirectory=: invalid path 'srv': expected an absolute one without '..'; ignored
          UMask=0077                                    | umask 77
          UMask=0077 ;; UMask= ;; UMask=8 ;; UMask=1777 | umask 77 ;; 3:7: UMask=: invalid mask '': expected octal digits; ignored ;; 4:7: UMask=: invalid mask '8': expected octal digits; ignored ;; 5:7: UMask=: invalid mask '1777': expected octal digits; ignored
          NoNewPrivileges=true                          | no new privileges
          NoNewPrivileges=1 ;; NoNewPrivileges= ;; NoNewPrivileges=maybe | no new privileges ;; 3:17: NoNewPrivileges=: invalid value '': expected yes or no; ignored ;; 4:17: NoNewPrivileges=: invalid value 'maybe': expected yes or no; ignored
          NoNewPrivileges=1 ;; NoNewPrivileges=off      |
          IgnoreSIGPIPE=no                              | ignores SIGPIPE: false
          Nice=-5                                       | nice -5
          Nice=5 ;; Nice=                               |
          Nice=20                                       | 2:6: Nice=: invalid value '20': expected a number from -20 to 19; ignored
          OOMScoreAdjust=-1000                          | oom -1000
          OOMScoreAdjust=7 ;; OOMScoreAdjust=1001       | oom 7 ;; 3:16: OOMScoreAdjust=: invalid value '1001': expected a number from -1000 to 1000; ignored
          """)
  void process(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          LimitNOFILE=65536                             | limit 7 65536:65536
          LimitNOFILE=1024:infinity                     | limit 7 1024:infinity
          LimitNOFILE=1 ;; LimitNOFILE= ;; LimitNOFILE=2:1 ;; LimitNOFILE=many | limit 7 1:1 ;; 3:13: LimitNOFILE=: invalid limit '': expected VALUE, SOFT:HARD or infinity; ignored ;; 4:13: LimitNOFILE=: invalid limit '2:1': expected VALUE, SOFT:HARD or infinity; ignored ;; 5:13: LimitNOFILE=: invalid limit 'many': expected VALUE, SOFT:HARD or infinity; ignored
          LimitCORE=0 ;; LimitCPU=1500ms                | limit 0 2:2 ;; limit 4 0:0
          LimitCPU=1min:2h                              | limit 0 60:7200
          LimitFSIZE=10M:1G ;; LimitAS=16E              | limit 1 10485760:1073741824 ;; 3:9: LimitAS=: invalid limit '16E': expected VALUE, SOFT:HARD or infinity; ignored
          LimitDATA=1K ;; LimitSTACK=8M ;; LimitRSS=1B ;; LimitMEMLOCK=64K ;; LimitMSGQUEUE=2T | limit 2 1024:1024 ;; limit 3 8388608:8388608 ;; limit 5 1:1 ;; limit 8 65536:65536 ;; limit 12 2199023255552:2199023255552
          LimitNPROC=5 ;; LimitLOCKS=6 ;; LimitSIGPENDING=7 ;; LimitRTPRIO=8 | limit 6 5:5 ;; limit 10 6:6 ;; limit 11 7:7 ;; limit 14 8:8
          LimitNICE=+5:-5                               | limit 13 15:25
          LimitNICE=-21                                 | 2:11: LimitNICE=: invalid limit '-21': expected VALUE, SOFT:HARD or infinity; ignored
          LimitRTTIME=5 ;; LimitRTTIME=5s               | limit 15 5000000:5000000
          LimitRTTIME=5                                 | limit 15 5:5
          """)
  void limits(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          StandardOutput=null                           | output null ;; error null
          StandardOutput=append:/a                      | output append /a ;; error append /a
          StandardOutput=append:/a ;; StandardError=journal | output append /a
          StandardError=truncate:/%p                    | error truncate /test
          StandardOutput=inherit                        | output null ;; error null
          StandardInput=file:/a ;; StandardOutput=inherit | input read /a ;; output read /a ;; error read /a
          StandardOutput=file:/a ;; StandardError=null ;; StandardError=inherit | output write /a ;; error write /a
          StandardOutput=journal+console                |
          StandardInput=file:/a ;; StandardInput=null   |
          StandardOutput=file:/a ;; StandardOutput=file:b | output write /a ;; error write /a ;; 3:21: StandardOutput=: invalid path 'b': expected an absolute one without '..'; ignored
          StandardInput=file:/a ;; StandardInput=       | input read /a ;; 3:15: StandardInput=: invalid value '': expected null or file:PATH; ignored
          """)
  void streams(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          ExecStart=/bin/a "b c" d\\x20e $F ${G}        => start /bin/a|b c|d e|$F|${G}
          ExecStart=/bin/a ;; ExecStart= ;; ExecStart=/bin/b => start /bin/b
          ExecStart=@/bin/a b c                         => start /bin/a as b|c
          ExecStart=:/bin/a $B                          => start /bin/a|$B literally
          ExecStart=-/bin/a                             => start /bin/a or not
          ExecStart=-@:/bin/a b                         => start /bin/a as b literally or not
          ExecStart=/bin/a %p %%                        => start /bin/a|test|%
          ExecStartPre=/bin/a ;; ExecStartPre=-/bin/b c ;; ExecStart=/bin/d => before /bin/a ;; before /bin/b|c or not ;; start /bin/d
          ExecStartPre=/bin/a ;; ExecStartPre=          =>
          Type=oneshot ;; ExecStart=/bin/a ;; ExecStart=/bin/b ;; ExecStartPre=/bin/c => before /bin/c ;; before /bin/a ;; start /bin/b
          Type=oneshot ;; ExecStart=/bin/a \\; b        => start /bin/a|;|b
          Type=notify ;; ExecStart=daemon               => start daemon
          Type=sometimes                                => 2:6: Type=: invalid value 'sometimes': expected simple, forking, oneshot, dbus, notify, notify-reload, idle, exec; ignored
          """)
  void commands(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Usr=redis                                     | 2:5: Usr=: unknown name in the section [Service]; ignored
          X-Usr=redis                                   |
          [Unit] ;; User=redis                          | 2:6: User=: unknown name in the section [Unit]; ignored
          [Install] ;; WantedBy=a ;; User=redis         | 3:6: User=: unknown name in the section [Install]; ignored
          User                                          | 2:1: missing '=' in 'User'; ignored
          [Servcie] ;; User=a                           | 1:1: unknown section '[Servcie]'; ignored
          User=a \\ ;; b                                | user a  b
          ; User=a ;; ; User=b                          |
          """)
  void mistakes(String unit, @Nullable String declared) throws IOException {
    check(unit, declared);
  }
}
