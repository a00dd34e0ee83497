package dev.quire.crdt.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the library anew with a counter at the beginning of each basic block, and the fuzz targets
 * so that they use it. Enables assertions.
 */
final class InstrumentingLoader extends ClassLoader {
  private static final String LIBRARY = "dev.quire.crdt.";
  private static final String HERE = "dev.quire.crdt.fuzz.";
  private static final String TARGETS = "dev.quire.crdt.fuzz.target.";

  private int places;

  InstrumentingLoader() {
    super(InstrumentingLoader.class.getClassLoader());
    setDefaultAssertionStatus(true);
  }

  /** How many places have been given counters so far. */
  int places() {
    return places;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean target = name.startsWith(TARGETS);
    if (!target && (!name.startsWith(LIBRARY) || name.startsWith(HERE))) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] code = code(name);
        // The check after each transaction is the same code each time: counting it tells nothing.
        if (!target && !name.contains("Check")) {
          code = instrumented(code);
        }
        loaded = defineClass(name, code, 0, code.length);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private byte[] code(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] instrumented(byte[] code) {
    ClassReader reader = new ClassReader(code);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Counting(writer), 0);
    return writer.toByteArray();
  }

  private final class Counting extends ClassVisitor {
    Counting(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return next == null ? null : new CountingMethod(next);
    }
  }

  /** Counts before the first instruction behind a label, and so behind each jump and its target. */
  private final class CountingMethod extends MethodVisitor {
    private boolean due = true;

    CountingMethod(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    private void countIfDue() {
      if (due) {
        due = false;
        int place = places++;
        if (place >= Edges.CAPACITY) {
          throw new IllegalStateException("more places than counters");
        }
        mv.visitFieldInsn(Opcodes.GETSTATIC, "dev/quire/crdt/fuzz/Edges", "HITS", "[B");
        mv.visitLdcInsn(place);
        mv.visitInsn(Opcodes.DUP2);
        mv.visitInsn(Opcodes.BALOAD);
        mv.visitInsn(Opcodes.ICONST_1);
        mv.visitInsn(Opcodes.IADD);
        mv.visitInsn(Opcodes.I2B);
        mv.visitInsn(Opcodes.BASTORE);
      }
    }

    @Override
    public void visitLabel(Label label) {
      super.visitLabel(label);
      due = true;
    }

    @Override
    public void visitInsn(int opcode) {
      countIfDue();
      super.visitInsn(opcode);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      countIfDue();
      super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
      countIfDue();
      super.visitVarInsn(opcode, index);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      // Stack maps name an object under construction by the label right before its NEW.
      if (opcode != Opcodes.NEW) {
        countIfDue();
      }
      super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      countIfDue();
      super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      countIfDue();
      super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      countIfDue();
      super.visitJumpInsn(opcode, label);
      due = true;
    }

    @Override
    public void visitLdcInsn(Object value) {
      countIfDue();
      super.visitLdcInsn(value);
    }

    @Override
    public void visitIincInsn(int index, int increment) {
      countIfDue();
      super.visitIincInsn(index, increment);
    }
  }
}
