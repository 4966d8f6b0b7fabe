"""Promises about uploaded sheets: read as people see them, bounded, and refused in Dutch."""

import io
import random
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from foundation.errors import Invalid
from foundation.sheets import (
    CellProblem,
    Row,
    Sheet,
    SheetTooLarge,
    UnreadableSheet,
    WrongColumns,
    neutralised,
    read_sheet,
)


def xlsx(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def xlsx_with(sheet: str) -> bytes:
    """An XLSX whose sheet is this XML, so that a test can lie in it."""
    original = zipfile.ZipFile(io.BytesIO(xlsx(["naam"])))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in original.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            changed.writestr(name, sheet if is_sheet else original.read(name))
    return packed.getvalue()


SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ZOE = Sheet(("naam", "uren_min"), (Row(2, ("Zoë", "24")),))


@pytest.mark.parametrize(
    "content",
    [
        "naam;uren min\r\nZoë;24\r\n".encode(),
        b"\xef\xbb\xbf" + "naam,uren-min\nZoë,24\n".encode(),
        "Naam;UREN_MIN\r\nZoë;24".encode("cp1252"),
        '"naam";" uren  min "\n" Zoe\u0308 ";24\n'.encode(),
        xlsx(["naam", "uren min"], ["Zoë", 24]),
        xlsx(["Naam", "uren_min", None], ["Zoë", 24.0, ""]),
    ],
    ids=["utf-8", "bom and comma", "windows", "quoted", "xlsx", "empty third column"],
)
def test_the_same_sheet_reads_the_same_however_it_was_saved(content):
    assert read_sheet(content) == ZOE


def test_a_row_keeps_the_number_that_the_person_sees():
    content = b'naam;postcode\n\nZo;2312\n;\n"A\nB";\nC\n'
    assert read_sheet(content).rows == (
        Row(3, ("Zo", "2312")),
        Row(5, ("A\nB", "")),
        Row(6, ("C", "")),
    )


def test_numbers_days_and_yes_or_no_in_excel_become_what_the_person_sees():
    cells = [
        24,
        15.5,
        15.0,
        True,
        date(2026, 9, 1),
        datetime(2026, 9, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None),
        None,
        "2312",
        False,
        datetime(2026, 9, 1, tzinfo=UTC).replace(tzinfo=None),
    ]
    sheet = read_sheet(xlsx(list("abcdefghij"), cells))
    assert sheet.rows[0].cells == (
        "24", "15.5", "15", "ja", "2026-09-01", "2026-09-01T09:30:00", "", "2312", "nee",
        "2026-09-01",
    )  # fmt: skip


def test_a_formula_in_excel_is_not_run():
    assert read_sheet(xlsx(["naam", "uren"], ["Zoë", "=1+1"])).rows == (Row(2, ("Zoë", "")),)


def test_a_cell_that_may_not_come_in_is_listed_and_left_empty():
    content = f"naam;tekst\nA;\x1b[31m\n123456782;goed\nB;{'x' * 5001}\nC;D;E\n".encode()
    sheet = read_sheet(content)
    assert sheet.rows == (
        Row(2, ("A", "")),
        Row(3, ("", "goed")),
        Row(4, ("B", "")),
        Row(5, ("C", "D")),
    )
    assert [(problem.row, problem.column) for problem in sheet.problems] == [
        (2, "tekst"),
        (3, "naam"),
        (4, "tekst"),
        (5, "3"),
    ]
    assert str(sheet.problems[2].as_problem()) == (
        "rij 4, kolom tekst: mag hoogstens 5000 tekens lang zijn, dit zijn er 5001"
    )


OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed_with(name: str, content: bytes, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLD_EXCEL, "wachtwoord"),
        (b"%PDF-1.7\nrest", "geen Excel"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen Excel"),
        (b"<html><table>", "geen Excel"),
        ("naam;x\nZo;1".encode("utf-16"), "geen Excel"),
        (b"naam\nA\x00B", "geen Excel"),
        (b"PK\x03\x04 en dan niets", "beschadigd"),
        (packed_with("word/document.xml", b"<w/>"), "beschadigd"),
        (xlsx(["naam"], ["A"])[:-40], "beschadigd"),
        (b'naam\n"A', "beschadigd"),
        ("naam\nZoë".encode() + b"\xe9", "beschadigd"),
        (b"naam\n\x81", "beschadigd"),
        (b"naam;x\n;\n", "staat niets"),
        (xlsx_with(f"<worksheet {SPACE}><sheetData><row r="), "beschadigd"),
    ],
)
def test_a_file_that_is_no_good_sheet_is_refused_in_dutch(content, words):
    with pytest.raises(UnreadableSheet, match=words):
        read_sheet(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ontbreekt een kolomnaam"),
        (b"\nnaam\nA", "ontbreekt een kolomnaam"),
        (b"naam;;x\nA;B;C", "ontbreekt een kolomnaam"),
        (b"naam;Naam \nA;B", "twee keer: naam"),
        (b"naam;" + b"x" * 201 + b"\nA;B", "hoogstens 200 tekens"),
    ],
)
def test_a_header_with_a_nameless_double_or_wrong_column_is_refused(content, words):
    with pytest.raises(WrongColumns, match=words):
        read_sheet(content)


def bomb() -> bytes:
    return packed_with("xl/worksheets/sheet1.xml", b" " * 30_000_001)


def far_away(reference: str) -> bytes:
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return xlsx_with(
        f'<worksheet {SPACE}><sheetData><row r="1"><c r="A1" t="str"><v>naam</v></c></row>'
        f'<row r="{row}"><c r="{reference}" t="str"><v>x</v></c></row></sheetData></worksheet>'
    )


def empty_cells_without_end() -> bytes:
    cells = "<c/>" * 1_000_000
    return xlsx_with(f"<worksheet {SPACE}><sheetData><row>{cells}</row></sheetData></worksheet>")


def text_without_end() -> bytes:
    cells = f'<c t="str"><v>{"x" * 5_000}</v></c>' * 10
    header = "".join(f'<c t="str"><v>{name}</v></c>' for name in "abcdefghij")
    rows = f"<row>{header}</row>" + f"<row>{cells}</row>" * 101
    return xlsx_with(f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"naam\n" + b"x" * 5_000_000, "groter dan 5 MB"),
        (b"naam\n" + b"A\n" * 5_001, "hoogstens 5000 rijen"),
        (";".join(f"k{n}" for n in range(61)).encode() + b"\nA", "hoogstens 60 kolommen"),
        (b"naam\n" + b"\n" * 20_001, "lege rijen"),
        (b"naam\n" + b";" * 300, "lege rijen of kolommen"),
        (bomb(), "uitgepakt te groot"),
        (empty_cells_without_end(), "uitgepakt te groot"),
        (far_away("A900000000"), "lege rijen"),
        (far_away("XFD2"), "lege rijen of kolommen"),
        (text_without_end(), "5 miljoen tekens"),
    ],
)
def test_a_file_over_the_limits_is_refused(content, words):
    with pytest.raises(SheetTooLarge, match=words):
        read_sheet(content)


def parts_without_end() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(1_001):
            archive.writestr(f"xl/{number}", b"")
    return packed.getvalue()


def test_a_file_of_very_many_parts_is_refused_before_it_is_read():
    with pytest.raises(SheetTooLarge, match="uitgepakt te groot"):
        read_sheet(parts_without_end())


@pytest.mark.parametrize(
    ("content", "rows", "columns", "last"),
    [
        (b"naam\n" + b"A\n" * 5_000, 5_000, 1, 5_001),
        (";".join(f"k{n}" for n in range(60)).encode() + b"\nA", 1, 60, 2),
        (b"naam\n" + b"\n" * 19_998 + b"A\n", 1, 1, 20_000),
        (b"naam\nA" + b";" * 255, 1, 1, 2),
    ],
    ids=["rows", "columns", "last row", "last column"],
)
def test_a_file_exactly_at_a_limit_is_read(content, rows, columns, last):
    found = read_sheet(content)
    assert (len(found.rows), len(found.header), found.rows[-1].number) == (rows, columns, last)
    assert found.problems == ()


def test_a_cell_of_any_length_is_named_and_not_called_damage():
    sheet = read_sheet(b"naam\n" + b"x" * 200_000)
    assert sheet.rows == (Row(2, ("",)),)
    wrong = "mag hoogstens 5000 tekens lang zijn, dit zijn er 200000"
    assert sheet.problems == (CellProblem(2, "naam", wrong),)


def test_only_the_first_sheet_of_a_book_is_read():
    book = Workbook()
    book.active.append(["naam"])
    book.active.append(["Zoë"])
    book.create_sheet("later").append(["iets anders"])
    packed = io.BytesIO()
    book.save(packed)
    assert read_sheet(packed.getvalue()) == Sheet(("naam",), (Row(2, ("Zoë",)),))


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        ("loon\n€ 15 – “goed”".encode("cp1252"), ("€ 15 – “goed”",)),
        (b"a;b,c\n1;2,3", ("1", "2,3")),
        (b"a,b,c;d\n1,2,3;4", ("1", "2", "3;4")),
        (b"a\n \t1 \r\n", ("1",)),
    ],
    ids=["windows", "as many of both", "more commas", "spaces"],
)
def test_signs_and_separators_are_read_as_the_person_sees_them(content, cells):
    assert read_sheet(content).rows == (Row(2, cells),)


def test_a_page_of_the_web_is_no_sheet_even_after_white_space():
    with pytest.raises(UnreadableSheet, match="geen Excel"):
        read_sheet(b" \r\n <html><table>")


def test_a_size_that_the_file_lies_about_cuts_nothing_off():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>r{n}</v></c></row>' for n in (1, 2, 3))
    lying = f'<worksheet {SPACE}><dimension ref="A1:A1"/><sheetData>{rows}</sheetData></worksheet>'
    assert [row.number for row in read_sheet(xlsx_with(lying)).rows] == [2, 3]


def test_entities_that_grow_without_end_are_refused():
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = "<c t='inlineStr'><is><t>&i;</t></is></c>"
    sheet = f"{entities}]><worksheet {SPACE}><sheetData><row>{text}</row></sheetData></worksheet>"
    with pytest.raises(Invalid):
        read_sheet(xlsx_with(sheet))


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_gives_a_sheet_or_a_refusal_and_nothing_else(seed):
    chance = random.Random(seed)  # noqa: S311 - the same damage every time
    content = bytearray(
        xlsx(["naam", "dag"], ["Zoë", date(2026, 9, 1)])
        if seed % 2
        else xlsx_with(f"<worksheet {SPACE}><sheetData><row><c><v>1</v></c></row></sheetData>")
    )
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    with suppress(Invalid):
        assert isinstance(read_sheet(bytes(content)), Sheet)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_an_exported_cell_never_starts_a_formula(start):
    assert neutralised(f"{start}1+1") == f"'{start}1+1"


def test_an_ordinary_cell_is_exported_as_it_is():
    assert [neutralised(text) for text in ("", "Zoë", "1-2", "'=", " =1")] == [
        "", "Zoë", "1-2", "'=", " =1",
    ]  # fmt: skip


def test_a_problem_says_where_it_stands():
    problem = CellProblem(4, "uren_min", "moet een heel getal zijn")
    assert str(problem.as_problem()) == "rij 4, kolom uren_min: moet een heel getal zijn"
