"""Independent verdict on signed PDF files, by the pyHanko library (PyPI: pyHanko). Never touches the network.

usage: judge_pdf.py --root FILE [--link FILE ...] [--want BB|BT|BLT|BLTA] [--password P] PDF [PDF ...]

Prints one JSON object per file with a row per signature; the exit status is 0 when every signature reaches the
wanted level, every document time-stamp is sound and no later revision made a forbidden change.

  BB    digest, CMS, coverage, later changes and the path to a given root are right
  BT    BB, and a trusted time-stamp proves when
  BLT   the EN 319 102-1 process passes with revocation data demanded and only what the file holds
  BLTA  BLT, and the same process still passes a month after the signer's certificate has expired
"""
import argparse
import asyncio
import datetime
import io
import json
import logging
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation import ades, policy_decl
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, FreshnessReqType
from pyhanko_certvalidator.registry import SimpleTrustManager

LEVELS = ["NONE", "BB", "BT", "BLT", "BLTA"]
ANY_USAGE = KeyUsageConstraints(key_usage=set())


class Judge:
    def __init__(self, roots, links):
        self.roots, self.links = roots, links

    def context(self):
        return ValidationContext(trust_roots=self.roots, other_certs=self.links, allow_fetching=False)

    def long_term_rules(self):
        """Revocation data required for every certificate, taken from the file alone."""
        trust = CertRevTrustPolicy(
            REQUIRE_REVINFO, freshness=None, freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION)
        path_rules = CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=self.roots), revinfo_policy=trust)
        gathering = policy_decl.RevocationInfoGatheringSpec(policy_decl.RevinfoOnlineFetchingRule.LOCAL_ONLY)
        return policy_decl.PdfSignatureValidationSpec(
            signature_validation_spec=policy_decl.SignatureValidationSpec(
                cert_validation_policy=path_rules, revinfo_gathering_policy=gathering, key_usage_settings=ANY_USAGE,
                local_knowledge=policy_decl.LocalKnowledge(known_certs=self.links)))

    async def signature(self, found):
        row = {"field": found.field_name, "kind": str(found.sig_object_type), "level": "NONE"}
        found.compute_integrity_info()
        row["coverage"] = found.coverage.name
        difference = found.diff_result
        if isinstance(difference, DiffResult):
            row["changes"] = difference.modification_level.name
        else:
            row["changes"], row["reason"] = "FORBIDDEN", str(difference)[:300]
        row["permissions_kept"] = bool(found.summarise_integrity_info()["docmdp_ok"])
        row["certifies"] = found.docmdp_level.name if found.docmdp_level else None
        stamp = row["kind"] == "/DocTimeStamp"
        if stamp:
            status = await async_validate_pdf_timestamp(found, self.context())
        else:
            status = await async_validate_pdf_signature(
                found, self.context(), ts_validation_context=self.context(), key_usage_settings=ANY_USAGE)
        row["intact"], row["valid"], row["trusted"] = bool(status.intact), bool(status.valid), bool(status.trusted)
        whole = row["coverage"] in ("ENTIRE_FILE", "ENTIRE_REVISION")
        if not (row["intact"] and row["valid"] and row["trusted"] and row["permissions_kept"] and whole):
            return row
        if not getattr(status, "bottom_line", True):
            return row
        row["level"] = "BB"
        if stamp:
            return row
        proof = getattr(status, "timestamp_validity", None)
        later = [t for t in found.reader.embedded_timestamp_signatures if t.signed_revision > found.signed_revision]
        if later or (proof is not None and proof.intact and proof.valid and proof.trusted):
            row["level"] = "BT"
            await self.long_term(found, later, row)
        return row

    async def long_term(self, found, later, row):
        now = ValidationTimingInfo.now(tz=datetime.timezone.utc)
        try:
            result = await ades.ades_lta_validation(found, self.long_term_rules(), timing_info=now)
            row["process"] = str(result.ades_subindic)
            if not result.api_status.bottom_line:
                return
            row["level"] = "BLT"
            if not any("/DSS" in found.reader.get_historical_root(t.signed_revision) for t in later):
                return
            moment = found.signer_cert.not_valid_after + datetime.timedelta(days=30)
            result = await ades.simulate_future_ades_lta_validation(
                found, self.long_term_rules(), future_validation_time=moment)
            row["later"] = str(result.ades_subindic)
            if result.ades_subindic.status.name == "PASSED":
                row["level"] = "BLTA"
        except Exception as problem:  # every exception of the judge is a verdict, not a crash
            row["process"] = f"{type(problem).__name__}: {problem}"[:300]

    def file(self, path, password=None):
        with open(path, "rb") as stream:
            reader = PdfFileReader(io.BytesIO(stream.read()), strict=True)
        if reader.encrypted:
            reader.decrypt(password or "")
        rows = [asyncio.run(self.signature(found)) for found in reader.embedded_signatures]
        return {"file": path, "revisions": reader.xrefs.total_revisions, "signatures": rows}


def main():
    logging.disable(logging.CRITICAL)
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", action="append", default=[])
    parser.add_argument("--link", action="append", default=[])
    parser.add_argument("--want", choices=LEVELS[1:], default="BB")
    parser.add_argument("--password")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    judge = Judge([load_cert_from_pemder(p) for p in options.root], [load_cert_from_pemder(p) for p in options.link])
    wanted = LEVELS.index(options.want)
    good = True
    for path in options.files:
        try:
            verdict = judge.file(path, options.password)
            rows = verdict["signatures"]
            ordinary = [r for r in rows if r["kind"] != "/DocTimeStamp"]
            stamps = [r for r in rows if r["kind"] == "/DocTimeStamp"]
            good = good and bool(rows)
            good = good and all(LEVELS.index(r["level"]) >= wanted for r in ordinary)
            good = good and all(r["level"] != "NONE" for r in stamps)
        except Exception as problem:
            verdict, good = {"file": path, "error": f"{type(problem).__name__}: {problem}"[:300]}, False
        print(json.dumps(verdict, ensure_ascii=False))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
