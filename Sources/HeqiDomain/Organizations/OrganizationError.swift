/// Why an act on an organization, its verification, its tree or its people is refused. Equality on `code`.
package struct OrganizationError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    case notFound, notPermitted, companyModeRequired, notAMember, staleRevision
    case invalidCode, invalidName, codeTaken, alreadyMember, identityUnverified
  }

  package let code: Code
  /// What happened and what to do now.
  package let message: Bilingual
  /// The form field at fault, such as `code`.
  package let field: String?

  package init(_ code: Code, _ message: Bilingual, field: String? = nil) {
    self.code = code
    self.message = message
    self.field = field
  }

  /// The standard wording of a code that needs no further data.
  package init(_ code: Code, field: String? = nil) { self.init(code, Self.wording(code), field: field) }

  package static func == (left: OrganizationError, right: OrganizationError) -> Bool { left.code == right.code }

  package var description: String { "organization.\(code.rawValue)" }

  /// The sentence for a refused credit code (E-20).
  package static func invalidCode(_ fault: UnifiedSocialCreditCode.Fault) -> OrganizationError {
    let message =
      switch fault {
      case .length: Bilingual("统一社会信用代码应为 18 位，请检查。", "The credit code has 18 characters. Please check it.")
      case .characters:
        Bilingual(
          "统一社会信用代码只能是数字和大写字母，不含 I、O、S、V、Z。",
          "The credit code consists of digits and letters without I, O, S, V and Z.")
      case .region: Bilingual("统一社会信用代码的第 3 至 8 位应为数字，请检查。", "Characters 3 to 8 of the code are digits. Please check it.")
      case .organizationCode, .checkCharacter:
        Bilingual("统一社会信用代码校验位不符，请对照营业执照逐位核对。", "The check character does not match. Please compare it with the licence.")
      }
    return OrganizationError(.invalidCode, message, field: "code")
  }
}

extension OrganizationError {
  private static func wording(_ code: Code) -> Bilingual {
    switch code {
    case .notFound: Bilingual("没有找到这家企业或这项内容。", "There is no such company or item.")
    case .notPermitted:
      Bilingual("您在这家企业的角色不能这样做，请联系法定代表人或授权委托人。",
        "Your roles in this company do not allow this. Ask the legal representative or a delegate.")
    case .companyModeRequired: Bilingual("请先切换到企业模式。", "Please switch to company mode first.")
    case .notAMember: Bilingual("您不是这家企业的在职人员。", "You are not an active member of this company.")
    case .staleRevision: Bilingual("内容刚刚有变化，请刷新后再试。", "This has just changed. Please reload and try again.")
    case .invalidCode: Bilingual("统一社会信用代码无效，请检查。", "The credit code is not valid. Please check it.")
    case .invalidName: Bilingual("请输入营业执照上的企业名称（2 至 100 个字）。", "Please enter the company name as on the licence (2 to 100 characters).")
    case .identityUnverified:
      Bilingual("请先完成个人实名认证，再以企业身份操作。", "Verify your own identity before acting for a company.")
    case .alreadyMember:
      Bilingual("这个人（手机号码）已经在这家企业中。", "This person (mobile number) is in the company already.")
    case .codeTaken:
      Bilingual("这家企业已在平台完成认证，请联系其法定代表人邀请您加入。",
        "This company is verified already. Ask its legal representative to invite you.")
    }
  }
}
