"""Chapter 9: every permit under one licence code, on paper, as a token and as a public page."""

from typing import Any

from stack.scenario.case import Case, View
from stack.scenario.expectations import require
from stack.scenario.narrator import day, moment

Json = dict[str, Any]
LICENCE_TOKEN = "tongxing-licence+jws"  # noqa: S105  # the purpose that is signed, no secret


async def issue(case: Case) -> View:
    """Wait until all is issued and the case closed; give the case."""
    city, say = case.city, case.city.narrator
    say.chapter("Issuance: one code for all permits", "一码展示 · 一窗通取")
    view = await case.until(lambda seen: seen["status"] == "closed", "the case is closed")
    licence = view["licence"]
    require(view["ending"] == "completed", "the case ends completed", view["ending"])
    say.answers(f"The case is closed (办结). Licence code 许可编码 {licence['licence_code']}:")
    say.rows(_permit(view, permit) for permit in licence["permits"])
    await _tell_batches(case)
    code = licence["licence_code"]
    document = await case.owner.fetch(
        f"/licences/{code}/document", "the licence can be downloaded", accept="application/pdf"
    )
    require(document.content.startswith(b"%PDF"), "the licence is a PDF", document.content[:8])
    city.save("The licence 行业综合许可证 as PDF", "licence.pdf", document.content)
    token = await _check_token(case, view)
    html = await save_public_page(case, code, f"?token={token}", "all valid")
    require("签名有效" in html, "the page believes the token of its licence", "no 签名有效")
    await _check_all_valid(case, view)
    return view


async def save_public_page(case: Case, code: str, query: str, state: str) -> str:
    """Save the page behind the licence's QR code as it is now; give its HTML."""
    page = await case.city.public(
        f"/public/licences/{code}{query}", "the public page is shown", accept="text/html"
    )
    name = f"licence-{state.replace(' ', '-')}.html"
    case.city.save(f"The public page behind the QR code, {state}", name, page.content)
    return page.text


async def statuses_shown(case: Case, code: str) -> dict[str, str]:
    """Give each permit's status as the public sees it, by number."""
    page = await case.city.public(
        f"/public/licences/{code}", "the public data are shown", accept="application/json"
    )
    return {permit["number"]: permit["status"] for permit in page.json()["permits"]}


async def _tell_batches(case: Case) -> None:
    timeline = await case.owner.get(f"{case.path}/timeline", "the timeline is shown", limit=500)
    batches = [entry for entry in timeline["entries"] if entry["kind"] == "permits_issued"]
    told = "; ".join(
        f"version {batch['facts']['version']} on {moment(batch['at'])} with "
        f"{', '.join(permit['item_code'] for permit in batch['facts']['permits'])}"
        for batch in batches
    )
    case.city.narrator.tells(
        f"What is ready does not wait for ever for what is not (成熟一项发一项): {told}."
    )


async def _check_token(case: Case, view: View) -> str:
    city, code = case.city, view["licence"]["licence_code"]
    answer = await case.owner.get(f"/licences/{code}/token", "the licence has a token")
    signed = await city.check_offline(answer["token"], LICENCE_TOKEN, "the licence's token")
    numbers = {permit["number"] for permit in view["licence"]["permits"]}
    require(set(signed["permits"]) == numbers, "the token names every permit", signed["permits"])
    city.save("The token that the QR code carries (JWS)", "licence.jws", answer["token"].encode())
    city.narrator.tells(
        f"Checked offline with the published keys: {signed['iss']} vouches for "
        f"{signed['name']} {signed['uscc']} and {len(numbers)} permits, version {signed['ver']}."
    )
    return str(answer["token"])


async def _check_all_valid(case: Case, view: View) -> None:
    code = view["licence"]["licence_code"]
    shown = await statuses_shown(case, code)
    require(
        len(shown) == len(view["lanes"]) and set(shown.values()) == {"valid"},
        "the public page shows every permit as valid",
        shown,
    )
    case.city.narrator.answers(
        f"Anyone who scans the code sees {len(shown)} permits, all 有效 valid."
    )
    case.city.narrator.link(
        "Public page of the licence", case.city.page(f"/public/licences/{code}")
    )


def _permit(view: View, permit: Json) -> tuple[str, ...]:
    label = next(
        lane["label"]["zh"] for lane in view["lanes"] if lane["item_code"] == permit["item_code"]
    )
    until = permit["valid_until"]
    return permit["item_code"], label, permit["number"], f"until {day(until)}" if until else "长期"
