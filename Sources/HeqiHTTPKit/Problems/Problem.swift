package import HeqiDomain
package import Hummingbird

/// A refusal as the outside sees it: problem details (RFC 9457) for programs, a readable page for people.
/// Texts say what happened and what to do; they never hold personal data, file names or document text.
package struct Problem: Error, Sendable, Equatable {
  /// HTTP status code.
  package let status: HTTPResponse.Status
  /// Stable code to quote to support, such as `session.required` or `40101`.
  package let code: String
  /// What happened.
  package let title: Bilingual
  /// Why, and what to do now.
  package let detail: Bilingual
  /// The request's field at fault, when one is.
  package let field: String?
  /// Seconds after which a repeat may succeed.
  package let retryAfter: Int?

  package init(
    _ status: HTTPResponse.Status, code: String, title: Bilingual, detail: Bilingual, field: String? = nil, retryAfter: Int? = nil
  ) {
    self.status = status
    self.code = code
    self.title = title
    self.detail = detail
    self.field = field
    self.retryAfter = retryAfter
  }

  package static func == (left: Problem, right: Problem) -> Bool { left.code == right.code }
}

/// Errors of other layers that know how they look from outside.
package protocol ProblemConvertible: Error {
  var problem: Problem { get }
}

extension Problem {
  package static let signInRequired = Problem(
    .unauthorized, code: "session.required", title: Bilingual("请先登录", "Please sign in first"),
    detail: Bilingual("这个页面属于已登录的用户。登录后会回到这里。", "This page belongs to signed-in users. After signing in you return here."))
  package static let notFound = Problem(
    .notFound, code: "page.missing", title: Bilingual("没有找到这个页面", "We could not find this page"),
    detail: Bilingual(
      "地址可能写错了，内容可能已被移走，或者它属于另一个账号。请检查地址，或从首页重新进入。",
      "The address may be mistyped, the content may have moved, or it belongs to another account. Check the address or start from the home page."))
  package static let foreignOrigin = Problem(
    .forbidden, code: "request.foreign", title: Bilingual("这个请求来自其他网站", "This request came from another site"),
    detail: Bilingual(
      "为了保护您的账号，我们不执行其他网站发起的操作。请回到本站页面重新操作。",
      "To protect your account we do not carry out actions that another site started. Please repeat it from our own page."))
  package static let staleForm = Problem(
    .forbidden, code: "form.stale", title: Bilingual("页面停留太久，表单已过期", "This page was open too long; the form has expired"),
    detail: Bilingual(
      "您可能在另一个窗口登录或退出过。请返回并刷新页面，再提交一次；什么都没有被改动。",
      "You may have signed in or out in another window. Go back, reload the page and submit again; nothing was changed."))
  package static let tooLarge = Problem(
    .contentTooLarge, code: "body.large", title: Bilingual("提交的内容太大", "What you sent is too large"),
    detail: Bilingual("请减小文件后再试。PDF 最大 50 MB，图片最大 10 MB。", "Make the file smaller and try again. PDF up to 50 MB, images up to 10 MB."))
  package static func tooMany(retryAfter seconds: Int) -> Problem {
    Problem(
      .tooManyRequests, code: "rate.limited", title: Bilingual("操作太频繁", "Too many requests"),
      detail: Bilingual("请等待 \(seconds) 秒后再试。", "Please wait \(seconds) seconds and try again."), retryAfter: seconds)
  }
  package static func badForm(_ code: String, _ detail: Bilingual, field: String? = nil) -> Problem {
    Problem(
      .badRequest, code: code, title: Bilingual("提交的内容无法读取", "What you sent could not be read"), detail: detail, field: field)
  }
  package static let internalError = Problem(
    .internalServerError, code: "server.error", title: Bilingual("我们这边出了问题", "Something went wrong on our side"),
    detail: Bilingual(
      "您的操作没有完成，已有的内容没有改变。请稍后再试；如果再次出现，请把下面的编号告诉客服。",
      "Your action was not completed and nothing was changed. Try again in a moment; if it happens again, quote the number below to support."))
  /// The person acted for a company and may not any more (F-058); `status` stays what it would be for a stranger.
  package static func companyEnded(_ name: String, _ status: HTTPResponse.Status) -> Problem {
    Problem(
      status, code: "session.companyEnded",
      title: Bilingual("您已不能代表“\(name)”操作", "You no longer act for “\(name)”"),
      detail: Bilingual(
        "您在这家企业的任职已经结束，权限随之失效，这次操作没有执行。未完成的任务会转给同事，您的个人合同不受影响。",
        "Your place in this company has ended and so have your rights; this was not done. Open tasks go to colleagues. Your own contracts are not affected."))
  }
  package static let unavailable = Problem(
    .serviceUnavailable, code: "server.busy", title: Bilingual("服务暂时繁忙", "The service is busy for a moment"),
    detail: Bilingual("请稍等几秒再试。您填写的内容没有丢失，返回即可继续。", "Wait a few seconds and try again. Go back to continue with what you entered."),
    retryAfter: 5)

  /// The general problem of a bare HTTP status that a lower layer threw.
  static func general(_ status: HTTPResponse.Status) -> Problem {
    switch status.code {
    case 401: .signInRequired
    case 404: .notFound
    case 413: .tooLarge
    case 429: .tooMany(retryAfter: 30)
    case 503: .unavailable
    case 400..<500:
      Problem(
        status, code: "request.\(status.code)", title: Bilingual("这个请求无法处理", "This request cannot be handled"),
        detail: Bilingual("请返回上一页检查后再试。", "Go back, check what you sent and try again."))
    default: .internalError
    }
  }
}
