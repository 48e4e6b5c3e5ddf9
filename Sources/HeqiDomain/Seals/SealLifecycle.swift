/// What can be asked of a seal.
package enum SealCommand: String, Sendable, CaseIterable {
  /// 启用: the first use of a seal that waited.
  case activate
  /// 停用
  case suspend
  /// 恢复
  case resume
  /// 注销: by its owner, or because the company changed its name (E-10).
  case cancel
  /// The end of its term.
  case expire
  /// 修改签章密码: ends open grants (B-17).
  case changePIN

  package var label: Bilingual {
    switch self {
    case .activate: Bilingual("启用", "Activate")
    case .suspend: Bilingual("停用", "Suspend")
    case .resume: Bilingual("恢复启用", "Resume")
    case .cancel: Bilingual("注销", "Cancel for good")
    case .expire: Bilingual("到期", "Expire")
    case .changePIN: Bilingual("修改签章密码", "Change the PIN")
    }
  }
}

/// Why a seal is cancelled by the platform itself.
package enum SealCancellation: String, Sendable, CaseIterable {
  case byOwner, ownerRenamed, ownerDissolved

  package var label: Bilingual {
    switch self {
    case .byOwner: Bilingual("持有人注销", "By its owner")
    case .ownerRenamed: Bilingual("持有人名称变更", "The owner's name changed")
    case .ownerDissolved: Bilingual("持有人注销登记", "The owner was dissolved")
    }
  }
}

/// The state machine of seals: pending → active ⇄ suspended → cancelled | expired (E-10, F-048).
///
/// `docs/seals.md` is its printed form.
package enum SealLifecycle {
  /// The seal afterwards and the event to log; throws when the status does not allow it.
  package static func apply(
    _ command: SealCommand, to seal: Seal, because reason: SealCancellation = .byOwner
  ) throws(SealError) -> (seal: Seal, event: EventDraft) {
    guard let next = next(command, seal.status) else {
      throw SealError(
        .wrongStatus,
        Bilingual(
          "印章当前为「\(seal.status.label.chinese)」，不能执行「\(command.label.chinese)」。",
          "The seal is \(seal.status.label.english.lowercased()); “\(command.label.english)” is not possible now."))
    }
    let version = endsGrants(command) ? seal.grantVersion + 1 : seal.grantVersion
    var facts: [Event.Fact] = [.init("sealKind", seal.kind.rawValue), .init("sealStatus", next.rawValue)]
    if command == .cancel { facts.append(.init("reason", reason.rawValue)) }
    let isBySystem = command == .expire || (command == .cancel && reason != .byOwner)
    let event = EventDraft(eventKind(command), by: isBySystem ? .system : .caller, facts)
    return (seal.with(status: next, grantVersion: version), event)
  }

  package static func next(_ command: SealCommand, _ status: SealStatus) -> SealStatus? {
    switch (command, status) {
    case (.activate, .pending): .active
    case (.suspend, .active): .suspended
    case (.resume, .suspended): .active
    case (.cancel, .pending), (.cancel, .active), (.cancel, .suspended): .cancelled
    case (.expire, .active), (.expire, .suspended): .expired
    case (.changePIN, .pending), (.changePIN, .active), (.changePIN, .suspended): status
    case (.activate, _), (.suspend, _), (.resume, _), (.cancel, _), (.expire, _), (.changePIN, _): nil
    }
  }

  /// Whoever was allowed to use it must be asked anew: after a stop, an end, or a new PIN (B-17).
  package static func endsGrants(_ command: SealCommand) -> Bool {
    switch command {
    case .suspend, .cancel, .expire, .changePIN: true
    case .activate, .resume: false
    }
  }

  private static func eventKind(_ command: SealCommand) -> String {
    switch command {
    case .activate: "seal.active"
    case .suspend: "seal.suspended"
    case .resume: "seal.active"
    case .cancel: "seal.cancelled"
    case .expire: "seal.expired"
    case .changePIN: "seal.pinChanged"
    }
  }
}
