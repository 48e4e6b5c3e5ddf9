import CMS
import Testing

@Suite struct PEMTests {
  @Test("blocks survive a round trip at every remainder of three", arguments: [0, 1, 2, 3, 47, 48, 49])
  func roundTrip(_ count: Int) throws {
    let block = PEM(label: "TEST", bytes: (0..<count).map { UInt8($0) })
    #expect(try PEM.blocks(in: "noise\n" + block.text + block.text) == [block, block])
  }

  @Test(
    "damaged armour is refused", arguments: ["-----BEGIN X-----\nAA!=\n-----END X-----", "-----BEGIN X-----\nAAAA\n"])
  func refuses(_ text: String) { #expect(throws: CMSError.self) { try PEM.blocks(in: text) } }
}
