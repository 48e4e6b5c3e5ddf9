/// 组合签: several contracts of one person behind one link, signed together (J-007). Only the hash of its token is stored;
/// each member has a signing link of its own whose token follows from the group's.
package struct SignGroup: Equatable, Sendable {
  /// Contracts of a group.
  package static let contractsMax = 20

  package struct Member: Equatable, Sendable {
    package let contractID: ID<Contract>
    package let partyID: ID<ContractParty>

    package init(contractID: ID<Contract>, partyID: ID<ContractParty>) {
      self.contractID = contractID
      self.partyID = partyID
    }
  }

  package let id: ID<SignGroup>
  package let tenantID: String
  package let clientID: ID<APIClient>
  package let tokenHash: Digest
  package let members: [Member]
  package let createdAt: Instant
  package let expiresAt: Instant

  package init(
    id: ID<SignGroup>, tenantID: String, clientID: ID<APIClient>, tokenHash: Digest, members: [Member],
    createdAt: Instant, expiresAt: Instant
  ) {
    self.id = id
    self.tenantID = tenantID
    self.clientID = clientID
    self.tokenHash = tokenHash
    self.members = members
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }
}
