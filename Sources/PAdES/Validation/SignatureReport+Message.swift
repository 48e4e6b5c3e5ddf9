public import CMS

extension Indication {
  /// The main indication of a whole signature (EN 319 102-1 §5.1.3).
  public var totalName: String {
    switch self {
    case .passed: "TOTAL-PASSED"
    case .failed: "TOTAL-FAILED"
    case .indeterminate: "INDETERMINATE"
    }
  }
}

extension SignatureReport {
  /// One plain sentence for a lay reader.
  public var message: String {
    let who = kind == .docTimeStamp ? "The time stamp by \(signer ?? "an unknown authority")" : "The signature of \(signer ?? "an unknown signer")"
    if coverage == .invalid { return "\(who) does not cover the file in a way that can be trusted; do not rely on it." }
    if hasForeignTimeStamp { return "\(who) carries a time stamp that was made for something else; do not rely on it." }
    if isUnverifiable, changes == .forbidden { return "\(who) cannot be checked here, and the file was changed afterwards in a way that no signature permits; do not rely on the file as it is shown." }
    if isUnverifiable, let unknownMethod { return "\(who) was made by a method (\(unknownMethod)) that cannot be checked here, so it is neither confirmed nor refuted; have it checked with a program that knows the method." }
    if isUnverifiable, certificate == nil { return "\(who) does not carry its signer's certificate, so nothing can be said about it." }
    if isUnverifiable { return "\(who) uses an algorithm that is not known here, so nothing can be said about it." }
    if integrity == .broken { return "\(who) does not match the file: the signed content was changed or damaged." }
    if changes == .forbidden { return "After \(who.lowercasedFirst) the file was changed in a way that the signature does not permit; do not rely on the file as it is shown." }
    let time = provenTime.map { timeSource == .timestamp ? ", proven to exist at \($0)" : ", by the signer's own clock at \($0)" } ?? ""
    let later = changes == .none ? "" : " Later additions (\(changes.words)) are permitted and change no content."
    if let doubt { return "\(who) is intact\(time), but \(doubt.english) (\(subIndication?.rawValue ?? indication.totalName)).\(later)" }
    if trust == .trusted { return "\(who) is intact\(time), and the certificate leads to a trusted root.\(later)" }
    return "\(who) is intact\(time). Who signed was not judged.\(later)"
  }
}

extension SignatureReport.Changes {
  fileprivate var words: String {
    switch self {
    case .none, .forbidden: rawValue
    case .archival: "validation data and time stamps"
    case .formFilling: "further signatures or form entries"
    case .annotations: "comments"
    }
  }
}

extension String {
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
