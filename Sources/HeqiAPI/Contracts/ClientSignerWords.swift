import HeqiApplication
import HeqiDomain

/// What a signer of an order may be besides a natural person with a mobile number (B-19).
enum ClientSignerWords {
  private enum Role: String, CaseIterable { case signer = "SIGNER" }
  private enum Document: String, CaseIterable { case identityCard = "ID_CARD" }
  /// `partyRole` and `idType` have one value each today; another one is refused rather than passed over.
  static func check(_ object: RequestObject) throws(ClientError) {
    _ = try object.choice("partyRole", Role.self)
    _ = try object.choice("idType", Document.self)
  }

  static func email(_ object: RequestObject) throws(ClientError) -> EmailAddress? {
    guard let typed = try object.optionalText("email", max: 254) else { return nil }
    guard let email = EmailAddress(typed) else { throw object.wrong("email", "不是有效的电子邮箱", "is no e-mail address") }
    return email
  }

  static func company(_ object: RequestObject) throws(ClientError) -> ClientContractRequest.Company? {
    let seal = try sealKind(object)
    guard let company = try object.object("organization") else {
      guard seal == nil else {
        throw object.wrong("sealKind", "只用于企业，请同时填写 organization", "is for companies; give organization as well")
      }
      return nil
    }
    let typed = try company.text("uscc", max: 32)
    let code: UnifiedSocialCreditCode
    do throws(UnifiedSocialCreditCode.Fault) {
      code = try UnifiedSocialCreditCode(typed)
    } catch {
      throw company.wrong("uscc", "不是有效的统一社会信用代码", "is no unified social credit code (GB 32100)")
    }
    return ClientContractRequest.Company(name: try company.text("name", max: 128), code: code, sealKind: seal)
  }

  private static func sealKind(_ object: RequestObject) throws(ClientError) -> SealKind? {
    guard let word = try object.optionalText("sealKind", max: 32) else { return nil }
    guard let kind = SealKind.ofOrganizations.first(where: { $0.apiName == word }) else {
      let words = SealKind.ofOrganizations.map(\.apiName).joined(separator: " | ")
      throw object.wrong("sealKind", "应为 \(words)", "must be \(words)")
    }
    return kind
  }
}

extension SealKind {
  /// As the open API writes it.
  var apiName: String {
    switch self {
    case .personalName: "NAME_SEAL"
    case .companySeal: "COMPANY_SEAL"
    case .legalRepSeal: "LEGAL_REP_SEAL"
    case .contractSeal: "CONTRACT_SEAL"
    case .financeSeal: "FINANCE_SEAL"
    case .hrSeal: "HR_SEAL"
    case .invoiceSeal: "INVOICE_SEAL"
    case .specialSeal: "SPECIAL_SEAL"
    }
  }
}
