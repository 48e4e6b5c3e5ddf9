import HeqiDomain
import Testing

/// A contract of two people as the mapping tests need it.
enum ContractSample {
  static func id<Entity>(_ number: UInt8) -> ID<Entity> { ID(at: Instant(seconds: 1_795_000_000), random: Array(repeating: number, count: 10)) }

  static let initiator = ContractParty(id: id(1), side: .initiator, accountID: id(11), name: "叶小三", state: .awaitingSignature)
  static let receiver = ContractParty(
    id: id(2), side: .receiver, accountID: nil, name: "李明", contact: PartyContact(mobile: Sensitive("13812345678")))

  static func round(settings: ContractSettings = ContractSettings(), places: [SignPlace] = [], receivers: [ContractParty] = [receiver]) throws -> ContractRound {
    let digest = try #require(Digest(Array(repeating: 7, count: 32)))
    let now = Instant(seconds: 1_795_000_000)
    let original = FileRevision(number: 0, kind: .original, digest: digest, length: 4_096, at: now)
    let file = ContractFile(id: id(3), name: "租赁.pdf", pageCount: 2, original: original)
    return ContractRound(title: "房屋租赁合同", file: file, initiator: initiator, receivers: receivers, places: places, settings: settings)
  }

  static func contract(_ round: ContractRound, stage: ContractStage = .draft) -> Contract {
    Contract(id: id(9), tenantID: "main", transactionNo: "A0000000000017", createdAt: Instant(seconds: 1_795_000_000), stage: stage, round: round)
  }
}
