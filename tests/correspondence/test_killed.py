"""kill -9 at any moment of a run: every message goes out at most once, and none is lost without being told."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from balie.desk import Desk
from balie.messages.kinds import MessageKind
from balie.messages.outbox import Message, enqueue_many
from balie.rounds.invariants import all_invariants
from balie.store.check import check
from balie.store.connection import open_store
from tests.support.applicants import enrol_tester
from tests.support.mail_server import mail_server

ROOT = Path(__file__).parents[2]
MAILS, LETTERS, KILLS = 60, 60, 14

WORKER = """
import os, sys
from datetime import date
from pathlib import Path
import msgspec
from balie.correspondence import printing
from balie.correspondence.run import send_waiting
from balie.correspondence.topics import Topic
from balie.desk import Desk
from balie.library.load import load_library
from balie.library.structs import Mail
from balie.messages import drafts
from balie.store.connection import open_store

path, port = Path(sys.argv[1]), int(sys.argv[2])
printing.LETTERS_PER_JOB = printing._MOST = 7
drafts.render_document = lambda template, data, width: f"Onderwerp: Proef\\n\\n<{data['mark']}>\\n"
mail = Mail(host="localhost", port=port, starttls=False, sender="post@bibliotheek.nl")
library = msgspec.structs.replace(load_library("biblionet-drenthe"), mail=mail)
topics = {"factuur": Topic()}

def send(fuse):
    store = open_store(path)
    desk = Desk(store, library, library.branch("9428"), "ebt", date(2024, 4, 9), path.parent / "spool")

    def burn(statement):
        nonlocal fuse
        fuse -= 1
        if fuse == 0:
            os.kill(os.getpid(), 9)

    store.connection.set_trace_callback(burn)
    send_waiting(desk, topics, {}, patience=10)

# A process of its own for every line: it dies at the Nth statement, or lives when there are fewer.
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        send(int(line))
        os._exit(0)
    os.write(1, b"%d\\n" % os.waitpid(child, 0)[1])
"""


@pytest.mark.slow
def test_a_run_that_is_killed_over_and_over_sends_everything_once(desk: Desk) -> None:
    with_mail = enrol_tester(desk).customer_id
    on_paper = enrol_tester(desk, email="", initials="p").customer_id
    with desk.transaction() as tx:
        people = [with_mail] * MAILS + [on_paper] * LETTERS
        random.Random(7).shuffle(people)
        enqueue_many(
            tx,
            [
                Message(customer_id, MessageKind.INVOICE, "proef", {"mark": f"m{number}"}, f"invoice {number}")
                for number, customer_id in enumerate(people, start=1000)  # no invoices of this store
            ],
        )
    path = desk.store.path
    desk.store.close()
    drawn = random.Random(9428)
    with mail_server() as server:
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(path), str(server.port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdin is not None
        assert worker.stdout is not None
        deaths = 0
        for fuse in [drawn.randint(8, 120) for _ in range(KILLS)] + [-1]:
            worker.stdin.write(f"{fuse}\n")
            worker.stdin.flush()
            deaths += int(worker.stdout.readline()) == 9
        worker.stdin.close()
        assert worker.wait() == 0
        worker.stdout.close()
    mailed = [post.text.split("<")[1].split(">")[0] for post in server.posts]
    printed = [
        part.split(">")[0]
        for paper in (path.parent / "spool").glob("brieven-*.txt")
        for part in paper.read_text(encoding="utf-8").split("<")[1:]
    ]
    assert deaths > KILLS // 2
    assert len(mailed) == len(set(mailed))
    assert len(printed) == len(set(printed)) == LETTERS
    with open_store(path) as store:
        left = {state for (state,) in store.read("SELECT DISTINCT state FROM message")}
        doubtful = {
            f"m{about.removeprefix('invoice ')}": way
            for about, way in store.read("SELECT about, way FROM message WHERE state = 'sending'")
        }
        # What nobody knows is a mail, at most one for each death, and each has its reason.
        assert left == {"sent", "sending"}
        assert set(doubtful.values()) <= {"mail"}
        assert len(doubtful) <= deaths
        assert store.read("SELECT 1 FROM message WHERE state = 'sending' AND reason IS NULL") == []
        assert check(store, all_invariants()) == []
    # Nothing is lost: every message went out, or is told to be doubtful. And what is marked as sent was sent.
    everything = {f"m{number}" for number in range(1000, 1000 + MAILS + LETTERS)}
    assert set(mailed) | set(printed) | set(doubtful) == everything
    assert everything - set(doubtful) <= set(mailed) | set(printed)
