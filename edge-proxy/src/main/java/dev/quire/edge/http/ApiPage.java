package dev.quire.edge.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The API's description as a page that people read: no script, and its style in a file. */
final class ApiPage {
  static final String STYLE_PATH = "/api/docs.css";

  static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      nav ul { padding-left: 0; list-style: none; }
      article { border-top: 1px solid #8884; padding: 1rem 0; }
      h3 { font: 600 1rem ui-monospace, monospace; margin: 0; }
      pre { background: #8881; padding: .75rem; overflow: auto; }
      table { border-collapse: collapse; } td { padding: .1rem 1rem .1rem 0; vertical-align: top; }
      """;

  private final StringBuilder page = new StringBuilder();

  private ApiPage() {}

  static String of(JsonObject api) {
    ApiPage page = new ApiPage();
    page.write(api);
    return page.page.toString();
  }

  private record Call(String method, String path, JsonObject operation) {
    String id() {
      return operation.getString("operationId");
    }

    String line() {
      return method.toUpperCase(Locale.ROOT) + " " + path;
    }
  }

  private void write(JsonObject api) {
    JsonObject info = api.getJsonObject("info");
    String title = escape(info.getString("title"));
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(title)
        .append(" API</title><link rel=\"stylesheet\" href=\"" + STYLE_PATH + "\"><h1>")
        .append(title)
        .append(" API</h1><p>")
        .append(escape(info.getString("description")))
        .append("</p><p>For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a></p>");
    Map<String, List<Call>> groups = groups(api);
    page.append("<nav>");
    groups.forEach(this::contents);
    page.append("</nav>");
    groups.values().forEach(calls -> calls.forEach(this::operation));
    page.append("<h2>Schemas</h2>");
    for (Map.Entry<String, Object> schema :
        api.getJsonObject("components").getJsonObject("schemas")) {
      page.append("<article id=\"").append(escape(schema.getKey())).append("\"><h3>");
      page.append(escape(schema.getKey())).append("</h3>");
      code((JsonObject) schema.getValue());
      page.append("</article>");
    }
  }

  /** By their tags, in the order of the file. */
  private static Map<String, List<Call>> groups(JsonObject api) {
    Map<String, List<Call>> groups = new LinkedHashMap<>();
    for (Map.Entry<String, Object> path : api.getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        JsonObject operation = (JsonObject) method.getValue();
        String tag = operation.getJsonArray("tags").getString(0);
        groups
            .computeIfAbsent(tag, first -> new ArrayList<>())
            .add(new Call(method.getKey(), path.getKey(), operation));
      }
    }
    return groups;
  }

  private void contents(String tag, List<Call> calls) {
    page.append("<h2>").append(escape(tag)).append("</h2><ul>");
    for (Call call : calls) {
      page.append("<li><a href=\"#").append(escape(call.id())).append("\"><code>");
      page.append(escape(call.line())).append("</code></a> ");
      page.append(escape(call.operation().getString("summary")));
    }
    page.append("</ul>");
  }

  private void operation(Call call) {
    JsonObject operation = call.operation();
    page.append("<article id=\"")
        .append(escape(call.id()))
        .append("\"><h3>")
        .append(escape(call.line()))
        .append("</h3><p>")
        .append(escape(operation.getString("summary")))
        .append("</p><table>");
    for (Object value : operation.getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = (JsonObject) value;
      row(parameter.getString("name"), parameter.getString("description"), "");
    }
    for (Map.Entry<String, Object> response : operation.getJsonObject("responses")) {
      JsonObject described = (JsonObject) response.getValue();
      row(response.getKey(), described.getString("description"), schemas(described));
    }
    page.append("</table>");
    JsonObject body = operation.getJsonObject("requestBody");
    if (body != null) {
      for (Map.Entry<String, Object> type : body.getJsonObject("content")) {
        page.append("<p>Body: ").append(escape(type.getKey())).append("</p>");
        code((JsonObject) type.getValue());
      }
    }
    page.append("</article>");
  }

  /** Links to what an answer holds; problems are all alike. */
  private static String schemas(JsonObject response) {
    StringBuilder links = new StringBuilder();
    for (Map.Entry<String, Object> type : response.getJsonObject("content", new JsonObject())) {
      JsonObject schema = ((JsonObject) type.getValue()).getJsonObject("schema", new JsonObject());
      String name = schema.getString("$ref", "").replaceFirst(".*/", "");
      if (!name.isEmpty() && !name.equals("Problem")) {
        links.append(" <a href=\"#").append(escape(name)).append("\">");
        links.append(escape(name)).append("</a>");
      }
    }
    return links.toString();
  }

  private void row(String name, String meaning, String links) {
    page.append("<tr><td><code>").append(escape(name)).append("</code><td>");
    page.append(escape(meaning)).append(links);
  }

  private void code(JsonObject json) {
    page.append("<pre>").append(escape(json.encodePrettily())).append("</pre>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
