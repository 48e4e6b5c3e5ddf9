import Testing

@testable import Graphics

/// Measures a face on its pixels, as a ruler would.
struct Measured {
  let width: Int
  let height: Int
  let alpha: [UInt8]
  let dotsPerMillimetre: Double

  init(_ drawing: Drawing, dpi: Double = 508) throws {
    let raster = try Canvas.coverage(drawing, dpi: dpi)
    (width, height, alpha) = raster
    dotsPerMillimetre = dpi / 25.4
  }

  func isInk(_ x: Double, _ y: Double) -> Bool {
    let (column, row) = (Int(x * dotsPerMillimetre), Int(y * dotsPerMillimetre))
    return row >= 0 && row < height && column >= 0 && column < width && alpha[row * width + column] > 127
  }

  /// Length in mm of the first run of ink from the left edge, at height `y` in mm.
  func firstRun(y: Double) -> Double {
    let row = Int(y * dotsPerMillimetre)
    let line = alpha[(row * width)..<((row + 1) * width)]
    let ink = line.drop { $0 <= 127 }.prefix { $0 > 127 }
    return Double(ink.count) / dotsPerMillimetre
  }

  /// Ink inside a box, 0…1.
  func share(_ box: Bounds) -> Double {
    var (ink, all) = (0, 0)
    for row in Int(box.minY * dotsPerMillimetre)..<Int(box.maxY * dotsPerMillimetre) {
      for column in Int(box.minX * dotsPerMillimetre)..<Int(box.maxX * dotsPerMillimetre) {
        all += 1
        ink += alpha[row * width + column] > 127 ? 1 : 0
      }
    }
    return Double(ink) / Double(max(all, 1))
  }

  /// Centre of mass of the ink within `radius` mm of the middle.
  func centreOfMass(radius: Double) -> Point {
    let middle = Point(Double(width) / 2, Double(height) / 2)
    let reach = radius * dotsPerMillimetre
    var (x, y, count) = (0.0, 0.0, 0.0)
    for row in 0..<height {
      for column in 0..<width where alpha[row * width + column] > 127 {
        let place = Point(Double(column) + 0.5, Double(row) + 0.5)
        guard (place - middle).length < reach else { continue }
        x += place.x
        y += place.y
        count += 1
      }
    }
    return Point(x / count / dotsPerMillimetre, y / count / dotsPerMillimetre)
  }
}

@Suite("Seal geometry (E-22)")
struct SealGeometryTests {
  static let longName = "内蒙古自治区呼和浩特市赛罕区人力资源和社会保障服务中心技术咨询培训与职业介绍分中心有限责任公司"

  @Test(
    "a round seal has exactly its diameter, its rim, and a star in the middle",
    arguments: [(42.0, 1.2), (40.0, 1.0), (38.0, 1.0)])
  func round(diameter: Double, rim: Double) throws {
    let drawing = try RoundSeal(name: "合契网络科技有限公司", code: "3101150012345", diameter: diameter).drawing()
    let ink = try #require(drawing.inkBounds)
    #expect(abs(ink.width - diameter) < 0.01 && abs(ink.height - diameter) < 0.01)
    let face = try Measured(drawing)
    #expect(abs(face.firstRun(y: diameter / 2 + 2) - rim) < 0.15)
    // The centroid of a pentagram is the centre of its circle.
    let centre = face.centreOfMass(radius: diameter / 6 + 0.5)
    #expect(abs(centre.x - diameter / 2) < 0.05 && abs(centre.y - diameter / 2) < 0.05)
    // 42 mm: the star is 14 mm; its upper tip is ink, the place above is not.
    #expect(face.isInk(diameter / 2, diameter / 2 - diameter / 6 + 0.4))
    #expect(!face.isInk(diameter / 2, diameter / 2 - diameter / 6 - 0.4))
  }

  @Test(
    "letters stay between star and rim for names of 2 to 50 characters",
    arguments: [2, 4, 8, 13, 20, 30, 46, 50])
  func arcRoom(count: Int) throws {
    let name = String((Self.longName + "合契网络").prefix(count))
    let drawing = try RoundSeal(name: name, centre: .empty).drawing()
    let letters = drawing.shapes[1].path
    var (nearest, farthest) = (100.0, 0.0)
    for element in letters.elements {
      guard case .line(let point) = element else { continue }
      let distance = (point - Point(21, 21)).length
      nearest = min(nearest, distance)
      farthest = max(farthest, distance)
    }
    #expect(farthest < 21 - 1.2 - 0.3, "letters touch the rim")
    #expect(nearest > 7.5, "letters touch the star")
  }

  @Test("the arc is symmetric: as much ink left as right of the middle")
  func symmetric() throws {
    let face = try Measured(RoundSeal(name: "国国国国国国国", centre: .empty).drawing())
    let left = face.share(Bounds(minX: 0, minY: 0, maxX: 21, maxY: 42))
    let right = face.share(Bounds(minX: 21, minY: 0, maxX: 42, maxY: 42))
    #expect(abs(left - right) < 0.01)
  }

  @Test("an oval seal is 45 × 30 mm and keeps its ink inside the rim")
  func oval() throws {
    let drawing = try OvalSeal(name: "上海合契网络科技有限公司", centreLine: "91310115MA1K4ABC2X", bottomLine: "发票专用章").drawing()
    let ink = try #require(drawing.inkBounds)
    #expect(abs(ink.width - 45) < 0.01 && abs(ink.height - 30) < 0.01)
    for shape in drawing.shapes.dropFirst() {
      let box = try #require(shape.path.bounds)
      #expect(box.minX > 1.2 && box.maxX < 43.8 && box.minY > 1.2 && box.maxY < 28.8)
    }
  }

  @Test(
    "a name seal keeps border and characters inside its side",
    arguments: [
      "王", "张三", "李小明", "欧阳娜娜", "司马相如传", "阿卜杜拉·买买提", "买买提江·吾斯曼·阿不都热合曼",
      "John Smith", "Alexandra Konstantinova-Petrenko", "一二三四五六七八九十一二三四五六七八九十",
    ])
  func nameSeal(name: String) throws {
    for order in SealOrder.allCases {
      for side in [18.0, 20.0] {
        let drawing = try NameSeal(name: name, order: order, side: side).drawing()
        let ink = try #require(drawing.inkBounds)
        #expect(abs(ink.width - side) < 0.01 && abs(ink.minX) < 0.01)
        for shape in drawing.shapes.dropFirst() {
          let box = try #require(shape.path.bounds)
          #expect(box.minX > side / 20 && box.maxX < side * 0.95 && box.minY > side / 20 && box.maxY < side * 0.95)
        }
        #expect(abs(try Measured(drawing).firstRun(y: side / 2) - side / 20) < 0.1)
      }
    }
  }

  @Test("two and three characters become four with 之印 and 印, other names stay as they are")
  func suffix() throws {
    #expect(try NameSeal(name: "张三").drawing() == NameSeal(name: "张三之印").drawing())
    #expect(try NameSeal(name: "李小明").drawing() == NameSeal(name: "李小明印").drawing())
    #expect(try NameSeal(name: "李小明", suffix: .none).drawing() != NameSeal(name: "李小明印").drawing())
    #expect(try NameSeal(name: "John").drawing().shapes.count == 2)
  }

  @Test("the classical order begins at the upper right, the modern one at the upper left")
  func order() throws {
    let classical = try NameSeal(name: "一国国国", suffix: .none).drawing()
    let modern = try NameSeal(name: "一国国国", suffix: .none, order: .rowsFromLeft).drawing()
    let first = try #require(classical.shapes[1].path.bounds)
    #expect(first.minX > 10 && first.maxY < 10)
    let modernFirst = try #require(modern.shapes[1].path.bounds)
    #expect(modernFirst.maxX < 10 && modernFirst.maxY < 10)
    let second = try #require(modern.shapes[2].path.bounds)
    #expect(second.minX > 9.9 && second.maxY < 10.1)
  }

  @Test("a long name with dots is broken after the dots")
  func rows() throws {
    let text = try SealText("买买提江·吾斯曼", range: 1...20, what: "name")
    #expect(CellGrid.rows(of: text, count: 2) == ["买买提江·", "吾斯曼"])
    let latin = try SealText("John Ronald Tolkien", range: 1...40, what: "name")
    #expect(CellGrid.rows(of: latin, count: 3) == ["John", "Ronald", "Tolkien"])
  }
}

@Suite("Seal refusals")
struct SealRefusalTests {
  @Test("an empty name and a name of controls only are refused", arguments: ["", "   ", "\u{0}\n", "\u{202E}"])
  func empty(name: String) {
    #expect(throws: GraphicsError(.textEmpty, "")) { try NameSeal(name: name).drawing() }
    #expect(throws: GraphicsError(.textEmpty, "")) { try RoundSeal(name: name).drawing() }
  }

  @Test("texts beyond their length are refused")
  func tooLong() {
    let code = GraphicsError(.textTooLong, "")
    #expect(throws: code) { try NameSeal(name: String(repeating: "王", count: 21)).drawing() }
    #expect(throws: code) { try NameSeal(name: String(repeating: "a", count: 41)).drawing() }
    #expect(throws: code) { try RoundSeal(name: String(repeating: "王", count: 51)).drawing() }
    #expect(throws: code) { try RoundSeal(name: "合契", bottomLine: String(repeating: "1", count: 21)).drawing() }
    #expect(throws: code) { try SquareSeal(text: String(repeating: "王", count: 21)).drawing() }
  }

  @Test("sizes that no seal has are refused")
  func sizes() {
    let code = GraphicsError(.sizeOutOfRange, "")
    #expect(throws: code) { try RoundSeal(name: "合契公司", diameter: 59).drawing() }
    #expect(throws: code) { try RoundSeal(name: "合契公司", diameter: .nan).drawing() }
    #expect(throws: code) { try NameSeal(name: "王", side: 9).drawing() }
    #expect(throws: code) { try OvalSeal(name: "合契公司", width: 45, height: 10).drawing() }
  }

  @Test("a direction override cannot turn a name around")
  func override() throws {
    #expect(try NameSeal(name: "张\u{202E}三").drawing() == NameSeal(name: "张三").drawing())
  }
}
