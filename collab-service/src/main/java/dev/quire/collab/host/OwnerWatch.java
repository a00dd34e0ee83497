package dev.quire.collab.host;

import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees what a lane's owners decide: a log in production, the checker in the simulation. */
public interface OwnerWatch {
  /** An owner was told this, and wants that done. */
  void decided(DocumentOwner owner, Input input, List<Effect> effects);

  /** An owner has come into another phase, or into the same for another reason. */
  void entered(DocumentOwner owner);

  /** An owner could not take this, which is a fault of the program: it is given up. */
  void failed(DocumentOwner owner, Input input, Throwable fault);

  /** Tells the log of faults, and of every phase at DEBUG. */
  OwnerWatch LOGGING =
      new OwnerWatch() {
        private final Logger log = LoggerFactory.getLogger(OwnerWatch.class);

        @Override
        public void decided(DocumentOwner owner, Input input, List<Effect> effects) {
          // What an owner does each time is in the metrics.
        }

        @Override
        public void entered(DocumentOwner owner) {
          log.debug(
              "document={} epoch={} phase={} because={}",
              owner.document(),
              owner.epoch(),
              owner.phase(),
              owner.reason());
        }

        @Override
        public void failed(DocumentOwner owner, Input input, Throwable fault) {
          log.error(
              "document={} given up at input={}",
              owner.document(),
              input.getClass().getSimpleName(),
              fault);
        }
      };
}
