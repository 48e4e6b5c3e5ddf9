import HeqiDomain
@testable import HeqiWeb

extension Samples {
  /// One operation with everything that an operation may have.
  static let description: DescriptionPage = {
    let row = DescriptionPage.Row(name: "signers[].name", type: "string", limits: "1…128", text: "姓名", required: true)
    let entry = DescriptionPage.Entry(
      anchor: "initiateContract", method: "POST", path: "/api/v1/contract/initiate", summary: "发起合同", note: "由文件或模板发起。",
      scope: "contract.write", parameters: [row], hasParameters: true, body: [row], hasBody: true, bodyType: "application/json",
      samples: [.init(name: "file", json: "{}")], answer: [row], hasAnswer: true, statuses: [.init(code: "200", text: "已发起")])
    return DescriptionPage(
      heading: "合契开放接口", lead: "业务系统发起合同。", paragraphs: ["每个请求都要签名。"], signing: ["X-Client-Id: 客户端编号"],
      groups: [.init(anchor: "tag-contract", name: "合同", operations: [entry])])
  }()
}
