"""Write generator/writers/pdf/srgb.icc: sRGB as a small ICC profile (version 2.1), from IEC 61966-2-1."""

from __future__ import annotations

import struct
from pathlib import Path

TARGET = Path(__file__).parents[1] / "generator" / "writers" / "pdf" / "srgb.icc"
WHITE = (0.9642, 1.0, 0.8249)  # D50
PRIMARIES = {"rXYZ": (0.4361, 0.2225, 0.0139), "gXYZ": (0.3851, 0.7169, 0.0971), "bXYZ": (0.1431, 0.0606, 0.7141)}
STEPS = 256
KNEE = 0.04045


def fixed(number: float) -> bytes:
    """Return a number as s15Fixed16."""
    return struct.pack(">i", round(number * 65536))


def xyz(values: tuple[float, float, float]) -> bytes:
    """Return an XYZ tag."""
    return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))


def linear(value: float) -> float:
    """Return the light of a value: the transfer function of sRGB."""
    return value / 12.92 if value <= KNEE else ((value + 0.055) / 1.055) ** 2.4


def description(text: str) -> bytes:
    """Return a textDescription tag."""
    data = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (4 + 4 + 2 + 1 + 67)


def profile() -> bytes:
    """Return the whole profile; the three channels share one curve."""
    curve = b"curv\0\0\0\0" + struct.pack(">I", STEPS)
    curve += struct.pack(f">{STEPS}H", *(round(65535 * linear(step / (STEPS - 1))) for step in range(STEPS)))
    tags = {"desc": description("sRGB"), "cprt": b"text\0\0\0\0" + b"CC0\0", "wtpt": xyz(WHITE)}
    tags |= {name: xyz(value) for name, value in PRIMARIES.items()} | {"rTRC": curve}
    start, table, body = 128 + 4 + 12 * (len(tags) + 2), b"", b""
    places = {}
    for name, data in tags.items():
        places[name] = (start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    places |= dict.fromkeys(("gTRC", "bTRC"), places["rTRC"])
    for name, place in places.items():
        table += name.encode() + struct.pack(">II", *place)
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 2000, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28 + b"".join(map(fixed, WHITE))
    return header.ljust(128, b"\0") + struct.pack(">I", len(places)) + table + body


if __name__ == "__main__":
    TARGET.write_bytes(profile())
