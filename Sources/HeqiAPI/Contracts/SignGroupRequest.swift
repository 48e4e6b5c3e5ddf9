import HeqiApplication
import HeqiDomain

/// `POST /api/v1/sign-group` (J-007).
struct SignGroupRequest: Sendable {
  let choices: [MakeSignGroup.Choice]
  let scene: LinkScene

  init(body: [UInt8], client: APIClient) throws(ClientError) {
    let object = try RequestObject(body: body)
    scene = try LinkSceneRequest(object, client: client).scene
    let rows = try object.objects("contracts", max: SignGroup.contractsMax)
    guard !rows.isEmpty else { throw object.missing("contracts") }
    var choices: [MakeSignGroup.Choice] = []
    for row in rows { choices.append(try Self.choice(row)) }
    self.choices = choices
  }

  private static func choice(_ row: RequestObject) throws(ClientError) -> MakeSignGroup.Choice {
    guard let id = ID<Contract>(try row.text("contractId", max: 64)) else {
      throw row.wrong("contractId", "不是有效的合同编号", "is no contract id")
    }
    return MakeSignGroup.Choice(contractID: id, partyID: try row.text("partyId", max: 64), path: row.path)
  }
}
