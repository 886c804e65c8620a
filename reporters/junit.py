"""JUnit XML: a failing test case for each finding, for servers that show test results.

https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from reporters.clean import clean, clean_block
from reporters.summary import shown
from scanner.concepts.finding import State
from scanner.concepts.report import Report


def render(report: Report) -> str:
    """One suite; accepted findings are skipped cases; a passing case where there is nothing to report."""
    findings = shown(report.findings)
    failures = sum(finding.state is State.NEW for finding in findings)
    counts = {"tests": str(len(findings) or 1), "failures": str(failures), "errors": "0"}
    root = ET.Element("testsuites", {"name": "callside", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "callside", **counts, "skipped": str(len(findings) - failures)})
    if not findings:
        ET.SubElement(suite, "testcase", {"name": "no findings", "classname": "callside"})
    for finding in findings:
        file, line = clean(finding.location.file), str(finding.location.line)
        name = f"{finding.rule} {finding.name}: {clean(finding.message)}"
        case = ET.SubElement(suite, "testcase", {"name": name, "classname": file, "file": file, "line": line})
        if finding.state is State.UNCHANGED:
            ET.SubElement(case, "skipped", {"message": clean(finding.reason) or "accepted in the baseline"})
            continue
        failure = ET.SubElement(case, "failure", {"message": clean(finding.message), "type": finding.severity})
        failure.text = clean_block(f"{file}:{line}\n{finding.help.strip()}")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
