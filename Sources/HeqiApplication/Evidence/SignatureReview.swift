import CMS
import HeqiDomain
import PAdES

/// Verifies every signature of a finished contract again, with nothing but the file, the roots and the time (row 21).
struct SignatureReview: Sendable {
  let report: ValidationReport

  init(_ bytes: [UInt8], trust: CompleteContract.Trust, at now: Instant) {
    var validator = SignatureValidator(
      roots: trust.roots, intermediates: trust.intermediates, time: PKITime(microsecondsSince1970: now.microseconds))
    validator.timeStampRoots = trust.timeStampRoots
    report = validator.validate(bytes)
  }

  /// The report on a party's signature, or on the time stamp over what a party accepted by ticking.
  func signature(of party: ContractParty, in round: ContractRound) -> SignatureReport? {
    if party.mode == .clickwrap {
      return report.signatures.first { $0.kind == .docTimeStamp && $0.field == party.acceptanceField }
    }
    guard let place = round.places(of: party.id).first(where: \.kind.isMark) else { return nil }
    return report.signatures.first { $0.field == place.fieldName }
  }

  /// True when every party's signature is there, intact, and followed by nothing but what was prepared.
  func isComplete(for round: ContractRound) -> Bool {
    round.parties.filter { $0.state != .observing }.allSatisfy { party in
      guard let signature = signature(of: party, in: round) else { return false }
      return signature.isSound && signature.trust != .untrusted && signature.certificate != nil
    }
  }

  /// The first thing that is wrong, for operators.
  func problem(for round: ContractRound) -> String {
    for party in round.parties where party.state != .observing {
      guard let signature = signature(of: party, in: round) else { return "a party's signature is missing" }
      if !signature.isSound || signature.trust == .untrusted {
        return
          "\(signature.field): \(signature.integrity) \(signature.coverage) \(signature.changes) \(signature.trust)"
      }
    }
    return report.problem ?? ""
  }
}
