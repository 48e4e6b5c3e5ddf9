import Foundation
package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// The caller's own images, for the verification page.
package struct ReadOwnImage: Sendable {
  private let ledger: PeopleLedger
  private let images: IdentityImages

  package init(ledger: PeopleLedger, images: IdentityImages) {
    self.ledger = ledger
    self.images = images
  }

  /// JPEG, or `nil` when there is none.
  package func callAsFunction(_ kind: IdentityImages.Kind, caller: Caller) async throws -> [UInt8]? {
    let vault = try await ledger.open(caller.tenantID)
    let (account, verification) = try await VerificationLookup(vault: vault, ledger: ledger).own(caller)
    guard let image = verification.images[kind] else { return nil }
    return try await images.read(image, kind, of: account.id, tenantID: account.tenantID)
  }
}

/// The live image of a counterparty, who consented to it separately (F-027, B-26): watermarked, logged, not for download.
package struct ReadLiveImage: Sendable {
  private let ledger: PeopleLedger
  private let images: IdentityImages

  package init(ledger: PeopleLedger, images: IdentityImages) {
    self.ledger = ledger
    self.images = images
  }

  /// Whether there is an image that may be shown.
  package func isAvailable(of account: ID<Account>, tenantID: String) async throws -> Bool {
    let vault = try await ledger.open(tenantID)
    let found = try await ledger.engine.read { try VerificationStore(vault: vault).find(of: account, in: $0) }
    return found?.consents.showLiveImage != nil && found?.images.live != nil
  }

  /// SVG with the image and the viewer's name, contract number and time across it.
  ///
  /// The caller must have checked that `caller` is the other party of the contract named by `transactionNo`.
  /// - Throws: `IdentityError` `.consentNotGiven`.
  package func callAsFunction(
    of person: ID<Account>, transactionNo: String, caller: Caller
  ) async throws -> [UInt8] {
    let vault = try await ledger.open(caller.tenantID)
    let found = try await ledger.engine.read { connection in
      (
        try AccountStore(vault: vault).find(person, in: connection),
        try VerificationStore(vault: vault).find(of: person, in: connection)
      )
    }
    guard let owner = found.0, let verification = found.1, verification.consents.showLiveImage != nil,
      let live = verification.images.live
    else { throw IdentityError(.consentNotGiven) }
    let jpeg = try await images.read(live, .live, of: person, tenantID: caller.tenantID)
    let now = ledger.clock.now
    let events = ledger.events(
      [VerificationEvent.liveImageShown(to: caller.actor, contract: transactionNo)], tenantID: caller.tenantID,
      subject: owner.subject, actor: caller.actor, scene: caller.scene, at: now)
    try await ledger.engine.write { _ = try EventStore().append(events, in: $0) }
    return Watermark.svg(jpeg, text: "\(Mask.name(caller.name)) \(transactionNo) \(now.shortText)")
  }
}

extension HeqiDomain.VerificationImages {
  subscript(kind: IdentityImages.Kind) -> StoredImage? {
    switch kind {
    case .front: front
    case .back: back
    case .live: live
    }
  }
}

/// A picture under a repeated text, as one self-contained SVG.
enum Watermark {
  static func svg(_ jpeg: [UInt8], text: String) -> [UInt8] {
    let safe = text.map { character -> String in
      switch character {
      case "<": "&lt;"
      case ">": "&gt;"
      case "&": "&amp;"
      case "\"": "&quot;"
      default: String(character)
      }
    }.joined()
    var lines = ""
    for row in 0..<7 {
      lines += "<text x=\"-60\" y=\"\(row * 70)\" transform=\"rotate(-24 200 200)\">\(safe)　\(safe)　\(safe)</text>"
    }
    let image = Data(jpeg).base64EncodedString()
    return Array(
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">\
      <image width="400" height="400" preserveAspectRatio="xMidYMid meet" href="data:image/jpeg;base64,\(image)"/>\
      <g font-family="sans-serif" font-size="15" fill="#fff" fill-opacity=".55" stroke="#000" stroke-opacity=".25" stroke-width=".4">\
      \(lines)</g></svg>
      """.utf8)
  }
}

/// Destroys live images whose time is over (B-26).
package struct PurgeLiveImages: Sendable {
  private let ledger: PeopleLedger
  private let images: IdentityImages

  package init(ledger: PeopleLedger, images: IdentityImages) {
    self.ledger = ledger
    self.images = images
  }

  /// How many were destroyed; 0 means done.
  @discardableResult
  package func callAsFunction(tenantID: String, limit: Int = 100) async throws -> Int {
    let now = ledger.clock.now
    let store = VerificationStore(vault: try await ledger.open(tenantID))
    return try await ledger.engine.write { connection in
      let expired = try store.withExpiredLiveImages(at: now, limit: limit, in: connection)
      for old in expired {
        if let live = old.images.live {
          try images.forget(live, .live, of: old.accountID, tenantID: tenantID, in: connection)
        }
        var kept = old
        kept.images.live = nil
        kept.images.liveRetainedUntil = nil
        kept.consents.showLiveImage = nil
        try store.save(kept, in: connection)
      }
      return expired.count
    }
  }
}
