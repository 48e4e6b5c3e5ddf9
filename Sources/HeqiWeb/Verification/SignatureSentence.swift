import CMS
import HeqiDomain
import PAdES

/// One plain sentence about a signature for a lay reader, from the facts of its report; never from one boolean.
struct SignatureSentence {
  let report: SignatureReport

  /// In both languages.
  var text: Bilingual {
    let isStamp = report.kind == .docTimeStamp
    let name = report.signer ?? ""
    let chinese = name.isEmpty ? (isStamp ? "一个未知机构的时间戳" : "一个未知签署人的签名") : "\(name) 的\(isStamp ? "时间戳" : "签名")"
    let english = isStamp ? "The time stamp by \(name.isEmpty ? "an unknown authority" : name)" : "The signature of \(name.isEmpty ? "an unknown signer" : name)"
    if report.coverage == .invalid {
      return Bilingual("\(chinese)没有以可信的方式覆盖文件，请不要信任它。", "\(english) does not cover the file in a way that can be trusted; do not rely on it.")
    }
    if report.isUnverifiable { return unverifiable(chinese, english) }
    if report.integrity == .broken {
      return Bilingual("\(chinese)与文件不符：签署的内容已被改动或损坏。", "\(english) does not match the file: the signed content was changed or damaged.")
    }
    if report.changes == .forbidden {
      return Bilingual("文件在\(chinese)之后有不允许的改动，请不要信任它。", "\(english) is followed by changes that it does not permit; do not rely on the file.")
    }
    let time = time, trust = trust, later = later
    return Bilingual(
      "\(chinese)与文件内容一致\(time.chinese)；\(trust.chinese)\(later.chinese)。",
      "\(english) matches the content\(time.english); \(trust.english)\(later.english).")
  }

  /// Neither confirmed nor refuted: a method that is not known here, or no certificate.
  private func unverifiable(_ chinese: String, _ english: String) -> Bilingual {
    if report.changes == .forbidden {
      return Bilingual(
        "\(chinese)在这里无法验证，而且文件之后有任何签名都不允许的改动，请不要信任它。",
        "\(english) cannot be checked here, and the file was changed afterwards in a way that no signature permits; do not rely on it.")
    }
    if let method = report.unknownMethod {
      return Bilingual(
        "\(chinese)使用了这里不能验证的算法（\(method)），因此既不能确认，也不能否定；请用支持该算法的软件验证。",
        "\(english) was made by a method (\(method)) that cannot be checked here, so it is neither confirmed nor refuted; have it checked with a program that knows the method.")
    }
    return report.certificate == nil
      ? Bilingual("\(chinese)没有带上签署人的证书，无法验证。", "\(english) cannot be checked: it does not carry its signer’s certificate.")
      : Bilingual("\(chinese)使用了这里不认识的算法，无法验证。", "\(english) cannot be checked: its algorithm is not known here.")
  }

  private var time: Bilingual {
    guard let proven = report.provenTime else { return Bilingual("", "") }
    return report.timeSource == .timestamp
      ? Bilingual("，时间戳证明它不晚于 \(VerifiedTime.chinese(proven))就已存在", ", proven by a time stamp to exist at \(proven)")
      : Bilingual("，时间 \(VerifiedTime.chinese(proven))来自签署人自己的时钟", ", made at \(proven) by the signer’s own clock")
  }

  private var trust: Bilingual {
    if let doubt = report.doubt {
      let word = report.subIndication?.rawValue
      return Bilingual(
        doubt.chinese + (word.map { "（\($0)）" } ?? ""), "but " + doubt.english + (word.map { " (\($0))" } ?? ""))
    }
    return report.trust == .trusted
      ? Bilingual("证书由可信机构签发", "the certificate leads to a trusted authority")
      : Bilingual("没有判断证书由谁签发", "who issued the certificate was not judged")
  }

  private var later: Bilingual {
    switch report.changes {
    case .none, .forbidden: Bilingual("", "")
    case .archival: Bilingual("。之后只追加了验证资料，内容没有变", ". Only validation data was added since; the content is the same")
    case .formFilling: Bilingual("。之后只追加了签名或表单内容，已签的内容没有变", ". Only signatures or form entries were added since; what was signed is the same")
    case .annotations: Bilingual("。之后追加了批注，已签的内容没有变", ". Comments were added since; what was signed is the same")
    }
  }
}

/// Times of validation reports as pages say them.
enum VerifiedTime {
  /// `2026-11-21T02:42:07Z` → `2026-11-21 10:42:07（北京时间）`; anything else stays as it is.
  static func chinese(_ text: String) -> String {
    guard let instant = instant(text) else { return text }
    let time = CivilTime(instant)
    let seconds = time.second < 10 ? "0\(time.second)" : String(time.second)
    return "\(instant.shortText):\(seconds)（北京时间）"
  }

  static func instant(_ text: String) -> Instant? {
    let digits = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard digits.count >= 6, text.hasSuffix("Z") else { return nil }
    return CivilTime.instant(
      year: digits[0], month: digits[1], day: digits[2], hour: digits[3], minute: digits[4], second: digits[5], offsetMinutes: 0)
  }
}
