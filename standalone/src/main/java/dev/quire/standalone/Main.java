package dev.quire.standalone;

import dev.quire.kit.InvalidSetting;
import dev.quire.kit.Settings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the main methods share: how a process begins, ends, and speaks to whoever started it. */
final class Main {
  private static final Logger log = LoggerFactory.getLogger("dev.quire");

  private Main() {}

  interface Start {
    void run(Shutdown shutdown) throws Exception;
  }

  /**
   * Runs the start. SIGTERM, Ctrl-C and a failed start all end in the shutdown's steps; a failed
   * start then ends the process with status 1.
   */
  static void run(Start start) {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::close, "shutdown"));
    try {
      start.run(shutdown);
    } catch (InvalidSetting e) {
      log.error("Quire can't start: {}", e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.exit(1);
    } catch (Exception e) {
      log.error("Quire can't start: {}", e.getMessage(), e);
      System.exit(1);
    }
  }

  /** Ends with status 1: whoever supervises processes starts another in its place. */
  static void fallenOut() {
    log.error("Quire has fallen out of its cluster and ends: start it again");
    // Whoever calls is a thread that the shutdown waits for.
    new Thread(() -> System.exit(1), "fallen-out").start();
  }

  /** Logs the settings that were read, a line each, secrets left out. */
  static void describe(Settings settings) {
    settings.describe().lines().forEach(line -> log.info("setting {}", line));
  }

  /** A line on standard output, which carries nothing else: programs wait for it. */
  static void say(String line) {
    // Not closed: it is the process's own output.
    new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
        .println(line);
  }
}
