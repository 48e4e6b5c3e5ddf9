import HeqiDomain

/// Who checked a face, in the words of logs and evidence; a check by hand never reads as one by a service (B-26).
enum FaceMethod {
  private static let names = ["tencent": "腾讯云人脸核身", "aliyun": "阿里云实人认证", "evaluation": "评估用核验（未查看人脸）"]

  /// Asked for instead of face recognition, before any service saw the person.
  static let declined = "\(FaceReview.vendor)-instead"

  /// - Parameter method: a vendor's name, or `review:` or `review-instead:` and the reviewer's masked name.
  static func words(_ method: String) -> String {
    let parts = method.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.first == declined { return "人工核验（本人未选择人脸识别；审核人 \(parts.count > 1 ? parts[1] : "")）" }
    if parts.first == FaceReview.vendor { return "人工核验（核验服务均不可用；审核人 \(parts.count > 1 ? parts[1] : "")）" }
    return names[method] ?? method
  }
}
