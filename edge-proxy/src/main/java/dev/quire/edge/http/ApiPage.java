package dev.quire.edge.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/** The API's description as a page that people read: no script, and its style in a file. */
final class ApiPage {
  static final String STYLE_PATH = "/api/docs.css";

  static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
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

  private void write(JsonObject api) {
    JsonObject info = api.getJsonObject("info");
    String title = escape(info.getString("title"));
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(title)
        .append(" API</title><link rel=\"stylesheet\" href=\"" + STYLE_PATH + "\"><h1>")
        .append(title)
        .append(" API</h1><p>")
        .append(escape(info.getString("description")))
        .append("</p><p>For programs: <a href=\"/api/v1/openapi.json\">openapi.json</a></p>");
    for (Map.Entry<String, Object> path : api.getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        operation(method.getKey(), path.getKey(), (JsonObject) method.getValue());
      }
    }
    page.append("<h2>Schemas</h2>");
    for (Map.Entry<String, Object> schema :
        api.getJsonObject("components").getJsonObject("schemas")) {
      page.append("<article id=\"").append(escape(schema.getKey())).append("\"><h3>");
      page.append(escape(schema.getKey())).append("</h3>");
      code((JsonObject) schema.getValue());
      page.append("</article>");
    }
  }

  private void operation(String method, String path, JsonObject operation) {
    page.append("<article id=\"")
        .append(escape(operation.getString("operationId")))
        .append("\"><h3>")
        .append(escape(method.toUpperCase(Locale.ROOT) + " " + path))
        .append("</h3><p>")
        .append(escape(operation.getString("summary")))
        .append("</p><table>");
    for (Object value : operation.getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = (JsonObject) value;
      row(parameter.getString("name"), parameter.getString("description"));
    }
    for (Map.Entry<String, Object> response : operation.getJsonObject("responses")) {
      row(response.getKey(), ((JsonObject) response.getValue()).getString("description"));
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

  private void row(String name, String meaning) {
    page.append("<tr><td><code>").append(escape(name)).append("</code><td>");
    page.append(escape(meaning));
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
