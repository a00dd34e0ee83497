package dev.quire.e2e;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to processes that a test has started. */
final class Signals {
  private Signals() {}

  /** By name and without the SIG: KILL, STOP, CONT. */
  static void send(String signal, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
      if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("kill -" + signal + " " + pid + " failed");
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
