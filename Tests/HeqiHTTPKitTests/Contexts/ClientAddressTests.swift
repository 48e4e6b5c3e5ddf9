import HeqiHTTPKit
import Testing

@Suite("client address")
struct ClientAddressTests {
  @Test(
    "text that is no address is refused",
    arguments: ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4x", "01.2.3.4444", ":::", "1::2::3", "g::1", "1:2:3:4:5:6:7:8:9", "::1%eth0"])
  func refusesNonAddresses(text: String) { #expect(IPAddress.bytes(text) == nil) }

  @Test("both families are read, mapped IPv4 becomes IPv4")
  func readsAddresses() {
    #expect(IPAddress.bytes("10.0.0.1") == [10, 0, 0, 1])
    #expect(IPAddress.bytes("::1") == Array(repeating: 0, count: 15) + [1])
    #expect(IPAddress.bytes("2001:db8::ff")?.prefix(4) == [0x20, 0x01, 0x0d, 0xb8])
    #expect(IPAddress.bytes("::ffff:10.0.0.1") == [10, 0, 0, 1])
  }

  @Test("a block holds its addresses and not their neighbours")
  func blocks() throws {
    let block = try #require(AddressBlock("10.1.128.0/17"))
    #expect(block.contains("10.1.128.0") && block.contains("10.1.255.255"))
    #expect(!block.contains("10.1.127.255") && !block.contains("10.2.128.0") && !block.contains("::1"))
    #expect(AddressBlock("10.0.0.0/33") == nil)
    #expect(try #require(AddressBlock("0.0.0.0/0")).contains("8.8.8.8"))
  }

  @Test("a forwarded address counts only when a trusted proxy says it")
  func forwarded() throws {
    let addresses = ClientAddress(trustedProxies: [try #require(AddressBlock("10.0.0.0/8"))])
    #expect(addresses.resolve(peer: "8.8.8.8", forwardedFor: "1.2.3.4") == "8.8.8.8")
    #expect(addresses.resolve(peer: "10.0.0.1", forwardedFor: "6.6.6.6, 1.2.3.4, 10.0.0.2") == "1.2.3.4")
    #expect(addresses.resolve(peer: "10.0.0.1", forwardedFor: "1.2.3.4, <script>") == "10.0.0.1")
    #expect(addresses.resolve(peer: "10.0.0.1", forwardedFor: nil) == "10.0.0.1")
    #expect(addresses.resolve(peer: nil, forwardedFor: "1.2.3.4") == "")
  }
}
