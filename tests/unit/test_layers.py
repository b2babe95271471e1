"""Which files are in use, and what they make together."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dicli.core.errors import DicliError, Status
from dicli.files import bundled, loading
from dicli.files.bundled import BUNDLED, bundled_file
from dicli.files.document import Document
from dicli.files.layers import Layer, config_dir, layers_in_use, unused_files
from dicli.files.loading import load
from dicli.files.merging import merge


def names(found: list[Layer]) -> list[str]:
    return [layer.name for layer in found]


# ---- in use --------------------------------------------------------------------------------------


def test_the_bundled_catalogue_is_used_if_no_other_is_named() -> None:
    assert layers_in_use([], {"HOME": "/nowhere"}) == [Layer(BUNDLED, bundled_file())]
    assert Path(bundled_file()).is_file()


def test_catalogues_of_the_user_lie_over_the_bundled_one_by_name(tmp_path: Path) -> None:
    own = tmp_path / "dicli"
    own.mkdir()
    for name in (
        "b.yaml",
        "a.yaml",
        "c.yml",
        "D.YML",
        "e.YAML",
        "a.yaml~",
        ".#a.yaml",
        ".b.yaml.swp",
        "f.json",
        "g.yaml.txt",
    ):
        (own / name).write_text("resources: []")
    (own / "empty.yaml").touch()
    (own / "old").mkdir()
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    used = ["D.YML", "a.yaml", "b.yaml", "c.yml", "e.YAML"]
    assert names(layers_in_use([], environ)) == [BUNDLED, *(str(own / name) for name in used)]
    assert unused_files(environ) == {
        str(own / "empty.yaml"): "it is empty",
        str(own / "f.json"): "its name does not end in .yaml",
        str(own / "g.yaml.txt"): "its name does not end in .yaml",
    }


def test_the_environment_names_catalogues_in_place_of_these() -> None:
    found = layers_in_use([], {"DICLI_CATALOGUE": os.pathsep.join(["a.yaml", "", BUNDLED])})
    assert found == [Layer("a.yaml", "a.yaml"), Layer(BUNDLED, bundled_file())]


def test_what_the_command_line_names_is_all_there_is() -> None:
    assert layers_in_use(["-", "x.yaml"], {"DICLI_CATALOGUE": "a.yaml"}) == [Layer("-", "-"), Layer("x.yaml", "x.yaml")]


def test_own_catalogues_lie_below_the_home_unless_the_environment_says_otherwise() -> None:
    assert config_dir({"XDG_CONFIG_HOME": "/conf"}) == os.path.join("/conf", "dicli")
    assert config_dir({"XDG_CONFIG_HOME": "relative"}) == config_dir({"XDG_CONFIG_HOME": "~/x"}) == config_dir({})
    assert config_dir({"XDG_CONFIG_HOME": ""}) == os.path.join(os.path.expanduser("~/.config"), "dicli")


def test_the_bundled_catalogue_has_the_hidden_words_and_the_notices_of_its_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, words, notices = (tmp_path / f"{name}.yaml" for name in ("resources", "search", "notices"))
    entries.write_text("topics: [{id: t, label: T}]\nresources: [{id: a, name: A, topics: [t]}, {id: b, name: B}]")
    monkeypatch.setattr(bundled, "bundled_file", lambda: str(entries))
    assert bundled.bundled_files() == [str(entries)]
    words.write_text("topics: [{id: t, hidden: [tea]}]\nresources: [{id: b, extends: true, hidden: [bee, be]}]")
    notices.write_text("notices: [{id: n, text: Call 911., words: [fire]}]")
    here = load(layers_in_use([BUNDLED], {}), None)

    assert bundled.bundled_files() == [str(entries), str(words), str(notices)]
    assert [resource.hidden for resource in here] == [(), ("bee", "be")]
    assert here.topics["t"].hidden == ("tea",)
    assert [notice.text for notice in here.notices] == ["Call 911."]
    assert [file["resources"] for file in here.files] == [2]


# ---- laid over each other ------------------------------------------------------------------------


def merged(*files: dict[str, Any], beneath: dict[str, Any] | None = None) -> dict[str, Any]:
    layers = [Document(f"{number}.yaml", b"", data, ()) for number, data in enumerate(files, 1)]
    return merge(layers, [Document("beneath", b"", beneath, ())] if beneath else [])


def test_a_later_entry_replaces_the_one_of_its_id_whole_and_in_its_place() -> None:
    first = {"resources": [{"id": "a", "name": "A", "url": "https://a.org"}, {"id": "b", "name": "B"}]}
    second = {"resources": [{"id": "c", "name": "C"}, {"id": "a", "name": "New"}]}
    assert merged(first, second)["resources"] == [
        {"id": "a", "name": "New", "catalogue": "2.yaml"},
        {"id": "b", "name": "B", "catalogue": "1.yaml"},
        {"id": "c", "name": "C", "catalogue": "2.yaml"},
    ]


def test_each_file_says_what_it_contains_and_overrides() -> None:
    first = {"catalogue": {"name": "One"}, "kinds": [{"id": "k"}], "resources": [{"id": "a", "name": "A"}]}
    second = {"resources": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]}
    none = {"audiences": 0, "topics": 0, "kinds": 0}
    assert merged(first, second)["files"] == [
        {"name": "1.yaml", "resources": 1, **none, "kinds": 1, "hides": []},
        {"name": "2.yaml", "resources": 2, **none, "hides": ["a"]},
    ]


def test_a_later_term_adds_synonyms_and_what_else_it_says() -> None:
    first = {"topics": [{"id": "a", "label": "A", "synonyms": ["x"], "broader": ["b"]}, {"id": "b"}]}
    second = {"topics": [{"id": "a", "label": "New", "synonyms": ["y", "x"]}, {"id": "c"}]}
    assert merged(first, second)["topics"] == [
        {"id": "a", "label": "New", "synonyms": ["x", "y"], "broader": ["b"]},
        {"id": "b"},
        {"id": "c"},
    ]


BENEATH = {
    "audiences": [
        {"id": "all", "label": "All"},
        {"id": "some", "label": "Some", "broader": ["all"]},
        {"id": "few", "label": "Few", "broader": ["some"]},
    ],
    "topics": [{"id": "visas", "label": "Visas", "synonyms": ["travel"]}],
    "kinds": [{"id": "office", "label": "Office"}],
    "resources": [{"id": "z", "name": "Z"}],
}


def test_terms_that_are_used_but_not_defined_come_from_beneath_with_those_above_them() -> None:
    own = {"resources": [{"id": "a", "name": "A", "audiences": ["some"], "kind": "office"}]}
    found = merged(own, beneath=BENEATH)
    assert [term["id"] for term in found["audiences"]] == ["all", "some"]
    assert found["kinds"] == BENEATH["kinds"]
    assert found["topics"] == []
    assert [record["id"] for record in found["resources"]] == ["a"]


def test_a_term_of_ones_own_below_one_from_beneath_brings_that_with_it() -> None:
    own = {"audiences": [{"id": "us", "broader": ["some"]}], "resources": []}
    assert [term["id"] for term in merged(own, beneath=BENEATH)["audiences"]] == ["us", "all", "some"]


def test_a_term_of_ones_own_is_not_mixed_with_one_from_beneath() -> None:
    own = {
        "audiences": [{"id": "some", "label": "Ours"}],
        "resources": [{"id": "a", "name": "A", "audiences": ["some", "all"]}],
    }
    assert merged(own, beneath=BENEATH)["audiences"] == [{"id": "some", "label": "Ours"}, {"id": "all", "label": "All"}]


# ---- loading -------------------------------------------------------------------------------------


def test_a_faulty_file_is_refused_with_its_first_fault_and_how_to_see_all(tmp_path: Path) -> None:
    file = tmp_path / "my own.yaml"
    file.write_text("resources:\n  - id: A\n    name: ''\n")
    with pytest.raises(DicliError) as caught:
        load([Layer(str(file), str(file))], None)
    assert caught.value.message == f"{file}:2:9: `A` is not an id (and 1 more)"
    assert caught.value.hint.endswith(f": `a`; for all: dicli check '{file}'")
    assert caught.value.status == Status.FAILED


@pytest.mark.parametrize("text", ["resources: [\n", "resources: [{id: a}]\n", "resources: x\n", "- a\n", ""])
def test_a_broken_bundled_catalogue_is_not_reported_as_a_bug(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bundled.yaml"
    broken.write_text(text)
    monkeypatch.setattr(bundled, "bundled_file", lambda: str(broken))
    with pytest.raises(DicliError, match=r"bundled:\d:\d"):
        load(layers_in_use([BUNDLED], {}), None)


@pytest.mark.parametrize("text", ["resources: [\n", "- a\n", ""])
def test_a_bundled_catalogue_that_cannot_be_read_is_named_if_another_one_is_used(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, own = tmp_path / "bundled.yaml", tmp_path / "own.yaml"
    broken.write_text(text)
    own.write_text("resources: [{id: a, name: A}]\n")
    monkeypatch.setattr(bundled, "bundled_file", lambda: str(broken))
    with pytest.raises(DicliError, match=r"bundled:\d:\d") as caught:
        load([Layer("own", str(own))], None)
    assert caught.value.hint.endswith("dicli check bundled")


@pytest.mark.parametrize("text", ["resources: x\n", "resources: [x]\n", "resources: [{id: [a]}]\n", "resources:\n"])
def test_what_is_wrong_in_the_bundled_catalogue_is_reported_though_words_are_added_to_it(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, own = tmp_path / "resources.yaml", tmp_path / "own.yaml"
    entries.write_text(text)
    (tmp_path / "search.yaml").write_text("resources: [{id: a, extends: true, hidden: [b]}]\n")
    own.write_text("resources: [{id: a, name: A}]\n")
    monkeypatch.setattr(bundled, "bundled_file", lambda: str(entries))
    with pytest.raises(DicliError, match=r"bundled:\d:\d"):
        load(layers_in_use([BUNDLED], {}), None)
    assert load([Layer("own", str(own))], None).by_id("a")


@pytest.mark.parametrize("text", ["topics: [\n", "- a\n", ""])
def test_a_file_beside_the_bundled_one_that_cannot_be_read_is_named(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, words = tmp_path / "resources.yaml", tmp_path / "search.yaml"
    entries.write_text("resources: [{id: a, name: A}]\n")
    words.write_text(text)
    monkeypatch.setattr(bundled, "bundled_file", lambda: str(entries))
    with pytest.raises(DicliError) as caught:
        load(layers_in_use([BUNDLED], {}), None)
    assert caught.value.message.startswith(f"{words}:")


def test_reading_is_announced_and_a_compiled_form_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "TICK", 0.0, raising=False)  # as if the file were older
    file, announced = tmp_path / "own.yaml", []
    file.write_text("resources: [{id: a, name: A}]\n")
    for _ in range(2):
        assert load([Layer("own", str(file))], str(tmp_path / "cache"), lambda: announced.append("now")).by_id("a")
    assert announced == ["now"]


@pytest.mark.parametrize("seconds", [1, 2])
def test_an_edit_is_noticed_if_file_systems_know_only_whole_seconds(
    seconds: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, real = tmp_path / "own.yaml", os.stat

    def coarse(path: str, **options: Any) -> os.stat_result:
        status = real(path, **options)
        fields = {name: getattr(status, name) for name in dir(status) if name.startswith("st_")}
        for name in ("st_mtime", "st_ctime"):
            fields[name] = float(fields[name] // seconds * seconds)
            fields[f"{name}_ns"] = int(fields[name]) * 10**9
        return SimpleNamespace(**fields)  # type: ignore[return-value]

    monkeypatch.setattr(loading, "TICK", 0.0)  # as if each edit were older than a fast clock shows
    monkeypatch.setattr(os, "stat", coarse)
    for name in "ABCDE":
        own.write_text(f"resources: [{{id: a, name: {name}}}]\n")
        found = load([Layer("own", str(own))], str(tmp_path / "cache")).by_id("a")
        assert found
        assert found.name == name
