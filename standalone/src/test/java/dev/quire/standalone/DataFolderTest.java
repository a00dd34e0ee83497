package dev.quire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.kit.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void belongsToOneProcessAtATime() {
    Path path = folder.resolve("data");
    DataFolder data = DataFolder.lock(path);

    assertThatThrownBy(() -> DataFolder.lock(path))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("QUIRE_DATA")
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    data.close();
    DataFolder.lock(path).close();
  }

  @Test
  void isReadByItsUserAlone() throws Exception {
    Path path = folder.resolve("data");
    DataFolder.lock(path).close();

    assertThat(Files.getPosixFilePermissions(path)).hasSize(3);
  }

  @Test
  void saysWhatIsWrongWithAFolderThatIsNone() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataFolder.lock(file.resolve("below")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("QUIRE_DATA");
  }

  @Test
  void isLeftToAClusterThatRunsInIt() throws Exception {
    Path folder = this.folder.toRealPath();
    ProcessBuilder builder = new ProcessBuilder("sleep", "600");
    builder.environment().put("QUIRE_DATA", folder.toString());
    Process member = builder.start();
    Files.createDirectory(folder.resolve("run"));
    Files.writeString(folder.resolve("run/collab-1.pid"), member.pid() + "\n");
    try (DataFolder data = DataFolder.lock(folder)) {
      assertThatThrownBy(data::requireNoCluster)
          .hasMessageContaining("QUIRE_DATA")
          .hasMessageContaining("./scripts/cluster down");
      member.destroyForcibly().waitFor();
      data.requireNoCluster();
    }
  }
}
