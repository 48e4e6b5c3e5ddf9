import HeqiDomain
import PDF

/// Sizes of a file's pages as shown, in points.
enum PageGeometry {
  /// Throws `ContractError` `.storageDamaged` for a file that was fine when it was stored.
  static func sizes(of bytes: [UInt8]) throws(ContractError) -> [(width: Double, height: Double)] {
    do throws(PDFError) {
      return try PDFDocument(bytes).currentView.pages().map { ($0.displayWidth, $0.displayHeight) }
    } catch {
      throw ContractError(.storageDamaged, "stored file", cause: error)
    }
  }
}
