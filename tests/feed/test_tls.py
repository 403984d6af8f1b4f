"""HTTPS on a box that does not know what time it is: one pinned authority, its dates aside."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hostile import Hostile, reply

from kiosk.feed.fetcher import Fetcher, UnreachableError

NOW = datetime.now(UTC)
YEAR = timedelta(days=365)


class Authority:
    """A county's own certificate authority."""

    def __init__(self, folder, name="county"):
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.pem = folder / f"{name}.pem"
        self.certificate = self._sign(self.key, name, NOW - 9 * YEAR, NOW + 9 * YEAR, ca=True)
        self.pem.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign(self, key, name, begin, end, *, ca, host="127.0.0.1"):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        usage = x509.KeyUsage(True, False, False, False, False, ca, ca, False, False)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False
            )
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )

    def server(self, begin, end, host="127.0.0.1"):
        """A server with a certificate of ours for that time."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(key, "feed", begin, end, ca=False, host=host)
        file = self.folder / "server.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        found = Hostile(context)
        found.answers["/file"] = reply(200, b"content")
        return found


@pytest.fixture
def county(tmp_path):
    return Authority(tmp_path)


EXPIRED = (NOW - 2 * YEAR, NOW - YEAR)
TO_COME = (NOW + YEAR, NOW + 2 * YEAR)
VALID = (NOW - YEAR, NOW + YEAR)


def fetch(county, dates, *, trusted, ca=None, host="127.0.0.1"):
    server = county.server(*dates, host)
    fetcher = Fetcher(ca=ca, clock_trusted=lambda: trusted)
    try:
        return fetcher.download_bytes(f"{server.url}/file", 100)
    finally:
        fetcher.close()
        server.close()


@pytest.mark.parametrize("dates", [EXPIRED, TO_COME, VALID])
def test_the_pinned_authority_is_believed_without_dates_while_the_clock_is_not_trusted(
    county, dates
):
    assert fetch(county, dates, trusted=False, ca=county.pem) == b"content"


@pytest.mark.parametrize("dates", [EXPIRED, TO_COME])
def test_dates_count_once_the_clock_is_trusted(county, dates):
    with pytest.raises(UnreachableError, match="SSLError"):
        fetch(county, dates, trusted=True, ca=county.pem)
    assert fetch(county, VALID, trusted=True, ca=county.pem) == b"content"


def test_another_authority_is_refused_whatever_the_clock(county, tmp_path):
    other = Authority(tmp_path, "other")
    for trusted in (True, False):
        with pytest.raises(UnreachableError, match="SSLError"):
            fetch(county, VALID, trusted=trusted, ca=other.pem)


def test_another_hosts_certificate_is_refused_whatever_the_clock(county):
    with pytest.raises(UnreachableError, match="SSLError"):
        fetch(county, VALID, trusted=False, ca=county.pem, host="127.0.0.2")


def test_without_a_pinned_authority_nothing_is_tolerated(county):
    with pytest.raises(UnreachableError, match="SSLError"):
        fetch(county, VALID, trusted=False)


def test_what_the_clock_is_worth_is_asked_before_each_connection(county):
    server = county.server(*EXPIRED)
    answers = [False, True]
    fetcher = Fetcher(ca=county.pem, clock_trusted=lambda: answers.pop(0))
    assert fetcher.download_bytes(f"{server.url}/file", 100) == b"content"
    fetcher._session.adapters["https://"].poolmanager.clear()
    with pytest.raises(UnreachableError, match="SSLError"):
        fetcher.download_bytes(f"{server.url}/file", 100)
    fetcher.close()
    server.close()


def test_a_file_that_is_no_authority_is_an_error_at_once(tmp_path):
    (tmp_path / "ca.pem").write_text("hello")
    with pytest.raises(OSError):
        Fetcher(ca=tmp_path / "ca.pem")
    with pytest.raises(OSError):
        Fetcher(ca=tmp_path / "none.pem")
