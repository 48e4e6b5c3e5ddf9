import Testing

@testable import HeqiDomain

@Suite("Looks of face pages (M-002)")
struct FaceLookTests {
  @Test(
    "a browser is sent to no address for a picture but https, and to the machine itself",
    arguments: [
      ("https://shop.example/logo.png", true), ("https://shop.example:8443/a/b?c=d", true), ("http://127.0.0.1:8080/l.png", true),
      ("http://localhost/l.png", true), ("http://[::1]/l.png", true), ("http://shop.example/logo.png", false),
      ("https://*/logo.png", false), ("https://a@b.example/l.png", false), ("javascript:alert(1)", false), ("data:image/png,1", false),
      ("//shop.example/l.png", false), ("https://a.example; script-src *", false), ("", false),
    ])
  func addresses(text: String, isAllowed: Bool) {
    #expect(FaceLook.isLogoAddress(text) == isAllowed)
  }
}
