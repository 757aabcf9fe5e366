// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The numbers of this room: its static final fields. As a program, it prints the value of each
 * field that is named on its command line, and so with {@code -Dos.arch} those of the other
 * machine.
 */
final class Numbers {
  private static final String PACKAGE = Numbers.class.getPackageName() + ".";
  private static final Set<Class<?>> INTEGERS =
      Set.of(byte.class, short.class, int.class, long.class);

  private Numbers() {}

  public static void main(String[] names) throws ReflectiveOperationException {
    for (String name : names) {
      System.out.println(name + "=" + value(name));
    }
  }

  private static long value(String name) throws ReflectiveOperationException {
    int dot = name.lastIndexOf('.');
    String type = name.substring(0, dot).replace('.', '$');
    Field field = Class.forName(PACKAGE + type).getDeclaredField(name.substring(dot + 1));
    field.setAccessible(true);
    return ((Number) field.get(null)).longValue();
  }

  /** The numbers of all classes, as {@code Class.FIELD}, in order. */
  static Set<String> all() throws IOException, ClassNotFoundException {
    Set<String> numbers = new TreeSet<>();
    for (Class<?> type : classes()) {
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers)
            && Modifier.isFinal(modifiers)
            && !field.isSynthetic()
            && INTEGERS.contains(field.getType())) {
          String name = type.getName().substring(PACKAGE.length()).replace('$', '.');
          boolean ignored = numbers.add(name + "." + field.getName());
        }
      }
    }
    return numbers;
  }

  private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
    Path folder = Path.of(System.getProperty("basedir"), "target/classes/io/ephemera/linux");
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.equals("package-info.class")) {
          String type = PACKAGE + name.substring(0, name.length() - ".class".length());
          classes.add(Class.forName(type, false, Numbers.class.getClassLoader()));
        }
      }
    }
    return classes;
  }
}
