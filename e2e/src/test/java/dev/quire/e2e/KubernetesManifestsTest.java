package dev.quire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Kustomize base says the truth about the processes that it starts. */
class KubernetesManifestsTest {
  private static final Path BASE = Repository.file("k8s/base");
  private static final Pattern VARIABLE = Pattern.compile("\"(QUIRE_[A-Z0-9_]+)\"");
  private static final int DRAIN_SECONDS = 30;
  private static final int LEAVE_SECONDS = 10;

  /** Each service's module, by the name that its process is started with. */
  private static final Map<String, String> MODULES =
      Map.of(
          "doc", "doc-service",
          "auth", "auth-service",
          "presence", "presence-service",
          "collab", "collab-service",
          "edge", "edge-proxy");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "Deployment", Deployment.class,
          "StatefulSet", StatefulSet.class,
          "Service", Service.class,
          "ConfigMap", ConfigMap.class,
          "PodDisruptionBudget", PodDisruptionBudget.class,
          "NetworkPolicy", NetworkPolicy.class);

  /** Fails on any field that Kubernetes does not know, which the models would otherwise keep. */
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              });

  private final List<HasMetadata> resources = resources();

  @Test
  void aMisspeltFieldIsNoticed() {
    String misspelt = "spec: {template: {spec: {terminationGracePeriodSecond: 45}}}";

    assertThatThrownBy(() -> YAML.readValue(misspelt, Deployment.class))
        .hasMessageContaining("terminationGracePeriodSecond");
  }

  @Test
  void kustomizationNamesEveryManifest() throws IOException {
    JsonNode kustomization = YAML.readTree(BASE.resolve("kustomization.yaml").toFile());
    Set<String> named = new TreeSet<>();
    kustomization.get("resources").forEach(file -> named.add(file.asText()));
    Set<String> present = new TreeSet<>();
    try (Stream<Path> files = Files.list(BASE)) {
      files.map(file -> file.getFileName().toString()).forEach(present::add);
    }
    present.remove("kustomization.yaml");

    assertThat(named).isEqualTo(present);
  }

  @Test
  void everyServiceHasAWorkloadADisruptionBudgetAndRoomToDrain() {
    Set<String> started = new HashSet<>();
    for (PodTemplateSpec pod : pods()) {
      Container container = container(pod);
      started.addAll(container.getArgs());
      assertThat(pod.getSpec().getTerminationGracePeriodSeconds())
          .isGreaterThan(DRAIN_SECONDS + LEAVE_SECONDS);
      assertThat(of(PodDisruptionBudget.class))
          .anySatisfy(
              budget ->
                  assertThat(pod.getMetadata().getLabels())
                      .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels()));
    }
    assertThat(started).isEqualTo(MODULES.keySet());
  }

  @Test
  void everyVariableIsOneThatTheServiceReads() throws IOException {
    for (PodTemplateSpec pod : pods()) {
      Container container = container(pod);
      Set<String> read = new TreeSet<>(variablesIn("service-kit"));
      read.addAll(variablesIn("standalone"));
      read.addAll(variablesIn(Objects.requireNonNull(MODULES.get(container.getArgs().get(0)))));
      assertThat(read).containsAll(container.getEnv().stream().map(EnvVar::getName).toList());
    }
    Set<String> readByAny = new TreeSet<>(variablesIn("service-kit"));
    readByAny.addAll(variablesIn("standalone"));
    for (String module : MODULES.values()) {
      readByAny.addAll(variablesIn(module));
    }
    assertThat(readByAny).containsAll(config().keySet());
  }

  @Test
  void everyServiceThatKeepsDataIsToldWhere() {
    assertThat(variablesOf("doc")).contains("QUIRE_DATABASE_URL");
    assertThat(variablesOf("auth")).contains("QUIRE_DATABASE_URL");
    assertThat(variablesOf("presence")).contains("QUIRE_REDIS_URL");
    assertThat(variablesOf("collab")).contains("QUIRE_LOCK_MEMBERS");
    for (PodTemplateSpec pod : pods()) {
      assertThat(variablesOf(container(pod).getArgs().get(0)))
          .contains("QUIRE_PROCESS", "QUIRE_CLUSTER_HOST", "QUIRE_MANAGEMENT_HOST");
    }
  }

  /** It listens on loopback alone unless it is told otherwise. */
  @Test
  void theEdgeListensWhereItIsReached() {
    assertThat(variablesOf("edge")).contains("QUIRE_EDGE_HOST");
  }

  @Test
  void portsAreThoseThatTheSettingsName() {
    for (PodTemplateSpec pod : pods()) {
      Container container = container(pod);
      assertThat(port(container, "management"))
          .hasValue(Integer.parseInt(config().get("QUIRE_MANAGEMENT_PORT")));
      assertThat(port(container, "cluster"))
          .hasValue(Integer.parseInt(config().get("QUIRE_CLUSTER_PORT")));
      port(container, "http")
          .ifPresent(
              port -> assertThat(port).isEqualTo(Integer.parseInt(config().get("QUIRE_PORT"))));
      for (var probe :
          List.of(
              container.getStartupProbe(),
              container.getLivenessProbe(),
              container.getReadinessProbe())) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
      }
      assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
      assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    }
  }

  @Test
  void servicesPointAtPortsThatTheirPodsHave() {
    for (Service service : of(Service.class)) {
      Map<String, String> selector = service.getSpec().getSelector();
      List<PodTemplateSpec> selected =
          pods().stream()
              .filter(
                  pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
              .toList();
      assertThat(selected).isNotEmpty();
      for (ServicePort port : service.getSpec().getPorts()) {
        assertThat(selected)
            .allSatisfy(
                pod ->
                    assertThat(port(container(pod), port.getTargetPort().getStrVal()))
                        .hasValue(port.getPort()));
      }
    }
  }

  @Test
  void nobodyRunsAsRootOrWritesToItsImage() {
    for (PodTemplateSpec pod : pods()) {
      assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
      var security = container(pod).getSecurityContext();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container(pod).getResources().getLimits()).containsKey("memory");
    }
  }

  @Test
  void onlyTheEdgeIsReachedFromOutside() {
    List<NetworkPolicy> openToAll =
        of(NetworkPolicy.class).stream()
            .filter(
                policy ->
                    policy.getSpec().getIngress().stream()
                        .anyMatch(rule -> rule.getFrom().isEmpty()))
            .toList();

    assertThat(openToAll)
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                  .containsEntry("app.kubernetes.io/name", "edge");
              assertThat(policy.getSpec().getIngress().get(0).getPorts())
                  .singleElement()
                  .satisfies(port -> assertThat(port.getPort().getStrVal()).isEqualTo("http"));
            });
  }

  private List<PodTemplateSpec> pods() {
    List<PodTemplateSpec> pods = new ArrayList<>();
    of(Deployment.class).forEach(workload -> pods.add(workload.getSpec().getTemplate()));
    of(StatefulSet.class).forEach(workload -> pods.add(workload.getSpec().getTemplate()));
    assertThat(pods).hasSize(MODULES.size());
    return pods;
  }

  private static Container container(PodTemplateSpec pod) {
    assertThat(pod.getSpec().getContainers()).hasSize(1);
    return pod.getSpec().getContainers().get(0);
  }

  private Set<String> variablesOf(String service) {
    Set<String> names = new TreeSet<>(config().keySet());
    pods().stream()
        .map(KubernetesManifestsTest::container)
        .filter(container -> container.getArgs().contains(service))
        .flatMap(container -> container.getEnv().stream())
        .forEach(variable -> names.add(variable.getName()));
    return names;
  }

  private Map<String, String> config() {
    return of(ConfigMap.class).get(0).getData();
  }

  private <T extends HasMetadata> List<T> of(Class<T> kind) {
    return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Optional<Integer> port(Container container, String name) {
    return container.getPorts().stream()
        .filter(port -> name.equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst();
  }

  private static Set<String> variablesIn(String module) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Repository.file(module).resolve("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        VARIABLE
            .matcher(Files.readString(file, UTF_8))
            .results()
            .forEach(match -> names.add(match.group(1)));
      }
    }
    return names;
  }

  private static List<HasMetadata> resources() {
    List<HasMetadata> resources = new ArrayList<>();
    try (Stream<Path> files = Files.list(BASE)) {
      for (Path file : files.sorted().toList()) {
        if (file.endsWith("kustomization.yaml")) {
          continue;
        }
        try (MappingIterator<JsonNode> documents =
            YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
          while (documents.hasNext()) {
            JsonNode document = documents.next();
            String kind = document.get("kind").asText();
            Class<? extends HasMetadata> type = KINDS.get(kind);
            assertThat(type).as("%s in %s", kind, file).isNotNull();
            resources.add(YAML.treeToValue(document, Objects.requireNonNull(type)));
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e.getMessage(), e);
    }
    return resources;
  }
}
