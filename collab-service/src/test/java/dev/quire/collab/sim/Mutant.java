package dev.quire.collab.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The product with one mechanism taken out of its source: the text is replaced in memory, compiled,
 * and loaded beside the real one together with a simulation of its own.
 *
 * @param mechanism what is taken out
 * @param source the file, from this module's folder
 * @param original text that stands in the file exactly once
 * @param mutated what stands there instead
 */
record Mutant(String mechanism, String source, String original, String mutated) {
  /** Whatever must see the mutated class rather than the real one. */
  private static final List<String> WORLD =
      List.of("dev.quire.collab.", "dev.quire.edge.channel.", "dev.quire.edge.route.");

  /** A simulation that runs on the mutant. */
  LongConsumer simulation() {
    try {
      return (LongConsumer)
          new MutantLoader(compile(mutatedSource()))
              .loadClass(OneSeed.class.getName())
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the mutant's world cannot be loaded", e);
    }
  }

  private String mutatedSource() {
    try {
      String text = Files.readString(Path.of(source), UTF_8);
      int at = text.indexOf(original);
      if (at < 0 || text.indexOf(original, at + 1) >= 0) {
        throw new AssertionError(
            "\"" + mechanism + "\" must find its text once in " + source + ":\n" + original);
      }
      return text.replace(original, mutated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, byte[]> compile(String text) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
        InMemoryClasses classes = new InMemoryClasses(files)) {
      List<String> options = List.of("-proc:none", "-nowarn", "--release", "17");
      JavaFileObject unit = new SourceText(source, text);
      boolean compiled = compiler.getTask(null, classes, null, options, null, List.of(unit)).call();
      if (!compiled) {
        throw new AssertionError("\"" + mechanism + "\" does not compile");
      }
      return classes.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(String path, String text) {
      super(URI.create("mutant:///" + path.substring(path.indexOf("dev/"))), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes. */
  private static final class InMemoryClasses extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    InMemoryClasses(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      written.put(className, out);
      return new SimpleJavaFileObject(URI.create("mutant:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return out;
        }
      };
    }

    Map<String, byte[]> bytes() {
      Map<String, byte[]> bytes = new HashMap<>();
      written.forEach((name, out) -> bytes.put(name, out.toByteArray()));
      return bytes;
    }
  }

  /** Loads the world anew: the mutated classes, and everything that may refer to them. */
  private static final class MutantLoader extends ClassLoader {
    private final Map<String, byte[]> mutated;

    MutantLoader(Map<String, byte[]> mutated) {
      super(Mutant.class.getClassLoader());
      this.mutated = mutated;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (WORLD.stream().noneMatch(name::startsWith)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
        return defineClass(name, bytes, 0, bytes.length);
      }
    }

    private byte[] original(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
