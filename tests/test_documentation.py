from __future__ import annotations

import json
import re
from pathlib import Path

from tools.make_yaml_reference import reference

ROOT = Path(__file__).parent.parent


def test_the_yaml_reference_is_what_the_schema_says() -> None:
    schema = json.loads((ROOT / "schema/budget.schema.json").read_text("utf-8"))
    made = reference(schema)
    current = (ROOT / "docs/YAML参考.md").read_text("utf-8")
    assert current == made, "请运行 python -m tools.make_yaml_reference"


def test_the_yaml_reference_has_every_key_of_the_schema() -> None:
    schema = json.loads((ROOT / "schema/budget.schema.json").read_text("utf-8"))
    page = (ROOT / "docs/YAML参考.md").read_text("utf-8")
    keys = {
        key
        for rule in (schema, *schema["$defs"].values())
        for key in (*rule.get("properties", {}), *rule.get("items", {}).get("properties", {}))
    }
    assert len(keys) > 80
    assert sorted(key for key in keys if f"`{key}`" not in page) == []


def test_every_link_in_the_documents_leads_to_a_file() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
        if "://" not in target
    ]
    assert links
    assert [(page.name, target) for page, target in links if not (page.parent / target).exists()] == []
