import HeqiDomain
package import Office

/// Turns what was uploaded into the one PDF that becomes the contract's text: a PDF as it is, photos as pages, Word,
/// Excel and PowerPoint by conversion (F-067, F-070).
package struct ReadSource: Sendable {
  package struct Source: Sendable {
    package let name: String
    package let bytes: [UInt8]
    /// True where the pages were set here: whoever uploaded them has to look at the result.
    package let isConverted: Bool

    package init(name: String, bytes: [UInt8], isConverted: Bool) {
      self.name = name
      self.bytes = bytes
      self.isConverted = isConverted
    }
  }

  private let photos: AssemblePhotos
  private let converter: any OfficeConverter

  package init(photos: AssemblePhotos, converter: any OfficeConverter) {
    self.photos = photos
    self.converter = converter
  }

  /// Throws `ContractError` `.fileMissing`, `.fileRefused`, `.fileTooLarge`, `.tooManyPages`.
  package func callAsFunction(_ files: [(name: String, bytes: [UInt8])]) async throws -> Source {
    guard let first = files.first else { throw ContractError(.fileMissing) }
    let images = files.filter { Self.isPhoto($0.bytes) }
    if !images.isEmpty {
      guard images.count == files.count else { throw Self.mixed }
      return Source(name: Self.pdfName(first.name), bytes: try await photos(images.map(\.bytes)), isConverted: false)
    }
    guard files.count == 1 else { throw Self.mixed }
    switch OfficeUpload(first.bytes) {
    case nil: return Source(name: first.name, bytes: first.bytes, isConverted: false)
    case .compound?: throw Self.compound
    case .format(let format)?:
      return Source(name: Self.pdfName(first.name), bytes: try await convert(first.bytes, format), isConverted: true)
    }
  }

  private func convert(_ bytes: [UInt8], _ format: OfficeFormat) async throws -> [UInt8] {
    do {
      return try await converter.pdf(from: bytes, format: format)
    } catch {
      throw ContractError(.fileRefused, error.code.rawValue, remark: Self.remark(error.code), cause: error)
    }
  }

  /// What its first bytes say.
  private static func isPhoto(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
  }

  private static func pdfName(_ name: String) -> String {
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return stem + ".pdf"
  }

  private static var mixed: ContractError {
    ContractError(
      .fileRefused, "mixed",
      remark: Bilingual("请只选择一个文件，或只选择照片，不要混在一起", "choose one file, or photos only, not a mixture"))
  }

  private static var compound: ContractError {
    ContractError(
      .fileRefused, "compound",
      remark: Bilingual(
        "这是旧版 Office 格式（.doc、.xls、.ppt）或加了密码的文件，请另存为不加密的 .docx、.xlsx、.pptx",
        "it is in an older Office format (.doc, .xls, .ppt) or behind a password; save it as .docx, .xlsx or .pptx without one"))
  }

  private static func remark(_ code: OfficeError.Code) -> Bilingual {
    switch code {
    case .reachesOutside:
      Bilingual(
        "文件引用了外部的图片、表格或文字，请改为嵌入后再上传", "it takes pictures, sheets or texts from elsewhere; embed them and upload again")
    case .timedOut, .killed, .outputTooLarge:
      Bilingual("文件太大或太复杂，转换超时，请自行另存为 PDF 后上传", "it is too large or complex to convert in time; save it as PDF yourself")
    case .busy: Bilingual("转换的人较多，请一分钟后重试", "many files are being converted; try again in a minute")
    case .converterUnavailable, .toolMissing:
      Bilingual("本平台未安装文档转换，请自行另存为 PDF 后上传", "this server cannot convert office files; save it as PDF yourself")
    default: Bilingual("文件已损坏，无法转换", "it is damaged and cannot be converted")
    }
  }
}
