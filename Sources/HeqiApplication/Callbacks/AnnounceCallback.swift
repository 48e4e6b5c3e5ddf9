internal import Foundation
import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// Writes callbacks in the transaction of their cause (M-011, M-021), for clients that gave an address.
enum AnnounceCallback {
  /// One delivery when the status of the contract or of a signer has changed.
  static func write(
    from former: Contract, to contract: Contract, vault: TenantVault, random: any RandomSource, at now: Instant,
    in connection: any SQLConnection
  ) throws {
    guard contract.round.isSentByObserver, let status = contract.apiStatus, hasChanged(former, contract),
      let order = try ClientContractStore(vault: vault).find(contract.id, in: connection)
    else { return }
    try write(
      .contractStatusChanged, about: .contract(contract.id), of: order.clientID, to: order.callbackURL, vault: vault,
      random: random, at: now, in: connection
    ) { sequence in
      ContractCallback(
        contractId: contract.id.description, transactionNo: contract.transactionNo, bizId: order.bizID, bizType: order.bizType,
        status: status.rawValue, previousStatus: former.apiStatus?.rawValue,
        signers: order.signers.map { signer in
          .init(
            partyId: signer.partyID,
            signStatus: SignerAPIStatus(contract.round.party(signer.id)?.state ?? .waiting).rawValue)
        },
        sequence: sequence)
    }
  }

  /// One delivery of `facts` to `url`; nothing when there is no address.
  static func write(
    _ type: CallbackType, about subject: CallbackSubject, of client: ID<APIClient>, to url: String?, vault: TenantVault,
    random: any RandomSource, at now: Instant, in connection: any SQLConnection, _ facts: (_ sequence: Int) -> some Encodable
  ) throws {
    guard let address = url.flatMap({ CallbackAddress($0) }) else { return }
    let store = CallbackStore()
    let tenantID = vault.tenantID
    let sequence = try store.nextSequence(of: subject, tenantID: tenantID, in: connection)
    let isStopped = try store.isStopped(subject, tenantID: tenantID, in: connection)
    let body = CallbackBody(type: type.rawValue, timestamp: now.utcText, data: facts(sequence))
    try store.insert(
      CallbackDelivery(
        id: random.id(at: now), tenantID: tenantID, clientID: client, subject: subject, sequence: sequence, type: type,
        address: address, body: try body.json, state: isStopped ? .dead : .pending, nextAt: now,
        lastError: isStopped ? "410 gone" : nil, createdAt: now, settledAt: isStopped ? now : nil),
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
struct CallbackBody<Facts: Encodable>: Encodable {
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

/// `data` of `ContractStatusChangedEvent`.
struct ContractCallback: Encodable {
  struct Signer: Encodable {
    let partyId: String
    let signStatus: String
  }

  let contractId: String
  let transactionNo: String
  let bizId: String
  let bizType: String
  let status: String
  let previousStatus: String?
  let signers: [Signer]
  let sequence: Int
}
