extension ContractError {
  /// What happened and what to do now, in both languages.
  package var message: Bilingual {
    if code == .alreadySigned, let remark { return remark }
    let chinese = remark?.chinese ?? detail
    let english = remark?.english ?? detail
    return Self.message(code, chinese, english)
  }

  private static func message(_ code: Code, _ chinese: String, _ english: String) -> Bilingual {
    switch code {
    case .notFound:
      Bilingual(
        "没有找到这份合同，或者您不是它的参与方。请核对链接或系统交易编号。",
        "This contract does not exist or you are not a party to it. Check the link or the transaction number.")
    case .notAllowedInStage:
      Bilingual(
        "合同当前状态不支持此操作。请刷新页面查看最新状态。",
        "The contract's present state does not allow this. Reload the page to see where it stands.")
    case .notPermitted:
      Bilingual("您在这份合同中没有此项权限。请由有权的一方操作。", "You may not do this in this contract. Ask the party that may.")
    case .staleRevision:
      Bilingual(
        "合同刚刚被另一方更新。请查看最新内容后重试。", "Another party has just changed the contract. Look at the latest state and try again."
      )
    case .requestConflict:
      Bilingual(
        "同一请求编号已用于不同的内容。请刷新页面后重新提交。", "This request key was used for something else. Reload the page and submit again.")
    case .identityUnverified: Bilingual("请先完成实名认证，再进行此操作。", "Verify your identity first, then try again.")
    case .nameMismatch:
      Bilingual(
        "合同填写的姓名与您的实名不一致。请退回合同，或请发起方更正姓名后重新发起。",
        "The name in the contract differs from your verified name. Return it, or ask the initiator to correct the name and start again."
      )
    case .businessTypeRefused:
      Bilingual(
        chinese.isEmpty ? "不能使用这个合同业务类型。请选择其他类型。" : chinese,
        english.isEmpty ? "This business type cannot be used. Choose another." : english)
    case .companyModeNeeded:
      Bilingual(
        "这份合同发给企业。请切换到该企业模式办理；企业尚未认证的，请先完成企业认证。",
        "This contract is addressed to a company. Switch to that company; if it is not verified yet, verify it first.")
    case .approvalRefused:
      Bilingual(
        chinese.isEmpty ? "这一步审批不能这样进行。请刷新页面查看审批进度。" : chinese,
        english.isEmpty ? "This approval cannot be done now. Reload the page to see how far it is." : english)
    case .notAParty: Bilingual("您不是这份合同的签署方。", "You are not a signing party of this contract.")
    case .notYourTurn:
      Bilingual(
        "还没有轮到您。前面的签署方完成后，我们会通知您。", "It is not your turn yet. We will tell you when the parties before you are done.")
    case .notDelivered: Bilingual("合同尚未送达您。", "The contract has not been delivered to you yet.")
    case .titleInvalid:
      Bilingual(
        "合同名称须为 1 至 100 个字（业务系统的订单为 256 个字），不能含有 / \\ : * \" < > | ? 或表情符号。",
        "The title needs 1 to 100 characters, in orders of business systems 256, without / \\ : * \" < > | ? or emoji.")
    case .fileMissing: Bilingual("请先上传合同文件。", "Upload the contract file first.")
    case .fileRefused:
      Bilingual(
        "无法使用这个文件：\(chinese)。请换一个未加密、未损坏的 PDF 文件。",
        "This file cannot be used: \(english). Choose a PDF that is not encrypted or damaged.")
    case .fileTooLarge:
      Bilingual("文件超过 50 MB。请压缩或拆分后再上传。", "The file is larger than 50 MB. Compress or split it and upload again.")
    case .tooManyPages: Bilingual("文件超过 500 页。请拆分后再上传。", "The file has more than 500 pages. Split it and upload again.")
    case .fileChanged:
      Bilingual("文件在您阅读之后发生了变化。请重新阅读最新文件再签署。", "The file changed after you read it. Read the latest file, then sign.")
    case .attachmentRefused:
      Bilingual(
        "无法添加这个附件：\(chinese)。可以添加 PDF、Word、Excel、PowerPoint（.docx、.xlsx、.pptx）和 JPG、PNG 图片。",
        "This attachment cannot be added: \(english). PDF, .docx, .xlsx, .pptx, JPG and PNG files can be.")
    case .attachmentKnown:
      Bilingual("这个文件已经在附件里了，无需重复添加。", "This very file is among the attachments already.")
    case .attachmentMissing: Bilingual("没有找到这个附件。它可能已被添加人移除。", "There is no such attachment. It may have been removed.")
    case .attachmentFixed:
      Bilingual(
        "这个附件不能移除：只有添加人可以移除，且须在各方签完之前。",
        "This attachment stays: only the person who added it can remove it, and only until everybody has signed.")
    case .tooManyAttachments:
      Bilingual(
        "一份合同最多 \(ContractLimits.attachmentsMax) 个附件，合计不超过 500 MB。",
        "A contract has at most \(ContractLimits.attachmentsMax) attachments, 500 MB together.")
    case .receiversMissing: Bilingual("请至少添加一位接收方。", "Add at least one receiver.")
    case .tooManyReceivers:
      Bilingual(
        "接收方最多 \(ContractLimits.receiversMax) 位。", "There can be at most \(ContractLimits.receiversMax) receivers.")
    case .tooManySigners:
      Bilingual(
        "一家企业最多指定 \(PartyCompany.signersMax) 位签署人。",
        "A company can name at most \(PartyCompany.signersMax) signers.")
    case .duplicateParty: Bilingual("同一个人在合同中出现了两次。请保留一个。", "The same person appears twice. Keep one of them.")
    case .receiverUnreachable:
      Bilingual("请填写接收方有效的手机号码或邮箱。", "Give a valid mobile number or e-mail address of the receiver.")
    case .placesMissing:
      Bilingual(
        "每一方都需要至少一个盖章或签名位置。\(chinese)", "Every party needs at least one place for a seal or signature. \(english)")
    case .tooManyPlaces:
      Bilingual("签署位置最多 \(ContractLimits.placesMax) 个。", "There can be at most \(ContractLimits.placesMax) places.")
    case .placeOutsidePage:
      Bilingual("有签署位置超出了页面。请把它移回页面内。", "A place lies outside its page. Move it back onto the page.")
    case .keywordNotFound:
      Bilingual("文件里没有找到这个关键字。请换一个词，或直接拖放位置。", "The keyword is not in the file. Try another word or drag the place.")
    case .seamInvalid:
      Bilingual("骑缝章不能这样放置：\(chinese)。请调整后再试。", "The seam seal cannot be placed like this: \(english). Change it and try again.")
    case .deadlineMissing: Bilingual("请设置签署有效期。", "Set a signing deadline.")
    case .deadlineInPast: Bilingual("签署有效期须晚于现在。请重新选择。", "The signing deadline must lie in the future. Choose another.")
    case .deadlinePassed:
      Bilingual(
        "已超过签署有效期。如仍需签约，请发起方重新发起。",
        "The signing deadline has passed. If the contract is still wanted, the initiator may start it again.")
    case .deadlineOrder: Bilingual("流程截止时间不能早于签署有效期。", "The flow may not end before the signing deadline.")
    case .readingSecondsInvalid: Bilingual("强制阅读时间须为 0 至 999 秒。", "Forced reading takes 0 to 999 seconds.")
    case .amountInvalid: Bilingual("合同金额不能为负数。", "The amount cannot be negative.")
    case .termInvalid: Bilingual("合同有效期的结束须晚于开始。", "The term must end after it starts.")
    case .subjectMatterUndeclared:
      Bilingual(
        "请确认合同不涉及法律不允许电子签署的事项。", "Declare that the contract is not of a kind the law excludes from electronic signing.")
    case .subjectMatterExcluded:
      Bilingual(
        "婚姻、收养、继承以及停止供水、供热、供气等事项依法不能在此电子签署（电子签名法第三条）。请改用纸质文书。",
        "Matters of marriage, adoption, inheritance, or stopping water, heat or gas may not be signed electronically here (Electronic Signature Law, art. 3). Use paper."
      )
    case .businessTypeMissing:
      Bilingual("企业合同须先关联合同业务类型。", "A company contract must be linked to a business type first.")
    case .parametersMissing:
      Bilingual(
        chinese.isEmpty ? "文本里还有必填参数没有填写。对方的参数由对方在确认文本时填写：请先把文本发给对方确认。" : chinese,
        english.isEmpty
          ? "Required parameters of the text are still empty. The other side fills in its own when it agrees to the text: send it first."
          : english)
    case .reasonMissing: Bilingual("请填写原因，对方会看到它。", "Give a reason; the other party will see it.")
    case .reasonTooLong:
      Bilingual(
        "原因最多 \(ContractLimits.reasonCharactersMax) 个字。",
        "The reason may have at most \(ContractLimits.reasonCharactersMax) characters.")
    case .opinionMissing: Bilingual("请填写审批意见。", "Write your opinion; the parties will see it.")
    case .reviewRejected:
      Bilingual(
        "审批未通过，流程已停在这一步。发起方可以撤回，接收方可以退回。",
        "The review was rejected and the flow stops here. The initiator may withdraw, the receiver may return.")
    case .alreadySigned: Bilingual("您已经签署过这份合同。", "You have already signed this contract.")
    case .contentUnconfirmed:
      Bilingual("请先确认已阅读并同意合同全部内容。", "Confirm first that you have read and agree to the whole contract.")
    case .readingTooShort: Bilingual("请先完成规定时间的阅读。\(chinese)", "Finish reading for the required time first. \(english)")
    case .intentionMissing:
      Bilingual(
        "请输入针对这份文件发送的验证码，完成意愿确认。", "Enter the code that was sent for this very file to confirm your will to sign.")
    case .codeWrong: Bilingual("验证码不正确。请核对后重新输入。", "The code is wrong. Check it and type it again.")
    case .codeExpired: Bilingual("验证码已过期或已使用。请重新获取。", "The code has expired or was used. Ask for a new one.")
    case .codeExhausted:
      Bilingual("验证码输错次数过多，已失效。请重新获取。", "Too many wrong tries; the code no longer works. Ask for a new one.")
    case .codeTooSoon:
      Bilingual("验证码发送过于频繁。请稍后再试。\(chinese)", "Codes were asked for too often. Try again later. \(english)")
    case .urgeTooSoon:
      Bilingual(
        "刚请对方处理过，请稍后再催：首次须间隔 30 分钟，之后每 10 分钟一次。",
        "They were asked a short while ago. Urge half an hour after the request, then every ten minutes.")
    case .liveImageUnrated: Bilingual("请先确认对方的活体图像是否可接受。", "Rate the other party's live image first.")
    case .liveImageUnacceptable:
      Bilingual(
        "您认为对方的活体图像无法接受，已请对方更新。更新后再签署。",
        "You found the other party's live image not acceptable. We asked for a newer one; sign after that.")
    case .liveImageUnavailable:
      Bilingual("对方没有同意展示活体图像，无需确认。", "The other party has not agreed to show a live image; no rating is needed.")
    case .markUnusable where !chinese.isEmpty && chinese != english: Bilingual(chinese, english)
    case .markUnusable:
      Bilingual("这枚签章不可用。请选择其他签章或改用手写签名。", "This seal cannot be used. Choose another seal or draw your signature.")
    case .handwritingTooSimple:
      Bilingual("手写笔迹过于简单。请完整写出您的姓名。", "The drawn signature is too simple. Write your full name.")
    case .certificateInvalid:
      Bilingual(
        "您的数字证书无效或已过期。请在用户中心更新证书。", "Your certificate is not valid or has expired. Renew it in the user centre.")
    case .signingUnavailable:
      Bilingual(
        "暂时无法完成签署，文件没有改变。请稍后再试。", "Signing is not possible at the moment; the file is unchanged. Try again later.")
    case .deadlineNotReached: Bilingual("签署有效期尚未到。", "The deadline has not been reached.")
    case .signaturesUnverified:
      Bilingual(
        "签名复核没有通过，合同暂不能完成。运维人员已收到提醒。",
        "The signatures did not pass re-verification; the contract cannot complete yet. Operators have been told.")
    case .everyoneSigned:
      Bilingual(
        "各方均已签署，合同已成立，不能撤回。如需终止，请协议解除。",
        "All parties have signed and the contract stands; it cannot be withdrawn. To end it, agree on a termination.")
    case .storageDamaged:
      Bilingual(
        "文件校验未通过，正在从副本恢复。请稍后再试。",
        "The stored file failed its check and is being restored from the replica. Try again later.")
    case .recordsDamaged:
      Bilingual(
        "合同的操作记录与其哈希链不符，平台不会为它出具存证，请联系平台。",
        "The contract's records do not fit their hash chain; the platform does not vouch for it. Contact the platform.")
    }
  }
}
