"""The languages that interpreters are booked for, as one writes them in Norwegian.

A list, so that nobody's name is ever taken for a language; "annet" is any other.
"""

_LISTED = """
albansk amharisk arabisk armensk aserbajdsjansk assyrisk badini bengali bosnisk bulgarsk
burmesisk cebuano dari engelsk estisk farsi fransk fulani georgisk gresk gujarati hausa hebraisk
hindi igbo indonesisk italiensk japansk kantonesisk karen kasakhisk kinesisk kinyarwanda
kirgisisk kirundi koreansk kroatisk kurdisk kurmanji latvisk lingala litauisk luganda makedonsk
malayalam mandarin mongolsk nederlandsk nepali oromo pashto persisk polsk portugisisk punjabi
rohingya rumensk russisk samisk serbisk shona singalesisk slovakisk slovensk somali sorani
spansk sudanesisk swahili tadsjikisk tagalog tamil tegnspråk thai tibetansk tigre tigrinja
tsjekkisk tsjetsjensk turkmensk tyrkisk tysk uigurisk ukrainsk ungarsk urdu usbekisk
vietnamesisk yoruba
"""
OTHER = "annet"
LANGUAGES = frozenset(_LISTED.split()) | {OTHER}
