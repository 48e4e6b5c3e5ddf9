import HeqiDomain
import HeqiSQL

/// Columns of one round to and from its value, apart from parties, places and files.
struct ContractRoundRow {
  let number: Int
  let title: String
  let fileID: ID<ContractFile>?
  let stage: ContractStageName
  let ending: ContractEnding?
  let settings: ContractSettings
  let initiatedAt: Instant?
  let sentAt: Instant?

  init(_ row: SQLRow) throws {
    number = try row.int("number")
    title = try row.text("title")
    fileID = try row.optionalID("file_id")
    stage = try row.choice("stage")
    if let at = try row.optionalInstant("stage_at_us") {
      ending = ContractEnding(
        at: at, partyID: try row.optionalID("stage_party_id"), reason: try row.optionalText("stage_reason") ?? "")
    } else {
      ending = nil
    }
    settings = try Self.settings(row)
    initiatedAt = try row.optionalInstant("initiated_at_us")
    sentAt = try row.optionalInstant("sent_at_us")
  }

  private static func settings(_ row: SQLRow) throws -> ContractSettings {
    let term = try row.optionalInstant("term_start_us").map { start in
      ContractTerm(start: start, end: try row.optionalInstant("term_end_us"))
    }
    let amount = try row.optionalInteger("amount_minor").map { minor in
      ContractAmount(minorUnits: minor, currency: try row.optionalText("currency") ?? "CNY")
    }
    let matter = try row.optionalText("subject_matter").map { text in
      guard let matter = SubjectMatter(rawValue: text) else {
        throw SQLError.decoding("column “subject_matter” holds an unknown word")
      }
      return matter
    }
    return ContractSettings(
      issueOrder: try row.choice("issue_order"), signingOrder: try row.choice("signing_order"),
      signDeadline: try row.optionalInstant("sign_deadline_us"),
      flowExpiresAt: try row.optionalInstant("flow_expires_at_us"),
      term: term, amount: amount, forcedReadingSeconds: try row.int("forced_reading_seconds"),
      requiresIntentionCheck: try row.bool("requires_intention"), subjectMatter: matter)
  }

  /// Arguments of `ContractSQL.upsertRound`.
  static func arguments(_ round: ContractRound, stage: ContractStage, of contract: Contract) -> [SQLValue] {
    let settings = round.settings
    let (at, party, reason) = payload(stage)
    return [
      .text(contract.tenantID), .text(contract.id.description), SQLValue(round.number), .text(round.title),
      SQLValue(round.file?.id.description), .text(stage.name.rawValue), SQLValue(at?.microseconds),
      SQLValue(party?.description),
      SQLValue(reason), .text(settings.issueOrder.rawValue), .text(settings.signingOrder.rawValue),
      SQLValue(settings.signDeadline?.microseconds), SQLValue(settings.flowExpiresAt?.microseconds),
      SQLValue(settings.term?.start.microseconds), SQLValue(settings.term?.end?.microseconds),
      SQLValue(settings.amount?.minorUnits), SQLValue(settings.amount?.currency),
      SQLValue(settings.forcedReadingSeconds),
      SQLValue(settings.requiresIntentionCheck), SQLValue(settings.subjectMatter?.rawValue),
      SQLValue(round.initiatedAt?.microseconds), SQLValue(round.sentAt?.microseconds),
    ]
  }

  private static func payload(_ stage: ContractStage) -> (Instant?, ID<ContractParty>?, String?) {
    switch stage {
    case .completed(let at), .discarded(let at): return (at, nil, nil)
    case .draftRejected(let reason): return (Instant(microseconds: 0), nil, reason)
    default: return (stage.ending?.at, stage.ending?.partyID, stage.ending?.reason)
    }
  }

  /// The stage with its payload; reviews take theirs from the parties.
  func stage(with parties: [ContractParty]) throws -> ContractStage {
    func ended() throws -> ContractEnding {
      guard let ending else { throw SQLError.decoding("an ended round has no “stage_at_us”") }
      return ending
    }
    func review(_ side: ContractSide) -> ReviewProgress {
      for party in parties where party.side == side {
        switch party.state {
        case .businessReview(let progress), .sealReview(let progress): return progress
        default: break
        }
      }
      return ReviewProgress(nodesLeft: 0)
    }
    switch stage {
    case .draftAwaitingConfirmation: return .draftAwaitingConfirmation
    case .draftRejected: return .draftRejected(reason: ending?.reason ?? "")
    case .draft: return .draft
    case .initiatorBusinessReview: return .initiatorBusinessReview(review(.initiator))
    case .initiatorSealReview: return .initiatorSealReview(review(.initiator))
    case .awaitingInitiatorSign: return .awaitingInitiatorSign
    case .initiatorSigned: return .initiatorSigned
    case .sent: return .sent
    case .awaitingReceipt: return .awaitingReceipt
    case .receiverBusinessReview: return .receiverBusinessReview(review(.receiver))
    case .receiverSealReview: return .receiverSealReview(review(.receiver))
    case .awaitingReceiverSign: return .awaitingReceiverSign
    case .receiverSigned: return .receiverSigned
    case .withdrawnByInitiator: return .withdrawnByInitiator(try ended())
    case .withdrawnByReceiver: return .withdrawnByReceiver(try ended())
    case .returned: return .returned(try ended())
    case .expired: return .expired(try ended())
    case .completed: return .completed(at: try ended().at)
    case .discarded: return .discarded(at: try ended().at)
    }
  }
}
