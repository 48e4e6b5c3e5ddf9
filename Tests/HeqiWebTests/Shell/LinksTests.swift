import HeqiDomain
import HeqiWeb
import Testing

@Suite("links")
struct LinksTests {
  @Test(
    "a return path never leads to another site",
    arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:alert(1)", "/a b", "/\u{7}", "/x\\y", "evil"])
  func foreign(path: String) {
    #expect(Links.returnPath(path) == nil)
    #expect(Links.login(next: path) == "/login")
  }

  @Test("our own paths come back encoded")
  func own() {
    #expect(Links.returnPath("/contracts/1?tab=log") == "/contracts/1?tab=log")
    #expect(Links.login(next: "/contracts/1?tab=log") == "/login?next=%2Fcontracts%2F1%3Ftab%3Dlog")
    #expect(Links.login(next: "/") == "/login" && Links.login() == "/login")
    #expect(Links.noticing("/account", "x") == "/account?notice=x" && Links.noticing("/a?b=1", "x") == "/a?b=1&notice=x")
    #expect(Links.encode("叶 &") == "%E5%8F%B6%20%26")
  }
}
