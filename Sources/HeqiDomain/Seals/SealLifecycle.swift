/// What can be asked of a seal.
package enum SealCommand: String, Sendable, CaseIterable { case activate, suspend, resume, cancel, expire }

/// Why a seal cannot do that.
package struct SealError: Error, Equatable, Sendable {
  package enum Code: String, Sendable { case wrongStatus, unknown, notOwner, notVerified, imageInvalid }
  package let code: Code
  package let message: Bilingual

  package init(_ code: Code, _ message: Bilingual) {
    self.code = code
    self.message = message
  }

  package static func == (left: SealError, right: SealError) -> Bool { left.code == right.code }
}

/// The state machine of seals: pending → active ⇄ suspended → cancelled | expired (E-10, F-048).
package enum SealLifecycle {
  /// The seal afterwards and the event to log; throws when the status does not allow it.
  package static func apply(
    _ command: SealCommand, to seal: Seal
  ) throws(SealError) -> (seal: Seal, event: EventDraft) {
    guard let next = next(command, seal.status) else {
      throw SealError(
        .wrongStatus,
        Bilingual(
          "印章当前为「\(seal.status.label.chinese)」，不能执行这项操作。",
          "The seal is \(seal.status.label.english.lowercased()); this cannot be done now."))
    }
    // Suspending ends open grants: whoever was allowed to use it must be asked anew (B-17).
    let version = command == .suspend ? seal.grantVersion + 1 : seal.grantVersion
    let event = EventDraft(
      "seal.\(next.rawValue)", by: command == .expire ? .system : .caller,
      [.init("sealKind", seal.kind.rawValue), .init("sealStatus", next.rawValue)])
    return (seal.with(status: next, grantVersion: version), event)
  }

  static func next(_ command: SealCommand, _ status: SealStatus) -> SealStatus? {
    switch (command, status) {
    case (.activate, .pending): .active
    case (.suspend, .active): .suspended
    case (.resume, .suspended): .active
    case (.cancel, .pending), (.cancel, .active), (.cancel, .suspended): .cancelled
    case (.expire, .active), (.expire, .suspended): .expired
    case (.activate, _), (.suspend, _), (.resume, _), (.cancel, _), (.expire, _): nil
    }
  }
}
