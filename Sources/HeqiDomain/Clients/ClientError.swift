/// Why the open API refuses a request: the source's five-digit codes (M-031, M-032), the first three being the HTTP
/// status where they agree.
package struct ClientError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Int, Sendable, CaseIterable {
    /// A parameter is missing or malformed; `field` names it.
    case parameter = 40001
    /// The business number is taken by a request with other content.
    case duplicate = 40002
    case templateUnavailable = 40003
    case linkExpired = 40004
    case linkUsed = 40005
    case faceFailed = 40006
    case signatureInvalid = 40101
    case scopeMissing = 40301
    case notFound = 40401
    case methodNotAllowed = 40501
    case wrongState = 40901
    case requestRunning = 40902
    case tooLarge = 41301
    case keyReused = 42201
    case tooMany = 42901
    case providerUnavailable = 50001
    case callbackFailed = 50002
    case archiveFailed = 50003
  }

  package let code: Code
  package let field: String?
  /// What this very case adds to the message; never personal data.
  package let remark: Bilingual?
  package let retryAfterSeconds: Int?

  package init(_ code: Code, field: String? = nil, remark: Bilingual? = nil, retryAfterSeconds: Int? = nil) {
    self.code = code
    self.field = field
    self.remark = remark
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// A parameter at fault and the remedy.
  package static func parameter(_ field: String, _ chinese: String, _ english: String) -> ClientError {
    ClientError(.parameter, field: field, remark: Bilingual(chinese, english))
  }

  package static func == (left: ClientError, right: ClientError) -> Bool {
    left.code == right.code && left.field == right.field
  }

  package var description: String { "client.\(code.rawValue)" + (field.map { " \($0)" } ?? "") }

  package var title: Bilingual {
    switch code {
    case .parameter: Bilingual("请求参数有误", "A parameter is wrong")
    case .duplicate: Bilingual("业务编号已被使用", "The business number is taken")
    case .templateUnavailable: Bilingual("模板不存在或已停用", "The template does not exist or is not active")
    case .linkExpired: Bilingual("签署链接已过期", "The signing link has expired")
    case .linkUsed: Bilingual("签署链接已使用", "The signing link has been used")
    case .faceFailed: Bilingual("人脸核验未通过", "The face check failed")
    case .signatureInvalid: Bilingual("请求签名无效", "The request signature is not valid")
    case .scopeMissing: Bilingual("没有使用这个接口的权限", "This client may not use this endpoint")
    case .notFound: Bilingual("没有找到", "Not found")
    case .methodNotAllowed: Bilingual("这个地址不支持这种请求方法", "This address does not have this method")
    case .wrongState: Bilingual("当前状态不允许这个操作", "The present state does not allow this")
    case .requestRunning: Bilingual("同一请求正在处理", "The same request is being handled")
    case .tooLarge: Bilingual("请求内容太大", "The body is too large")
    case .keyReused: Bilingual("Idempotency-Key 已用于另一个请求", "The Idempotency-Key was used for another request")
    case .tooMany: Bilingual("请求太频繁", "Too many requests")
    case .providerUnavailable: Bilingual("外部服务暂时不可用", "An outside service does not answer")
    case .callbackFailed: Bilingual("回调未送达", "The callback was not delivered")
    case .archiveFailed: Bilingual("存证失败", "Archiving failed")
    }
  }

  /// Why, and what to do now.
  package var message: Bilingual {
    if let remark { return remark }
    return switch code {
    case .parameter: Bilingual("请检查参数的名称、类型和长度。", "Check its name, type and length.")
    case .duplicate:
      Bilingual(
        "同一 bizId 和 bizType 已有内容不同的请求。请换一个 bizId，或查询已有的那一份。",
        "The same bizId and bizType were sent with other content. Use another bizId, or query the existing object.")
    case .templateUnavailable:
      Bilingual("请检查 templateId，或先启用该模板的一个版本。", "Check templateId, or activate a version of the template first.")
    case .linkExpired: Bilingual("请向登记的手机号码重新发送链接。", "Have a fresh link sent to the registered mobile number.")
    case .linkUsed: Bilingual("这个链接已用于签署。可查看已签署的合同。", "This link has signed already. The signed contract can be viewed.")
    case .faceFailed: Bilingual("请重新核验，或选择其他核验方式。", "Check again, or choose another way.")
    case .signatureInvalid:
      Bilingual(
        "请检查客户端编号、时间戳（±300 秒）、随机数（不可重复）、密钥、来源地址和签名内容。",
        "Check client id, timestamp (±300 s), nonce (once only), secret, source address and the signed text.")
    case .scopeMissing: Bilingual("请联系平台管理员增加权限范围。", "Ask the platform's operator for the scope.")
    case .notFound: Bilingual("它不存在，或不属于这个客户端。", "It does not exist, or belongs to another client.")
    case .methodNotAllowed: Bilingual("可用的方法见 Allow 响应头。", "The Allow header names the methods that it has.")
    case .wrongState: Bilingual("请先查询当前状态。", "Query the present state first.")
    case .requestRunning: Bilingual("请稍后用同一个 Idempotency-Key 再试。", "Try again in a moment with the same Idempotency-Key.")
    case .tooLarge: Bilingual("文件最大 50 MB，其他请求最大 1 MB。", "Files up to 50 MB, other bodies up to 1 MB.")
    case .keyReused: Bilingual("请为每个不同的请求使用新的 Idempotency-Key。", "Use a new Idempotency-Key for each different request.")
    case .tooMany: Bilingual("请按 Retry-After 等待后再试。", "Wait as Retry-After says.")
    case .providerUnavailable: Bilingual("系统会自动重试。", "The platform tries again by itself.")
    case .callbackFailed: Bilingual("可在投递记录中重放。", "Replay it from the delivery log.")
    case .archiveFailed: Bilingual("合同签署不受影响，可重新存证。", "The contract stays signed; archive it again.")
    }
  }
}
