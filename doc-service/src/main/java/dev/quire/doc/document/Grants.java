package dev.quire.doc.document;

import dev.quire.wire.Principal.Grant;
import dev.quire.wire.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What an external token allows. */
public final class Grants {
  private Grants() {}

  /**
   * The role that the grants give on a document of that name. A grant that names it exactly decides
   * alone, so that an exception can be stated; of patterns, the one that gives most.
   */
  public static Optional<Role> roleOn(String name, List<Grant> grants) {
    Comparator<Grant> byRole = Comparator.comparing(Grant::role);
    return grants.stream()
        .filter(grant -> grant.pattern().equals(name))
        .max(byRole)
        .or(() -> grants.stream().filter(grant -> Glob.matches(grant.pattern(), name)).max(byRole))
        .map(Grant::role);
  }

  /** The patterns of the names that grants are for, as SQL's {@code LIKE} has them. */
  public static String[] likePatterns(List<Grant> grants) {
    return grants.stream().map(grant -> Glob.toLike(grant.pattern())).toArray(String[]::new);
  }
}
