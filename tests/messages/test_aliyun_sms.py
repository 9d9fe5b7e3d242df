"""The SMS adapter and its twin, each held to the provider's protocol."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.tools import Tools
from jointhall.messages import acs3, sms_twin
from jointhall.messages.aliyun_sms import AliyunSms
from jointhall.messages.gateways import NoGateway
from jointhall.messages.sms_twin import SmsTwin
from jointhall.messages.templates import NEWS, TEXTS, filled, shortened, variables_of
from jointhall.people.sms import SIGN_IN_CODE, SmsBroken, SmsLater, SmsRefused
from tests.builders.sms import ToTwin, with_sms

PHONE = "13800138000"


@pytest.fixture
def twin(tools: Tools, tmp_path: Path) -> SmsTwin:
    return with_sms(tools, tmp_path / "sms.jsonl")[1]


@pytest.fixture
def gateway(tools: Tools, twin: SmsTwin) -> AliyunSms:
    templates = {name: name for name in TEXTS}
    transport = ToTwin(twin, tools.clock.now)
    return AliyunSms(
        "twin", twin.key_secret, twin.sign_name, templates, "http://twin.test/twins/sms", transport
    )


def code(n: int = 1) -> Mapping[str, str]:
    return {"code": f"{n:06d}"}


def test_the_signature_is_the_one_in_the_providers_own_example() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256": acs3.hash_of(b""),
    }
    params = {
        "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        "RegionId": "cn-shanghai",
    }
    made = acs3.authorization(
        method="POST", path="/", params=params, headers=headers,
        key_id="YourAccessKeyId", key_secret="YourAccessKeySecret",
    )  # fmt: skip
    assert made.endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


async def test_a_code_reaches_its_phone(gateway: AliyunSms, twin: SmsTwin) -> None:
    number = await gateway.send(PHONE, SIGN_IN_CODE, {"code": "007123"}, "key-1")
    (received,) = twin.to(PHONE)
    assert received.biz_id == number
    assert received.text.startswith("【联办大厅】您的验证码是007123")


async def test_the_same_key_is_delivered_once(gateway: AliyunSms, twin: SmsTwin) -> None:
    first = await gateway.send(PHONE, SIGN_IN_CODE, code(), "key-1")
    assert await gateway.send(PHONE, SIGN_IN_CODE, code(), "key-1") == first
    assert len(twin.to(PHONE)) == 1


async def test_what_phones_received_outlives_a_restart_and_a_cut_line(
    gateway: AliyunSms, twin: SmsTwin
) -> None:
    await gateway.send(PHONE, SIGN_IN_CODE, code(), "key-1")
    with twin.file.open("ab") as file:
        file.write(b'{"at": "2026-11-')
    again = SmsTwin(twin.file, key_id="twin", key_secret="x", sign_name=twin.sign_name)
    assert again.received == twin.received


async def test_one_code_a_minute_five_an_hour_ten_a_day(
    gateway: AliyunSms, twin: SmsTwin, clock: FixedClock
) -> None:
    async def sent(n: int) -> bool:
        try:
            await gateway.send(PHONE, SIGN_IN_CODE, code(n), f"key-{n}")
        except SmsRefused as refused:
            return refused.why != "isv.BUSINESS_LIMIT_CONTROL"
        return True

    assert [await sent(1), await sent(2)] == [True, False]
    for n in range(3, 8):
        clock.move_on(timedelta(minutes=1))
        assert await sent(n) is (n < 7)
    for n in range(8, 14):
        clock.move_on(timedelta(hours=1))
        assert await sent(n) is (n < 13)


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"key_secret": "wrong"}, "SignatureDoesNotMatch"),
        ({"key_id": "nobody"}, "InvalidAccessKeyId.NotFound"),
        ({"sign_name": "别家"}, "isv.SMS_SIGNATURE_ILLEGAL"),
        ({"templates": {SIGN_IN_CODE: "SMS_0"}}, "isv.SMS_TEMPLATE_ILLEGAL"),
    ],
)
async def test_what_is_ours_to_mend_says_so(
    gateway: AliyunSms, twin: SmsTwin, change: dict[str, Any], trouble: str
) -> None:
    with pytest.raises(SmsBroken, match=trouble):
        await replace(gateway, **change).send(PHONE, SIGN_IN_CODE, code(), "key-1")
    assert twin.received == []


@pytest.mark.parametrize(
    ("phone", "params", "why"),
    [
        ("23800138000", {"place": "花石镇", "words": "办好了"}, "isv.MOBILE_NUMBER_ILLEGAL"),
        (PHONE, {"place": "花石镇", "words": "长" * 36}, "isv.PARAM_LENGTH_LIMIT"),
        (PHONE, {"place": "花石镇", "words": "http://x.cn"}, "isv.PARAM_NOT_SUPPORT_URL"),
    ],
)
async def test_what_will_never_be_sent_is_refused(
    gateway: AliyunSms, phone: str, params: dict[str, str], why: str
) -> None:
    with pytest.raises(SmsRefused) as refused:
        await gateway.send(phone, NEWS, params, "key-1")
    assert refused.value.why == why


async def test_a_missing_variable_is_ours_to_mend(gateway: AliyunSms) -> None:
    with pytest.raises(SmsBroken, match="TEMPLATE_MISSING"):
        await gateway.send(PHONE, NEWS, {"place": "花石镇"}, "key-1")


async def test_a_changed_parameter_breaks_the_signature(tools: Tools, twin: SmsTwin) -> None:
    class Meddler(ToTwin):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            meddled = request.url.copy_set_param("PhoneNumbers", "13900139000")
            request = httpx.Request("POST", meddled, headers=request.headers)
            return await super().handle_async_request(request)

    gateway = AliyunSms(
        "twin", twin.key_secret, twin.sign_name, {SIGN_IN_CODE: SIGN_IN_CODE},
        "http://twin.test/twins/sms", Meddler(twin, tools.clock.now),
    )  # fmt: skip
    with pytest.raises(SmsBroken, match="SignatureDoesNotMatch"):
        await gateway.send(PHONE, SIGN_IN_CODE, code(), "key-1")


async def test_faults_are_tried_again_and_nothing_comes_twice(
    gateway: AliyunSms, twin: SmsTwin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms_twin, "HANGS_FOR", 0.01)
    twin.faults.extend(["error", "hang", "lost"])
    for _try in range(3):
        with pytest.raises(SmsLater):
            await gateway.send(PHONE, SIGN_IN_CODE, code(), "key-1")
    assert await gateway.send(PHONE, SIGN_IN_CODE, code(), "key-1")
    assert len(twin.to(PHONE)) == 1


@pytest.mark.parametrize(
    ("status", "body", "raised"),
    [
        (502, b"<html>", SmsLater),
        (200, b"[]", SmsLater),
        (429, b'{"Code": "Throttling.User"}', SmsLater),
        (200, b'{"Code": "isp.SYSTEM_ERROR"}', SmsLater),
        (200, b'{"Code": "isv.OUT_OF_SERVICE"}', SmsBroken),
        (403, b'{"Code": "isp.RAM_PERMISSION_DENY"}', SmsBroken),
    ],
)
async def test_answers_are_told_apart(status: int, body: bytes, raised: type[Exception]) -> None:
    transport = httpx.MockTransport(lambda _request: httpx.Response(status, content=body))
    gateway = AliyunSms("id", "secret", "签名", {NEWS: "SMS_1"}, transport=transport)
    with pytest.raises(raised):
        await gateway.send(PHONE, NEWS, {"place": "镇", "words": "好"}, "key-1")


async def test_a_gateway_away_is_tried_again() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    gateway = AliyunSms(
        "id", "secret", "签名", {NEWS: "SMS_1"}, transport=httpx.MockTransport(away)
    )
    with pytest.raises(SmsLater):
        await gateway.send(PHONE, NEWS, {"place": "镇", "words": "好"}, "key-1")


async def test_without_an_account_nothing_is_pretended() -> None:
    with pytest.raises(SmsBroken):
        await NoGateway().send(PHONE, SIGN_IN_CODE, code(), "key-1")


def test_the_secret_is_not_in_what_is_logged(gateway: AliyunSms) -> None:
    assert gateway.key_secret not in repr(gateway)


def test_every_text_can_be_filled_within_the_gateways_rules() -> None:
    for text in TEXTS.values():
        params = {name: shortened("很长的话" * 20) for name in variables_of(text)}
        assert all(len(value) <= 35 for value in params.values())
        assert "${" not in filled(text, params)
