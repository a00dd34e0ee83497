package dev.quire.edge.http;

import dev.quire.kit.rest.Problem;
import dev.quire.wire.rest.RestRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API as {@code openapi.json} describes it, and the checks that follow from it: requests are
 * held to the parameters and the JSON bodies that the file allows, before any service hears of
 * them. Immutable: shared by all loops.
 */
final class ApiDescription {
  private static final String FILE = "openapi.json";
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");
  private static final Pattern NAME_IN_PATH = Pattern.compile("\\\\\\{\\w+}");

  /** In bytes: a millisecond or two. Longer bodies are documents, which workers check. */
  private static final int LONGEST_CHECKED_ON_A_LOOP = 64 << 10;

  /** Reading takes a part of a second: {@link EdgeHttp#prepare} has it done off the loops. */
  private static final class Read {
    static final ApiDescription API = read();
    static final ApiFiles FILES = new ApiFiles(API);
  }

  private final JsonObject json;
  private final List<Operation> operations;

  private record Parameter(String name, boolean required, boolean whole, Validator validator) {}

  private record Operation(
      String method, Pattern path, List<Parameter> query, @Nullable Validator body) {}

  private ApiDescription(JsonObject json) {
    this.json = json;
    SchemaRepository schemas =
        SchemaRepository.create(
            new JsonSchemaOptions()
                .setBaseUri("https://api.invalid/")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
    List<Operation> found = new ArrayList<>();
    JsonObject paths = json.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (String method : METHODS) {
        JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
        if (operation != null) {
          found.add(operation(schemas, method, path, operation));
        }
      }
    }
    this.operations = List.copyOf(found);
  }

  /** The one description of this process. */
  static ApiDescription shared() {
    return Read.API;
  }

  /** Its files. */
  static ApiFiles files() {
    return Read.FILES;
  }

  /** Reads the file that comes with this class. */
  private static ApiDescription read() {
    try (InputStream file =
        Objects.requireNonNull(ApiDescription.class.getResourceAsStream(FILE), FILE)) {
      return new ApiDescription(new JsonObject(Buffer.buffer(file.readAllBytes())));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Operation operation(
      SchemaRepository schemas, String method, String path, JsonObject operation) {
    List<Parameter> query = new ArrayList<>();
    for (Object value : operation.getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = (JsonObject) value;
      if (parameter.getString("in").equals("query")) {
        JsonObject schema = parameter.getJsonObject("schema");
        query.add(
            new Parameter(
                parameter.getString("name"),
                parameter.getBoolean("required", false),
                "integer".equals(schema.getValue("type")),
                schemas.validator(JsonSchema.of(schema))));
      }
    }
    JsonObject types =
        operation
            .getJsonObject("requestBody", new JsonObject())
            .getJsonObject("content", new JsonObject());
    JsonObject body = types.size() == 1 ? types.getJsonObject("application/json") : null;
    return new Operation(
        method.toUpperCase(Locale.ROOT),
        pattern(path),
        List.copyOf(query),
        body == null ? null : schemas.validator(JsonSchema.of(body.getJsonObject("schema"))));
  }

  private static Pattern pattern(String template) {
    String quoted = template.replace(".", "\\.").replace("{", "\\{");
    return Pattern.compile(
        NAME_IN_PATH.matcher(quoted).replaceAll(Matcher.quoteReplacement("[^/]+")));
  }

  JsonObject json() {
    return json;
  }

  /** Whether {@link #check} takes so long that it belongs on a worker. */
  static boolean isLong(RestRequest request) {
    return request.body().length() > LONGEST_CHECKED_ON_A_LOOP;
  }

  /**
   * Holds a request to what the file says of it; one that it doesn't know passes. Any thread.
   *
   * @throws Problem 400, which says what is wrong
   */
  void check(RestRequest request) {
    for (Operation operation : operations) {
      if (operation.method().equals(request.method())
          && operation.path().matcher(request.path()).matches()) {
        operation.query().forEach(parameter -> check(parameter, request));
        Validator body = operation.body();
        if (body != null) {
          checkBody(body, request);
        }
        return;
      }
    }
  }

  private static void check(Parameter parameter, RestRequest request) {
    Optional<String> given =
        request.query().stream()
            .filter(pair -> pair.name().equals(parameter.name()))
            .map(RestRequest.Pair::value)
            .findFirst();
    if (given.isEmpty()) {
      if (parameter.required()) {
        throw Problem.invalid("The parameter '" + parameter.name() + "' is missing.");
      }
      return;
    }
    Object value = parameter.whole() ? wholeNumber(parameter.name(), given.get()) : given.get();
    fault(parameter.validator(), value)
        .ifPresent(
            fault -> {
              throw Problem.invalid("The parameter '" + parameter.name() + "': " + fault + ".");
            });
  }

  private static Long wholeNumber(String name, String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException malformed) {
      throw Problem.invalid("The parameter '" + name + "' must be a whole number.");
    }
  }

  private static void checkBody(Validator validator, RestRequest request) {
    Object value;
    try {
      value = Json.decodeValue(Buffer.buffer(request.body().array()));
    } catch (DecodeException malformed) {
      throw Problem.invalid("The body must be a JSON object in UTF-8.");
    }
    if (!(value instanceof JsonObject)) {
      throw Problem.invalid("The body must be a JSON object in UTF-8.");
    }
    fault(validator, value)
        .ifPresent(
            fault -> {
              throw Problem.invalid("The body: " + fault + ". GET /api/docs shows what it holds.");
            });
  }

  /** The innermost thing that is wrong, with its place. */
  private static Optional<String> fault(Validator validator, Object value) {
    OutputUnit result = validator.validate(value);
    if (Boolean.TRUE.equals(result.getValid())) {
      return Optional.empty();
    }
    List<OutputUnit> errors = Objects.requireNonNullElse(result.getErrors(), List.of());
    return Optional.of(
        errors.isEmpty()
            ? "it is not what the API describes"
            : told(errors.get(errors.size() - 1)));
  }

  private static String told(OutputUnit error) {
    String place = String.valueOf(error.getInstanceLocation()).replaceFirst("^#/?", "");
    String what = String.valueOf(error.getError());
    return place.isEmpty() ? what : "'" + place + "': " + what;
  }
}
