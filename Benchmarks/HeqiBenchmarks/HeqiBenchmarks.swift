internal import ArgumentParser

/// The figures that need the program's own code in process; `Benchmarks/run.py` calls it and adds the peers.
@main
struct HeqiBenchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "HeqiBenchmarks", abstract: "Prints one JSON object for each measurement.",
    subcommands: [
      ApprovalDecisions.self, APIMix.self,
      AuditAppend.self, LogAppend.self, SignEngine.self, VerifyEngine.self, People.self, SignEndToEnd.self,
      EnvelopeEndToEnd.self, TemplateFill.self, ListMillion.self, WebhookDelivery.self,
    ])
}
