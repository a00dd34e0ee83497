package dev.quire.collab.sim;

import dev.quire.collab.owner.DocumentOwner;
import dev.quire.collab.owner.Effect;
import dev.quire.collab.owner.Input;
import java.util.List;

/** Sees everything that owners do. */
interface Watch {
  void input(SimHost host, DocumentOwner owner, Input input, List<Effect> effects);

  /** The owner has come into another phase, for another reason. */
  void entered(SimHost host, DocumentOwner owner);
}
