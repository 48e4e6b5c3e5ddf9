import Foundation
import Testing

@testable import Office

@Suite("Reading sheets")
struct SheetReaderTests {
  static let good = """
    UEsDBBQAAAAIAAAAIVy3KmDVhgAAALwAAAAUAAAAeGwvc2hhcmVkU3RyaW5ncy54bWyzsa/IzVEoSy0qzszPs1Uy1DNQsrezKS4uUQCK5xXb\
    KlUoAbmZdjYldk/2ND7ZMctGv8TORh8kAhF9unzy0wm9qKJFYIn+bU839EMkiiBiIDOtigsSk1NtlQqKUotTi8pSleye7OiEq0Iy2FEtMbfA\
    2klBTbnC1NDM2fpp/w6ELfpAF9oBAFBLAwQUAAAACAAAACFcF+T+4KMAAAArAQAAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnhtbLOxr8jN\
    UShLLSrOzM+zVTLUM1Cyt7Mpzy/KLs5ITS2xswFTLokliXY2RfnlCkVANUp2NskghqOhkkKJrVIxkF9mZ2CjX2Zno58MlXNCljNElXOGyGXm\
    5WTmpQaXFAHVZBbb2ZTYPevsfjZnl40+0Fp9kAhIhz7QVrjVxnCrjZGMN0azGlnOCM1qY4iD9IwtDI2MTUDY1RDhdIhl+kh+1kcEBQBQSwEC\
    FAMUAAAACAAAACFctypg1YYAAAC8AAAAFAAAAAAAAAAAAAAAgAEAAAAAeGwvc2hhcmVkU3RyaW5ncy54bWxQSwECFAMUAAAACAAAACFcF+T+\
    4KMAAAArAQAAGAAAAAAAAAAAAAAAgAG4AAAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1sUEsFBgAAAAACAAIAiAAAAJEBAAAAAA==
    """
  static let bomb = """
    UEsDBBQAAAAIAAAAIVzfKh9UNAEAAOCTBAAYAAAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1s7cEBDQAAAMKgKu+f0h4OKAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+DFQSwECFAMUAAAACAAAACFc3yofVDQBAADgkwQAGAAAAAAAAAAAAAAAgAEA\
    AAAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1sUEsFBgAAAAABAAEARgAAAGoBAAAAAA==
    """
  static let documentType = """
    UEsDBBQAAAAIAAAAIVx+NlBTLAAAACoAAAAYAAAAeGwvd29ya3NoZWV0cy9zaGVldDEueG1ss1F08XcOiQxwVahQiLZRdPUL8QyJVEhUUEpS\
    sou1synPL8ouzkhNLdG3AwBQSwECFAMUAAAACAAAACFcfjZQUywAAAAqAAAAGAAAAAAAAAAAAAAAgAEAAAAAeGwvd29ya3NoZWV0cy9zaGVl\
    dDEueG1sUEsFBgAAAAABAAEARgAAAGIAAAAAAA==
    """

  private func bytes(_ text: String) throws -> [UInt8] { Array(try #require(Data(base64Encoded: text))) }

  @Test("text, rich text, inline text, entities and long numbers come out as people see them; empty rows keep their number")
  func cells() throws {
    let rows = try SheetReader().rows(of: bytes(Self.good))
    #expect(rows == [["企业", "姓名", "手机"], [], ["A&B 公司", "叶小三", "13812341234"]])
  }

  private func refusal(_ bytes: [UInt8]) -> OfficeError.Code? {
    do throws(OfficeError) {
      _ = try SheetReader().rows(of: bytes)
      return nil
    } catch { return error.code }
  }

  @Test("what unpacks to more than a hundred times its size is refused")
  func bomb() throws {
    #expect(refusal(try bytes(Self.bomb)) == .outputTooLarge)
  }

  @Test("document types are refused, so that no entity is ever expanded")
  func entities() throws {
    #expect(refusal(try bytes(Self.documentType)) == .unreadable)
  }

  @Test("no cut and no changed byte traps; what is not a workbook is unreadable")
  func damage() throws {
    let good = try bytes(Self.good)
    for length in 0..<good.count { _ = try? SheetReader().rows(of: Array(good.prefix(length))) }
    for index in good.indices {
      var changed = good
      changed[index] ^= 0xFF
      _ = try? SheetReader().rows(of: changed)
    }
    #expect(refusal(Array("no workbook".utf8)) == .unreadable)
  }

  @Test("a directory that claims too many entries, or an entry twice, is refused")
  func directory() throws {
    var many = try bytes(Self.good)
    let end = many.count - 22
    many[end + 10] = 0xFF
    many[end + 11] = 0xFF
    #expect(refusal(many) == .outputTooLarge)
  }
}
