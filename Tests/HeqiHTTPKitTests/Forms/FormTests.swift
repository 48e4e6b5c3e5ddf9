import HeqiHTTPKit
import Testing

@Suite("form")
struct FormTests {
  @Test("values are decoded, repeated names are kept in order")
  func decodes() {
    let form = Form(urlEncoded: Array("name=%E5%8F%B6%E4%B8%89&a=1+2&a=%2B&flag=on&empty=&bare&x=%zz&n=a%00b".utf8))
    #expect(form.text("name") == "叶三")
    #expect(form.all("a") == ["1 2", "+"])
    #expect(form.isOn("flag") && !form.isOn("a"))
    #expect(form.text("empty") == "" && form.text("bare") == "" && form.text("missing") == nil)
    #expect(form.text("x") == "%zz" && form.text("n") == "ab")
    #expect(form.trimmed("missing") == "")
    #expect(Form(urlEncoded: Array("a=%20%20b%20".utf8)).trimmed("a") == "b")
  }

  @Test("no more than the limit of fields is read")
  func bounded() {
    let many = (0..<2000).map { "a\($0)=x" }.joined(separator: "&")
    #expect(Form(urlEncoded: Array(many.utf8)).fields.count == Form.fieldsMax)
  }

  @Test("a refused form keeps what was typed, but only the named fields")
  func state() {
    let form = Form(urlEncoded: Array("mobile=138&password=secret".utf8))
    let state = FormState(form, keeping: ["mobile"]).refused("手机号码不完整", field: "mobile")
    #expect(state.values == ["mobile": "138"])
    #expect(state.errors == ["mobile": "手机号码不完整"])
    #expect(state.hasErrors)
    #expect(FormState().refused("no", field: nil).message == "no")
  }
}
