import HeqiDomain
import HeqiHTTPKit

/// Everything wrong with a registration form at once, so that nobody corrects one field per attempt. The action checks
/// again; this only tells earlier.
struct RegistrationFaults {
  let errors: [String: String]

  init(_ form: Form, _ texts: LocaleTexts) {
    var errors: [String: String] = [:]
    func add(_ error: IdentityError) { errors[error.field ?? "name"] = texts(error.message) }
    let mobile = MobileNumber(form.trimmed("mobile"))
    let email = EmailAddress(form.trimmed("email"))
    let name = PersonName(form.trimmed("name"))
    if name == nil { add(IdentityError(.invalidName, field: "name")) }
    if mobile == nil { add(IdentityError(.invalidMobile, field: "mobile")) }
    if email == nil { add(IdentityError(.invalidEmail, field: "email")) }
    if form.trimmed("code").utf8.count != OneTimeCodePolicy.digits { add(IdentityError(.codeRefused, field: "code")) }
    if !form.isOn("agreement") { add(IdentityError(.agreementMissing, field: "agreement")) }
    let own = [mobile?.text, email?.text.split(separator: "@").first.map(String.init), name?.text].compactMap { $0 }
    do throws(Password.Fault) { _ = try Password(form.text("password") ?? "", ownData: own) } catch { add(.weakPassword(error)) }
    self.errors = errors
  }
}
