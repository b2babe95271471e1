"""The hierarchy of audiences."""

from __future__ import annotations

from dicli.core.audiences import nearest, steps
from dicli.core.model import Resource, Term

TERMS = {
    term.id: term
    for term in (
        Term("all", "All"),
        Term("students", "Students", broader=("all",)),
        Term("md", "MD students", broader=("students",)),
        Term("phd", "PhD students", broader=("students",)),
        Term("both", "MD/PhD students", broader=("md", "phd")),
        Term("staff", "Staff", broader=("all", "elsewhere")),
    )
}


def order(*wanted: str, direct: bool = False) -> list[str]:
    found = steps(TERMS, wanted, direct)
    return sorted(found, key=lambda id: found[id])


def test_the_audience_itself_comes_first_then_narrower_then_broader_ones() -> None:
    found = steps(TERMS, ["students"])
    assert {id: step[:2] for id, step in found.items()} == {
        "students": (0, 0),
        "md": (1, 1),
        "phd": (1, 1),
        "both": (1, 2),
        "all": (2, 1),
    }


def test_nearer_broader_audiences_come_first() -> None:
    assert order("both") == ["both", "md", "phd", "students", "all"]


def test_direct_takes_the_audience_only() -> None:
    assert order("students", direct=True) == ["students"]


def test_of_several_audiences_the_nearest_counts() -> None:
    assert steps(TERMS, ["md", "all"])["students"][:2] == (1, 1)
    assert steps(TERMS, ["md", "students"])["md"][:2] == (0, 0)


def test_headings_say_for_whom() -> None:
    found = steps(TERMS, ["students"])
    assert [found[id].heading for id in ("students", "md", "all")] == [
        "For Students",
        "For groups within Students",
        "For All",
    ]


def test_an_unknown_broader_audience_is_passed_over() -> None:
    assert "elsewhere" not in steps({id: TERMS[id] for id in ("all", "staff")}, ["all"])


def test_a_circle_ends() -> None:
    circle = {"a": Term("a", "A", broader=("b",)), "b": Term("b", "B", broader=("a",))}
    assert set(steps(circle, ["a"])) == {"a", "b"}


def test_the_nearest_step_of_a_resource_comes_with_its_index_in_the_list() -> None:
    around = steps(TERMS, ["students"])
    assert nearest(Resource("r", "R", audiences=("all", "staff", "students")), around) == (around["students"], 2)
    assert nearest(Resource("r", "R", audiences=("staff",)), around) is None
