package dev.quire.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What programs meet of this library names nothing of its inside. */
class PublicApiTest {
  private static final String ROOT = "dev.quire.crdt";

  /** What the README names for programs to import. */
  private static final Set<String> FOR_PROGRAMS =
      Set.of(
          "", ".event", ".fault", ".id", ".lazy", ".lib0", ".protocol", ".undo", ".update", ".v2");

  private final Set<String> leaks = new TreeSet<>();

  @Test
  void namesNoTypeOfTheEngine() throws IOException, URISyntaxException {
    List<Class<?>> visible = visibleClasses();
    assertThat(visible).contains(YDoc.class, YType.class).hasSizeGreaterThan(50);
    visible.forEach(this::read);
    assertThat(leaks).isEmpty();
  }

  private static List<Class<?>> visibleClasses() throws IOException, URISyntaxException {
    Path classes = Path.of(YDoc.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> visible = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replace('/', '.');
        Class<?> type = load(name.substring(0, name.length() - ".class".length()));
        if (isForPrograms(type) && isVisible(type)) {
          visible.add(type);
        }
      }
    }
    return visible;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, YDoc.class.getClassLoader());
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static boolean isForPrograms(Class<?> type) {
    String name = type.getPackageName();
    return !name.startsWith(ROOT) || FOR_PROGRAMS.contains(name.substring(ROOT.length()));
  }

  private static boolean isVisible(Class<?> type) {
    return isVisible(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private void read(Class<?> type) {
    String owner = type.getName();
    check(owner, type.getGenericSuperclass());
    Stream.of(type.getGenericInterfaces()).forEach(each -> check(owner, each));
    checkBounds(owner, type.getTypeParameters());
    for (Field field : type.getDeclaredFields()) {
      if (isApi(field)) {
        check(owner + "." + field.getName(), field.getGenericType());
      }
    }
    Stream.concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
        .filter(PublicApiTest::isApi)
        .forEach(member -> read(owner, member));
  }

  private static boolean isApi(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private void read(String owner, Executable member) {
    String name = owner + "." + member.getName();
    Stream.of(member.getGenericParameterTypes()).forEach(each -> check(name, each));
    Stream.of(member.getGenericExceptionTypes()).forEach(each -> check(name, each));
    checkBounds(name, member.getTypeParameters());
    check(name, member.getAnnotatedReturnType().getType());
  }

  private void checkBounds(String where, TypeVariable<?>[] variables) {
    for (TypeVariable<?> variable : variables) {
      Stream.of(variable.getBounds()).forEach(each -> check(where, each));
    }
  }

  private void check(String where, Type type) {
    if (type instanceof Class<?> named) {
      Class<?> element = named;
      while (element.isArray()) {
        element = element.getComponentType();
      }
      if (!element.isPrimitive() && !(isForPrograms(element) && isVisible(element))) {
        leaks.add(where + " shows " + element.getName());
      }
    } else if (type instanceof ParameterizedType generic) {
      check(where, generic.getRawType());
      Stream.of(generic.getActualTypeArguments()).forEach(each -> check(where, each));
    } else if (type instanceof GenericArrayType array) {
      check(where, array.getGenericComponentType());
    } else if (type instanceof WildcardType wildcard) {
      Stream.of(wildcard.getUpperBounds()).forEach(each -> check(where, each));
      Stream.of(wildcard.getLowerBounds()).forEach(each -> check(where, each));
    }
  }
}
