"""The database by its address: SQLite unless a PostgreSQL is named."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kiosk.center.database import database

DATA = Path("data")


def test_without_an_address_it_is_sqlite_in_the_data_folder_that_survives_a_power_cut():
    found = database("", DATA)
    assert found["NAME"] == DATA / "center.sqlite3"
    assert "synchronous = FULL" in found["OPTIONS"]["init_command"]
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_names_host_port_person_and_options(scheme):
    found = database(f"{scheme}://gong:p%40ss@db.example:5433/kiosk?sslmode=require", DATA)
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert [found[name] for name in names] == [
        "kiosk",
        "gong",
        "p@ss",
        "db.example",
        "5433",
        {"sslmode": "require"},
    ]


def test_a_socket_is_named_by_its_folder():
    found = database("postgres://gong@/kiosk?host=/run/postgresql", DATA)
    assert (found["HOST"], found["OPTIONS"]) == ("/run/postgresql", {})


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://a:secret@b/c", "不认“mysql”"),
        ("postgres://a:secret@b", "名字"),
        ("postgres://a:secret@b:port/c", "写法不对"),
        ("nonsense", "只认"),
    ],
)
def test_a_wrong_address_is_a_sentence_without_the_password(address, told):
    with pytest.raises(ImproperlyConfigured, match=told) as refused:
        database(address, DATA)
    assert "secret" not in str(refused.value)
