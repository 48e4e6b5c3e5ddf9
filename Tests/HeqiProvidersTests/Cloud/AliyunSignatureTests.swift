import HeqiDomain
import HeqiProviders
import Testing

@Suite("Alibaba Cloud signature V3 (H-02)")
struct AliyunSignatureTests {
  private static let signature = AliyunSignature(keyID: "YourAccessKeyId", keySecret: Sensitive("YourAccessKeySecret"))

  // The example of the vendor's page "V3 request structure and signature" (ecs RunInstances, 2014-05-26).
  @Test("the vendor's published example gives the published signature")
  func published() {
    let call = AliyunSignature.Call(
      host: "ecs.cn-shanghai.aliyuncs.com", action: "RunInstances", version: "2014-05-26",
      query: ["RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"])
    let headers = Self.signature.headers(of: call, nonce: "3156853299f313e23d1673dc12e1703d", at: Instant(seconds: 1_698_315_752))
    #expect(
      headers.last?.value
        == "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )
    #expect(headers.contains { $0 == ("x-acs-date", "2023-10-26T10:22:32Z") })
  }

  // Computed with hashlib and hmac of the Python standard library.
  @Test("a body with its type is signed along")
  func body() {
    let call = AliyunSignature.Call(
      host: "ocr-api.cn-hangzhou.aliyuncs.com", action: "RecognizeIdcard", version: "2021-07-07",
      query: ["OutputQualityInfo": "true"], body: [1, 2, 3], contentType: "application/octet-stream")
    let headers = Self.signature.headers(of: call, nonce: "0123456789abcdef", at: Instant(seconds: 1_795_242_600))
    #expect(headers.last?.value.hasSuffix("Signature=a237769ff9f82a30a7838aced5c66154c751ecb741c59b588f1bff8dc5d1694c") == true)
    #expect(headers.last?.value.contains("SignedHeaders=content-type;host;x-acs-action") == true)
  }

  @Test("queries are sorted and encoded by RFC 3986")
  func encoding() {
    #expect(AliyunSignature.encoded("张三 a+b/~*") == "%E5%BC%A0%E4%B8%89%20a%2Bb%2F~%2A")
    let call = AliyunSignature.Call(host: "h", action: "A", version: "1", query: ["b": "2", "A": "&=", "a": ""])
    #expect(call.queryText == "A=%26%3D&a=&b=2")
  }
}
