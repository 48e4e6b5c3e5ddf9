"""Converts one file again and again in one LibreOffice that stays up; prints the median and the worst milliseconds.

Run by the system's Python, which knows `uno`: libreoffice_peer.py FILE COUNT
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

STARTED_SECONDS_MAX = 60


def value(name, content):
    return PropertyValue(Name=name, Value=content)


def connected(pipe):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    end = time.monotonic() + STARTED_SECONDS_MAX
    while True:
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def convert(desktop, source, target):
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, (value("Hidden", True),))
    document.storeToURL(uno.systemPathToFileUrl(target), (value("FilterName", "writer_web_pdf_Export"),))
    document.close(True)


def main(source, count):
    with tempfile.TemporaryDirectory() as folder:
        pipe = f"heqi-bench-{os.getpid()}"
        command = ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={pipe};urp;"]
        office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            desktop = connected(pipe)
            target = f"{folder}/out.pdf"
            for _ in range(3):
                convert(desktop, source, target)
            times = []
            for _ in range(count):
                begin = time.perf_counter()
                convert(desktop, source, target)
                times.append((time.perf_counter() - begin) * 1000)
            pages = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
            print(json.dumps({"name": "libreoffice-warm", "p50ms": statistics.median(times), "worstms": max(times),
                              "pages": int(pages.split("Pages:")[1].split()[0])}))
            desktop.terminate()
        finally:
            try:
                office.wait(15)
            except subprocess.TimeoutExpired:
                office.kill()
                office.wait()


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), int(sys.argv[2]))
