/// What a message is about, as people choose it (F-091).
package enum NoticeKind: String, Sendable, CaseIterable {
  /// 轮到您处理
  case turn
  /// 催办: the other side urges, a review has waited for long.
  case reminder
  /// 合同进展: returned, withdrawn, expired, rejected, signed by another.
  case progress
  /// 签署完成, to all parties and CC.
  case completed
  /// 印章与授权到期
  case seal

  package var label: Bilingual {
    switch self {
    case .turn: Bilingual("轮到您处理", "Your turn")
    case .reminder: Bilingual("催办提醒", "Reminders")
    case .progress: Bilingual("合同进展", "Progress")
    case .completed: Bilingual("签署完成", "Completed")
    case .seal: Bilingual("印章与授权", "Seals and grants")
    }
  }

  package var explanation: Bilingual {
    switch self {
    case .turn: Bilingual("等待您接收、审批、签署或确认。", "Something waits for you to receive, review, sign or agree.")
    case .reminder: Bilingual("对方催签，或审批等待过久。", "The other side urges, or a review has waited for long.")
    case .progress: Bilingual("撤回、退回、超期、审批未通过、其他经办人已签署。", "Withdrawn, returned, expired, rejected, signed by a colleague.")
    case .completed: Bilingual("全部签署完成，发给各方和抄送人。", "Everybody has signed; sent to all parties and CC.")
    case .seal: Bilingual("印章或用印授权到期。", "A seal or the right to use one has ended.")
    }
  }
}

/// Ways that can be switched off. In-app cannot: whose turn it is and what became of a contract are always shown.
package enum NoticeChannel: String, Sendable, CaseIterable {
  case sms, mail

  package var label: Bilingual {
    switch self {
    case .sms: Bilingual("短信", "SMS")
    case .mail: Bilingual("邮件", "E-mail")
    }
  }
}

/// Hours of the day in which messages wait; from and until in minutes after midnight, across midnight where `until` is
/// earlier.
package struct QuietHours: Equatable, Sendable {
  package let from: Int
  package let until: Int
  /// Minutes east of UTC; fixed, without summer time.
  package let offset: Int

  /// nil for hours that are none, or a zone that no place has.
  package init?(from: Int, until: Int, offset: Int) {
    guard (0..<1_440).contains(from), (0..<1_440).contains(until), from != until, (-720...840).contains(offset) else { return nil }
    self.from = from
    self.until = until
    self.offset = offset
  }

  /// When these hours end, if `now` is within them.
  package func end(at now: Instant) -> Instant? {
    let day: Int64 = 86_400_000_000
    let local = now.microseconds + Int64(offset) * 60_000_000
    let time = ((local % day) + day) % day
    let (start, stop) = (Int64(from) * 60_000_000, Int64(until) * 60_000_000)
    let isQuiet = start < stop ? (start..<stop).contains(time) : time >= start || time < stop
    guard isQuiet else { return nil }
    let wait = time < stop ? stop - time : day - time + stop
    return now.adding(.microseconds(wait))
  }
}

/// What a person wants to be told, and how (F-091).
package struct NoticePreferences: Equatable, Sendable {
  package struct Choice: Hashable, Sendable {
    package let kind: NoticeKind
    package let channel: NoticeChannel

    package init(_ kind: NoticeKind, _ channel: NoticeChannel) {
      self.kind = kind
      self.channel = channel
    }
  }

  /// Everything not named is sent.
  package let muted: Set<Choice>
  package let quiet: QuietHours?

  package init(muted: Set<Choice> = [], quiet: QuietHours? = nil) {
    self.muted = muted
    self.quiet = quiet
  }

  package enum Delivery: Equatable, Sendable {
    case now
    case at(Instant)
    case never
  }

  /// What becomes of a message. One that would arrive after its contract's deadline is not kept waiting.
  package func delivery(
    of kind: NoticeKind, by channel: NoticeChannel, deadline: Instant? = nil, at now: Instant
  ) -> Delivery {
    if muted.contains(Choice(kind, channel)) { return .never }
    guard let end = quiet?.end(at: now) else { return .now }
    if kind == .turn || kind == .reminder, let deadline, deadline <= end { return .now }
    return .at(end)
  }
}

extension ContractNotice.Kind {
  package var noticeKind: NoticeKind {
    switch self {
    case .completed: .completed
    case .liveImageRequested: .turn
    case .approvalReminder: .reminder
    case .returned, .withdrawn, .expired, .reviewRejected, .draftRejected, .discarded, .signedByOther, .signedByColleague:
      .progress
    }
  }
}
