"""`packgen diff` and `packgen verify`: what differs between two editions, and between a pack and what it should be."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from packgen.cli.options import ProjectOption, chosen, project_at

if TYPE_CHECKING:
    from minisign import SecretKey  # type: ignore[import-untyped]

    from packgen.batch.run import PackPlan, PackReport
    from packgen.diff.show import Comparison
    from packgen.project import Project


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A pack (PACK.zip), or a git revision of the project.")],
    new: Annotated[
        str, typer.Argument(metavar="[NEW]", help="Another of the same kind; . is the files as they are now.")
    ] = ".",
    country: Annotated[
        list[str] | None, typer.Option("--country", "-c", metavar="CODE", help="Of revisions; else all.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", "-l", metavar="TAG", help="Of revisions; else all.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write FILE.html or FILE.pdf to read and print.")
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 when a word differs, as git does.")
    ] = False,
    project: ProjectOption = None,
) -> None:
    """Show every word that differs between two packs or revisions.

    Revisions are read with this packgen and composed, not rendered: what differs is words, never layout. Exits with 0
    whether or not words differ, unless --exit-code is given.
    """
    from rich.console import Console

    from packgen.diff.show import as_text
    from packgen.output import write_file

    if out is not None and out.suffix not in (".html", ".pdf"):
        raise typer.BadParameter(f'expected a file that ends in .html or .pdf, found "{out.name}"')
    comparison = _comparison(old, new, country, language, project)
    if out is None:
        Console(markup=False, emoji=False, highlight=False).print(as_text(comparison), end="", soft_wrap=True)
    else:
        write_file(out, _page(comparison, out.suffix, project))
        print(out)
    raise typer.Exit(1 if exit_code and not comparison.is_same else 0)


def verify(
    pack: Annotated[Path, typer.Argument(metavar="PACK.zip")],
    key: Annotated[
        str | None, typer.Option("--key", metavar="PUB", help="Check its signature: a minisign key, file or text.")
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it again from the project, compare bytes.")] = False,
    project: ProjectOption = None,
) -> None:
    """Check that a pack is whole: checksums and manifest. Also who signed it, and what it was built from."""
    from packgen.packs.verify import verify_pack

    name = pack.name or str(pack)  # "." and "/" have no name
    signed = _signed(pack, key) if key is not None else ""
    wrong = verify_pack(pack)
    if rebuild and not wrong:
        from packgen.packs.rebuild import differences

        wrong = differences(pack, project_at(project))
    for sentence in wrong:
        print(f"{name}: {sentence}", file=sys.stderr)
    if wrong:
        raise typer.Exit(1)
    print(f"{name}: whole{signed}{', built again with the same bytes' if rebuild else ''}")


def _signed(pack: Path, key: str) -> str:
    """The words on a signature that holds. Ends the command with 1 for one that does not, with 2 for no key."""
    from packgen.packs.sign import BadSignature, UnusableKey, public_key, verify_signature

    try:
        return f", signed ({verify_signature(pack, public_key(key))})"
    except UnusableKey as error:
        raise typer.BadParameter(str(error)) from None
    except BadSignature as error:
        print(f"{pack.name or pack}: {error}", file=sys.stderr)
        raise typer.Exit(1) from None


def _comparison(
    old: str, new: str, country: list[str] | None, language: list[str] | None, project: Path | None
) -> "Comparison":
    from packgen.diff.editions import compare_editions, compare_packs, editions
    from packgen.diff.revisions import RevisionError

    packs = [name for name in (old, new) if name.endswith(".zip")]
    if len(packs) == 1:
        raise typer.BadParameter(f"{packs[0]} is a pack: the other must be one too")
    if packs:
        if country or language:
            raise typer.BadParameter("--country and --language choose among the packs of revisions")
        return compare_packs(Path(old), Path(new))
    with ExitStack() as stack:
        try:
            found = stack.enter_context(editions(project_at(project), old, new))
        except RevisionError as error:
            raise typer.BadParameter(str(error)) from None
        countries = chosen("country", [code.lower() for code in country or ()], found.countries())
        languages = chosen("language", language, found.languages())
        return compare_editions(found, countries, languages)


def _page(comparison: "Comparison", suffix: str, project: Path | None) -> bytes:
    """The comparison as HTML or PDF; a PDF has the project's type and colours, and the paper of its one country."""
    if suffix == ".html":
        from packgen.diff.html import as_html

        return as_html(comparison).encode()
    from packgen.batch.rendering import load_tools
    from packgen.content.load import load_country
    from packgen.diff.show import as_document
    from packgen.writers.pdf.writer import write_pdf

    where = project_at(project)
    countries = {document.pack.country for document in comparison.documents if document.state != "same"}
    own = [load_country(where, code) for code in countries & set(where.countries())]
    tools = load_tools(where, own[0].theme if len(own) == 1 else "theme")
    paper = own[0].paper if len(own) == 1 else "A4"
    return write_pdf(as_document(comparison, paper), tools.theme, tools.fonts).data


# --- for `packgen build` --------------------------------------------------------------------------


def touched_since(project: "Project", since: str, packs: "Sequence[PackPlan]") -> "tuple[PackPlan, ...]":
    """The packs that a file goes into which changed since the revision. Raises BadParameter for an unknown one."""
    from packgen.batch.inputs import touched
    from packgen.diff.revisions import RevisionError, changed_files, revision

    try:
        changed = changed_files(project, revision(project, since))
    except RevisionError as error:
        raise typer.BadParameter(str(error)) from None
    return tuple(pack for pack in packs if touched(changed, pack.info))


def signing_key(given: str | None) -> "SecretKey | None":
    """The key to sign packs with, None when they are not to be signed. Raises BadParameter."""
    if given is None:
        return None
    from packgen.packs.sign import UnusableKey, secret_key

    try:
        return secret_key(given)
    except UnusableKey as error:
        raise typer.BadParameter(str(error)) from None


def sign_packs(reports: "Sequence[PackReport]", key: "SecretKey") -> None:
    """Signs every pack that was published."""
    from packgen.packs.sign import sign

    for report in reports:
        if report.zip is not None:
            sign(report.zip, key)
