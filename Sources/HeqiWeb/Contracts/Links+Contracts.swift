package import HeqiDomain

/// Addresses of the contract pages.
extension Links {
  package static func contract(_ id: ID<Contract>) -> String { contract(id.description) }
  package static func signing(_ id: ID<Contract>) -> String { signing(id.description) }
  package static func signed(_ id: ID<Contract>) -> String { "\(contract(id))/signed" }
  package static func signingCode(_ id: ID<Contract>) -> String { "\(signing(id))/code" }
  package static func reading(_ id: ID<Contract>) -> String { "\(signing(id))/reading" }
  package static func tab(_ tab: ContractTab, of id: ID<Contract>) -> String {
    tab == .file ? contract(id) : "\(contract(id))/\(tab.rawValue)"
  }
  package static func receipt(_ id: ID<Contract>) -> String { "\(contract(id))/receipt" }
  package static func drafting(_ id: ID<Contract>) -> String { "\(contract(id))/drafting" }
  package static func redraft(_ id: ID<Contract>) -> String { "\(drafting(id))/revision" }
  package static func versions(_ id: ID<Contract>) -> String { "\(contract(id))/versions" }
  package static func approval(_ id: ID<Contract>) -> String { "\(contract(id))/approval" }
  package static func approvalPeople(_ id: ID<Contract>) -> String { "\(approval(id))/people" }
  package static func signers(_ id: ID<Contract>) -> String { "\(contract(id))/signers" }
  package static func approvalReport(_ id: ID<Contract>) -> String { "\(contract(id))/approvals.pdf" }
  package static let batch = "/signing/batch"
  package static let standIn = "/organization/stand-in"
  package static func returning(_ id: ID<Contract>) -> String { "\(contract(id))/return" }
  package static func withdrawal(_ id: ID<Contract>) -> String { "\(contract(id))/withdrawal" }
  package static func discarding(_ id: ID<Contract>) -> String { "\(contract(id))/discard" }
  package static func reinitiation(_ id: ID<Contract>) -> String { "\(contract(id))/reinitiation" }
  package static func draft(_ id: ID<Contract>) -> String { "\(contract(id))/draft" }
  package static func draft(_ id: ID<Contract>, _ step: DraftStep) -> String { "\(draft(id))/\(step.rawValue)" }
  package static func converted(_ id: ID<Contract>) -> String { "\(draft(id))/converted" }
  package static func invoicing(_ id: ID<Contract>, _ isInvoiced: Bool) -> String {
    "\(contract(id))/invoicing/\(isInvoiced ? "on" : "off")"
  }
  package static func urge(_ id: ID<Contract>) -> String { "\(contract(id))/urging" }
  package static func contractFile(_ id: ID<Contract>) -> String { "\(contract(id))/file.pdf" }
  package static func evidence(_ kind: EvidenceFile.Kind, of id: ID<Contract>) -> String { "\(contract(id))/evidence/\(kind.rawValue).pdf" }
  package static func attachment(_ attachment: ID<ContractAttachment>, of id: ID<Contract>) -> String {
    "\(tab(.attachments, of: id))/\(attachment)"
  }
  package static func logExport(_ format: String, of id: ID<Contract>) -> String { "\(contract(id))/log.\(format)" }
  package static func rating(_ party: ID<ContractParty>, in id: ID<Contract>) -> String { "\(contract(id))/parties/\(party)/rating" }
  package static func liveImage(_ party: ID<ContractParty>, in id: ID<Contract>) -> String { "\(contract(id))/parties/\(party)/live.svg" }

  /// A page image. The digest keeps caches apart; `isNoted` starts the reading clock and notes the page as shown.
  package static func page(_ number: Int, of id: ID<Contract>, _ digest: Digest, width: Int, isNoted: Bool = false) -> String {
    page(number, in: contract(id), digest, width: width, isNoted: isNoted)
  }

  /// The same below any folder that has `pages`, such as a signing link.
  package static func page(_ number: Int, in folder: String, _ digest: Digest, width: Int, isNoted: Bool = false) -> String {
    "\(folder)/pages/\(number)?w=\(width)&v=\(digest.hex)\(isNoted ? "&seen=1" : "")"
  }
}

/// Tabs of a contract page.
package enum ContractTab: String, Sendable, CaseIterable { case file, progress, log, attachments }

/// Steps of starting a contract, in order.
package enum DraftStep: String, Sendable, CaseIterable {
  case file, receivers, places, settings, send

  var next: DraftStep { Self.allCases[min(index + 1, Self.allCases.count - 1)] }
  var previous: DraftStep { Self.allCases[max(index - 1, 0)] }
  var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
