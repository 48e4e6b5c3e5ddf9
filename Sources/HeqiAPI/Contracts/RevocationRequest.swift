import HeqiDomain

/// `POST /api/v1/contract/{id}/revoke` (M-008).
struct RevocationRequest: Sendable {
  let reason: String
  /// Who of the caller's people asked for it; the caller's own word.
  let operatorName: String?

  init(body: [UInt8]) throws(ClientError) {
    let object = try RequestObject(body: body)
    reason = try object.text("reason", max: ContractLimits.orderReasonCharactersMax)
    operatorName = try object.optionalText("operator", max: 64)
  }
}
