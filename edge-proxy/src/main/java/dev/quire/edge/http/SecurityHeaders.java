package dev.quire.edge.http;

import io.vertx.core.MultiMap;

/** What browsers are told on every answer. */
final class SecurityHeaders {
  /**
   * Scripts, styles and connections from this origin only; nothing becomes a script sink but by
   * ProseMirror's policy, which parses pasted HTML in an inert document.
   */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script';"
          + " trusted-types ProseMirrorClipboard";

  private SecurityHeaders() {}

  static void addTo(MultiMap headers) {
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Opener-Policy", "same-origin")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    if (!headers.contains("Content-Security-Policy")) {
      headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    }
  }
}
