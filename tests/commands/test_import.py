"""`import`: other people's lists, as they come, become catalogues that have no faults and answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from conftest import SMALL, Ran, Run, Written
from dicli.importing.columns import target
from dicli.importing.sheets import decoded

Imported = Any

OFFICES = [
    ["Organization Name", "Website", "Tags", "Phone", "Hours"],
    ["Café Zoë", "www.zoe.example", "coffee, tea", "555-111-2222", "Mon–Fri 9–5"],
    ["Bursar’s Office", "https://b.example/pay", "money", "N/A", ""],
]


@pytest.fixture
def imported(run: Run, written: Written, tmp_path: Path) -> Imported:
    """Imports a list, checks what comes out, and gives its data with the run: `imported(text, "list.csv", ...)`."""

    def imported(text: str | bytes, name: str = "list.csv", *options: str) -> tuple[Any, Ran]:
        ran = run("import", written(text, name), *options)
        out = tmp_path / "out.yaml"
        out.write_text(ran.stdout, encoding="utf-8")
        assert run("check", str(out)).stderr.startswith("no faults"), ran.stdout
        data = yaml.safe_load(ran.stdout)
        for one in data["resources"]:
            assert (
                run("find", "--catalogue", str(out), one["name"], "--fields", "name", "-n1").stdout.strip()
                == one["name"]
            )
        return data, ran

    return imported


def only(data: Any) -> Any:
    """The one resource of a catalogue."""
    (one,) = data["resources"]
    return one


# ---- how a list was saved ------------------------------------------------------------------------


def sheet(delimiter: str, ends: str = "\r\n") -> str:
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in OFFICES]
    return "".join(delimiter.join(row) + ends for row in quoted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(imported: Imported, encoding: str, delimiter: str) -> None:
    data, ran = imported(sheet(delimiter).replace("ë", "é").encode(encoding))
    assert [one["name"] for one in data["resources"]] == ["Café Zoé", "Bursar’s Office"]
    assert data["resources"][0]["facts"] == [{"label": "Hours", "text": "Mon–Fri 9–5"}]
    assert [one["url"] for one in data["resources"]] == ["https://www.zoe.example", "https://b.example/pay"]
    assert ran.status == 0


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\n" + sheet(";"),
        sheet(",", "\r"),
        "Whom to ask 2026,,,,\n\n,,,,\n" + sheet(","),
        sheet(",").replace("\r\n", "\r\n\r\n,,,,\r\n"),
        "\n".join('"{}",,,,'.format(line.replace('"', '""')) for line in sheet(",").splitlines()),
        json.dumps([dict(zip(OFFICES[0], row, strict=True)) for row in OFFICES[1:]]),
        json.dumps({"data": {"offices": [{"fields": dict(zip(OFFICES[0], row, strict=True))} for row in OFFICES[1:]]}}),
        yaml.safe_dump([dict(zip(OFFICES[0], row, strict=True)) for row in OFFICES[1:]], allow_unicode=True),
        yaml.safe_dump(
            {row[0]: dict(zip(OFFICES[0][1:], row[1:], strict=True)) for row in OFFICES[1:]}, sort_keys=False
        ),
    ],
    ids=["sep=", "old Mac", "titles above", "empty lines", "quoted lines", "JSON", "deep JSON", "YAML", "YAML by name"],
)
def test_a_list_is_found_whatever_is_around_it(imported: Imported, run: Run, text: str) -> None:
    data, _ = imported(text, "list")
    assert [one["id"] for one in data["resources"]] == ["cafe-zoe", "bursars-office"]
    assert data["resources"][0]["contact"] == {"phone": "555-111-2222"}
    assert "contact" not in data["resources"][1]
    assert yaml.safe_load(run("import", "-", stdin=text).stdout)["resources"] == data["resources"]


def test_a_quote_that_is_never_closed_costs_no_row(imported: Imported) -> None:
    data, _ = imported('name,description\nOne,"open\nTwo,5" pipes\nThree,"closed, well"\n')
    assert [one["name"] for one in data["resources"]] == ["One", "Two", "Three"]
    assert [one["summary"] for one in data["resources"]] == ["open", '5" pipes', "closed, well"]


def test_lists_under_several_headings_become_topics(imported: Imported) -> None:
    text = (
        "areas:\n- title: Housing\n  items: [{name: Den, url: s.example}]\n- title: Food\n  items: [{name: Pantry}]\n"
    )
    data, _ = imported(text, "list.yml")
    assert [(one["name"], one["topics"]) for one in data["resources"]] == [
        ("Den", ["housing"]),
        ("Pantry", ["food"]),
    ]
    assert data["topics"] == [{"id": "housing", "label": "Housing"}, {"id": "food", "label": "Food"}]


def test_what_is_nested_in_an_entry_stays_with_it(imported: Imported) -> None:
    one = {
        "id": "c89eb05c-62dd-4b64-b494-0cc347b6ea7f",
        "name": "Helpline",
        "phones": [{"id": "1", "number": "555-123-9999"}, {"number": "555-123-0000"}],
        "addresses": [{"address_1": "5 Elm", "city": "Troy", "lat": 42.1}],
        "languages": [{"name": "Spanish"}],
        "contact": {"email": "h@example.org"},
    }
    found = only(imported(json.dumps({"contents": [one]}), "list.json")[0])
    assert found["contact"] == {"email": "h@example.org", "phone": "555-123-9999", "location": "5 Elm Troy 42.1"}
    assert found["facts"] == [{"label": "Phone", "text": "555-123-0000"}, {"label": "Languages", "text": "Spanish"}]


# ---- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "field"),
    [
        *[
            (name, "name")
            for name in ("Organization Name", "Agency", "resource_name", "Program", "TITLE", "officeName")
        ],
        *[(name, "url") for name in ("Web site", "website_url", "Home Page (main)", "Organization Website")],
        *[
            (name, "summary")
            for name in ("Description", "about", "Program Description", "What services do you provide?")
        ],
        *[(name, "phone") for name in ("Tel.", "Phone 2", "Toll-Free", "Main Phone Number")],
        *[(name, "email") for name in ("E-Mail", "contact_email", "Email Address")],
        *[(name, "location") for name in ("Address", "address.description", "Zip Code", "City")],
        *[(name, "Hours") for name in ("Hours of Operation", "Office hours")],
        *[(name, "") for name in ("First Name", "latitude", "organization_id", "photo", "Wombats")],
    ],
)
def test_columns_go_where_their_names_say(column: str, field: str) -> None:
    found = target(column)
    assert (found.field if found else "") == field


def test_a_cell_may_hold_several_values_or_none(imported: Imported) -> None:
    found = only(
        imported(
            "Program;Agency;Tel;Mail;Links;Cost;Type;Audience;Alias\n"
            "Food Help;City;555-111-2222 / 555-333-4444;a@x.example b@x.example;TBD;None;Office;Students|Veterans;n/a\n"
        )[0]
    )
    assert found["contact"] == {"email": "a@x.example", "phone": "555-111-2222"}
    assert (found["kind"], found["audiences"]) == ("office", ["students", "veterans"])
    facts = {(fact["label"], fact["text"]) for fact in found["facts"]}
    assert facts == {
        ("Phone", "555-333-4444"),
        ("E-mail", "b@x.example"),
        ("Organization", "City"),
        ("Cost", "None"),
    }


def test_cells_are_cleaned_of_html_and_what_nobody_sees(imported: Imported) -> None:
    found = only(
        imported(
            'Name,About,Link\n"[Zero\u200bWidth\u202e\u180e](https://z.example/)",'
            '"<p>A &amp; b</p><ul><li>c</li></ul>",\n'
        )[0]
    )
    assert (found["name"], found["summary"], found["url"]) == ("ZeroWidth", "A & b c", "https://z.example/")


def test_values_of_a_column_become_filters_that_work(imported: Imported, run: Run, tmp_path: Path) -> None:
    data, _ = imported("Name,Category,Who\nA,Parks,faculty\nB,Parks,seniors\n", "list.csv", "--map", "Who=audiences")
    assert data["topics"] == [{"id": "parks", "label": "Parks"}]
    assert data["audiences"] == [{"id": "seniors", "label": "seniors"}]  # `faculty` is one of ours
    found = run("list", "--catalogue", str(tmp_path / "out.yaml"), "-t", "parks", "-a", "seniors", "--fields", "id")
    assert (found.stdout, found.status) == ("b\n", 0)


def test_prose_becomes_no_filter(imported: Imported) -> None:
    rows = "".join(f'R{n},"People of more than {n} years, and their families",tag {n}\n' for n in range(20))
    data, _ = imported(f"Name,Audience,Tags\n{rows}")
    assert data.keys() == {"catalogue", "resources"}
    assert data["resources"][0]["keywords"] == ["tag 0"]
    assert data["resources"][0]["facts"][0]["label"] == "For whom"


def test_map_overrides_and_keeps_what_had_no_place(imported: Imported, run: Run, written: Written) -> None:
    text = "Desk,Name,Wombats\nBursar,Jo,7\n"
    found = only(imported(text, "a.csv", "--map", "desk=name", "--map", "Name=note", "--map", "Wombats=facts")[0])
    assert found == {"id": "bursar", "name": "Bursar", "note": "Jo", "facts": [{"label": "Wombats", "text": "7"}]}
    assert only(imported(text, "a.csv", "--map", "Name=", "--map", "Desk=name")[0]) == {
        "id": "bursar",
        "name": "Bursar",
    }
    assert run("import", written(text, "a.csv"), "--map", "Des=name").stderr == (
        "dicli: error: no column called `Des`\ncolumns: Desk, Name, Wombats\n"
    )
    assert run("import", written(text, "a.csv"), "--map", "Desk") == (
        "",
        "dicli: error: `--map Desk` needs COLUMN=FIELD\nas in --map 'Desk=facts'\n",
        2,
    )
    ran = run("import", written(text, "a.csv"), "--map", "Desk=nam")
    assert (ran.stdout, ran.status) == ("", 2)
    assert ran.stderr.startswith("dicli: error: no field called `nam`\nfields: name, aliases")


# ---- reports -------------------------------------------------------------------------------------


def test_what_was_lost_is_told(imported: Imported) -> None:
    text = "Name,Site,Wombats\nA,/relative,1\n,https://x.example,\nA,/relative,1\nA,https://a.example,2\n" + "?,,\n"
    data, ran = imported(text.replace("Site", "Website"))
    assert [one["id"] for one in data["resources"]] == ["a", "a-2"]
    assert ran.stderr.split("\n")[1:] == [
        "  name: from `Name`",
        "  url: from `Website`",
        "  left out: `Wombats` (3 values); to keep one: --map 'COLUMN=facts'",
        "  `Website`: not a web address: rows 2, 4",
        "  no name: rows 3, 6",
        "  the same as an earlier row: row 4",
        "",
    ]
    assert ran.stderr.partition(": ")[2].startswith("UTF-8, commas between cells; 5 rows, 2 resources\n")


def test_what_does_not_fit_its_field_is_told_by_row(imported: Imported) -> None:
    rows = ["desk(at)example.org", "ask Jo", "a@example.org", "Jo, who is at home.today often", *["Jo"] * 12]
    data, ran = imported("Name,Mail\n" + "".join(f'N{number},"{cell}"\n' for number, cell in enumerate(rows)))
    assert [one.get("contact", {}).get("email") for one in data["resources"][:4]] == [
        "desk@example.org",
        None,
        "a@example.org",
        None,
    ]
    assert "  `Mail`: read as an e-mail address: row 2\n" in ran.stderr
    assert "  `Mail`: not an e-mail address: rows 3, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 4 more\n" in ran.stderr
    assert "left out" not in ran.stderr


def test_a_long_list_of_short_values_is_not_shortened(imported: Imported) -> None:
    words = [f"word {number}" for number in range(400)]
    data, ran = imported(f"name,keywords\nA,{';'.join(words)}\n")
    assert only(data)["keywords"] == words
    assert "shortened" not in ran.stderr


def test_long_texts_are_shortened_and_ids_stay_ids(imported: Imported) -> None:
    data, ran = imported(f"name,description\n{'long ' * 90},{'word ' * 3000}\n日本語の会,a\n日本語の会,b\n")
    ids = [one["id"] for one in data["resources"]]
    assert ids[2] == f"{ids[1]}-2"
    assert all(len(id) <= 80 for id in ids)
    assert len(data["resources"][0]["summary"]) <= 2004
    assert "`description` shortened to 2,000 characters: row 2" in ran.stderr


def test_a_value_that_check_would_refuse_is_left_out_and_told(imported: Imported) -> None:
    data, ran = imported("name,confidence,Last updated\nA,sure,2024-13-01\nB,high,3/14/2024\nC,low,3/4/2024\n")
    assert [one.get("as_of") for one in data["resources"]] == [None, "2024-03-14", "2024"]
    assert [one.get("confidence") for one in data["resources"]] == [None, "high", "low"]
    assert "left out of `a`: `confidence` cannot be `sure`" in ran.stderr


@pytest.mark.parametrize("text", ["", "\n\n", "Name,Site\n", "[]", "Name\n\\\n"])
def test_a_list_without_entries_is_an_empty_catalogue(run: Run, text: str) -> None:
    stdout, stderr, status = run("import", "-", stdin=text)
    assert (stdout, status) == ("resources: []\n", 1)
    assert "no resources" in stderr


@pytest.mark.parametrize(("name", "text"), [("a.json", '{"a": '), ("a.yml", "a: [b\nc: d"), ("a.json", "[" * 9999)])
def test_what_cannot_be_read_is_an_error(run: Run, written: Written, name: str, text: str) -> None:
    stdout, stderr, status = run("import", written(text, name))
    assert (stdout, status) == ("", 3)
    assert stderr.startswith("dicli: error: cannot read `")
    assert "correct it, or save it as CSV\n" in stderr


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04....xl/workbook.xml", "an Excel workbook, not text"),
        (b"\xd0\xcf\x11\xe0...." + "Workbook".encode("utf-16-le"), "an Excel workbook, not text"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis", "not text"),
        (b"%PDF-1.7\n", "not text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
    ],
)
def test_what_is_not_text_is_an_error(run: Run, tmp_path: Path, content: bytes, what: str) -> None:
    file = tmp_path / "book.bin"
    file.write_bytes(content)
    hint = "in the spreadsheet program, save it as CSV (UTF-8), then import that"
    assert run("import", str(file)) == ("", f"dicli: error: `{file}` is {what}\n{hint}\n", 3)


def test_a_file_that_is_not_there_is_an_error_and_none_is_changed(run: Run, tmp_path: Path) -> None:
    stdout, stderr, status = run("import", str(tmp_path / "none.csv"))
    assert (stdout, status) == ("", 3)
    assert stderr.startswith("dicli: error: cannot read `")
    assert list(tmp_path.iterdir()) == []


def test_a_small_file_cannot_make_a_huge_catalogue(imported: Imported) -> None:
    lines = [
        f"{one}: &{one} [{', '.join([f'*{before}'] * 9)}]" for before, one in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    text = "\n".join(["a: &a [x]", *lines, "list: [{name: Bomb, k: *i}]"])
    assert only(imported(text, "bomb.yml")[0]) == {"id": "bomb", "name": "Bomb"}


@given(some.binary(max_size=300))
def test_any_bytes_are_text_without_control_characters(data: bytes) -> None:
    text, _ = decoded(data)
    assert not set(map(chr, range(9))) & set(text)
    text.encode()


TEXTS = some.text(some.characters(exclude_characters="\0"), max_size=40)  # csv of Python 3.10 writes no NUL


@settings(max_examples=40)
@given(some.lists(some.lists(TEXTS, min_size=4, max_size=4), max_size=6))
def test_whatever_stands_in_the_cells_the_catalogue_has_no_faults(rows: list[list[str]]) -> None:
    import csv
    import io

    from dicli.core.catalogue import VOCABULARIES
    from dicli.files.checking import findings
    from dicli.files.layers import bundled_file
    from dicli.files.reader import parsed
    from dicli.importing.intake import Intake
    from dicli.importing.sheets import table

    out = io.StringIO()
    csv.writer(out).writerows([["name", "tags", "website", "hours"], *rows])
    bundled = parsed("bundled", Path(bundled_file()).read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(out.getvalue().encode("utf-8", "replace"))))
        _, read = table("-")
    targets = {column: found for column in ("name", "tags", "website", "hours") if (found := target(column))}
    data = Intake(read, targets, {name: {} for name in VOCABULARIES}).sound(bundled)
    text = yaml.safe_dump(data, allow_unicode=True).encode()
    assert findings([parsed("-", text)], [bundled]) == []


# ---- there and back ------------------------------------------------------------------------------


SHORT = "id,name,kind,audiences,url,summary"
LONG = f"{SHORT},aliases,topics,keywords,contact,part_of,as_of,confidence,note,sources,evidence"


def csv_fields() -> str:
    """The fields that the guide says to write for a CSV file that can be imported again."""
    guide = (Path(__file__).parents[2] / "docs" / "own-catalogue.md").read_text(encoding="utf-8")
    return guide.partition("-f csv --fields ")[2].split()[0]


@pytest.mark.parametrize("catalogue", ["bundled", SMALL])
def test_the_columns_of_the_guide_come_back_from_csv(run: Run, tmp_path: Path, catalogue: str) -> None:
    table = run("list", "--catalogue", catalogue, "-f", "csv", "--fields", csv_fields()).stdout
    again = tmp_path / "again.yaml"
    again.write_text(run("import", "-", stdin=table).stdout, encoding="utf-8")
    assert run("list", "--catalogue", str(again), "-f", "csv", "--fields", csv_fields()).stdout == table


@pytest.mark.parametrize("catalogue", ["bundled", SMALL])
@pytest.mark.parametrize(("format", "fields"), [("csv", SHORT), ("json", LONG), ("yaml", LONG)])
def test_a_list_of_ours_gives_the_same_entries_again(
    run: Run, tmp_path: Path, catalogue: str, format: str, fields: str
) -> None:
    table = run("list", "--catalogue", catalogue, "-f", format).stdout
    again = tmp_path / "again.yaml"
    again.write_text(run("import", "-", stdin=table).stdout, encoding="utf-8")
    before, after = (
        run("list", "--catalogue", one, "--json", "--fields", fields).stdout for one in (catalogue, str(again))
    )
    assert json.loads(after) == json.loads(before)
