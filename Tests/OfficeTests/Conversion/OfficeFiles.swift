/// Office files made at test time: the least that each format needs, stored without compression.
enum OfficeFiles {
  static let relationshipTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let formats = "application/vnd.openxmlformats-officedocument"
  private static let head = #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#

  /// - Parameters:
  ///   - body: of `w:body`.
  ///   - external: target and type of one more relationship that leaves the file.
  static func docx(_ body: String, external: (type: String, target: String)? = nil) -> [UInt8] {
    var files = package("word/document.xml", "\(formats).wordprocessingml.document.main+xml")
    files.append(
      (
        "word/document.xml",
        """
        \(head)<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>\(body)</w:body></w:document>
        """
      ))
    if let external {
      files.append(
        (
          "word/_rels/document.xml.rels",
          relationships(
            #"<Relationship Id="rId9" Type="\#(relationshipTypes)/\#(external.type)" Target="\#(external.target)" TargetMode="External"/>"#)
        ))
    }
    return zip(files)
  }

  static func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }

  /// - Parameter formula: of cell A2; nil leaves it out.
  static func xlsx(_ text: String, formula: String? = nil) -> [UInt8] {
    var files = package(
      "xl/workbook.xml", "\(formats).spreadsheetml.sheet.main+xml",
      more: [("xl/worksheets/sheet1.xml", "\(formats).spreadsheetml.worksheet+xml")])
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    files += [
      (
        "xl/workbook.xml",
        #"\#(head)<workbook xmlns="\#(main)" xmlns:r="\#(relationshipTypes)"><sheets><sheet name="报价" sheetId="1" r:id="rId1"/></sheets></workbook>"#
      ),
      (
        "xl/_rels/workbook.xml.rels",
        relationships(#"<Relationship Id="rId1" Type="\#(relationshipTypes)/worksheet" Target="worksheets/sheet1.xml"/>"#)
      ),
      (
        "xl/worksheets/sheet1.xml",
        #"\#(head)<worksheet xmlns="\#(main)"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>\#(text)</t></is></c></row>\#(formula.map { #"<row r="2"><c r="A2"><f>\#($0)</f><v>42</v></c></row>"# } ?? "")</sheetData></worksheet>"#
      ),
    ]
    return zip(files)
  }

  static func pptx(_ text: String) -> [UInt8] {
    let draw = "http://schemas.openxmlformats.org/drawingml/2006/main"
    let main = "http://schemas.openxmlformats.org/presentationml/2006/main"
    var files = package(
      "ppt/presentation.xml", "\(formats).presentationml.presentation.main+xml",
      more: [("ppt/slides/slide1.xml", "\(formats).presentationml.slide+xml")])
    files += [
      (
        "ppt/presentation.xml",
        #"\#(head)<p:presentation xmlns:p="\#(main)" xmlns:r="\#(relationshipTypes)"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>"#
      ),
      (
        "ppt/_rels/presentation.xml.rels",
        relationships(#"<Relationship Id="rId1" Type="\#(relationshipTypes)/slide" Target="slides/slide1.xml"/>"#)
      ),
      (
        "ppt/slides/slide1.xml",
        """
        \(head)<p:sld xmlns:p="\(main)" xmlns:a="\(draw)"><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/>\
        <p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="T"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>\
        <p:spPr><a:xfrm><a:off x="900000" y="900000"/><a:ext cx="6000000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>\
        </a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>
        """
      ),
    ]
    return zip(files)
  }

  private static func package(_ main: String, _ type: String, more: [(String, String)] = []) -> [(String, String)] {
    let parts = ([(main, type)] + more).map { #"<Override PartName="/\#($0.0)" ContentType="\#($0.1)"/>"# }.joined()
    let types = "http://schemas.openxmlformats.org/package/2006/content-types"
    let rels = "application/vnd.openxmlformats-package.relationships+xml"
    return [
      (
        "[Content_Types].xml",
        #"\#(head)<Types xmlns="\#(types)"><Default Extension="rels" ContentType="\#(rels)"/><Default Extension="xml" ContentType="application/xml"/>\#(parts)</Types>"#
      ),
      (
        "_rels/.rels",
        relationships(#"<Relationship Id="rId1" Type="\#(relationshipTypes)/officeDocument" Target="\#(main)"/>"#)
      ),
    ]
  }

  private static func relationships(_ inner: String) -> String {
    #"\#(head)<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\#(inner)</Relationships>"#
  }

  /// A ZIP of stored entries (APPNOTE 6.3).
  static func zip(_ files: [(name: String, text: String)]) -> [UInt8] {
    func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> ($0 * 8) & 255) } }
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in files {
      let content = Array(text.utf8)
      let common =
        number(20, 2) + number(0x0800, 2) + number(0, 2) + number(0, 2) + number(0x5C21, 2) + number(Int(crc(content)), 4)
        + number(content.count, 4) + number(content.count, 4) + number(name.utf8.count, 2)
      let offset = out.count
      out += number(0x0403_4B50, 4) + common + number(0, 2) + Array(name.utf8) + content
      directory += number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 12) + number(offset, 4) + Array(name.utf8)
    }
    return out + directory + number(0x0605_4B50, 4) + number(0, 4) + number(files.count, 2) + number(files.count, 2)
      + number(directory.count, 4) + number(out.count, 4) + number(0, 2)
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
