"""Administration of the catalogue: validate, compare, publish from a day, list assumptions."""

import asyncio
from datetime import UTC, date, datetime

from fastapi import APIRouter, Depends

from api.catalogue_watch import today
from api.dependencies import Allowed, CurrentActor, Key, ResourcesDependency
from api.idempotency import Acting, once
from api.problems import FieldProblem, InvalidFieldsError
from api.publishing import publish_catalogue, touched_cases
from api.resources import Resources
from api.schemas.catalogue_versions import (
    AssumptionAnswer,
    Bundle,
    DifferenceAnswer,
    DifferencesAnswer,
    ProblemAnswer,
    Publication,
    PublishedAnswer,
    Touched,
    Validation,
    VersionAnswer,
    VersionsAnswer,
)
from catalog.assumptions import assumptions
from catalog.catalogue import Catalogue
from catalog.difference import Difference, changed_items, difference
from catalog.loader import CatalogueError, catalogue_of, content_hash, read_files
from domain.actors import Role
from domain.errors import ErrorKind, Refused
from repositories import catalogues

router = APIRouter(
    prefix="/catalogue",
    tags=["catalogue"],
    dependencies=[Depends(Allowed(Role.ADMINISTRATOR))],
)


@router.post("/validate")
async def validate(bundle: Bundle) -> Validation:
    """Check a bundle; nothing is stored. Every problem names file, line, key and rule."""
    problems = await asyncio.to_thread(_problems, bundle.files)
    version = content_hash(bundle.files)
    return Validation(valid=not problems, version=version, problems=problems)


@router.post("/diff")
async def compare(bundle: Bundle, resources: ResourcesDependency) -> DifferencesAnswer:
    """Tell what a bundle says differently from the version in force; a dry run.

    It names the cases that would take the change over and counts those that keep theirs.
    """
    running = resources.catalogue
    proposed = await _usable(bundle)
    found = await asyncio.to_thread(difference, running, proposed)
    return DifferencesAnswer(
        before=running.version,
        after=proposed.version,
        differences=tuple(_difference(each) for each in found),
        touched=await _touched(resources, proposed, found),
    )


@router.post("/versions")
async def publish(
    publication: Publication, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> PublishedAnswer:
    """Publish a bundle from a day; a bad one is refused and the running version stays.

    From today, every process takes it over at once and cases that are not accepted are told.
    """

    async def act() -> PublishedAnswer:
        _check_day(publication.effective_from)
        proposed = await _usable(publication)
        found = await asyncio.to_thread(difference, resources.catalogue, proposed)
        touched = await _touched(resources, proposed, found)
        async with resources.database.transaction() as session:
            await catalogues.publish(
                session,
                version=proposed.version,
                effective_from=publication.effective_from,
                texts=publication.files,
                by=actor.subject,
                at=datetime.now(UTC),
            )
        return PublishedAnswer(
            version=proposed.version,
            effective_from=publication.effective_from,
            touched=touched,
            told=await _told(resources, proposed.version),
        )

    acting = Acting(actor, "catalogue/versions", key, publication)
    return await once(resources.database, acting, PublishedAnswer, act)


@router.get("/versions")
async def list_versions(resources: ResourcesDependency) -> VersionsAnswer:
    """Give what is in force here, and everything published, the latest first."""
    async with resources.database.reading() as session:
        rows = await catalogues.published(session)
        head = await catalogues.in_force(session, today())
    return VersionsAnswer(
        in_force=resources.catalogue.version,
        versions=tuple(
            VersionAnswer(
                version=row["version"],
                effective_from=row["effective_from"],
                published_by=row["published_by"],
                published_at=row["published_at"],
                in_force=head is not None and row["id"] == head["id"],
            )
            for row in rows
        ),
    )


@router.get("/assumptions")
async def list_assumptions(resources: ResourcesDependency) -> tuple[AssumptionAnswer, ...]:
    """Give every figure in force without a better source than an assumption."""
    async with resources.database.reading() as session:
        head = await catalogues.in_force(session, today())
        published = await catalogues.files(session, head["id"]) if head else {}
    directory = resources.settings.catalogue_directory
    found = await asyncio.to_thread(lambda: [*assumptions(published or read_files(directory))])
    return tuple(AssumptionAnswer(file=file, key=key, text=text) for file, key, text in found)


def _problems(files: dict[str, str]) -> tuple[ProblemAnswer, ...]:
    try:
        catalogue_of(files)
    except CatalogueError as error:
        return tuple(
            ProblemAnswer(
                file=each.file,
                line=each.line,
                item=each.item,
                key=each.key,
                rule=each.rule,
                text=each.text,
            )
            for each in error.problems
        )
    return ()


async def _usable(bundle: Bundle) -> Catalogue:
    """Give the catalogue of a bundle, or refuse it with every problem as a field of its own."""
    try:
        return await asyncio.to_thread(catalogue_of, bundle.files)
    except CatalogueError as error:
        problems = tuple(
            FieldProblem(
                field=f"files.{each.file}", code=f"catalogue_{each.rule}", message=str(each)
            )
            for each in error.problems
        )
        raise InvalidFieldsError(problems, "design §11") from error


def _check_day(effective_from: date) -> None:
    """What was in force on a day that is over does not change (R27)."""
    if effective_from < today():
        raise Refused(
            "effective_from_past",
            "A version is in force from today or a later day.",
            rule="R27",
            field="effective_from",
            kind=ErrorKind.INVALID,
        )


async def _touched(
    resources: Resources, proposed: Catalogue, found: tuple[Difference, ...]
) -> Touched:
    cases = await touched_cases(resources.database, proposed)
    async with resources.database.reading() as session:
        kept = await catalogues.accepted_with(session, changed_items(found))
    return Touched(cases=cases, kept=kept)


async def _told(resources: Resources, version: str) -> int:
    """Take over what is in force now, and tell the cases if it is this version.

    The process may have been woken and have taken it over already; a case that has the version
    is told nothing.
    """
    await resources.catalogues.refresh(resources.database, today())
    if resources.catalogue.version != version:
        return 0
    return await publish_catalogue(resources.client, resources.database, resources.catalogue)


def _difference(found: Difference) -> DifferenceAnswer:
    return DifferenceAnswer(
        file=found.file,
        item=found.item,
        key=found.key,
        before=found.before,
        after=found.after,
        words=found.words,
    )
