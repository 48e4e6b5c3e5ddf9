import Testing

@testable import HeqiDomain

@Suite("Papers beside a contract")
struct ContractAttachmentTests {
  @Test(
    "a name follows the content, and cannot lead anywhere or deceive",
    arguments: [
      ("C:\\扫描\\平面图.PDF", ContractAttachment.Format.pdf, "平面图.pdf"), ("报价.exe", .xlsx, "报价.exe.xlsx"),
      ("../../etc/passwd", .png, "passwd.png"), ("门 牌.jpeg", .jpeg, "门 牌.jpg"), ("", .docx, "附件.docx"),
      ("a\u{202E}fdp.pdf", .pdf, "afdp.pdf"), ("一\"二<三>.pdf", .pdf, "一二三.pdf"), ("\u{0}\n.pptx", .pptx, "附件.pptx"),
    ])
  func names(typed: String, format: ContractAttachment.Format, kept: String) { #expect(format.name(typed) == kept) }

  @Test("a long name is cut and keeps its ending")
  func long() {
    let name = ContractAttachment.Format.pdf.name(String(repeating: "长", count: 300) + ".pdf")
    #expect(name.count == ContractLimits.titleCharactersMax + 4 && name.hasSuffix("长.pdf"))
  }

  @Test("every format has a media type of its own")
  func mediaTypes() {
    #expect(Set(ContractAttachment.Format.allCases.map(\.mediaType)).count == ContractAttachment.Format.allCases.count)
  }
}
