internal import Foundation
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Writes the callback of a contract's change in the transaction of that change (M-011, M-021).
enum AnnounceCallback {
  /// One delivery when the status of the contract or of a signer has changed, for a client that gave an address.
  static func write(
    from former: Contract, to contract: Contract, vault: TenantVault, random: any RandomSource, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard contract.round.isSentByObserver, let status = contract.apiStatus, hasChanged(former, contract),
      let order = try ClientContractStore(vault: vault).find(contract.id, in: connection),
      let address = order.callbackURL.flatMap({ CallbackAddress($0) })
    else { return }
    let store = CallbackStore()
    let sequence = try store.nextSequence(of: contract.id, tenantID: contract.tenantID, in: connection)
    let isStopped = try store.isStopped(contract.id, tenantID: contract.tenantID, in: connection)
    let body = CallbackBody(
      type: CallbackType.contractStatusChanged.rawValue, timestamp: now.utcText,
      data: .init(
        contractId: contract.id.description, transactionNo: contract.transactionNo, bizId: order.bizID, bizType: order.bizType,
        status: status.rawValue, previousStatus: former.apiStatus?.rawValue,
        signers: order.signers.map { signer in
          .init(
            partyId: signer.partyID,
            signStatus: SignerAPIStatus(contract.round.party(signer.id)?.state ?? .waiting).rawValue)
        },
        sequence: sequence))
    try store.insert(
      CallbackDelivery(
        id: random.id(at: now), tenantID: contract.tenantID, clientID: order.clientID, contractID: contract.id,
        sequence: sequence, type: .contractStatusChanged, address: address, body: try body.json,
        state: isStopped ? .dead : .pending, nextAt: now, lastError: isStopped ? "410 gone" : nil, createdAt: now,
        settledAt: isStopped ? now : nil),
      in: connection)
  }

  private static func hasChanged(_ former: Contract, _ contract: Contract) -> Bool {
    former.apiStatus != contract.apiStatus || states(former) != states(contract)
  }

  private static func states(_ contract: Contract) -> [SignerAPIStatus] {
    contract.round.receivers.map { SignerAPIStatus($0.state) }
  }
}

/// The JSON of a callback; no personal data, so that it may lie in logs and queues.
struct CallbackBody: Encodable {
  struct Signer: Encodable {
    let partyId: String
    let signStatus: String
  }
  struct Facts: Encodable {
    let contractId: String
    let transactionNo: String
    let bizId: String
    let bizType: String
    let status: String
    let previousStatus: String?
    let signers: [Signer]
    let sequence: Int
  }

  let type: String
  let timestamp: String
  let data: Facts

  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
