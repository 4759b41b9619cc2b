"""A process that takes answers and says so, until it is killed: database, key file, evaluation."""

import sys
from pathlib import Path

from storage.keys import Keyring
from storage.store import Store
from tests.anonymity.fagdag import Fagdag

address, key_file, evaluation = sys.argv[1:]
fagdag = Fagdag(Store.open(address), Keyring.load(Path(key_file)), int(evaluation))
for person in range(30):
    fagdag.answer(person, f"Tema {person:02}")
    sys.stdout.write(f"{person}\n")
    sys.stdout.flush()
