package dev.quire.edge.socket;

/**
 * What one loop holds for those who are connected to it; nothing where nobody is.
 *
 * @param documents that are open
 * @param sessions of those documents
 * @param presences sessions that presence-service is told of
 * @param joins on their way to a document: waiting for their turn, or being let in
 * @param upgrades of sockets that wait for what their address owes
 */
public record Held(int documents, int sessions, int presences, int joins, int upgrades) {
  static final Held NOTHING = new Held(0, 0, 0, 0, 0);

  Held and(Held other) {
    return new Held(
        documents + other.documents,
        sessions + other.sessions,
        presences + other.presences,
        joins + other.joins,
        upgrades + other.upgrades);
  }
}
