"""Encodes OTLP/JSON lines as length-prefixed protobuf, the way the Collector's file exporter writes them.

    pip install opentelemetry-proto
    python samples/record/otlp-proto.py samples/formats/otlp-json samples/formats/otlp-proto
"""

import base64
import json
import struct
import sys
from pathlib import Path

from google.protobuf import json_format
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData
from opentelemetry.proto.metrics.v1.metrics_pb2 import MetricsData
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

NAMES = """clock-backwards growing-conversation hostile-text limit-exception logs-and-metrics messages-in-events
missing-end orphan-parent parent-after-child""".split()
MESSAGES = {"resourceSpans": TracesData, "resourceLogs": LogsData, "resourceMetrics": MetricsData}
IDS = {"traceId", "spanId", "parentSpanId"}


def ids_to_base64(value):
    """OTLP/JSON writes ids as hex, protobuf's own JSON as base64."""
    if isinstance(value, list):
        return [ids_to_base64(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: base64.b64encode(bytes.fromhex(inner)).decode() if key in IDS else ids_to_base64(inner)
        for key, inner in value.items()
    }


def encode(path):
    out = b""
    for line in path.read_text().splitlines():
        document = json.loads(line)
        message = MESSAGES[next(iter(document))]()
        json_format.ParseDict(ids_to_base64(document), message)
        content = message.SerializeToString()
        out += struct.pack(">I", len(content)) + content
    return out


def main(source, target):
    for name in NAMES:
        (target / f"{name}.binpb").write_bytes(encode(source / f"{name}.jsonl"))
    whole = encode(source / "parent-after-child.jsonl")
    (target / "torn-tail.binpb").write_bytes(whole + whole[:50])
    broken = b"\x0a\x7f\x0a\x01"
    (target / "bad-message.binpb").write_bytes(whole + struct.pack(">I", len(broken)) + broken + whole)


main(Path(sys.argv[1]), Path(sys.argv[2]))
