"""The page for clerks names every key and every column that a declared kind asks for."""

from __future__ import annotations

import pytest

from kiosk.affairs.catalogue import Kind
from kiosk.center.folder.kinds import FORMS
from kiosk.state import sources

README = sources() / "content" / "README.md"
DECLARED = [form for kind, form in FORMS.items() if kind is not Kind.PROJECT]


@pytest.mark.parametrize("form", DECLARED, ids=lambda form: form.kind.value)
def test_the_row_of_a_kind_names_its_keys_and_its_columns(form):
    lines = README.read_text(encoding="utf-8").split("\n")
    row = next(line for line in lines if line.startswith(f"| {form.kind.chinese} |"))
    for key in form.keys:
        assert f"`{key.name}{'*' * key.needed}`" in row, key.name
    for column in form.columns:
        assert f"{column.name}{'*' * column.needed}" in row, column.name
    for part in form.parts:
        assert f"## {part.name}" in row
    for field in (*form.keys, *form.columns):
        if field.choices and field.name not in {"大事", "资产类别"}:
            assert all(choice in row for choice in field.choices), field.name
