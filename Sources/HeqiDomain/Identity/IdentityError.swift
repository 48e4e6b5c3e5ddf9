/// Why an act on an account, a session or a verification is refused. Equality on `code`.
package struct IdentityError: Error, Equatable, Sendable {
  package enum Code: String, Sendable, CaseIterable {
    case invalidName, invalidMobile, invalidEmail, invalidIDCardNumber, weakPassword, agreementMissing
    case mobileTaken, emailTaken, idCardTaken
    case codeRefused, tooManyRequests, loginRefused, sessionEnded, notSignedIn, accountSuspended, accountUnknown
    case notPermitted, staleRevision
    case alreadyVerified, checksRunning, notSubmitted, tooYoung, consentMissing, imageMissing, imageUnreadable
    case terminated, notAwaitingReview, ownCase, reasonMissing, takenByAnother, taskClosed, consentNotGiven, busy
  }

  package let code: Code
  /// What happened and what to do now.
  package let message: Bilingual
  /// The form field at fault, such as `mobile`.
  package let field: String?
  /// Seconds to wait before trying again.
  package let retryAfterSeconds: Int?

  package init(_ code: Code, _ message: Bilingual, field: String? = nil, retryAfterSeconds: Int? = nil) {
    self.code = code
    self.message = message
    self.field = field
    self.retryAfterSeconds = retryAfterSeconds
  }

  package static func == (left: IdentityError, right: IdentityError) -> Bool { left.code == right.code }
}

extension IdentityError: CustomStringConvertible {
  package var description: String { "\(code.rawValue): \(message.english)" }
}

extension IdentityError {
  /// The standard wording of a code that needs no further data.
  package init(_ code: Code, field: String? = nil) { self.init(code, Self.wording(code), field: field) }

  /// Too many tries; says when to come back.
  package static func tooManyRequests(retryAfter: Duration) -> IdentityError {
    let seconds = max(1, Int(retryAfter.components.seconds))
    let minutes = (seconds + 59) / 60
    return IdentityError(
      .tooManyRequests,
      seconds < 120
        ? Bilingual("操作太频繁，请在 \(seconds) 秒后再试。", "Too many tries. Please try again in \(seconds) seconds.")
        : Bilingual("操作太频繁，请在 \(minutes) 分钟后再试。", "Too many tries. Please try again in \(minutes) minutes."),
      retryAfterSeconds: seconds)
  }

  /// The sentence for a refused password.
  package static func weakPassword(_ fault: Password.Fault) -> IdentityError {
    let message =
      switch fault {
      case .tooShort:
        Bilingual("密码至少 \(Password.charactersMin) 个字符。", "The password needs at least \(Password.charactersMin) characters.")
      case .tooLong:
        Bilingual("密码最多 \(Password.charactersMax) 个字符。", "The password may have at most \(Password.charactersMax) characters.")
      case .tooCommon: Bilingual("这个密码太常见，请换一个。", "This password is too common. Please choose another.")
      case .containsOwnData:
        Bilingual("密码不能包含您的姓名、手机号码或邮箱。", "The password must not contain your name, mobile number or e-mail.")
      }
    return IdentityError(.weakPassword, message, field: "password")
  }

  /// The sentence for a refused identity card number (B-01, E-19).
  package static func invalidIDCard(_ fault: IDCardNumber.Fault) -> IdentityError {
    let message =
      switch fault {
      case .length: Bilingual("身份证号码应为 18 位，请检查。", "The identity card number has 18 characters. Please check it.")
      case .characters:
        Bilingual("身份证号码只能是数字，最后一位可以是 X。", "The number consists of digits; only the last character may be X.")
      case .region: Bilingual("身份证号码的前两位不是有效地区，请检查。", "The first two digits are no region. Please check the number.")
      case .birthDate: Bilingual("身份证号码中的出生日期不存在，请检查。", "The birth date in the number does not exist. Please check it.")
      case .checkDigit: Bilingual("身份证号码校验位不符，请逐位核对。", "The check digit does not match. Please compare digit by digit.")
      }
    return IdentityError(.invalidIDCardNumber, message, field: "idCardNumber")
  }

  private static func wording(_ code: Code) -> Bilingual {
    switch code {
    case .invalidName:
      Bilingual("请输入证件上的真实姓名（2 至 30 个字）。", "Please enter your name as on your identity card (2 to 30 characters).")
    case .invalidMobile: Bilingual("请输入 11 位大陆手机号码。", "Please enter an 11-digit mainland mobile number.")
    case .invalidEmail: Bilingual("请输入有效的邮箱地址。", "Please enter a valid e-mail address.")
    case .invalidIDCardNumber: Bilingual("身份证号码无效，请检查。", "The identity card number is not valid. Please check it.")
    case .weakPassword: Bilingual("密码不符合要求，请换一个。", "The password is not strong enough. Please choose another.")
    case .agreementMissing:
      Bilingual("请阅读并确认用户使用服务协议。", "Please read and confirm the user agreement.")
    case .mobileTaken:
      Bilingual("这个手机号码已经注册，请直接登录。", "This mobile number is registered already. Please log in.")
    case .emailTaken: Bilingual("这个邮箱已被其他账户确认使用，请换一个。", "Another account has confirmed this e-mail. Please use another.")
    case .idCardTaken:
      Bilingual("这个身份证号码已在另一个账户完成认证，请登录该账户或联系客服。", "This identity is verified in another account. Log in there or contact support.")
    case .codeRefused:
      Bilingual("验证码不正确或已过期，请核对或重新获取。", "The code is wrong or has expired. Check it or request a new one.")
    case .tooManyRequests: Bilingual("操作太频繁，请稍后再试。", "Too many tries. Please try again later.")
    case .loginRefused: Bilingual("账号或密码不正确。", "The account or password is not correct.")
    case .sessionEnded: Bilingual("登录已失效，请重新登录。", "You have been signed out. Please log in again.")
    case .notSignedIn: Bilingual("请先登录。", "Please log in first.")
    case .accountSuspended: Bilingual("账户已停用，请联系客服。", "The account is suspended. Please contact support.")
    case .accountUnknown: Bilingual("没有找到这个账户。", "There is no such account.")
    case .notPermitted: Bilingual("您没有进行此操作的权限。", "You are not permitted to do this.")
    case .staleRevision: Bilingual("内容刚刚有变化，请刷新后再试。", "This has just changed. Please reload and try again.")
    case .alreadyVerified: Bilingual("您已完成实名认证。", "Your identity is verified already.")
    case .checksRunning: Bilingual("正在核验，请稍候。", "The checks are running. Please wait a moment.")
    case .notSubmitted: Bilingual("请先提交认证资料。", "Please submit your verification data first.")
    case .tooYoung:
      Bilingual("未满 8 周岁不能使用本平台，请由监护人办理。", "People under 8 cannot use the platform; a guardian must act for them.")
    case .consentMissing:
      Bilingual("使用人脸图像需要您单独同意；不同意可以不提交活体图像，改由人工核验。",
        "Using your live image needs your separate consent; without it leave the image out and a reviewer decides.")
    case .imageMissing: Bilingual("请上传身份证正面和反面图片。", "Please upload both sides of your identity card.")
    case .imageUnreadable:
      Bilingual("图片无法读取，请使用 JPEG 或 PNG，最大 10 MB。", "The image cannot be read. Use JPEG or PNG of at most 10 MB.")
    case .terminated:
      Bilingual("身份信息未通过公安库核验，认证已终止；请修改身份证信息后重新提交。",
        "The police database does not confirm this identity. Correct your card data and submit again.")
    case .notAwaitingReview: Bilingual("这项认证不在人工审核中。", "This verification is not waiting for review.")
    case .ownCase: Bilingual("不能审核自己的资料。", "You cannot review your own case.")
    case .reasonMissing: Bilingual("请填写理由（2 至 500 字）。", "Please give a reason (2 to 500 characters).")
    case .takenByAnother: Bilingual("另一位审核员正在处理。", "Another reviewer is working on this case.")
    case .taskClosed: Bilingual("这项审核已经结束。", "This review is closed already.")
    case .consentNotGiven:
      Bilingual("对方没有同意展示活体图像。", "The other party has not consented to showing their live image.")
    case .busy: Bilingual("系统繁忙，请稍后再试。", "The system is busy. Please try again shortly.")
    }
  }
}
