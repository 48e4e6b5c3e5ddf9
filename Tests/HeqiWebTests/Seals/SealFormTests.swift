import HeqiDomain
import HeqiHTTPKit
import Testing

@testable import HeqiWeb

@Suite("The seal maker's form")
struct SealFormTests {
  private func form(_ fields: [(String, String)], kinds: [SealKind] = SealKind.ofOrganizations) -> SealForm {
    SealForm(Form(fields: fields.map { (name: $0.0, value: $0.1) }), kinds: kinds) { _ in "示例科技有限公司" }
  }

  @Test("an empty form shows the usual face of the first kind")
  func empty() {
    #expect(form([]).design == SealDesign.standard(.companySeal, name: "示例科技有限公司"))
    #expect(form([], kinds: [.personalName]).design == SealDesign.standard(.personalName, name: "示例科技有限公司"))
  }

  @Test("a kind that is not offered, and a face of another kind, give the usual one")
  func foreign() {
    #expect(form([("kind", "companySeal")], kinds: [.personalName]).kind == .personalName)
    let design = form([("kind", "invoiceSeal"), ("drawn", "invoiceSeal"), ("face", "round-42x42")]).design
    #expect(design.shape == .oval && design.size == SealDesign.Size(40, 30))
  }

  @Test("boxes that were unticked stay so, but a new kind begins with its own")
  func boxes() {
    let sent = [("kind", "companySeal"), ("face", "round-40x40"), ("colour", "blue")]
    #expect(!form(sent + [("drawn", "companySeal")]).design.hasStar)
    #expect(form(sent + [("drawn", "contractSeal")]).design.hasStar)
    #expect(form(sent).design.colour == .blue)
  }

  @Test("the address of the preview gives the same design back", arguments: SealKind.allCases)
  func roundTrip(kind: SealKind) {
    let one = form([("kind", kind.rawValue)], kinds: SealKind.allCases)
    let two = SealForm(Form(fields: one.query.map { (name: $0.name, value: $0.value) }), kinds: SealKind.allCases) { _ in
      "示例科技有限公司"
    }
    #expect(one.design == two.design)
    #expect(Links.sealPreview(one.query).hasPrefix("/account/seals/preview.svg?kind=\(kind.rawValue)&"))
  }
}
