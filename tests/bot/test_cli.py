"""The command line as people run it: real processes, their output, and how they end."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from openpyxl import Workbook

from bot.matrix.vault import DatabaseVault
from bot.settings import describe
from storage.database import Database
from storage.invites import Invite
from storage.municipalities import Municipality
from storage.persons import Person, Role, RoleAssignment
from tests.bot.shell import MAIN, Shell

CODE = re.compile(r"^start ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){2})$", re.MULTILINE)
MEMBERS = "ags,name,land,status,named_as\n05315000,Köln,NW,member,\n12054000,Potsdam,BB,declared,founder\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Give an empty folder."""
    return Shell(tmp_path)


@pytest.fixture
def ready_shell(shell: Shell, sqlite_template: Path) -> Shell:
    """Give a folder with an empty database of the newest schema."""
    shutil.copy(sqlite_template, shell.file)
    return shell


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Check that a call ended with 1 and a sentence instead of a traceback."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr


def test_settings_are_the_example_file(shell: Shell) -> None:
    """``hafenbote settings`` prints what stands in deploy/example.env, letter by letter."""
    done = shell.run("settings", really_started=True)
    example = Path(__file__).parents[2] / "deploy" / "example.env"
    assert done.returncode == 0
    assert done.stdout == example.read_text(encoding="utf-8"), "run: hafenbote settings > deploy/example.env"
    assert done.stdout == f"{describe()}\n"


@pytest.mark.parametrize(
    ("setting", "value", "hint"),
    [
        ("timezone", "Europe/Bielefeld", "Europe/Berlin"),
        ("digest_schedule", "jeden Montag", "FREQ=WEEKLY"),
        ("round_schedule", "vierteljährlich", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15 or off"),
        ("election_date", "26.9.2027", "YYYY-MM-DD"),
        ("database_url", "mysql://nobody@localhost/x", "sqlite:///"),
    ],
)
def test_a_bad_setting_is_named(shell: Shell, setting: str, value: str, hint: str) -> None:
    """A setting that cannot be used ends every command with its name and a better example."""
    done = shell.run("run", **{setting: value})
    refused(done, f"HAFENBOTE_{setting.upper()}: ", hint)
    assert "Value error" not in done.stderr


def test_the_driver_that_is_not_installed_is_named(shell: Shell) -> None:
    """Whoever installed for SQLite and then names a PostgreSQL is told what to install."""
    shell.program = f"import sys; sys.modules['psycopg'] = None; {MAIN}"
    refused(shell.run("run", database_url="postgresql://nobody@localhost/x"), "make install POSTGRESQL=1")


def test_all_bad_settings_are_named_at_once(shell: Shell) -> None:
    """Two wrong settings are two lines; nobody has to find them one by one."""
    done = shell.run("db", "upgrade", http_port="eighty", language="la")
    refused(done, "HAFENBOTE_HTTP_PORT: ", "HAFENBOTE_LANGUAGE: ")
    assert not shell.file.exists()


def test_somebody_is_locked_out(ready_shell: Shell) -> None:
    """Who holds a role is listed by number, and by that number locked out; a number that is nobody's is said."""
    database, now = Database(f"sqlite:///{ready_shell.file}"), datetime.now(UTC)
    with database.transaction() as session:
        session.add(Person(label="Koordinierungsstelle", created_at=now))
        session.flush()
        session.add(RoleAssignment(person_id=1, role=Role.COORDINATOR, valid_from=now.date()))
    database.close()
    assert ready_shell.run("people", "list").stdout == "1\tKoordinierungsstelle\tcoordinator\t\n"
    assert ready_shell.run("people", "lock-out", 1).stdout.startswith("Koordinierungsstelle: ended 1 roles, ")
    assert ready_shell.run("people", "list").stdout == ""
    refused(ready_shell.run("people", "lock-out", 2), "nobody with the number 2")
    assert ready_shell.run("people", "erase", 1, "--yes").stdout.endswith("1 is erased\n")
    refused(ready_shell.run("people", "erase", 1, "--yes"), "nobody with the number 1")


def test_upgrade_backup_and_restore(shell: Shell) -> None:
    """A database is made, copied into a folder by its date, lost and put back; a second upgrade changes nothing.

    Each command says what it did and what to do next. Where there is data, it is replaced only if that is asked for.
    """
    key = pyrage.x25519.Identity.generate()
    shell.write("key.txt", f"# made for this\n{key}\n")
    shell.write("members.csv", MEMBERS)
    (shell.directory / "copies").mkdir()
    sealed = {"backup_recipient": key.to_public(), "backup_directory": "copies"}
    assert shell.run("db", "upgrade").returncode == 0
    assert shell.run("members", "import", "members.csv").stdout == "2 municipalities\n"
    assert "files of the Matrix store, sealed, checked" in shell.run("db", "backup", **sealed).stdout
    [copy] = (shell.directory / "copies").iterdir()
    refused(shell.run("db", "restore", copy), "--identity KEYFILE")
    whole = shell.run("db", "restore", copy, "--check", "--identity", "key.txt")
    assert "municipality 2" in whole.stdout
    refused(shell.run("db", "restore", copy, "--identity", "key.txt"), "--replace")
    done = shell.run("db", "restore", copy, "--identity", "key.txt", "--replace")
    assert "is kept as hafenbote.db.before-" in done.stdout
    assert "Next: `hafenbote doctor`" in done.stdout
    assert "`hafenbote people erase NUMBER`" in done.stdout
    assert shell.run("db", "upgrade").returncode == 0
    database = Database(f"sqlite:///{shell.file}")
    with database.transaction() as session:
        assert session.get(Municipality, "05315000") is not None
    database.close()


def test_a_copy_needs_a_place_and_a_recipient(ready_shell: Shell) -> None:
    """What is lacking or mistyped is named with what to write instead; a plain copy says that it is plain."""
    refused(ready_shell.run("db", "backup"), "HAFENBOTE_BACKUP_DIRECTORY")
    for recipient, fault in (("age1köln", "age1köln is incomplete or mistyped"), ("köln", "age-keygen")):
        refused(ready_shell.run("db", "backup", "copy", "--recipient", recipient), fault)
    secret = ready_shell.run("db", "backup", "copy", "--recipient", "AGE-SECRET-KEY-1KOELN")
    refused(secret, "a recipient is a secret key")
    assert "1KOELN" not in secret.stderr + secret.stdout
    refused(ready_shell.run("db", "backup", "nowhere/copy"), "there is no folder nowhere")
    refused(ready_shell.run("db", "copy", "mysql://nobody@localhost/x"), "no address of a database")
    assert "NOT sealed" in ready_shell.run("db", "backup", "copy").stdout
    refused(ready_shell.run("db", "backup", "copy"), "copy is there already")
    copied = ready_shell.run("db", "copy", "-", typed="sqlite:///other.db\n")
    assert "HAFENBOTE_DATABASE_URL=sqlite:///other.db" in copied.stdout


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\x00" + b"\x07" * 5000, b"", None])
def test_junk_is_not_put_in_place_of_the_database(ready_shell: Shell, content: bytes | None) -> None:
    """What is no copy of ours is refused with a sentence, and the database stays as it is."""
    if content is not None:
        ready_shell.write("copy.db", content)
    before = ready_shell.file.read_bytes()
    refused(ready_shell.run("db", "restore", "copy.db"), "copy")
    assert ready_shell.file.read_bytes() == before


def test_members_go_in_and_come_out(ready_shell: Shell) -> None:
    """What is exported is what was imported, and can be imported again."""
    table = ready_shell.write("members.csv", MEMBERS)
    assert ready_shell.run("members", "import", table).stdout == "2 municipalities\n"
    assert ready_shell.run("members", "export", "out.csv").returncode == 0
    assert (ready_shell.directory / "out.csv").read_text(encoding="utf-8") == MEMBERS
    assert ready_shell.run("members", "import", "out.csv").stdout == "2 municipalities\n"


@pytest.mark.parametrize("onto", [(), ("-",)])
def test_members_come_out_on_standard_output(ready_shell: Shell, onto: tuple[str, ...]) -> None:
    """Where no file is named, or a dash for one; one municipality is not several."""
    table = ready_shell.write("members.csv", "".join(MEMBERS.splitlines(keepends=True)[:2]))
    assert ready_shell.run("members", "import", table).stdout == "1 municipality\n"
    assert ready_shell.run("members", "export", *onto).stdout == table.read_text(encoding="utf-8")


def test_every_fault_of_a_table_is_named_by_its_row(ready_shell: Shell) -> None:
    """A table with faults is refused as a whole; each fault is told with the row a spreadsheet shows."""
    rows = [
        "05315000,Köln,NW,member",
        "5315000,Köln,NW,member",
        "12054000,,BB,member",
        "05711000,Bielefeld,BY,",
        "05315000,Köln,,",
        "03101000,X,,maybe",
    ]
    table = ready_shell.write("members.csv", "\n".join(["ags,name,land,status", *rows]))
    done = ready_shell.run("members", "import", table)
    refused(done)
    assert re.findall(r"row (\d+): ", done.stderr) == ["3", "4", "5", "6", "7"]
    database = Database(f"sqlite:///{ready_shell.file}")
    with database.transaction() as session:
        assert session.get(Municipality, "05315000") is None
    database.close()


def test_files_that_are_not_there_are_named(ready_shell: Shell) -> None:
    """A file that cannot be read or written ends the command with its name."""
    refused(ready_shell.run("members", "import", "missing.csv"), "missing.csv")
    refused(ready_shell.run("members", "export", "no-folder/out.csv"), "no-folder/out.csv")


def test_an_invitation_can_be_used(ready_shell: Shell) -> None:
    """``invite`` prints a code, a link and a QR code; the code joins whoever types it, and stands nowhere in clear."""
    ready_shell.run("members", "import", ready_shell.write("members.csv", MEMBERS))
    matrix = {"matrix_homeserver": "http://127.0.0.1:1", "matrix_user": "@bote:example.org", "matrix_password": "x"}
    done = ready_shell.run("invite", "--role", "contact", "--municipality", "05315000", **matrix)
    assert done.returncode == 0
    [code] = CODE.findall(done.stdout)
    assert "https://matrix.to/#/@bote:example.org" in done.stdout
    assert done.stdout.count("█") > 50
    assert code.encode() not in ready_shell.file.read_bytes()

    talk = ready_shell.run("chat", "--as", "Köln", typed=f"hilfe\nstart {code}\nhilfe\n", http_port=1)
    assert talk.returncode == 0
    greeting, welcome, overview = talk.stdout.split("\nHafenbote:\n")[1:]
    assert "Einladungscode" in greeting
    assert "Ansprechperson Köln" in welcome
    assert "zusage" in overview
    database = Database(f"sqlite:///{ready_shell.file}")
    with database.transaction() as session:
        assert session.get_one(Person, 1).label == "Ansprechperson Köln"
        assert session.get_one(Invite, 1).used_by == 1
    database.close()


def test_a_chat_ends_with_a_signal(ready_shell: Shell) -> None:
    """Ctrl-C ends the chat in good order, although the terminal is still waiting for a line."""
    with subprocess.Popen(  # noqa: S603 - the same
        [sys.executable, "-c", MAIN, "chat", "--as", "Köln"],
        cwd=ready_shell.directory,
        env=ready_shell.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as chat:
        assert chat.stdin is not None
        assert chat.stdout is not None
        chat.stdin.write(b"hilfe\n")
        chat.stdin.flush()
        while b"Hafenbote:" not in chat.stdout.readline():
            assert chat.poll() is None
        chat.send_signal(signal.SIGINT)
        assert chat.wait(20) == 0
        assert chat.stderr is not None
        assert chat.stderr.read() == b""


def test_invitations_need_their_place(ready_shell: Shell) -> None:
    """A contact needs a municipality we know, a Land's coordinator a Land; else nothing is made."""
    refused(ready_shell.run("invite", "--role", "contact", "--municipality", "05315000"), "'05315000'")
    refused(ready_shell.run("invite", "--role", "land_coordinator"), "--land")
    database = Database(f"sqlite:///{ready_shell.file}")
    with database.transaction() as session:
        assert session.get(Invite, 1) is None
    database.close()


def test_the_doctor_finds_nothing_wrong(ready_shell: Shell) -> None:
    """On a good database and without networks it says so, part by part, and ends with 0; notes are no faults."""
    done = ready_shell.run("doctor")
    assert done.returncode == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["note", "settings:"],
        ["ok", "database:"],
        ["ok", "ledger:"],
        ["note", "service:"],
        ["ok", "outbox:"],
        ["note", "backup:"],
        ["ok", "matrix:"],
        ["ok", "telegram:"],
    ]


def test_the_doctor_says_what_to_do(shell: Shell) -> None:
    """A missing schema and an unreachable homeserver are faults with a remedy each, and end with 1; so for programs."""
    account = {"matrix_user": "@b:stadt.test", "matrix_password": "sehr geheim"}
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        done = shell.run("doctor", matrix_homeserver=address, **account)
        told = json.loads(shell.run("doctor", "--json", matrix_homeserver=address, **account).stdout)
    assert done.returncode == 1
    faults = [line for line in done.stdout.splitlines() if line.startswith("FAULT")]
    assert len(faults) == 2
    assert "hafenbote db upgrade" in faults[0]
    assert "homeserver not reached" in faults[1]
    assert "geheim" not in done.stdout + done.stderr
    assert [f"FAULT {each['part']}: {each['sentence']}" for each in told if each["level"] == "fault"] == faults


def test_without_a_network_there_is_nothing_to_run(shell: Shell) -> None:
    """``run`` without credentials of any network says which settings are missing."""
    refused(shell.run("run"), "HAFENBOTE_MATRIX_*")
    half = {"matrix_homeserver": "https://stadt.test", "matrix_user": "@bote:stadt.test"}
    refused(shell.run("run", **half), "off: set HAFENBOTE_MATRIX_PASSWORD (or HAFENBOTE_MATRIX_ACCESS_TOKEN) as well")


def test_a_port_that_is_taken(ready_shell: Shell) -> None:
    """A second service beside the first is told which setting to change."""
    matrix = {"matrix_homeserver": "http://127.0.0.1:1", "matrix_user": "@bote:stadt.test", "matrix_password": "x"}
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = ready_shell.run("run", http_port=port, **matrix)
    refused(done, f"port {port} is in use (another instance?): set HAFENBOTE_HTTP_PORT")


def test_another_folder_than_meant(shell: Shell) -> None:
    """A new database is said once, for whoever is in the wrong folder; a folder that is not there is named."""
    words = f"hafenbote.db is new in {shell.directory}: are you in the folder of your .env?"
    assert words in shell.run("people", "list").stderr
    assert shell.run("people", "list").stderr == ""
    for command in (("run",), ("people", "list")):
        done = shell.run(*command, database_url="sqlite:///nowhere/x.db")
        refused(done, f"there is no folder {shell.directory}/nowhere", "HAFENBOTE_DATABASE_URL")


def test_a_database_that_is_away_is_said_in_a_sentence(shell: Shell) -> None:
    """An unreachable database ends a command with a sentence that does not show the password."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"postgresql://bote:geheim@127.0.0.1:{unused.getsockname()[1]}/hafenbote"
        done = shell.run("db", "upgrade", database_url=url)
    refused(done, "database")
    assert "geheim" not in done.stderr


SINCE = datetime(2021, 1, 1, tzinfo=UTC)
PLEDGES = "ags,programme,target_group,places,valid_from,valid_until\n05315000,nest,everyone,20,2021-09-01,2099-12-31\n"


@pytest.fixture
def office_shell(ready_shell: Shell) -> Shell:
    """Give a folder with two members and somebody in the office."""
    assert ready_shell.run("members", "import", ready_shell.write("members.csv", MEMBERS)).returncode == 0
    database = Database(f"sqlite:///{ready_shell.file}")
    with database.transaction() as session:
        person = Person(label="Koordinierungsstelle", created_at=SINCE)
        session.add(person)
        session.flush()
        role = RoleAssignment(person_id=person.id or 0, role=Role.COORDINATOR, valid_from=SINCE.date())
        session.add(role)
    database.close()
    return ready_shell


def test_pledges_go_out_and_come_in(office_shell: Shell) -> None:
    """A dry run shows each change and keeps none; imported, they wait; exported and read again, nothing changes."""
    table = office_shell.write("pledges.csv", PLEDGES)
    tried = office_shell.run("pledges", "import", table, "--by", "Koordinierungsstelle", "--dry-run")
    assert tried.stdout.splitlines()[0].startswith("Zeile 2: Köln, 20 Plätze")
    assert tried.stdout.splitlines()[1] == "1 rows: 1 would be reports, 0 stand already"
    done = office_shell.run("pledges", "import", table)
    assert done.stdout.splitlines()[1] == "1 rows: 1 are now reports, 0 stand already"
    for name in ("out.csv", "out.xlsx"):
        assert office_shell.run("pledges", "export", name).stdout == f"{name}: 1 line\n"
        assert office_shell.run("pledges", "import", name).stdout == "1 rows: 0 are now reports, 1 stand already\n"
    assert b"05315000;K\xc3\xb6ln;nest;everyone;20;2021-09-01" in (office_shell.directory / "out.csv").read_bytes()


def test_pledges_with_faults_are_refused_as_a_whole(office_shell: Shell) -> None:
    """Every fault by its row, in the language of the house; a table that is none, and a label nobody has."""
    table = office_shell.write("pledges.csv", f"{PLEDGES}05711000,nest,everyone,=1,2021-09-01,\n,,,,,\nX,nest,,0,,\n")
    done = office_shell.run("pledges", "import", table)
    refused(done, "3 rows, 5 faults; nothing was taken")
    assert re.findall(r"Zeile (\d+): ", done.stderr) == ["3", "5", "5", "5", "5"]
    assert office_shell.run("pledges", "export", "out.csv").stdout == "out.csv: 0 lines\n"
    refused(office_shell.run("pledges", "import", office_shell.write("x.pdf", "%PDF")), "x.pdf: Das ist keine Tabelle")
    refused(office_shell.run("pledges", "import", table, "--by", "Niemand"), "'Niemand' is not in the office")
    refused(office_shell.run("pledges", "export", "out.txt"), ".csv or .xlsx")


def test_members_are_tried_before_they_are_taken(ready_shell: Shell) -> None:
    """A dry run says what is new and what changes, by rows; a workbook is read like a table."""
    assert ready_shell.run("members", "import", ready_shell.write("members.csv", MEMBERS)).returncode == 0
    book = Workbook()
    assert book.active is not None
    for row in (["ags", "name"], [5315000, "Cöln"], ["12054000", "Potsdam"], ["05711000", "Bielefeld"]):
        book.active.append(row)
    book.save(ready_shell.directory / "changed.xlsx")
    tried = ready_shell.run("members", "import", "changed.xlsx", "--dry-run")
    assert tried.stdout.splitlines() == [
        "row 2: AGS 05315000: name: Köln → Cöln",
        "row 4: AGS 05711000: new: Bielefeld",
        "3 municipalities; nothing was taken",
    ]
    assert ready_shell.run("members", "export").stdout == MEMBERS
    assert ready_shell.run("members", "import", "changed.xlsx").stdout == "3 municipalities\n"
    assert "05711000,Bielefeld,NW,member,\n" in ready_shell.run("members", "export").stdout


def test_the_official_register_names_inhabitants(ready_shell: Shell) -> None:
    """GV100AD in ISO 8859-1: of the known municipalities, and how many others it has."""
    assert ready_shell.run("members", "import", ready_shell.write("members.csv", MEMBERS)).returncode == 0
    places = [("05315000", "Köln, Stadt", 1073096), ("12054000", "Potsdam, Stadt", 183154), ("05314000", "Bonn", 3)]
    lines = [f"60{20211231}{ags}0000{name:<50}{'':<56}{0:011d}{count:011d}" for ags, name, count in places]
    table = ready_shell.write("GV100AD_31122021.asc", "\r\n".join(lines).encode("iso-8859-1"))
    tried = ready_shell.run("members", "import", table, "--dry-run")
    assert "row 1: AGS 05315000: population: None → 1073096\n" in tried.stdout
    assert ready_shell.run("members", "import", table).stdout == "2 municipalities changed, others in the file: 1\n"
    assert "12054000,Potsdam,BB,declared,founder,183154\n" in ready_shell.run("members", "export").stdout


def test_the_recovery_key_is_shown_once(shell: Shell) -> None:
    """It is shown and stays until somebody says that it is written down; then it is gone from this machine."""
    refused(shell.run("matrix", "recovery-key"), "No recovery key lies in matrix-store")
    (shell.directory / "matrix-store").mkdir()
    file = shell.write("matrix-store/recovery-key.txt", "EsTc LW2K PGiF")
    for answer, left in (("n\n", True), ("y\n", False)):
        done = shell.run("matrix", "recovery-key", typed=answer)
        assert done.stdout.strip() == "EsTc LW2K PGiF"
        assert "HAFENBOTE_MATRIX_RECOVERY_KEY" in done.stderr
        assert (done.returncode, file.exists()) == (int(left), left)
    file.write_text("EsTc LW2K PGiF", encoding="utf-8")
    assert shell.run("matrix", "recovery-key", "--yes").returncode == 0
    refused(shell.run("matrix", "recovery-key", "--yes"), "was shown before")
    refused(shell.run("matrix", "recovery-key", "--new"), "no new recovery key: the bot has not logged in yet")


def test_the_recovery_key_in_a_shared_database(shell: Shell, postgres_url: str) -> None:
    """On PostgreSQL it lies there, is shown once from any machine, and needs the store key."""
    matrix = {"database_url": postgres_url, "matrix_user": "@bote:example.org", "matrix_store_key": "von allen geteilt"}
    refused(shell.run("matrix", "recovery-key", **matrix), "No recovery key lies in the database")
    database = Database(postgres_url)
    vault = DatabaseVault(database.transaction, matrix["matrix_user"], matrix["matrix_store_key"])
    asyncio.run(vault.write("recovery-key.txt", "EsTc LW2K PGiF"))
    database.close()
    wrong = shell.run("matrix", "recovery-key", "--yes", **{**matrix, "matrix_store_key": "eine andere"})
    refused(wrong, "HAFENBOTE_MATRIX_STORE_KEY does not open the keys in the database")
    assert shell.run("matrix", "recovery-key", "--yes", **matrix).stdout.strip() == "EsTc LW2K PGiF"
    refused(shell.run("matrix", "recovery-key", "--yes", **matrix), "was shown before")


def test_there_is_no_fingerprint_before_the_first_login(shell: Shell) -> None:
    """It says so instead of making keys that nobody has seen."""
    matrix = {"matrix_homeserver": "http://127.0.0.1:1", "matrix_user": "@bote:example.org", "matrix_password": "x"}
    for settings in ({}, matrix):
        refused(shell.run("matrix", "fingerprint", **settings), "has never logged in to Matrix here")
    assert not (shell.directory / "matrix-store").exists()
