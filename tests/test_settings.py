"""Settings: nothing is needed, and what is wrong is said by name, all at once."""

import re
from pathlib import Path

import pytest

from jointhall.settings import BadSettings, read_settings


def test_with_nothing_set_the_service_stands_on_its_own() -> None:
    settings = read_settings({})
    assert settings.own_postgres
    assert settings.home == Path(".hall").absolute()
    assert settings.master_key_file == settings.home / "keys" / "master"
    assert (settings.port, settings.public_url) == (8000, "http://localhost:8000")
    assert (settings.broker_url, settings.store, settings.log_json) == (None, None, None)


def test_a_full_deployment() -> None:
    settings = read_settings(
        {
            "DATABASE_URL": "postgresql://hall_app:x@db/hall",
            "OWNER_DATABASE_URL": "postgresql+asyncpg://hall_owner:x@db/hall",
            "BROKER_URL": "amqp://hall:x@mq:5672/",
            "S3_URL": "https://store.example.gov.cn:9000",
            "S3_ACCESS_KEY": "key",
            "S3_SECRET_KEY": "secret",
            "S3_PUBLIC_URL": "https://files.example.gov.cn",
            "PUBLIC_URL": "https://hall.example.gov.cn/",
            "PORT": "80",
            "TRUSTED_PROXIES": "1",
            "LOG_FORMAT": "JSON",
        }
    )
    assert not settings.own_postgres
    assert settings.public_url == "https://hall.example.gov.cn"
    assert settings.store is not None
    assert settings.store.url == "https://store.example.gov.cn:9000"
    assert (settings.store.bucket, settings.store.access_key) == ("jointhall", "key")
    assert (settings.trusted_proxies, settings.log_json) == (1, True)


def test_the_store_in_one_address() -> None:
    store = read_settings({"S3_URL": "http://key:s%40cret@127.0.0.1:9000/papers"}).store
    assert store is not None
    assert store.url == "http://127.0.0.1:9000"
    assert (store.access_key, store.secret_key, store.bucket) == ("key", "s@cret", "papers")


def test_a_database_on_a_socket() -> None:
    url = "postgresql://hall_app@/hall?host=/run/postgresql"
    assert read_settings({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "eight"),
        ("DATABASE_URL", "db:5432"),
        ("DATABASE_URL", "mysql://db/hall"),
        ("BROKER_URL", "redis://mq"),
        ("PUBLIC_URL", "hall.example.gov.cn"),
        ("PUBLIC_URL", "https://hall:port/"),
        ("LOG_LEVEL", "loud"),
        ("DEMO", "maybe"),
        ("TRUSTED_PROXIES", "-1"),
        ("S3_URL", "https://store.example.gov.cn"),
        ("OWNER_DATABASE_URL", "postgresql://o@db/hall"),
    ],
)
def test_a_bad_value_is_told_by_name(name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        read_settings({name: value})


def test_all_faults_at_once_and_no_password_repeated() -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings({"PORT": "x", "DATABASE_URL": "hall_app:geheim@db", "WORKERS": "0"})
    assert len(caught.value.faults) == 3
    assert "geheim" not in str(caught.value)


def test_every_setting_is_told_in_the_readme() -> None:
    root = Path(__file__).parents[1]
    code = (root / "platform" / "jointhall" / "settings.py").read_text()
    read = set(re.findall(r'reader\.\w+\(\s*"([A-Z0-9_]+)"', code))
    told = set(re.findall(r"`([A-Z0-9_]+)`", (root / "README.md").read_text()))
    assert len(read) > 15
    assert read <= told


def test_who_is_trying_out_gets_the_demo_unless_told_otherwise() -> None:
    assert read_settings({}, trying_out=True).demo
    assert not read_settings({"DEMO": "0"}, trying_out=True).demo
    assert not read_settings({}).demo
    theirs = {"DATABASE_URL": "postgresql://hall_app@db.test/hall"}
    assert not read_settings(theirs, trying_out=True).demo


def test_an_sms_account_is_whole_or_told_what_it_lacks() -> None:
    assert read_settings({}).sms is None
    whole = {
        "SMS_ACCESS_KEY": "LTAI",
        "SMS_SECRET_KEY": "geheim",
        "SMS_SIGN_NAME": "湘潭县联办大厅",
        "SMS_TEMPLATES": "sign_in_code=SMS_1, news=SMS_2",
    }
    sms = read_settings(whole).sms
    assert sms is not None
    assert sms.templates == {"sign_in_code": "SMS_1", "news": "SMS_2"}
    for name in ("SMS_SECRET_KEY", "SMS_SIGN_NAME", "SMS_TEMPLATES"):
        with pytest.raises(BadSettings, match=name) as caught:
            read_settings({key: value for key, value in whole.items() if key != name})
        assert "geheim" not in str(caught.value)
