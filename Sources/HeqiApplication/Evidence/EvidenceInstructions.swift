import HeqiDomain

/// What lies beside the documents in an evidence bundle, so that a stranger can check them with tools of others.
enum EvidenceInstructions {
  static func text(_ contract: Contract, archived: [BundleEvidence.Archived]) -> String {
    let steps = archived.compactMap(step).enumerated().map { "\($0.offset + 5). \($0.element)" }.joined(separator: "\n\n")
    return """
    存证文件包 / Evidence bundle
    系统交易编号 / Transaction number: \(contract.transactionNo)

    contract.pdf       签署完成的合同 / the signed contract
    report.pdf         存证报告 / evidence report, signed by the platform
    confirmation.pdf   存证确认函（平台出具，不是公证书） / confirmation by the platform; no notarial act
    events.json        合同的全部事件，按哈希相连 / every event of the contract, chained by hashes
    proofs/            每个事件在透明日志中的证明及检查点 / its proof of inclusion in the transparency log, with checkpoint
    archives/          存证服务的回执，及其所指的文件状态 / receipts of archive providers, and the state of the file they are about
    archives.json      每份回执对应的文件 / which receipt is about which file
    certificates/      根证书、签发证书、平台证书 / root, issuing and platform certificates
    log-key.txt        透明日志的公钥 / public key of the transparency log

    验证不需要访问本平台。请从可信渠道核对 certificates/root.pem 和 log-key.txt 的指纹。
    Nothing below asks this platform. Compare the fingerprints of certificates/root.pem and log-key.txt with a source you trust.

    1. 全部文件、事件链、日志证明（需要 Python 3.8 和 openssl） / files, chain of events, log proofs (Python 3.8 and openssl)
       python3 verify.py

    2. 只检查文件 / files only
       sha256sum -c MANIFEST.sha256

    3. PDF 签名（pyHanko） / signatures of the PDF files (pyHanko)
       pip install pyhanko-cli
       pyhanko sign validate --pretty-print --no-revocation-check --trust certificates/root.pem --other-certs certificates/issuing.pem contract.pdf
       或 / or: pdfsig contract.pdf

    4. 证书 / certificates
       openssl verify -CAfile certificates/root.pem -untrusted certificates/issuing.pem certificates/platform.pem

    \(steps)

    """
  }

  /// How the receipt of one provider is checked; what was stamped may be an earlier state of the file, which is a prefix of it.
  private static func step(_ archived: BundleEvidence.Archived) -> String? {
    switch archived.archive.provider {
    case .timeStamp:
      """
      时间戳 / time stamp（外部时间戳机构请改用其根证书 / of an outside authority: with its own root）
         openssl ts -verify -data \(archived.file) -in \(archived.name) -token_in -CAfile certificates/root.pem -untrusted certificates/issuing.pem
      """
    case .localCA:
      """
      平台签名的存证声明，其中的 HASH 属于 \(archived.file) / statement signed by the platform; its hash is that of \(archived.file)
         openssl cms -verify -inform DER -in \(archived.name) -CAfile certificates/root.pem -purpose any
      """
    case .ledger: nil
    }
  }

  /// Needs Python's own library, and `openssl` for Ed25519.
  static let program = #"""
    """Checks this folder without any server: python3 verify.py"""
    import base64, hashlib, json, os, subprocess, sys, tempfile

    HERE = os.path.dirname(os.path.abspath(__file__))
    faults = []


    def read(name):
        with open(os.path.join(HERE, name), "rb") as file:
            return file.read()


    def check(good, what):
        print(("ok     " if good else "WRONG  ") + what)
        if not good:
            faults.append(what)


    def sha(data):
        return hashlib.sha256(data).digest()


    def root(leaf, index, size, path):
        """RFC 9162, 2.1.3.2"""
        node, last = leaf, size - 1
        if not 0 <= index < size:
            return None
        for sibling in path:
            if last == 0:
                return None
            if index & 1 or index == last:
                node = sha(b"\x01" + sibling + node)
                while not index & 1 and index:
                    index, last = index >> 1, last >> 1
            else:
                node = sha(b"\x01" + node + sibling)
            index, last = index >> 1, last >> 1
        return node if last == 0 else None


    def signed(note, key):
        """A signed note (C2SP) under an Ed25519 key `name+id+base64`."""
        name, _, encoded = key.strip().split("+", 2)
        text, _, lines = note.partition("\n\n")
        with tempfile.TemporaryDirectory() as folder:
            def put(file, data):
                with open(os.path.join(folder, file), "wb") as out:
                    out.write(data)
                return os.path.join(folder, file)
            public = put("key", bytes.fromhex("302a300506032b6570032100") + base64.b64decode(encoded)[1:])
            message = put("text", (text + "\n").encode())
            for line in lines.splitlines():
                if line.startswith("\u2014 " + name + " "):
                    signature = put("signature", base64.b64decode(line.split(" ")[2])[4:])
                    done = subprocess.run(
                        ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", public, "-rawin",
                         "-in", message, "-sigfile", signature], capture_output=True)
                    if done.returncode == 0:
                        return True
        return False


    for line in read("MANIFEST.sha256").decode().splitlines():
        digest, name = line.split("  ", 1)
        there = os.path.exists(os.path.join(HERE, name))
        check(there and hashlib.sha256(read(name)).hexdigest() == digest, "file " + name)

    history, key, previous = json.loads(read("events.json")), read("log-key.txt").decode(), bytes(32)
    seen = set()
    check(bool(history["events"]), "there are events")
    for number, event in enumerate(history["events"], 1):
        raw = base64.b64decode(event["canonical"])
        mine = sha(raw)
        check(event["sequence"] == number and raw[:12] == b"heqi-event-1" and raw[12:44] == previous
              and mine.hex() == event["hash"], "event %d follows the one before (%s)" % (number, event["kind"]))
        previous = mine
        head, _, note = read(event["proof"]).decode().partition("\n\n")
        lines = head.splitlines()
        entry, index, size = bytes.fromhex(lines[0][6:]), int(lines[1][6:]), int(lines[2][5:])
        claim = note.split("\n")
        found = root(sha(b"\x00" + entry), index, size, [bytes.fromhex(line) for line in lines[3:]])
        check(entry == mine and int(claim[1]) == size and found is not None and base64.b64decode(claim[2]) == found,
              "event %d is in the log" % number)
        if note not in seen:
            check(signed(note, key), "checkpoint of %d leaves is signed" % size)
            seen.add(note)

    final = hashlib.sha256(read("contract.pdf")).hexdigest()
    check(final == history["documentHash"], "contract.pdf is the document of the events")
    check(any(final.encode() in base64.b64decode(event["canonical"]) for event in history["events"]),
          "an event names the hash of contract.pdf")
    for archive in json.loads(read("archives.json"))["archives"]:
        data = read(archive["file"])
        check(os.path.exists(os.path.join(HERE, archive["receipt"])) and hashlib.sha256(data).hexdigest() == archive["documentHash"]
              and read("contract.pdf").startswith(data), "%s archived %s" % (archive["provider"], archive["file"]))
    print("all is well" if not faults else "%d faults" % len(faults))
    sys.exit(1 if faults else 0)
    """#
}
