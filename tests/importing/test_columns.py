"""Which field a column goes to: by its heading, by what it holds, or as the user says."""

from __future__ import annotations

from pathlib import Path

import pytest
from lists import imported

from conftest import Run
from dicli.importing.columns import kind_of, target


@pytest.mark.parametrize(
    ("field", "headings"),
    {
        "name": "resource_name|Program|officeName|Nom|Nombre|Bezeichnung|Who to ask|Staff Member|Office/Dept.",
        "organization": "Organization Name|Agency|Company|Department|Dept.|Dept / Office",
        "title": "TITLE|Job listing title",
        "given": "First Name|Vorname|Prénom",
        "family": "Last Name|Nachname|Apellidos",
        "url": "Web site|website_url|Home Page (main)|Organization Website|Site web|Página web|Website 1 - Value",
        "summary": "Description|about|Program Description|What services do you provide?|Descriptif|Beschreibung",
        "phone": "Tel.|Phone 2|Toll-Free|Main Phone Number|Téléphone|Teléfono|Phone 1 - Value|Main line|Phone ext.",
        "email": "E-Mail|contact_email|Email Address|E-mail 1 - Value|Correo electrónico|Courriel",
        "contact": "Contact person|Phone/Email|E-mail or phone|Tel. & e-mail",
        "location": "Address|address.city|Zip Code|Code postal|Ubicación|Raum|Bldg & Rm|Rm #|Where are you located?",
        "topics": "Category|Catégorie|Kategorie|Categoría",
        "keywords": "Tags and keywords|Mots-clés|Palabras clave|Schlagwörter",
        "audiences": "Audience|Zielgruppe|Público|Public visé",
        "note": "Notes|Anything else?",
        "as_of": "Timestamp|Last updated|Stand|Actualizado|Mise à jour|Date last verified",
        "Hours": "Hours/Location|Hours of Operation|Office hours|Horaires d'ouverture|Öffnungszeiten|Horario",
        "Fax": "Fax|Business Fax|Telefax",
        "": "latitude|organization_id|photo|E-mail 1 - Type|Birthday",
    }.items(),
)
def test_columns_go_where_their_headings_say(field: str, headings: str) -> None:
    for heading in headings.split("|"):
        found = target(heading)
        assert found, heading
        assert found.field == field, heading


@pytest.mark.parametrize(
    "heading", ["Wombats", "bursar@example.org", "", "(", "Wombats of the year", "group_3_6", "A/Lijn"]
)
def test_other_headings_say_nothing(heading: str) -> None:
    assert target(heading) is None


def test_a_column_without_a_usual_heading_goes_where_its_values_belong_or_is_a_fact(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Postbus,Lijn,Wombats\nA,a@x.example,555-0100,7\nB,b@x.example,555-0101,8\n")
    assert found.values("contact") == [
        {"email": "a@x.example", "phone": "555-0100"},
        {"email": "b@x.example", "phone": "555-0101"},
    ]
    assert found.facts() == {"Wombats": "7"}
    assert found.line("email:") == "email: from `Postbus`"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["a@x.example", "Jo <b@x.example>"], "email"),
        (["x.example", "https://y.example/a"], "url"),
        (["555-0100", "+49 228 73-80", "(314) 555-0100 ext. 5", "Tel. 0228 7380-1", "3145550100"], "phone"),
        (["2024-03-14", "14.3.2024", "Oct-24", "1/5/24"], "date"),
        (["12", "63110", "1,50", "12345678901234"], "number"),
        (["1 Elm St", "Königstr. 2", "12b Rue X"], "address"),
        (["Bursar", "Room 2", "9-5"], "text"),
        (["x" * 51], "prose"),
    ],
)
def test_cells_show_what_a_column_holds(cells: list[str], kind: str) -> None:
    assert [kind_of(cell) for cell in cells] == [kind] * len(cells)


def test_a_surplus_column_for_the_name_keeps_its_own_heading(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Program,Agency,Church name\nFood Help,City,St. Ann\n")
    assert found.values("name") == ["Food Help"]
    assert found.facts() == {"Agency": "City", "Church name": "St. Ann"}


def test_values_of_a_column_become_filters_that_work(run: Run, tmp_path: Path) -> None:
    text = "Name,Category,Who\nA,Parks,faculty\nB,Parks,seniors\n"
    found = imported(run, tmp_path, text, "--map", "Who=audiences")
    assert found.data["topics"] == [{"id": "parks", "label": "Parks"}]
    assert found.data["audiences"] == [{"id": "seniors", "label": "seniors"}]  # `faculty` is one of ours
    out = str(tmp_path / "out.yaml")
    listed = run("list", "--catalogue", out, "-t", "parks", "-a", "seniors", "--fields", "id")
    assert (listed.stdout, listed.status) == ("b\n", 0)


def test_terms_that_are_joined_in_a_cell_are_found_one_by_one_if_all_are_known(run: Run, tmp_path: Path) -> None:
    cells = "Faculty & Staff|Students/Staff|students or faculty|Students and wombats|Health & wellness"
    rows = "".join(f"For {cell},{cell}\n" for cell in cells.split("|"))
    found = imported(run, tmp_path, f"Name,Audience\n{rows}")
    assert found.values("audiences") == [
        ["faculty", "staff"],
        ["students", "staff"],
        ["students", "faculty"],
        ["students-and-wombats"],
        ["health-and-wellness"],
    ]
    topics = imported(run, tmp_path, "Name,Topic\nA,Race and gender\nB,Health & wellness\n")
    assert topics.values("topics") == [["race", "gender"], ["wellness"]]


def test_prose_becomes_no_filter(run: Run, tmp_path: Path) -> None:
    rows = "".join(f'R{n},"People of more than {n} years, and their families",tag {n}\n' for n in range(20))
    found = imported(run, tmp_path, f"Name,Audience,Tags\n{rows}")
    assert found.data.keys() == {"catalogue", "resources"}
    assert found.resources[0]["keywords"] == ["tag 0"]
    assert found.facts() == {"For whom": "People of more than 0 years, and their families"}


@pytest.mark.parametrize(("option", "facts"), [("id=", []), ("id=facts", ["visa"])])
def test_a_column_of_ids_goes_where_the_user_says(run: Run, tmp_path: Path, option: str, facts: list[str]) -> None:
    text = "id,name\nvisa,Visa Office\ntax,Tax Help\n"
    assert imported(run, tmp_path, text).values("id") == ["visa", "tax"]
    found = imported(run, tmp_path, text, "--map", option)
    assert found.values("id") == ["visa-office", "tax-help"]
    assert list(found.facts(0).values()) == facts


def test_check_marks_stand_for_the_heading_if_it_is_a_term_else_for_themselves(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Staff,Students,Lift\nA,X,,yes\nB,no,✓,no\n")
    assert found.values("audiences") == [["staff"], ["students"]]
    assert [found.facts(0), found.facts(1)] == [{"Lift": "yes"}, {"Lift": "no"}]
    assert found.line("`Staff`") == "`Staff` is not checked, left out (1): row 3 `no`"


def test_a_column_with_other_texts_beside_its_check_marks_is_kept_as_it_is(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Staff\nA,X\nB,on Mondays\n")
    assert [found.facts(0), found.facts(1)] == [{"People": "X"}, {"People": "on Mondays"}]


def test_a_check_mark_that_stands_for_no_term_is_kept(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Name,Lift\nA,✓\nB,☐\n")
    assert [found.facts(0), found.facts(1)] == [{"Lift": "✓"}, {"Lift": "☐"}]


def test_a_term_that_is_known_by_another_word_is_reported(run: Run, tmp_path: Path) -> None:
    text = "Name,Category,For,Visas\nA,Scholarships; Money,undergrad,x\nB,Funding,Undergraduates,\n"
    found = imported(run, tmp_path, text)
    assert found.values("topics") == [["funding", "money", "immigration-visas"], ["funding"]]
    assert [found.line("`Category`"), found.line("`For`"), found.line("`Visas`")] == [
        "`Category`: known by another word (1): row 2 `Scholarships: funding`; try: --map Category=facts",
        "`For`: known by another word (1): row 2 `undergrad: undergraduates`; try: --map For=facts",
        "`Visas`: known by another word (1): row 2 `Visas: immigration-visas`; try: --map Visas=facts",
    ]


def test_map_overrides_what_a_heading_says(run: Run, tmp_path: Path) -> None:
    text = "Desk,Name,Wombats\nBursar,Jo,7\n"
    options = ("--map", "desk=name", "--map", "Name=note", "--map", "Wombats=")
    found = imported(run, tmp_path, text, *options)
    assert found.only == {"name": "Bursar", "note": "Jo"}
    assert found.line("left out") == "left out: `Wombats` (1 value); to keep one: --map Wombats=facts"


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("Des=name", "no column called `Des`\ncolumns: Desk, Name"),
        ("Desk", "`--map Desk` needs COLUMN=FIELD\ntry: --map Desk=facts"),
        ("Desk=nam", "no field called `nam`\nfields: name, given"),
    ],
)
def test_a_pair_that_is_wrong_is_a_usage_error(run: Run, pair: str, message: str) -> None:
    stdout, stderr, status = run("import", "-", "--map", pair, stdin="Desk,Name\nBursar,Jo\n")
    assert (stdout, status) == ("", 2)
    assert stderr.startswith(f"dicli: error: {message}")


def test_if_no_column_is_the_name_one_is_proposed(run: Run, tmp_path: Path) -> None:
    text = "Need,Contact,Phone\nVisa,Jo Smith,555-0100\nFood,Al Jones,555-0101\n"
    found = imported(run, tmp_path, text)
    assert (found.resources, found.status) == ([], 1)
    assert found.line("no column") == "no column is the name; try: --map Contact=name"
    assert imported(run, tmp_path, text, "--map", "Contact=name").values("id") == ["jo-smith", "al-jones"]


def test_if_one_heading_is_unknown_it_is_taken_for_the_name_and_reported(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Wombat house,Phone\nBurrow,555-0100\nHole,555-0101\n")
    assert found.values("name") == ["Burrow", "Hole"]
    assert found.line("no heading").startswith("no heading says which column is the name; taken: `Wombat house`")


@pytest.mark.parametrize(
    "text",
    [
        "Einrichtung;Kurzbeschreibung;Zielgruppe;Raum;Telefon;E-Mail-Adresse;Öffnungszeiten;Stand\n"
        "Beratung;Hilft allen;Studierende;B 12;0555/01-00;b@x.example;Mo, Di;14.03.2024\n",
        "Structure,Descriptif,Public visé,Adresse,Téléphone,Courriel,Horaires d’ouverture,Mis à jour le\n"
        'Beratung,Hilft allen,Studierende,B 12,0555/01-00,b@x.example,"Mo, Di",14 mars 2024\n',
        "Nombre;Descripción;Destinatarios;Ubicación;Teléfono;Correo electrónico;Horario;Actualizado\n"
        "Beratung;Hilft allen;Studierende;B 12;0555/01-00;b@x.example;Mo, Di;14 de marzo de 2024\n",
        "Denominazione\tDescrizione\tDestinatari\tSede\tTelefono\tIndirizzo e-mail\tOrari\tAggiornato al\n"
        "Beratung\tHilft allen\tStudierende\tB 12\t0555/01-00\tb@x.example\tMo, Di\t14/03/2024\n",
    ],
    ids=["de", "fr", "es", "it"],
)
def test_lists_in_other_languages_need_no_hand(run: Run, tmp_path: Path, text: str) -> None:
    found = imported(run, tmp_path, text)
    assert found.only == {
        "name": "Beratung",
        "audiences": ["studierende"],
        "summary": "Hilft allen",
        "contact": {"email": "b@x.example", "phone": "0555/01-00", "location": "B 12"},
        "as_of": "2024-03-14",
        "facts": [{"label": "Hours", "text": "Mo, Di"}],
    }


# ---- no headings ---------------------------------------------------------------------------------


def test_without_headings_nothing_is_lost_and_columns_go_where_their_values_belong(run: Run, tmp_path: Path) -> None:
    text = (
        "Bursar,555-0100,bursar@example.org,www.example.org/bursar,1 Elm St,12\n"
        "Parking,555-0101,park@example.org,www.example.org/park,2 Elm St,3\n"
    )
    found = imported(run, tmp_path, text)
    assert found.values("name") == ["Bursar", "Parking"]
    assert found.resources[0]["contact"] == {
        "email": "bursar@example.org",
        "phone": "555-0100",
        "location": "1 Elm St",
    }
    assert found.values("url") == ["https://www.example.org/bursar", "https://www.example.org/park"]
    assert found.facts() == {"Column 6": "12"}
    assert "--header" in found.line("the first row has no headings")


def test_without_headings_an_empty_column_has_no_names(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, ",Bursar,bursar@example.org\n,Parking,park@example.org\n")
    assert found.values("name") == ["Bursar", "Parking"]


def test_without_headings_the_first_short_texts_are_the_names(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Bursar,555-0100,Jo Smith\nParking,555-0101,Al Jones\n")
    assert found.values("name") == ["Bursar", "Parking"]
    assert [found.line("name:"), found.facts()] == ["name: from `column 1`", {"Column 3": "Jo Smith"}]


def test_header_says_whether_the_first_row_has_the_headings(run: Run, tmp_path: Path) -> None:
    text = "Wat,Wie\nBursar,Jo\nParking,Al\n"
    assert imported(run, tmp_path, text).values("name") == ["Wat", "Bursar", "Parking"]
    forced = imported(run, tmp_path, text, "--header", "--map", "Wat=name")
    assert forced.values("name") == ["Bursar", "Parking"]
    assert forced.facts() == {"Wie": "Jo"}
    text = "Program,Office\nLibrary,Dean\n"
    assert imported(run, tmp_path, text, "--no-header").values("name") == ["Program", "Library"]


def test_unknown_headings_above_telling_cells_are_headings(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Wombat,Lijn\nBursar,555-0100\nParking,555-0101\n")
    assert found.values("name") == ["Bursar", "Parking"]


def test_a_usual_heading_deep_in_the_list_is_not_a_header(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, "Career Services\nBursar\nProgram\nHousing\n")
    assert found.values("name") == ["Career Services", "Bursar", "Program", "Housing"]
