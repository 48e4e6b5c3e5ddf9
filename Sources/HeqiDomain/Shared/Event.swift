/// One thing that happened: the only source of every log, request, notice, callback and evidence leaf.
/// Written in the transaction of the change it tells of (house decision 2).
package struct Event: Equatable, Sendable {
  /// Identifier, time ordered.
  package let id: ID<Event>
  package let tenantID: String
  package let at: Instant
  package let actor: Actor
  package let scene: Scene
  /// What it is about: a kind (`contract`, `account`, `verification`, `seal` …) and that thing's id as text.
  package let subject: Subject
  /// Dotted stable name, such as `contract.initiated`; see each feature's event enum.
  package let kind: String
  /// Facts by name, already masked where personal; values are short texts.
  package let facts: [Fact]
  /// File the event speaks of.
  package let fileHash: Digest?
  /// 系统交易编号, for contract events.
  package let transactionNo: String?

  package struct Subject: Hashable, Sendable {
    package let kind: String
    package let id: String
    package init(kind: String, id: String) {
      self.kind = kind
      self.id = id
    }
  }

  /// A named fact; order is kept because log lines print facts in order.
  package struct Fact: Equatable, Sendable {
    package let name: String
    package let value: String
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    id: ID<Event>, tenantID: String, at: Instant, actor: Actor, scene: Scene, subject: Subject, kind: String,
    facts: [Fact] = [], fileHash: Digest? = nil, transactionNo: String? = nil
  ) {
    self.id = id
    self.tenantID = tenantID
    self.at = at
    self.actor = actor
    self.scene = scene
    self.subject = subject
    self.kind = kind
    self.facts = facts
    self.fileHash = fileHash
    self.transactionNo = transactionNo
  }

  /// Value of the first fact of that name.
  package func fact(_ name: String) -> String? { facts.first { $0.name == name }?.value }
}
