/// Refusals about contacts.
package struct ContactError: Error, Equatable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    case nameInvalid, mobileInvalid, emailInvalid, groupInvalid, noteInvalid
    case alreadyThere, isSelf, tooMany, unknown
    case notPermitted, identityUnverified, noAddress, alreadyRegistered, tooManyInvitations, invitationUnknown
  }

  package let code: Code

  package init(_ code: Code) { self.code = code }

  package var message: Bilingual {
    switch code {
    case .nameInvalid: Bilingual("请填写姓名或企业全称，最多 100 个字。", "Enter the name, at most 100 characters.")
    case .mobileInvalid: Bilingual("手机号码应为 11 位，例如 13812345678。", "A mobile number has 11 digits, such as 13812345678.")
    case .emailInvalid: Bilingual("邮箱格式不对，例如 name@example.com。", "That is no e-mail address, such as name@example.com.")
    case .groupInvalid: Bilingual("分组名称最多 20 个字。", "A group’s name has at most 20 characters.")
    case .noteInvalid: Bilingual("备注最多 200 个字。", "A note has at most 200 characters.")
    case .alreadyThere: Bilingual("通讯录里已有此人或企业。", "This person or company is among your contacts already.")
    case .isSelf: Bilingual("这是您自己，不必添加。", "That is you; there is no need to add yourself.")
    case .tooMany: Bilingual("通讯录最多 5000 个联系人，请先删除不用的。", "There can be 5,000 contacts. Delete one that you do not use first.")
    case .unknown: Bilingual("这个联系人不存在或已被删除。", "This contact does not exist or was deleted.")
    case .notPermitted: Bilingual("您的角色不能这样做，请联系经办人或法定代表人。", "Your role may not do this. Ask a handler or the legal representative.")
    case .identityUnverified: Bilingual("请先完成实名认证，再邀请他人。", "Verify your identity before you invite others.")
    case .noAddress: Bilingual("请先填写手机号码或邮箱。", "Enter a mobile number or an e-mail address first.")
    case .alreadyRegistered: Bilingual("对方已经注册，不必邀请。", "They are registered already; no invitation is needed.")
    case .tooManyInvitations:
      Bilingual("同一联系人每天只能邀请一次，每天最多 50 次，请明天再试。", "One contact can be invited once a day, and 50 in all. Try again tomorrow.")
    case .invitationUnknown: Bilingual("邀请链接已失效，请对方重新发送。", "This invitation has ended. Ask for a new one.")
    }
  }
}
