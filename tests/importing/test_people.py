"""Exports of contacts from Outlook, Entra, Google and Apple: who is an entry, and what it is called."""

from __future__ import annotations

from pathlib import Path

from lists import imported

from conftest import Run

OUTLOOK = """\
Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,\
Business Fax,Business Phone,Mobile Phone,Birthday,Categories,E-mail Address,E-mail Type,E-mail Display Name,Web Page
Ms.,Ada,,Example,,Acme,,Advisor,1 Elm St,Troy,555-0199,555-0100,555-0101,1/1/1970,Advising,ada@acme.example,SMTP,\
Ada Example (ada@acme.example),acme.example
,Bo,B.,Example,Jr.,Acme,,,,,,,,,,bo@acme.example,SMTP,,
,,,,,Orphans Inc,,,,,,555-0103,,,,,,,
"""
ENTRA = """\
userPrincipalName,displayName,surname,mail,givenName,id,jobTitle,department,accountEnabled,city,telephoneNumber,mobile
ada@x.example,Ada Example,Example,ada@x.example,Ada,6a7f0b0e-0000-4000-8000-000000000000,Advisor,Sales,True,Troy,\
555-0100,555-0101
"""
GOOGLE_OLD = """\
Name,Given Name,Additional Name,Family Name,Yomi Name,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,\
E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Formatted,Organization 1 - Name,\
Organization 1 - Title,Website 1 - Value
Ada Example,Ada,,Example,,knows all,* myContacts,* Work,ada@x.example ::: a@y.example,Home,ada@z.example,Work,\
555-0100 ::: 555-0101,"1 Elm St
Troy",Acme,Advisor,https://x.example
,,,,,,* myContacts,,,,,,,,Orphans Inc,,
"""
GOOGLE_NEW = """\
First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,Organization Name,Organization Title,Notes,\
Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Website 1 - Label,Website 1 - Value
Ada,,Example,,Dr.,Addy,Acme,Advisor,,* myContacts ::: Advising,Work,ada@x.example,Work,555-0100,,
Bo,,Example,,,,Acme,,,* myContacts,,,,,,
"""
APPLE = """\
First name,Last name,Organization,Home Email,Work Email,Work Phone,Mobile,Work Address,Note
Ada,Example,Acme,ada@home.example,ada@x.example,555-0100,555-0101,"1 Elm St, Troy",hello
"""


def test_people_of_outlook_are_called_by_first_and_last_name(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, OUTLOOK)
    assert found.values("name") == ["Ada Example", "Bo B. Example", "Orphans Inc"]
    assert found.resources[0]["contact"] == {
        "email": "ada@acme.example",
        "phone": "555-0100",
        "location": "1 Elm St, Troy",
    }
    assert found.values("url") == ["https://acme.example", None, None]
    assert found.facts() == {
        "Title": "Ms.",
        "Company": "Acme",
        "Job title": "Advisor",
        "Fax": "555-0199",
        "Phone": "555-0101",
    }
    assert "`Birthday` (1 value)" in found.line("left out")
    assert found.line("name: from") == "name: from `First Name`, `Middle Name` and `Last Name`"


def test_the_phone_of_an_assistant_is_not_that_of_the_person(run: Run, tmp_path: Path) -> None:
    text = (
        "First Name,Last Name,Assistant's Phone,Manager's Name,Business Phone\nAda,Example,555-0111,Bo Boss,555-0100\n"
    )
    found = imported(run, tmp_path, text)
    assert found.only["contact"] == {"phone": "555-0100"}
    assert found.facts() == {"Assistant": "555-0111", "Manager": "Bo Boss"}


def test_people_of_entra_have_their_display_name(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, ENTRA)
    assert found.only["name"] == "Ada Example"
    assert found.only["contact"] == {"email": "ada@x.example", "phone": "555-0100", "location": "Troy"}
    assert found.facts() == {"Job title": "Advisor", "Department": "Sales", "Phone": "555-0101"}


def test_people_of_google_have_all_their_addresses(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, GOOGLE_OLD)
    assert found.values("name") == ["Ada Example", "Orphans Inc"]
    ada = found.resources[0]
    assert ada["contact"] == {"email": "ada@x.example", "phone": "555-0100", "location": "1 Elm St Troy"}
    assert ada["url"] == "https://x.example"
    facts = [(fact["label"], fact["text"]) for fact in ada["facts"]]
    assert {("Email", "a@y.example"), ("Email", "ada@z.example"), ("Phone", "555-0101")} <= set(facts)


def test_two_people_of_one_organization_stay_two(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, GOOGLE_NEW)
    assert found.values("name") == ["Ada Example", "Bo Example"]
    assert found.values("aliases") == [["Addy"], None]
    assert found.facts(1)["Organization Name"] == "Acme"


def test_people_of_apple(run: Run, tmp_path: Path) -> None:
    found = imported(run, tmp_path, APPLE)
    assert found.only["name"] == "Ada Example"
    assert found.only["contact"]["location"] == "1 Elm St, Troy"
    assert found.only["note"] == "hello"
    assert found.facts()["Email"] == "ada@x.example"
