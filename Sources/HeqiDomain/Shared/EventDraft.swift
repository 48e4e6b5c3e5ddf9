/// An event as a lifecycle proposes it; the action adds id, time, caller and scene when it writes it.
package struct EventDraft: Equatable, Sendable {
  /// Who the log names for it.
  package enum Author: Sendable { case caller, system }

  /// Dotted stable name.
  package let kind: String
  package let author: Author
  /// Masked where personal, in the order the log prints them.
  package let facts: [Event.Fact]

  package init(_ kind: String, by author: Author, _ facts: [Event.Fact] = []) {
    self.kind = kind
    self.author = author
    self.facts = facts
  }

  /// The event to store. System events keep the caller's scene, as the source's 系统日志 lines do.
  package func event(
    id: ID<Event>, tenantID: String, at instant: Instant, caller: Actor, scene: Scene, subject: Event.Subject,
    fileHash: Digest? = nil
  ) -> Event {
    Event(
      id: id, tenantID: tenantID, at: instant, actor: author == .system ? .system : caller, scene: scene, subject: subject,
      kind: kind, facts: facts, fileHash: fileHash)
  }
}
