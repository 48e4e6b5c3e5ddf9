import HeqiDomain
import Office
import PDF

/// Says what an uploaded paper is, by its content alone, and refuses what could harm whoever opens it.
enum AttachmentIntake {
  /// Throws `ContractError` `.fileMissing`, `.fileTooLarge` or `.attachmentRefused`. Blocks its thread while it reads.
  static func accept(_ bytes: [UInt8]) throws(ContractError) -> ContractAttachment.Format {
    guard !bytes.isEmpty else { throw refusal(Bilingual("文件是空的", "it is empty")) }
    guard bytes.count <= ContractLimits.fileBytesMax else { throw ContractError(.fileTooLarge) }
    if bytes.starts(with: Array("%PDF-".utf8)) { return try pdf(bytes) }
    switch OfficeUpload(bytes) {
    case .compound?:
      throw refusal(
        Bilingual("这是旧版 Office 格式或加了密码的文件，请另存为 .docx、.xlsx、.pptx", "it is in an older Office format or behind a password"))
    case .format(let format)?: return try office(bytes, format)
    case nil: break
    }
    do {
      switch try ImageHeader(bytes).kind {
      case .jpeg: return .jpeg
      case .png: return .png
      }
    } catch where error.code == .imageTooLarge {
      throw refusal(Bilingual("图片太大（20 MB、4000 万像素以内）", "the picture is too large (20 MB, 40 million pixels)"))
    } catch {
      throw refusal(Bilingual("不支持这种文件类型", "this kind of file is not taken"))
    }
  }

  private static func pdf(_ bytes: [UInt8]) throws(ContractError) -> ContractAttachment.Format {
    let findings: [LintFinding]
    do {
      let opened = try DocumentRepairer.open(bytes)
      if opened.document.isEncrypted { throw encrypted }
      findings = try PreSignLinter.findings(in: opened.document)
    } catch let error as ContractError {
      throw error
    } catch let error as PDFError where error.code == .passwordRequired || error.code == .encryptionUnsupported {
      throw encrypted
    } catch {
      throw refusal(Bilingual("PDF 已损坏", "the PDF is damaged"))
    }
    if findings.contains(where: { [.javaScript, .unsafeAction, .xfa, .embeddedFile].contains($0.code) }) {
      throw refusal(Bilingual("PDF 含有脚本、动作或夹带的文件", "the PDF holds scripts, actions or other files"))
    }
    return .pdf
  }

  private static let encrypted = refusal(Bilingual("文件已加密，对方打不开", "it is encrypted, so the others could not open it"))

  private static func office(_ bytes: [UInt8], _ format: OfficeFormat) throws(ContractError) -> ContractAttachment.Format {
    guard !OfficeUpload.carriesPrograms(bytes) else {
      throw refusal(Bilingual("文件含有宏或嵌入的对象", "it holds macros or embedded objects"))
    }
    switch format {
    case .docx: return .docx
    case .xlsx: return .xlsx
    case .pptx: return .pptx
    }
  }

  private static func refusal(_ remark: Bilingual) -> ContractError {
    ContractError(.attachmentRefused, remark.english, remark: remark)
  }
}
