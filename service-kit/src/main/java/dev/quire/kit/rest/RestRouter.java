package dev.quire.kit.rest;

import dev.quire.wire.WireFailure;
import dev.quire.wire.rest.RestReply;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.Future;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a request by its method and path. Routes are tried in the order they were
 * added; add them before the first request. HEAD comes here as GET: the edge, which asks, keeps the
 * body of the answer to itself.
 */
public final class RestRouter {
  private record Route(
      String method, List<String> template, Function<RestCall, Future<RestReply>> handler) {}

  private final List<Route> routes = new ArrayList<>();

  /**
   * @param template such as {@code /api/v1/documents/{id}/state}
   * @param handler fails with a {@link Problem} or a {@link WireFailure} where the caller is to
   *     know why, thrown or in its future
   */
  public RestRouter route(
      String method, String template, Function<RestCall, Future<RestReply>> handler) {
    routes.add(new Route(method, segments(template), handler));
    return this;
  }

  /** Fails only with what is a fault of the server's. */
  public Future<RestReply> handle(RestRequest request) {
    List<String> path = segments(request.path());
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Map<String, String> parameters;
      try {
        parameters = match(route.template(), path);
      } catch (Problem malformed) {
        return Future.succeededFuture(malformed.reply());
      }
      if (parameters == null) {
        continue;
      }
      if (route.method().equals(request.method())) {
        return answer(route, new RestCall(request, parameters));
      }
      allowed.add(route.method());
      if (route.method().equals("GET")) {
        allowed.add("HEAD");
      }
    }
    return Future.succeededFuture(
        allowed.isEmpty()
            ? Problem.notFound("There is nothing at this address.").reply()
            : methodNotAllowed(String.join(", ", allowed)));
  }

  private static Future<RestReply> answer(Route route, RestCall call) {
    Future<RestReply> reply;
    try {
      reply = route.handler().apply(call);
    } catch (Problem | WireFailure refused) {
      reply = Future.failedFuture(refused);
    }
    return reply.recover(
        fault ->
            problem(fault)
                .map(problem -> Future.succeededFuture(problem.reply()))
                .orElseGet(() -> Future.failedFuture(fault)));
  }

  private static Optional<Problem> problem(Throwable fault) {
    if (fault instanceof Problem problem) {
      return Optional.of(problem);
    }
    return fault instanceof WireFailure failure
        ? Optional.of(Problem.of(failure))
        : Optional.empty();
  }

  private static RestReply methodNotAllowed(String allowed) {
    Problem problem =
        new Problem(
            405, "method-not-allowed", "Method not allowed", "Use one of these here: " + allowed);
    return Replies.with(problem.reply(), "allow", allowed);
  }

  private static @Nullable Map<String, String> match(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return null;
    }
    Map<String, String> parameters = new TreeMap<>();
    for (int i = 0; i < path.size(); i++) {
      String part = template.get(i);
      if (part.startsWith("{")) {
        parameters.put(part.substring(1, part.length() - 1), decode(path.get(i)));
      } else if (!part.equals(path.get(i))) {
        return null;
      }
    }
    return parameters;
  }

  private static String decode(String segment) {
    try {
      // A plus sign is itself in a path; URLDecoder is made for forms, where it is a space.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("The address is not percent-encoded correctly.");
    }
  }

  private static List<String> segments(String path) {
    return List.of(path.split("/", -1));
  }
}
