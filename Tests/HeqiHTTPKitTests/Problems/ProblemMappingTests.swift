import HeqiDomain
import Hummingbird
import HeqiHTTPKit
import HeqiPorts
import Testing

@Suite("problem mapping")
struct ProblemMappingTests {
  @Test("every refusal about people has a text in both languages", arguments: IdentityError.Code.allCases)
  func identity(code: IdentityError.Code) throws {
    let problem = try #require(Problem.of(IdentityError(code, field: "mobile")))
    #expect(problem.code == "identity.\(code.rawValue)" && (400..<600).contains(problem.status.code))
    #expect(!problem.detail.chinese.isEmpty && !problem.detail.english.isEmpty && problem.field == "mobile")
  }

  @Test("every refusal about a contract has a text in both languages", arguments: ContractError.Code.allCases)
  func contract(code: ContractError.Code) throws {
    let problem = try #require(Problem.of(ContractError(code, "internal note")))
    #expect(!problem.detail.chinese.isEmpty && !problem.detail.english.isEmpty)
    #expect((400..<600).contains(problem.status.code))
  }

  @Test("a stranger's refusal is the same as that of a contract that does not exist", arguments: [ContractError.Code.notAParty, .notDelivered])
  func hidden(code: ContractError.Code) {
    let missing = Problem(ContractError(.notFound))
    let hidden = Problem(ContractError(code))
    #expect(hidden.code == missing.code && hidden.detail == missing.detail && hidden.status == missing.status)
  }

  @Test("a provider's reason stays inside")
  func provider() throws {
    let problem = try #require(Problem.of(ProviderError(.refused, provider: "sms", message: "balance of account 4711")))
    #expect(problem.status == .serviceUnavailable && !problem.detail.english.contains("4711"))
    #expect(Problem.of(CancellationError()) == nil)
  }
}
