internal import ArgumentParser
internal import PDF

/// `heqi lint FILE…`: what should be settled before anybody signs.
struct Lint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for what could show different readers different things after signing.",
    discussion: "Exit 0: nothing found. 1: something was found. 2: a file cannot be read. 3: usage.")

  @Argument(help: "PDF files.") var files: [String]
  @OptionGroup var passwords: PDFPasswordOptions
  @Flag(help: "One JSON object per file.") var json = false

  func run() async throws {
    var outcome: Int32 = 0
    for file in files {
      do {
        let opened = try PDFInput.openUpload(file, password: passwords.text())
        let findings = try LintFinding.damage(opened.repairs) + PreSignLinter.findings(in: opened.document)
        Console.out(json ? LintText.json(findings, file: file) : LintText.lines(findings, file: file))
        if !findings.isEmpty { outcome = max(outcome, 1) }
      } catch {
        let refusal = (error as? CommandRefusal) ?? CommandRefusal(error, file: file)
        if json { Console.out(LintText.json(problem: refusal.message, file: file)) } else { Console.note(refusal.message) }
        outcome = 2
      }
    }
    if outcome != 0 { throw ExitCode(outcome) }
  }
}
