"""Chapters 1 to 3: from the first question to a receipt under seal."""

import json
from typing import Any
from uuid import uuid4

from stack.scenario import application_form as shop
from stack.scenario import papers
from stack.scenario.case import Case
from stack.scenario.city import City
from stack.scenario.expectations import require, require_success
from stack.scenario.narrator import moment
from stack.scenario.people import Person

NOTICE_SEAL = "tongxing-notice+jws"
Json = dict[str, Any]


async def ask_for_guidance(city: City, owner: Person) -> Json:
    """Answer the questions; give the one-time notice (一次性告知)."""
    say = city.narrator
    say.chapter("Guidance: which permits, and what for", "办事指引 · 一次性告知")
    say.does(
        owner.name,
        "wants to open a supermarket of 420 m² with a hot-food counter in Shiqi, Zhongshan. She "
        "picks the theme “我要开超市” and answers what the city asks; no login is needed:",
    )
    questions = (
        await city.public(f"/catalogue/questions?theme={shop.THEME}", "guidance asks questions")
    ).json()
    say.lists(
        f"{question['label']['en']} — {_answer(question)}"
        for question in questions
        if question["code"] in shop.ANSWERS
    )
    notice = await _notice(city)
    _tell_notice(city, notice)
    return notice


async def fill_in(city: City, owner: Person, notice: Json) -> str:
    """Make a draft with a slip in it, put it right, add the papers; give the draft's id."""
    say = city.narrator
    items = shop.needed(notice)
    form = shop.filled_in(notice["form"])
    say.chapter("Draft: one form, checked field by field", "一表申请")
    mistyped = form | {"legal_representative_id": shop.MISTYPED_IDENTITY_NUMBER}
    stored = await owner.post("/drafts", shop.draft(items, mistyped), "a draft can be stored")
    path = f"/drafts/{stored['draft_id']}"
    say.does(owner.name, f"fills in {len(form)} fields once for all items and hands the draft in.")
    problem = await owner.is_refused(
        f"{path}/submission", None, "a wrong check digit is refused", code="citizen_id_invalid"
    )
    field = problem["field"]
    require(field == "form.legal_representative_id", "the problem names the identity number", field)
    say.answers(
        f"{problem['status']} {problem['code']} at “{field}”: {problem['detail']} "
        "Nothing was started; the number itself is not repeated."
    )
    corrected = shop.draft(items, form) | await papers.hand_in_papers(city, owner, items)
    say.does(owner.name, "corrects the digit and saves the draft again.")
    stored = await owner.put(path, corrected, "a draft can be replaced")
    require(not stored["faults"], "the corrected draft has no faults left", stored["faults"])
    say.answers("The draft has no faults left and can be handed in.")
    await papers.share_identity_card(city, stored["draft_id"])
    return str(stored["draft_id"])


async def hand_in(city: City, owner: Person, draft_id: str) -> Case:
    """Submit the draft twice under one key; give the one case that comes of it."""
    say = city.narrator
    say.chapter("Submission: a sealed receipt", "一次申办 · 收件凭证")
    path, key = f"/drafts/{draft_id}/submission", uuid4().hex
    receipt = await owner.post(path, None, "the draft is received", key=key)
    say.does(owner.name, f"hands the draft in; her program sends Idempotency-Key {key[:8]}….")
    say.answers(f"Received as {receipt['case_number']} at {moment(receipt['received_at'])}.")
    sealed = await city.check_offline(receipt["seal"], NOTICE_SEAL, "the receipt's seal")
    require(
        sealed["number"] == receipt["case_number"],
        "the seal is over this case's number",
        sealed["number"],
    )
    await _check_recorded(owner, receipt["case_id"], sealed)
    say.tells(
        "The receipt carries a seal (JWS, Ed25519). Checked offline with the published keys, it "
        f"vouches for the number, the instant and entry {sealed['sequence']} of the record, whose "
        f"hash begins with {sealed['record'][:12]}."
    )
    receipt_file = json.dumps(receipt, ensure_ascii=False, indent=2)
    city.save("The sealed receipt", "receipt.json", receipt_file.encode())
    again = await owner.post(path, None, "handing in again is harmless", key=key)
    require(again == receipt, "the same key gives the same receipt", again.get("case_number"))
    say.does(owner.name, "saw no answer on a bad connection and sends it again, same key.")
    say.answers("The same receipt with the same seal; there is still one case.")
    return Case(city, owner, receipt["case_id"])


async def _check_recorded(owner: Person, case_id: str, sealed: Json) -> None:
    path = f"/applications/{case_id}/timeline"
    first = (await owner.get(path, "the timeline is shown", limit=1))["entries"][0]
    same = (first["sequence"], first["hash"]) == (sealed["sequence"], sealed["record"])
    require(same, "the seal names the entry that the record shows", first["sequence"])


async def _notice(city: City) -> Json:
    asked = {"scheme": shop.SCHEME, "theme": shop.THEME, "answers": shop.ANSWERS}
    answer = await city.http.post("/v1/guidance", json=asked)
    require_success(answer, "guidance gives its one notice")
    notice = dict(answer.json())
    found = {item["code"]: item["requirement"] for item in notice["items"]}
    everything = all(code in {"required", "filing_only"} for code in found.values())
    require(everything and found, "the supermarket needs all items of its theme", found)
    return notice


def _tell_notice(city: City, notice: Json) -> None:
    say = city.narrator
    items = notice["items"]
    asked_for = {paper["code"]: paper for item in items for paper in item["papers"]}
    shared = [paper for paper in asked_for.values() if paper["shared"]]
    deferrable = [paper for paper in asked_for.values() if paper["deferral"]]
    say.answers(
        f"One notice under “{notice['scheme_label']['zh']}” ({notice['scheme_label']['en']}) for "
        f"{len(items)} items of {len({item['department'] for item in items})} departments, with "
        "the way each goes and the time promised:"
    )
    say.rows(
        (
            item["code"],
            item["label"]["zh"],
            item["department_label"]["zh"].removeprefix(shop.CITY),
            _way(item),
            _promise(item),
        )
        for item in items
    )
    say.tells(
        f"Together they ask for {len(notice['form'])} fields and {len(asked_for)} papers, each "
        f"once: {len(shared)} need not be brought (data sharing 数据共享), {len(deferrable)} may "
        "follow later (容缺). Where to turn against a decision is told at once: "
        f"{', '.join(remedy['code'].replace('_', ' ') for remedy in notice['remedies'])}."
    )


def _answer(question: Json) -> str:
    given = shop.ANSWERS[question["code"]]
    if isinstance(given, bool):
        return "yes 是" if given else "no 否"
    chosen = next((c["label"] for c in question["choices"] if c["code"] == given), None)
    return f"{chosen['en']} {chosen['zh']}" if chosen else str(given)


def _way(item: Json) -> str:
    ways = {
        "filing": "filing 备案",
        "commitment": "commitment 告知承诺",
        "instant": "at once 一步办结",
        "review": "review 审查",
    }
    return ways.get(item["route"], str(item["route"]))


def _promise(item: Json) -> str:
    limits = {limit["kind"]: limit for limit in item["limits"]}
    limit = limits.get("promised") or limits.get("statutory")
    if limit is None:
        return "on the spot"
    days = limit["unit"].replace("_", " ")
    return f"{limit['count']} {days if limit['count'] > 1 else days.removesuffix('s')}"
