/// What was read from the front of an identity card. A help for typing: the person confirms it, checks follow.
public struct CardReading: Sendable, Equatable {
  /// Chinese characters after 姓名, or nil.
  public let name: String?
  /// 18 characters whose check character is right (GB 11643-1999, MOD 11-2), or nil.
  public let number: String?
}

/// Reads name and number from a picture of a card's front (F-009 to F-012) with tesseract, in a worker process.
public struct CardReader: Sendable {
  private let workers: OfficeWorkers

  public init(workers: OfficeWorkers) { self.workers = workers }

  /// Takes one to three seconds of one core for a sharp picture.
  /// - Parameter image: JPEG or PNG as uploaded.
  /// - Throws: as `ImageReencoder`; an unreadable card is not an error but a reading without values.
  public func read(_ image: [UInt8]) async throws(OfficeError) -> CardReading {
    // Grey letters about 40 pixels high are what tesseract reads best; a card is then about 1400 pixels wide.
    let small = try await ImageReencoder(workers: workers).reencode(image, as: .png, sideMax: 1_400)
    return try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(small.bytes, name: "card.png")
      let output = try await workers.run(
        .tesseract, [file, "stdout", "-l", "chi_sim+eng", "--psm", "6"], in: workspace, limits: .recognition)
      return Self.reading(String(decoding: output, as: UTF8.self))
    }
  }

  /// Picks name and number out of recognised text.
  static func reading(_ text: String) -> CardReading {
    CardReading(name: name(in: text), number: number(in: text))
  }

  private static func name(in text: String) -> String? {
    for line in text.split(separator: "\n") {
      let letters = line.filter { !$0.isWhitespace }
      guard let label = letters.firstIndex(of: "姓") ?? letters.firstIndex(of: "名") else { continue }
      var rest = letters[letters.index(after: label)...]
      if rest.first == "名" { rest = rest.dropFirst() }
      let name = rest.drop { !isHan($0) }.prefix { isHan($0) || $0 == "·" }
      if (2...20).contains(name.count) { return String(name) }
    }
    return nil
  }

  private static func number(in text: String) -> String? {
    for line in text.split(separator: "\n") {
      let letters = line.compactMap(digit)
      guard letters.count >= 18 else { continue }
      for start in 0...(letters.count - 18) {
        let candidate = Array(letters[start..<(start + 18)])
        if isValid(candidate) { return String(candidate) }
      }
    }
    return nil
  }

  /// A character of a number, common misreadings put right; nil for anything else, so that blanks and labels vanish.
  private static func digit(_ character: Character) -> Character? {
    switch character {
    case "0"..."9": character
    case "X", "x", "×", "\u{FF38}": "X"
    case "O", "o", "〇": "0"
    case "l", "I", "|": "1"
    default: nil
    }
  }

  /// MOD 11-2 over 17 digits, and a month and day that exist.
  private static func isValid(_ number: [Character]) -> Bool {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    var sum = 0
    var digits: [Int] = []
    for (character, weight) in zip(number, weights) {
      guard let value = character.wholeNumberValue else { return false }
      digits.append(value)
      sum += value * weight
    }
    let month = digits[10] * 10 + digits[11]
    let day = digits[12] * 10 + digits[13]
    guard (1...12).contains(month), (1...31).contains(day), digits[0] > 0 else { return false }
    return number[17] == Array("10X98765432")[sum % 11]
  }

  private static func isHan(_ character: Character) -> Bool {
    guard let value = character.unicodeScalars.first?.value else { return false }
    return (0x3400...0x9FFF).contains(value) || (0x20000...0x3FFFF).contains(value)
  }
}
