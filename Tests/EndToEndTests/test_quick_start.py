"""The quick start of docs/api works as it is written."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys

from tools import documents
from tools.server import CHECKOUT

GUIDE = (CHECKOUT / "docs/api/README.md").read_text()
TEMPLATES = (CHECKOUT / "docs/api/templates.md").read_text()


def block(language: str, containing: str, guide: str = GUIDE) -> str:
    return next(code for code in re.findall(rf"```{language}\n(.*?)```", guide, re.S) if containing in code)


def test_python_and_curl(server, folder):
    made = json.loads(server.run("client", "create", "--name", "My shop", "--json", "--data", str(server.data)).stdout)
    pdf = documents.contract(folder / "quick.pdf")
    surroundings = {**os.environ, "HEQI_URL": server.url, "HEQI_CLIENT_ID": made["clientId"], "HEQI_SECRET": made["secret"],
                    "HEQI_PDF": str(pdf), "PYTHONPATH": str(CHECKOUT / "Examples")}
    told = subprocess.run([sys.executable, "-c", block("python", "initiate")], env=surroundings, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    contract, link = told.stdout.split()
    assert link.startswith(f"{server.url}/s/")
    listed = subprocess.run(["bash", "-c", block("sh", "curl")], env=surroundings, capture_output=True, text=True)
    told = subprocess.run([sys.executable, "-c", block("python", "create_template", TEMPLATES)], env=surroundings, capture_output=True, text=True, cwd=folder)
    assert told.returncode == 0 and f"{server.url}/s/" in told.stdout, told.stderr
    assert (folder / "preview.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads(listed.stdout)["items"][0]["contractId"] == contract, listed.stdout + listed.stderr
