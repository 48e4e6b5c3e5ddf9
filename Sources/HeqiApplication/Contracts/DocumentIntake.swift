import HeqiDomain
import PDF

/// An uploaded PDF after all checks, as it will be kept and signed.
struct AcceptedDocument: Sendable {
  let bytes: [UInt8]
  let pageCount: Int
  /// Whether the upload was broken and had to be put right; who uploaded it is told to look at the result.
  let wasRepaired: Bool
  /// Whether something had to be settled that readers may show differently, hidden layers or fields without a look.
  let wasSettled: Bool
}

/// Refuses what must not be signed, with the reason, and rewrites the rest into one clean revision (issue 2 section 4).
enum DocumentIntake {
  /// Throws `ContractError` `.fileTooLarge`, `.tooManyPages` or `.fileRefused`. Blocks its thread while it reads.
  static func accept(_ bytes: [UInt8]) throws(ContractError) -> AcceptedDocument {
    guard bytes.count <= ContractLimits.fileBytesMax else { throw ContractError(.fileTooLarge) }
    let (opened, pageCount, findings) = try reading { () throws(PDFError) in
      let opened = try DocumentRepairer.open(bytes)
      let pages = try opened.document.currentView.pages()
      return (
        opened, pages.count,
        pages.count > ContractLimits.pagesMax ? [] : try PreSignLinter.findings(in: opened.document)
      )
    }
    let document = opened.document
    guard pageCount > 0 else { throw refusal(Bilingual("文件没有页面", "it has no pages")) }
    guard pageCount <= ContractLimits.pagesMax else { throw ContractError(.tooManyPages) }
    if document.isEncrypted { throw refusal(encrypted) }
    for finding in findings {
      if let remark = refusals[finding.code] { throw refusal(remark) }
    }
    let clean = try reading { () throws(PDFError) in try DocumentRewriter.rewrite(document, drawing: FieldTextDrawer.draw) }
    guard clean.bytes.count <= ContractLimits.fileBytesMax else { throw ContractError(.fileTooLarge) }
    return AcceptedDocument(
      bytes: clean.bytes, pageCount: pageCount, wasRepaired: !opened.repairs.isEmpty,
      wasSettled: !clean.removed.isDisjoint(with: [.hiddenLayers, .fieldsWithoutLook]))
  }

  private static let encrypted = Bilingual("文件已加密", "it is encrypted")
  private static let signed = Bilingual(
    "文件已有数字签名，重新整理会使原签名失效", "it is signed already, and tidying it would break that signature")

  /// Findings that stop an upload; the others are removed by rewriting.
  private static let refusals: [LintFinding.Code: Bilingual] = [
    .encrypted: encrypted,
    .signed: signed,
    .javaScript: Bilingual("文件含有脚本", "it holds a script"),
    .unsafeAction: Bilingual("文件含有会启动程序或提交数据的动作", "it holds actions that start programs or send data"),
    .xfa: Bilingual("文件含有动态表单（XFA）", "it holds a dynamic form (XFA)"),
    .unreadableContent: Bilingual("文件内容无法读取", "its content cannot be read"),
  ]

  private static func reading<Answer>(_ body: () throws(PDFError) -> Answer) throws(ContractError) -> Answer {
    do {
      return try body()
    } catch {
      throw refusal(remark(of: error), cause: error)
    }
  }

  private static func remark(of error: PDFError) -> Bilingual {
    switch error.code {
    case .passwordRequired, .encryptionUnsupported: encrypted
    case .signaturesPresent: signed
    case .headerMissing: Bilingual("这不是 PDF 文件", "it is not a PDF file")
    case .contentUnsupported:
      Bilingual(
        "文件含有在不同阅读器中显示不一致的内容（图层、表单或批注），请打印为新的 PDF 后再上传",
        "it holds layers, form fields or notes that readers show differently; print it to a new PDF and upload that")
    default: Bilingual("文件已损坏或不符合 PDF 标准", "it is damaged or departs from the PDF standard")
    }
  }

  private static func refusal(_ remark: Bilingual, cause: PDFError? = nil) -> ContractError {
    ContractError(.fileRefused, cause?.code.rawValue ?? remark.english, remark: remark, cause: cause)
  }
}
