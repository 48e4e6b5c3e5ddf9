package import HeqiDomain
import HeqiPorts
import HeqiSQL
import HeqiStorage

/// `POST /api/v1/sign-group`: one link for several contracts of one person (J-007).
package struct MakeSignGroup: Sendable {
  /// A contract and the caller's own name for its signer.
  package struct Choice: Sendable {
    package let contractID: ID<Contract>
    package let partyID: String
    /// Path in the request, for refusals.
    package let path: String

    package init(contractID: ID<Contract>, partyID: String, path: String) {
      self.contractID = contractID
      self.partyID = partyID
      self.path = path
    }
  }

  /// The clear link exists only here.
  package struct Made: Sendable {
    package let group: SignGroup
    package let url: String
  }

  private let ledger: ClientLedger
  private let links: IssueSignLinks
  private let publicURL: String

  package init(ledger: ClientLedger, links: IssueSignLinks, publicURL: String) {
    self.ledger = ledger
    self.links = links
    self.publicURL = publicURL
  }

  /// Earlier links of these signers die. Throws `ClientError` naming the contract at fault; then nothing was made.
  package func callAsFunction(_ choices: [Choice], scene: LinkScene, client: APIClient) async throws -> Made {
    guard Set(choices.map(\.contractID)).count == choices.count else {
      throw ClientError.parameter("contracts", "contracts 中合同重复。", "A contract occurs twice in contracts.")
    }
    let now = ledger.clock.now
    let token = ledger.random.token(byteCount: SignLink.tokenBytes)
    var members: [SignGroup.Member] = []
    var made: [SignLink] = []
    var first: ClientSigner?
    for (position, choice) in choices.enumerated() {
      let (view, signer) = try await find(choice, client: client)
      if let first, !first.isSamePerson(as: signer) {
        throw ClientError.parameter(
          "\(choice.path).partyId", "一个组合签只能由同一人签署：姓名、身份证号码和手机须一致。",
          "A group is signed by one person: name, idCardNo and mobile must be the same.")
      }
      first = signer
      members.append(SignGroup.Member(contractID: view.contract.id, partyID: signer.id))
      let task = links.make(
        for: signer, of: view.order, scene: scene, client: client, at: now, token: Self.memberToken(token, position))
      if let link = task.link { made.append(link) }
    }
    guard let end = made.map(\.expiresAt).min() else {
      throw ClientError.parameter("contracts", "请至少填写一份合同。", "At least one contract is needed.")
    }
    let group = SignGroup(
      id: ledger.random.id(at: now), tenantID: client.tenantID, clientID: client.id, tokenHash: IssueSignLinks.hash(token),
      members: members, createdAt: now, expiresAt: end)
    let issued = made
    try await ledger.engine.write { connection in
      for link in issued { try SignLinkStore().insert(link, in: connection) }
      try SignGroupStore().insert(group, in: connection)
    }
    return Made(group: group, url: "\(publicURL)/g/\(token)")
  }

  private func find(_ choice: Choice, client: APIClient) async throws -> (ClientContractView, ClientSigner) {
    let view: ClientContractView
    do {
      view = try await ledger.find(choice.contractID, tenantID: client.tenantID)
    } catch let error as ClientError where error.code == .notFound {
      throw ClientError.parameter("\(choice.path).contractId", "没有这份合同。", "There is no such contract.")
    }
    guard let signer = view.order.signer(partyID: choice.partyID) else {
      throw ClientError.parameter("\(choice.path).partyId", "合同中没有这个 partyId。", "The contract has no such partyId.")
    }
    guard signer.organization == nil else {
      throw ClientError.parameter(
        "\(choice.path).partyId", "企业登录平台签署，不能加入组合签。", "A company signs on the platform and takes no part in a group.")
    }
    guard view.contract.stage.isLive, let party = view.contract.round.party(signer.id), !party.state.isSigned,
      party.state != .waiting
    else {
      throw ClientError(
        .wrongState, field: choice.path,
        remark: Bilingual("这份合同已结束、已签署，或还没有轮到这位签署方。", "The contract has ended, is signed, or it is not this signer's turn."))
    }
    return (view, signer)
  }

  /// Nobody can guess it who does not hold the group's token.
  static func memberToken(_ token: String, _ position: Int) -> String {
    FileDigest.of(Array("heqi-sign-group-member\n\(token)\n\(position)".utf8)).hex
  }
}

extension ClientSigner {
  func isSamePerson(as other: ClientSigner) -> Bool {
    name == other.name && idCardNumber.reveal() == other.idCardNumber.reveal() && mobile.reveal() == other.mobile.reveal()
  }
}
