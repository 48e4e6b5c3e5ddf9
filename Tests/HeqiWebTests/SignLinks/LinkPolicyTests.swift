import Testing

@testable import HeqiWeb

@Suite("What a page behind a link may load")
struct LinkPolicyTests {
  @Test("a caller's address never ends its place in the policy")
  func sources() {
    #expect(LinkPolicy.policySource("https://a.example/l.png?x=1;y") == "https://a.example/l.png")
    #expect(LinkPolicy.policySource("https://a.example/l;script-src,x.png") == "https://a.example/l%3Bscript-src%2Cx.png")
  }

  @Test("what is no address is left out")
  func nonsense() {
    #expect(LinkPolicy(ancestors: [], image: "https://*; script-src *").image == nil)
    #expect(LinkPolicy(ancestors: [], image: "https://a.example/l.png").image == "https://a.example/l.png")
  }
}
