/// Why an act on an organization, its verification, its tree or its people is refused. Equality on `code`.
package struct OrganizationError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    case notFound, notPermitted, companyModeRequired, notAMember, staleRevision
    case invalidCode, invalidName, codeTaken, alreadyMember, identityUnverified
    // verification
    case verificationClosed, underReview, notExpected, notLegalRepresentative, ownMobile, ownCase, reasonMissing, invalidAccount,
      licenceMissing, imageMissing, amountInvalid, amountTooLate, amountTriesUsed, amountWrong, referenceMissing, notTheRepresentative, codeFixed,
      invalidPerson, signingUnavailable
    // tree and people
    case rosterUnreadable, rosterTooLarge, rosterFaulty, rosterMissing, memberLegalRep, delegateByLegalRep, unitUnknown, directoryMissing
    case unitMisplaced, unitNameInvalid, unitNameTaken, unitTooDeep, unitCircle, unitFixed, unitNotEmpty, tooManyUnits, managerCircle,
      heirMissing, nobodyChosen
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
      Bilingual("您在这家企业的角色不能这样做，请联系法定代表人或授权委托人。授权委托人的权限自授权委托书签署后生效。",
        "Your roles in this company do not allow this. Ask the legal representative or a delegate. A delegate's rights begin with the signed power of attorney.")
    case .companyModeRequired: Bilingual("请先切换到企业模式。", "Please switch to company mode first.")
    case .notAMember: Bilingual("您不是这家企业的在职人员。", "You are not an active member of this company.")
    case .staleRevision: Bilingual("内容刚刚有变化，请刷新后再试。", "This has just changed. Please reload and try again.")
    case .invalidCode: Bilingual("统一社会信用代码无效，请检查。", "The credit code is not valid. Please check it.")
    case .invalidName: Bilingual("请输入营业执照上的企业名称（2 至 100 个字）。", "Please enter the company name as on the licence (2 to 100 characters).")
    case .identityUnverified:
      Bilingual("请先完成个人实名认证，再以企业身份操作。", "Verify your own identity before acting for a company.")
    case .verificationClosed: Bilingual("这项企业认证已经结束。", "This company verification is closed.")
    case .underReview: Bilingual("资料正在核验或审核，暂时不能修改。", "The data is being checked and cannot be changed now.")
    case .notExpected: Bilingual("当前步骤不能这样做，请刷新页面。", "This is not the step that is due. Please reload.")
    case .notLegalRepresentative:
      Bilingual("您的实名与法定代表人姓名不一致。请核对，或选择“持授权书的代理人”。",
        "Your verified name is not the legal representative's. Check it, or apply as a delegate with a letter of authority.")
    case .ownMobile: Bilingual("请填写法定代表人本人的手机号码，不是您自己的。", "Enter the legal representative's number, not your own.")
    case .ownCase: Bilingual("不能审核或授权自己的申请。", "You cannot review or authorise your own case.")
    case .reasonMissing: Bilingual("请填写理由（2 至 500 字）。", "Please give a reason (2 to 500 characters).")
    case .invalidAccount:
      Bilingual("请填写开户银行和对公账号（8 至 32 位数字）。", "Enter the bank and the account number (8 to 32 digits).")
    case .licenceMissing: Bilingual("请上传营业执照图片。", "Please upload the business licence.")
    case .imageMissing: Bilingual("请选择图片文件。", "Please choose an image.")
    case .amountInvalid: Bilingual("请输入金额，例如 0.37。", "Enter the amount, for example 0.37.")
    case .amountWrong: Bilingual("金额与实际打款不一致，请核对银行流水。", "This is not the amount that was paid. Please check the bank statement.")
    case .amountTooLate: Bilingual("打款金额须在 7 天内回填，本次已过期，请重新提交。", "The amount had to be typed back within 7 days. Please submit again.")
    case .amountTriesUsed: Bilingual("金额连续 3 次不正确，本次验证未通过，请重新提交。", "Three wrong amounts: the proof has failed. Please submit again.")
    case .referenceMissing: Bilingual("请填写银行流水号（2 至 64 字）。", "Enter the bank's reference (2 to 64 characters).")
    case .notTheRepresentative:
      Bilingual("只有营业执照上的法定代表人本人完成实名认证后可以签署。", "Only the legal representative on the licence, once verified, can sign this.")
    case .codeFixed: Bilingual("重新认证时统一社会信用代码不能改变。", "The credit code cannot change when a company is verified anew.")
    case .invalidPerson: Bilingual("请输入姓名（2 至 30 个字）。", "Please enter a name (2 to 30 characters).")
    case .signingUnavailable: Bilingual("暂时不能签署，请稍后再试。", "Signing is not possible right now. Please try again later.")
    case .rosterUnreadable:
      Bilingual("文件无法读取，请使用 .xlsx、CSV（UTF-8）或 JSON。", "The file cannot be read. Use .xlsx, CSV (UTF-8) or JSON.")
    case .rosterTooLarge: Bilingual("文件过大，请分批导入（最大 10 MB）。", "The file is too large (at most 10 MB). Import it in parts.")
    case .rosterFaulty: Bilingual("文件中有错误，没有导入任何内容。", "The file has faults; nothing was imported.")
    case .rosterMissing: Bilingual("请选择要导入的文件。", "Please choose a file.")
    case .memberLegalRep:
      Bilingual("法定代表人由企业认证决定；更换法定代表人请重新认证。", "The legal representative follows from the verification. Verify the company anew to change it.")
    case .delegateByLegalRep: Bilingual("授权委托人只能由法定代表人指定。", "Only the legal representative appoints a delegate.")
    case .unitUnknown: Bilingual("没有这个部门。", "There is no such department.")
    case .unitMisplaced:
      Bilingual("这一级不能放在这里：集团在最上层，企业在集团下，部门在企业或部门下。",
        "It cannot stand here: the group is on top, companies under it, departments under a company or department.")
    case .unitNameInvalid: Bilingual("请输入名称（1 至 100 个字）。", "Please enter a name (1 to 100 characters).")
    case .unitNameTaken:
      Bilingual("同一企业中已有这个名称的部门。导入名单按名称识别部门，请换一个名称。",
        "The company has a department of this name. Rosters find departments by name, so choose another.")
    case .unitTooDeep: Bilingual("部门层级最多 12 层。", "There are at most 12 levels.")
    case .unitCircle: Bilingual("不能移动到自己或自己的下级部门下面。", "It cannot be moved below itself.")
    case .unitFixed:
      Bilingual("这是已认证的企业，名称随企业认证变更，不能改名或删除。",
        "This is the verified company. Its name follows from the verification; it cannot be renamed or removed.")
    case .unitNotEmpty: Bilingual("还有下级部门，请先移动或删除下级部门。", "There are units below it. Move or remove them first.")
    case .tooManyUnits: Bilingual("最多 5000 个部门。", "There are at most 5,000 units.")
    case .managerCircle:
      Bilingual("这样会形成循环：所选上级正在（直接或间接）向本人汇报。请另选。",
        "That would be a circle: the person chosen reports to this one. Choose another.")
    case .heirMissing: Bilingual("请选择部门中的人员去向。", "Choose where its people go.")
    case .nobodyChosen: Bilingual("请至少选择一个人。", "Choose at least one person.")
    case .directoryMissing: Bilingual("这家企业没有配置人事系统接口，请用文件导入。", "No personnel system is configured for this company. Import a file instead.")
    case .alreadyMember:
      Bilingual("这个人（手机号码）已经在这家企业中。", "This person (mobile number) is in the company already.")
    case .codeTaken:
      Bilingual("这家企业已在平台完成认证，请联系其法定代表人邀请您加入。",
        "This company is verified already. Ask its legal representative to invite you.")
    }
  }
}
