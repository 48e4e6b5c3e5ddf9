internal import ArgumentParser
internal import Foundation
internal import HeqiApplication
internal import HeqiDomain

/// Four pages of a Chinese contract, 30 variables and a table of 20 rows: values checked, filled and set to PDF by
/// `--workers` at a time. The template is compiled once, as the server keeps it.
struct TemplateFill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "template-fill")

  @Option(help: "Folder that receives the contract as PDF and HTML, for peers and judges.") var folder: String
  @Option(help: "Documents made.") var count = 2_000
  @Option(help: "Documents at a time.") var workers = 2

  func run() async throws {
    let sample = TemplateSample()
    let body = try TemplateBody.read(sample.content, as: .components)
    try body.check(sample.variables)
    let first = try sample.fill(body, number: 0)
    try Data(try TemplateDocument(first, title: "合同").pdf()).write(to: URL(fileURLWithPath: folder + "/template-fill.pdf"))
    try Data(TemplatePage.html(first, title: "合同").utf8).write(to: URL(fileURLWithPath: folder + "/template-fill.html"))
    for number in 0..<max(20, count / 20) { _ = try TemplateDocument(try sample.fill(body, number: number), title: "合同").pdf() }

    let (total, lanes) = (count, workers)
    let begin = ContinuousClock.now
    let all = try await withThrowingTaskGroup(of: [Duration].self) { group in
      for lane in 0..<lanes {
        // Every document has values of its own, so nothing can be remembered from the one before.
        group.addTask { @concurrent in
          try stride(from: lane, to: total, by: lanes).map { number in
            let start = ContinuousClock.now
            let bytes = try TemplateDocument(try sample.fill(body, number: number), title: "合同 \(number)").pdf()
            let time = ContinuousClock.now - start
            guard bytes.count > 10_000 else { throw ValidationError("the document is empty") }
            return time
          }
        }
      }
      return try await group.reduce(into: [Duration]()) { $0 += $1 }
    }
    let elapsed = ContinuousClock.now - begin
    print(Measurement(name: "template-fill", operations: all.count, elapsed: elapsed, latencies: all).json)
  }
}

/// The contract that is measured.
private struct TemplateSample: Sendable {
  private static let rows = 20
  private static let scalars = 29

  /// 29 scalars of all plain kinds, and the table.
  var variables: [TemplateVariable] {
    let scalars = (1...Self.scalars).map { number -> TemplateVariable in
      switch number % 5 {
      case 1: TemplateVariable(key: "v\(number)", name: "金额\(number)", kind: .money)
      case 2: TemplateVariable(key: "v\(number)", name: "日期\(number)", kind: .date)
      case 3: TemplateVariable(key: "v\(number)", name: "数量\(number)", kind: .number)
      case 4: TemplateVariable(key: "v\(number)", name: "方式\(number)", kind: .choice, options: ["银行转账", "现金支付"])
      default: TemplateVariable(key: "v\(number)", name: "文字\(number)")
      }
    }
    let columns = [
      TemplateVariable(key: "name", name: "品名"), TemplateVariable(key: "model", name: "规格"),
      TemplateVariable(key: "count", name: "数量", kind: .number), TemplateVariable(key: "price", name: "单价", kind: .money),
    ]
    return scalars + [TemplateVariable(key: "items", name: "明细", kind: .table, columns: columns)]
  }

  func fill(_ body: TemplateBody, number: Int) throws -> TemplateBody {
    let names = ["张建国", "李淑芬", "欧阳明远", "上海示例科技有限公司", "北京样本贸易有限责任公司", "深圳市前海某供应链服务有限公司"]
    var inputs: [String: TemplateInput] = [:]
    for key in 1...Self.scalars {
      inputs["v\(key)"] =
        switch key % 5 {
        case 1: .text("\(number * 37 + key * 1_009).\(key % 9)5")
        case 2: .text("2026-0\(1 + number % 9)-1\(key % 10)")
        case 3: .text(String(number + key))
        case 4: .text(number.isMultiple(of: 2) ? "银行转账" : "现金支付")
        default: .text(names[(number + key) % names.count] + "第\(number)号")
        }
    }
    inputs["items"] = .rows(
      (1...Self.rows).map { row in
        [
          "name": .text("示例货物（\(names[(row + number) % names.count])）"), "model": .text("GB-\(number)-\(row)"),
          "count": .text(String(row * 3)), "price": .text("\(row * 17).50"),
        ]
      })
    return try body.filled(with: try TemplateValues(inputs, for: variables))
  }

  /// Clauses enough for four pages of A4.
  var content: String {
    let clauses = [
      "甲乙双方本着平等自愿、诚实信用的原则，根据《中华人民共和国民法典》及有关法律法规的规定，经友好协商，就本合同所述事项达成如下一致意见，以资共同遵守。",
      "乙方应当按照约定的时间、地点和方式交付货物，货物的品种、规格、数量和质量应当符合国家标准、行业标准以及本合同附件的要求；没有国家标准、行业标准的，按照通常标准或者符合合同目的的特定标准履行。",
      "甲方应当自收到货物之日起十五日内完成检验，并将检验结果书面通知乙方；逾期未通知的，视为货物的数量和质量符合约定，但依法不因逾期检验而免除的质量责任除外。",
      "任何一方违反本合同约定的，应当承担继续履行、采取补救措施或者赔偿损失等违约责任；约定的违约金低于造成的损失的，守约方可以请求人民法院或者仲裁机构予以增加。",
      "因不可抗力不能履行合同的，根据不可抗力的影响，部分或者全部免除责任，但法律另有规定的除外；遭遇不可抗力的一方应当及时通知对方，以减轻可能给对方造成的损失，并在合理期限内提供证明。",
    ]
    var components = [#"{"type":"title","text":"货物采购与资金归集合同"}"#]
    var key = 1
    for chapter in 1...6 {
      components.append(#"{"type":"heading","level":1,"text":"第\#(chapter)章　权利与义务"}"#)
      for clause in 1...5 {
        if key > Self.scalars { continue }
        let reference = Self.mark(key)
        key += 1
        components.append(
          #"{"type":"paragraph","indent":true,"align":"justify","text":"\#(chapter).\#(clause)　\#(clauses[(chapter + clause) % 5])\#(reference)"}"#)
      }
    }
    components.append(
      #"{"type":"table","columns":[{"title":"序号"},{"title":"品名","width":4},{"title":"规格","width":2},{"title":"数量","align":"right"},{"title":"单价","width":1.5,"align":"right"}],"rows":[{"repeat":"items","cells":["{{items.#}}","{{items.name}}","{{items.model}}","{{items.count}}","{{items.price}}"]}]}"#)
    components.append(#"{"type":"paragraph","text":"甲方（盖章）：{{seal:A}}　乙方（盖章）：{{seal:B}}"}"#)
    return #"{"header":{"left":"合同编号 {{v5}}"},"footer":{"center":"第 {page} 页，共 {pages} 页"},"components":[\#(components.joined(separator: ","))]}"#
  }

  private static func mark(_ key: Int) -> String {
    switch key % 5 {
    case 1: "本条所涉金额为人民币{{v\(key)}}元（大写：{{v\(key)|upper}}）。"
    case 2: "履行期限至{{v\(key)}}止。"
    case 3: "数量为{{v\(key)}}件。"
    case 4: "支付方式：{{v\(key)|boxes}}。"
    default: "联系人为{{v\(key)}}。"
    }
  }
}
