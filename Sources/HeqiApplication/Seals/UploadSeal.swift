package import HeqiDomain
import HeqiPorts
import HeqiSQL
package import HeqiStorage
package import Office

/// 上传印章图片 (F-046, B-16): decoded in a worker, looked at, and kept only after its owner has seen how it will look.
package struct UploadSeal: Sendable {
  /// Bytes of a file: 2 MiB.
  package static let bytesMax = 2 << 20
  private static let uploadsMax = 20

  /// What the owner is shown before deciding.
  package struct Look: Equatable, Sendable {
    package let id: ID<SealUpload>
    /// As it is, it would cover the text under it.
    package let isOpaque: Bool
    /// Whether the ground can be told from the ink.
    package let canRemoveGround: Bool
    /// Shown without its ground.
    package let isGroundRemoved: Bool
    /// Pixels of the ink, without an empty margin.
    package let width: Int
    package let height: Int

    package init(id: ID<SealUpload>, isOpaque: Bool, canRemoveGround: Bool, isGroundRemoved: Bool, width: Int, height: Int) {
      self.id = id
      self.isOpaque = isOpaque
      self.canRemoveGround = canRemoveGround
      self.isGroundRemoved = isGroundRemoved
      self.width = width
      self.height = height
    }
  }

  /// What the owner decided.
  package struct Decision: Equatable, Sendable {
    let kind: SealKind
    /// Millimetres on paper.
    let width: Double
    let isGroundRemoved: Bool
    /// “I am entitled to use this seal.”
    let isDeclared: Bool

    package init(kind: SealKind, width: Double, isGroundRemoved: Bool, isDeclared: Bool) {
      self.kind = kind
      self.width = width
      self.isGroundRemoved = isGroundRemoved
      self.isDeclared = isDeclared
    }
  }

  private let ledger: PeopleLedger
  private let decoder: PictureDecoder
  private let design: DesignSeal

  package init(ledger: PeopleLedger, workers: OfficeWorkers) {
    self.ledger = ledger
    decoder = PictureDecoder(workers: workers)
    design = DesignSeal(ledger: ledger)
  }

  /// Takes a PNG, JPEG or SVG. Throws `SealError` `.imageInvalid` with what to do; `.tooMany` within an hour.
  package func receive(_ bytes: [UInt8], caller: Caller) async throws -> ID<SealUpload> {
    let keeper = try SealKeeper(caller)
    try keeper.requireAdding()
    guard !bytes.isEmpty else { throw Self.invalid("请选择图片。", "Choose a picture.") }
    guard bytes.count <= Self.bytesMax else {
      throw Self.invalid("图片不能超过 2 MB。", "The picture may have at most 2 MB.")
    }
    let picture = try await decode(bytes)
    guard !picture.isEmpty else { throw Self.invalid("图片是空白的。", "The picture is empty.") }
    try Self.requirePixels(picture, keeper.kinds)
    let png = try await encode(picture)
    let now = ledger.clock.now
    let id: ID<SealUpload> = ledger.random.id(at: now)
    let seals = SealStore(tenantID: caller.tenantID)
    try await ledger.engine.write { connection in
      try SealStore.purgeUploads(at: now, in: connection)
      guard try seals.uploadCount(of: caller.accountID, at: now, in: connection) < Self.uploadsMax else {
        throw SealError(.tooMany, Bilingual("一小时内最多上传 20 张图片，请稍后再试。", "At most 20 pictures an hour. Try again later."))
      }
      try seals.insert(
        SealUpload(
          id: id, accountID: caller.accountID, width: picture.samples.width, height: picture.samples.height,
          picture: png), at: now, in: connection)
    }
    return id
  }

  /// What the upload is. Throws `SealError` `.unknown` for another's and after an hour, `.imageOpaque` when its ground
  /// cannot be taken away.
  package func look(_ id: ID<SealUpload>, isGroundRemoved: Bool, caller: Caller) async throws -> Look {
    let source = try await stored(id, caller)
    let ground = source.isOpaque ? source.ground : nil
    let picture = try Self.prepared(source, isGroundRemoved)
    return Look(
      id: id, isOpaque: source.isOpaque, canRemoveGround: ground != nil, isGroundRemoved: isGroundRemoved,
      width: picture.samples.width, height: picture.samples.height)
  }

  /// The picture as PNG: as it came, or as it will be.
  package func picture(_ id: ID<SealUpload>, isGroundRemoved: Bool?, caller: Caller) async throws -> [UInt8] {
    let source = try await stored(id, caller)
    guard let isGroundRemoved else { return try await encode(source) }
    return try await encode(Self.prepared(source, isGroundRemoved))
  }

  /// Makes the seal; what a delegate uploads waits for the legal representative, as what it designs does.
  ///
  /// Throws `SealError` `.imageOpaque` while the ground would cover the text, `.imageInvalid` with the field for a size
  /// beyond the bounds, below 300 dpi, or without the declaration.
  package func finish(_ id: ID<SealUpload>, _ decision: Decision, caller: Caller) async throws -> Seal {
    let keeper = try SealKeeper(caller)
    try keeper.requireAdding(decision.kind)
    let source = try await stored(id, caller)
    guard !source.isOpaque || decision.isGroundRemoved else {
      throw SealError(
        .imageOpaque, Bilingual("图片的底色会盖住合同文字。请先去除底色，或上传透明底的图片。", "The ground would cover the text. Take it away first, or upload a transparent picture."))
    }
    let picture = try Self.prepared(source, decision.isGroundRemoved)
    let size = try SealPictureSize.check(
      decision.kind, width: decision.width, pixels: (picture.samples.width, picture.samples.height))
    guard decision.isDeclared else {
      throw Self.invalid("请确认您有权使用这枚印章。", "Confirm that you are entitled to use this seal.", field: "declared")
    }
    let png = try await encode(picture)
    let drawing = SealDrawing(pdf: try picture.pdf(width: size.width), svg: picture.svg(png: png, width: size.width))
    let name = try await keeper.name(for: decision.kind, ledger)
    let seals = SealStore(tenantID: caller.tenantID)
    return try await design.keep(
      drawing, keeper: keeper, caller: caller,
      draft: .init(
        kind: decision.kind, origin: .uploaded, name: name, width: size.width, height: size.height,
        facts: [.init("declared", "entitled"), .init("hash", FileDigest.of(png).description)]),
      also: { try seals.delete(id, in: $0) })
  }

  private static func prepared(_ source: SealPicture, _ isGroundRemoved: Bool) throws(SealError) -> SealPicture {
    guard isGroundRemoved else { return source.trimmed() }
    guard source.isOpaque else { return source.trimmed() }
    guard let ground = source.ground else {
      throw SealError(
        .imageOpaque, Bilingual("底色不够浅或不均匀，无法自动去除。请上传透明底的图片。", "The ground is too dark or uneven to be taken away. Upload a transparent picture."))
    }
    return source.without(ground).trimmed()
  }

  /// Enough pixels for the smallest seal of some kind that the owner may make.
  private static func requirePixels(_ picture: SealPicture, _ kinds: [SealKind]) throws(SealError) {
    let smallest = kinds.map { SealPictureSize.longer($0).lowerBound }.min() ?? SealPictureSize.shorterMin
    let longer = max(picture.samples.width, picture.samples.height)
    guard SealPictureSize.widest(pixels: longer) >= smallest else {
      throw invalid(
        "图片只有 \(picture.samples.width) × \(picture.samples.height) 像素，印在纸上不清晰。42 mm 的公章需要 497 像素，20 mm 的姓名章需要 237 像素。",
        "The picture has only \(picture.samples.width) × \(picture.samples.height) pixels. A company seal of 42 mm needs 497, a name seal of 20 mm 237.")
    }
  }

  private func stored(_ id: ID<SealUpload>, _ caller: Caller) async throws -> SealPicture {
    let keeper = try SealKeeper(caller)
    try keeper.requireAdding()
    let seals = SealStore(tenantID: caller.tenantID)
    let now = ledger.clock.now
    let found = try await ledger.engine.read { try seals.upload(id, of: caller.accountID, at: now, in: $0) }
    guard let found else {
      throw SealError(.unknown, Bilingual("图片已过期，请重新上传。", "The picture has expired. Upload it again."))
    }
    return try await decode(found.picture)
  }

  private func decode(_ bytes: [UInt8]) async throws(SealError) -> SealPicture {
    do throws(OfficeError) {
      let isRaster = bytes.starts(with: [0x89, 0x50]) || bytes.starts(with: [0xFF, 0xD8])
      return SealPicture(samples: isRaster ? try await decoder.samples(of: bytes) : try await decoder.samples(ofSVG: bytes))
    } catch {
      throw Self.refusal(error)
    }
  }

  private func encode(_ picture: SealPicture) async throws(SealError) -> [UInt8] {
    do throws(OfficeError) {
      return try await decoder.png(picture.samples)
    } catch {
      throw Self.refusal(error)
    }
  }

  private static func refusal(_ error: OfficeError) -> SealError {
    switch error.code {
    case .imageUnsupported:
      invalid(
        "只接受 PNG、JPEG，或只含图形的 SVG（不含脚本、文字、图片和外部链接；文字请先转为路径）。",
        "PNG, JPEG, or SVG of plain shapes only: no scripts, text, pictures or links. Turn text into paths first.")
    case .imageTooLarge: invalid("图片太大，请缩小后再上传。", "The picture is too large. Make it smaller.")
    default: invalid("图片无法读取，请另存后再上传。", "The picture cannot be read. Save it again and retry.")
    }
  }

  private static func invalid(_ chinese: String, _ english: String, field: String = "file") -> SealError {
    SealError(.imageInvalid, Bilingual(chinese, english), field: field)
  }
}
