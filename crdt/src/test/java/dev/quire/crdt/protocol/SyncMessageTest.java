package dev.quire.crdt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quire.crdt.DocOptions;
import dev.quire.crdt.YDoc;
import dev.quire.crdt.fault.MalformedUpdateException;
import dev.quire.crdt.id.StateVector;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SyncMessageTest {
  private final YDoc alice = new YDoc(DocOptions.DEFAULT.withClientId(1));
  private final YDoc bob = new YDoc(DocOptions.DEFAULT.withClientId(2));

  private void ask(YDoc asking, YDoc asked) {
    SyncMessage question = SyncMessage.decode(SyncMessage.step1(asking).encode());
    SyncMessage answer = Objects.requireNonNull(question.handle(asked, "wire"));
    assertThat(SyncMessage.decode(answer.encode())).isEqualTo(answer);
    assertThat(answer.handle(asking, "wire")).isNull();
  }

  @Test
  void twoStepsEachWayMakeDocumentsEqual() {
    alice.getText("t").insert(0, "abc");
    bob.getText("t").insert(0, "xyz");
    ask(alice, bob);
    ask(bob, alice);
    assertThat(alice.encodeStateAsUpdate()).isEqualTo(bob.encodeStateAsUpdate());
    byte[] before = bob.stateVector().encode();
    alice.getText("t").insert(0, "!");
    SyncMessage update = SyncMessage.update(alice.encodeStateAsUpdate(StateVector.decode(before)));
    SyncMessage.decode(update.encode()).handle(bob, null);
    assertThat(bob.getText("t").toString()).startsWith("!");
  }

  @Test
  void messagesHaveTheBytesOfTheProtocol() {
    assertThat(SyncMessage.step1(new YDoc()).encode()).isEqualTo(new byte[] {0, 1, 0});
    assertThat(SyncMessage.update(new byte[] {0, 0}).encode()).isEqualTo(new byte[] {2, 2, 0, 0});
    assertThat(new AuthMessage("no").encode()).isEqualTo(new byte[] {0, 2, 'n', 'o'});
    assertThat(AuthMessage.decode(new byte[] {0, 2, 'n', 'o'})).isEqualTo(new AuthMessage("no"));
  }

  @Test
  void whatIsNoMessageIsRefused() {
    for (byte[] bytes : new byte[][] {{}, {3, 0}, {0, 5}, {1, 1, 0, 0}}) {
      assertThatThrownBy(() -> SyncMessage.decode(bytes))
          .isInstanceOf(MalformedUpdateException.class);
    }
    assertThatThrownBy(() -> AuthMessage.decode(new byte[] {1, 0}))
        .isInstanceOf(MalformedUpdateException.class);
    SyncMessage broken = SyncMessage.update(new byte[] {1});
    assertThatThrownBy(() -> broken.handle(alice, null))
        .isInstanceOf(MalformedUpdateException.class);
  }
}
