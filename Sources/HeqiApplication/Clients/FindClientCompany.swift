import HeqiDomain
import HeqiSQL
import HeqiStorage

/// The company that a signer of an API order acts for (B-19): verified here under this name and code, with the person
/// named as an active member. One refusal for every reason, so that nobody asks who works where.
struct FindClientCompany: Sendable {
  /// What the party of the contract rests on.
  struct Found: Sendable {
    let organization: Organization
    let member: Membership
    let accountID: ID<Account>
  }

  let vault: TenantVault

  /// Throws `ClientError` naming `<path>.organization`.
  func callAsFunction(
    _ company: ClientContractRequest.Company, _ signer: ClientContractRequest.Signer, path: String,
    in connection: any SQLConnection
  ) throws -> Found {
    guard vault.tenantID == Tenant.main else {
      throw ClientError.parameter(
        "\(path).organization", "此 API 客户端使用自己的命名空间，其中没有企业。请让平台运营方以命名空间 main 新建客户端（heqi client create --tenant main）。",
        "This API client has a namespace of its own, in which there are no companies. Have the operator make one in the namespace main (heqi client create --tenant main).")
    }
    guard let organization = try OrganizationStore(tenantID: vault.tenantID).find(company.code, in: connection),
      organization.status == .active, organization.name == CompanyName(company.name)?.text,
      let account = try AccountStore(vault: vault).find(mobile: signer.mobile, in: connection), account.isVerified,
      account.name == signer.name,
      let proof = try VerificationStore(vault: vault).find(of: account.id, in: connection),
      proof.idCardNumber == signer.idCardNumber,
      let member = try MembershipStore(vault: vault).find(account: account.id, of: organization.id, in: connection),
      member.isActive
    else {
      throw ClientError.parameter(
        "\(path).organization",
        "没有这样一家已在本平台认证的企业，或所填经办人不是该企业的在职成员。请核对企业名称、统一社会信用代码以及经办人的姓名、身份证号码和手机号码；企业和经办人须先在本平台注册并完成认证。",
        "No company verified here has this name and code with this person as an active member. Check name and uscc, and the person's name, idCardNo and mobile; the company and the person must be registered and verified here first.")
    }
    return Found(organization: organization, member: member, accountID: account.id)
  }
}

extension ClientSigner {
  /// The party that it becomes.
  func party(of found: FindClientCompany.Found?) -> ContractParty {
    guard let found, let organization else {
      return ContractParty(
        id: id, side: .receiver, accountID: standIn, name: name, contact: PartyContact(mobile: mobile, email: email), turn: sequence,
        mode: signMethod.mode)
    }
    return ContractParty(
      id: id, side: .receiver, kind: .company, accountID: found.accountID, name: organization.name,
      contact: PartyContact(mobile: mobile, email: email), turn: sequence,
      company: PartyCompany(organizationID: organization.id, handlerID: found.member.id))
  }
}
