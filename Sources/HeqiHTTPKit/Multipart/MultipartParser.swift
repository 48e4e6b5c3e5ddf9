/// Limits of a multipart body.
package struct MultipartLimits: Sendable, Equatable {
  /// Most parts.
  package let parts: Int
  /// Most bytes of one part's header block.
  package let headerBytes: Int
  /// Most bytes of a part without a file name.
  package let fieldBytes: Int
  /// Most bytes of a part with a file name.
  package let fileBytes: Int
  /// Most bytes of the whole body.
  package let bodyBytes: Int

  package init(
    parts: Int = 64, headerBytes: Int = 8 * 1024, fieldBytes: Int = 64 * 1024, fileBytes: Int, bodyBytes: Int = 128 * 1024 * 1024
  ) {
    self.bodyBytes = bodyBytes
    self.parts = parts
    self.headerBytes = headerBytes
    self.fieldBytes = fieldBytes
    self.fileBytes = fileBytes
  }

  /// One PDF of at most 50 MB.
  package static let document = MultipartLimits(fileBytes: 50 * 1024 * 1024)
  /// Card and live images, 10 MB each.
  package static let images = MultipartLimits(fileBytes: 10 * 1024 * 1024)
}

/// Why a multipart body was refused.
package enum MultipartError: Error, Sendable, Equatable {
  /// The Content-Type names no usable boundary (RFC 2046 §5.1.1: 1…70 characters).
  case boundary
  /// Bytes that are not multipart/form-data, or a body that ends early.
  case malformed
  /// More than the limits allow.
  case tooLarge
}

/// Name, file name and type of a part. The file name is what the sender typed: metadata, never a path.
package struct MultipartHead: Sendable, Equatable {
  package let name: String
  package let fileName: String?
  package let contentType: String?
}

/// Cuts multipart/form-data (RFC 7578) into parts as bytes arrive. Memory is bounded: it holds the header block of one
/// part or the last few bytes that might begin a delimiter.
package struct MultipartParser: Sendable {
  package enum Event: Sendable, Equatable {
    case head(MultipartHead)
    case bytes([UInt8])
    case partEnd
    case end
  }
  private enum State: Sendable { case preamble, afterDelimiter, headers, body, done }

  private let delimiter: [UInt8]
  private let limits: MultipartLimits
  private var buffer: [UInt8]
  private var state = State.preamble
  private var partCount = 0
  private var partBytes = 0
  private var partLimit = 0

  package init(boundary: String, limits: MultipartLimits) {
    delimiter = Array("\r\n--\(boundary)".utf8)
    self.limits = limits
    // The first delimiter has no line break before it; this one stands in for it.
    buffer = [13, 10]
  }

  /// Boundary of a Content-Type value.
  package static func boundary(of contentType: String) throws(MultipartError) -> String {
    guard contentType.lowercased().hasPrefix("multipart/form-data") else { throw .boundary }
    for parameter in contentType.split(separator: ";").dropFirst() {
      let pair = parameter.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "boundary" else { continue }
      let value = String(pair[1].drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" && $0 != " " })
      let isPlain = value.utf8.allSatisfy { $0 > 32 && $0 < 127 }
      guard (1...70).contains(value.utf8.count), isPlain else { throw .boundary }
      return value
    }
    throw .boundary
  }

  /// Takes the next bytes and returns what they complete.
  package mutating func feed(_ bytes: some Collection<UInt8>) throws(MultipartError) -> [Event] {
    buffer += bytes
    var events: [Event] = []
    while let event = try step() {
      switch event {
      case .bytes(let bytes) where bytes.isEmpty: continue
      default: events.append(event)
      }
    }
    return events
  }

  /// Tells that no more bytes come. Throws `.malformed` unless the closing delimiter was seen.
  package func finish() throws(MultipartError) {
    guard case .done = state else { throw .malformed }
  }

  /// One step; `nil` when more bytes are needed. `.bytes([])` means "state changed, go on".
  private mutating func step() throws(MultipartError) -> Event? {
    switch state {
    case .preamble:
      guard let found = search() else {
        if buffer.count > limits.headerBytes { throw .malformed }
        return nil
      }
      drop(found + delimiter.count)
      state = .afterDelimiter
      return .bytes([])
    case .afterDelimiter: return try afterDelimiter()
    case .headers: return try headers()
    case .body: return try body()
    case .done:
      buffer.removeAll()
      return nil
    }
  }

  private mutating func afterDelimiter() throws(MultipartError) -> Event? {
    guard buffer.count >= 2 else { return nil }
    if buffer[0] == UInt8(ascii: "-"), buffer[1] == UInt8(ascii: "-") {
      state = .done
      return .end
    }
    // Transport padding before the line break (RFC 2046 §5.1.1).
    guard let lineEnd = buffer.firstIndex(of: 10) else {
      if buffer.count > 256 { throw .malformed }
      return nil
    }
    guard buffer[..<lineEnd].allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) else { throw .malformed }
    drop(lineEnd + 1)
    state = .headers
    return .bytes([])
  }

  private mutating func headers() throws(MultipartError) -> Event? {
    var end: Int?
    var index = 0
    let last = min(buffer.count, limits.headerBytes) - 3
    while index < last {
      if buffer[index] == 13, buffer[index + 1] == 10, buffer[index + 2] == 13, buffer[index + 3] == 10 {
        end = index
        break
      }
      index += 1
    }
    guard let end else {
      if buffer.count >= limits.headerBytes { throw .tooLarge }
      return nil
    }
    partCount += 1
    if partCount > limits.parts { throw .tooLarge }
    guard let head = MultipartHead(block: buffer[..<end]) else { throw .malformed }
    // The line break that ends the header block may begin the next delimiter (an empty part).
    drop(end + 2)
    partBytes = -2
    partLimit = head.fileName == nil ? limits.fieldBytes : limits.fileBytes
    state = .body
    return .head(head)
  }

  private mutating func body() throws(MultipartError) -> Event? {
    let found = search()
    let available = found ?? max(0, buffer.count - delimiter.count + 1)
    if available > 0 {
      // The first two bytes are the header block's line break.
      let skip = min(available, partBytes < 0 ? -partBytes : 0)
      let content = Array(buffer[skip..<available])
      partBytes += available
      if partBytes > partLimit { throw .tooLarge }
      drop(available)
      return .bytes(content)
    }
    guard found != nil else { return nil }
    drop(delimiter.count)
    state = .afterDelimiter
    return .partEnd
  }

  private mutating func drop(_ count: Int) { buffer.removeFirst(count) }

  /// Offset of the next delimiter.
  private func search() -> Int? {
    let last = buffer.count - delimiter.count
    if last < 0 { return nil }
    return buffer.withUnsafeBufferPointer { bytes in
      delimiter.withUnsafeBufferPointer { delimiter in
        var index = 0
        while index <= last {
          if bytes[index] == 13 {
            var matched = 1
            while matched < delimiter.count, bytes[index + matched] == delimiter[matched] { matched += 1 }
            if matched == delimiter.count { return index }
          }
          index += 1
        }
        return nil
      }
    }
  }
}
