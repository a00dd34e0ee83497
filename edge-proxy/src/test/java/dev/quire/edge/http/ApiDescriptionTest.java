package dev.quire.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.kit.rest.Problem;
import dev.quire.wire.Bytes;
import dev.quire.wire.rest.RestRequest;
import dev.quire.wire.rest.RestRequest.Pair;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiDescriptionTest {
  private static final String DOCUMENTS = "/api/v1/documents";

  private final ApiDescription api = ApiDescription.shared();

  private void check(String method, String path, String body, Pair... query) {
    api.check(
        new RestRequest(
            method,
            path,
            List.of(query),
            List.of(),
            null,
            "127.0.0.1",
            Bytes.of(body.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "POST;/api/v1/documents;{\"name\":\"x\"};title",
        "POST;/api/v1/documents;{\"title\":7};title",
        "POST;/api/v1/documents;{\"title\":\"x\",\"content\":{\"format\":\"docx\",\"body\":\"\"}};format",
        "POST;/api/v1/documents;[1];JSON object",
        "POST;/api/v1/documents;{\"title\";JSON object",
        "PATCH;/api/v1/documents/x;{};title",
        "PUT;/api/v1/documents/x/members/y;{\"role\":\"king\"};role",
        "POST;/api/v1/documents/x/versions;{\"name\":\"v\",\"revision\":-1};revision",
        "POST;/api/v1/auth/login;{\"email\":\"a@b\"};password"
      })
  void aBodyThatTheFileDoesNotAllowIsRefusedWithItsFault(
      String method, String path, String body, String named) {
    assertThatThrownBy(() -> check(method, path, body))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(named)
        .extracting(fault -> ((Problem) fault).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/documents,limit,0",
    "/api/v1/documents,limit,many",
    "/api/v1/documents,deleted,maybe",
    "/api/v1/documents/x/content,format,docx",
    "/api/v1/documents/x/diff,from,-1",
    "/api/v1/documents/x/diff,to,1"
  })
  void aParameterThatTheFileDoesNotAllowIsRefusedByItsName(String path, String name, String value) {
    assertThatThrownBy(() -> check("GET", path, "", new Pair(name, value)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(name.equals("to") ? "'from'" : "'" + name + "'");
  }

  @Test
  void whatTheFileAllowsPasses() {
    assertThatCode(
            () -> {
              check("POST", DOCUMENTS, "{\"title\":\"x\",\"name\":null,\"more\":1}");
              check("GET", DOCUMENTS, "", new Pair("limit", "200"), new Pair("other", "x"));
              check("GET", DOCUMENTS + "/x/diff", "", new Pair("from", "0"));
              check("PUT", DOCUMENTS + "/x/content", "no JSON at all");
              check("GET", "/api/v1/elsewhere", "");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void itsOwnExamplesPass() {
    int examples = 0;
    for (Map.Entry<String, Object> path : api.json().getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        JsonObject body = ((JsonObject) method.getValue()).getJsonObject("requestBody");
        JsonObject json =
            body == null ? null : body.getJsonObject("content").getJsonObject("application/json");
        if (json != null && json.containsKey("example")) {
          examples++;
          check(
              method.getKey().toUpperCase(Locale.ROOT),
              path.getKey(),
              json.getJsonObject("example").encode());
        }
      }
    }
    assertThat(examples).isGreaterThan(5);
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryOperationHasItsOwnName() {
    JsonObject schemas = api.json().getJsonObject("components").getJsonObject("schemas");
    String text = api.json().encode();
    Pattern.compile("\"#/components/schemas/(\\w+)\"")
        .matcher(text)
        .results()
        .forEach(reference -> assertThat(schemas.fieldNames()).contains(reference.group(1)));
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, Object> path : api.json().getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        assertThat(names.add(((JsonObject) method.getValue()).getString("operationId"))).isTrue();
      }
    }
  }

  @Test
  void thePageShowsEveryOperationAndRunsNothing() {
    String page = ApiPage.of(api.json());
    for (Map.Entry<String, Object> path : api.json().getJsonObject("paths")) {
      assertThat(page).contains(path.getKey());
    }
    assertThat(page).doesNotContain("<script", "<style").contains("/api/docs.css");
    Pattern.compile("href=\"#(\\w+)\"")
        .matcher(page)
        .results()
        .forEach(link -> assertThat(page).contains("id=\"" + link.group(1) + "\""));
  }
}
