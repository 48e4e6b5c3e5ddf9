import HeqiDomain
@testable import HeqiWeb
import Testing

@Suite("what a signature makes final")
struct SignPageTests {
  @Test("the sentence beside the button fits order and turn")
  func consequence() throws {
    let signed = ContractParty(id: ContractSample.id(2), side: .receiver, accountID: nil, name: "李明", state: .signed(at: Instant(seconds: 1)))
    let open = ContractSample.contract(try ContractSample.round())
    let last = ContractSample.contract(try ContractSample.round(receivers: [signed]))
    #expect(SignPage.consequence(last, ContractSample.initiator) == "sign.consequenceLast")
    #expect(SignPage.consequence(open, ContractSample.initiator) == "sign.consequenceSend")
    #expect(SignPage.consequence(open, ContractSample.receiver) == "sign.consequenceFirst")
    let after = ContractSample.contract(try ContractSample.round(settings: ContractSettings(issueOrder: .sendThenSign)))
    #expect(SignPage.consequence(after, ContractSample.receiver) == "sign.consequenceReceiver")
  }

  @Test("a blocked page offers no form, an open one exactly one button to sign")
  func blocked() throws {
    let library = try TemplateTests.library.get()
    let shell = Samples.shell(library)
    let open = library.render(Samples.signPage(library, isBlocked: false), shell: shell)
    let closed = library.render(Samples.signPage(library, isBlocked: true), shell: shell)
    #expect(open.split(separator: "value=\"sign\"").count == 2)
    #expect(!closed.contains("value=\"sign\"") && closed.contains("rate-buttons"))
  }
}
