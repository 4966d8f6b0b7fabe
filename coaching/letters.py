"""The mails about introductions, in Dutch and in English: what to do and a link, nothing else.

See accounts/letters.py: a mail can be read by others on its way and on a shared phone.
"""

from collections.abc import Mapping
from enum import StrEnum

from accounts.letters import DUTCH, ENGLISH
from accounts.mail import Mail

_END = "\n\nTalent op Maat"


class Letter(StrEnum):
    """Which mail; the first word tells to whom."""

    CANDIDATE_ASKED = "candidate asked"
    CANDIDATE_REMINDED = "candidate reminded"
    CANDIDATE_LATE = "candidate late"
    CANDIDATE_INTRODUCED = "candidate introduced"
    CANDIDATE_MEETING = "candidate meeting"
    CANDIDATE_NEWS = "candidate news"
    EMPLOYER_INTRODUCED = "employer introduced"
    EMPLOYER_REMINDED = "employer reminded"
    EMPLOYER_LATE = "employer late"
    EMPLOYER_MEETING = "employer meeting"
    EMPLOYER_MORE_TIME = "employer more time"
    EMPLOYER_STOPPED = "employer stopped"
    COACH_NEWS = "coach news"
    COACH_LATE = "coach late"


TEXTS: Mapping[Letter, Mapping[str, tuple[str, str]]] = {
    Letter.CANDIDATE_ASKED: {
        DUTCH: (
            "Je coach wil je voorstellen aan een bedrijf",
            """Hallo,

Je coach ziet werk dat bij je past. Hij wil je voorstellen aan het bedrijf.
Kijk eerst wat het werk is. Kijk ook wat het bedrijf over jou leest:
{link}

Jij kiest. Zeg ja of nee. Zonder jouw ja ziet het bedrijf je naam niet.
Met de link kun je één keer antwoorden. Geef hem aan niemand.""",
        ),
        ENGLISH: (
            "Your coach wants to introduce you to a company",
            """Hello,

Your coach sees work that fits you and wants to introduce you to the company.
Look what the work is and what the company will read about you:
{link}

You choose. Say yes or no. Without your yes the company does not see your name.
The link answers once. Do not give it to anybody.""",
        ),
    },
    Letter.CANDIDATE_REMINDED: {
        DUTCH: (
            "Morgen loopt de tijd af: wil je voorgesteld worden?",
            """Hallo,

Je coach vroeg of je voorgesteld wilt worden aan een bedrijf. Je antwoord is er nog niet.
De volgende werkdag is de laatste dag. Kijk en kies:
{link}

Nee zeggen mag ook. Daar heb je geen nadeel van.""",
        ),
        ENGLISH: (
            "Time is nearly up: do you want to be introduced?",
            """Hello,

Your coach asked whether you want to be introduced to a company. There is no answer yet.
The next working day is the last day. Look and choose:
{link}

You may say no too. That does you no harm.""",
        ),
    },
    Letter.CANDIDATE_LATE: {
        DUTCH: (
            "De tijd om te kiezen is voorbij",
            """Hallo,

Je coach vroeg of je voorgesteld wilt worden aan een bedrijf. Er kwam geen antwoord.
Je coach kijkt nu wat er gebeurt. Zolang het niet gesloten is, kun je nog antwoorden:
{link}""",
        ),
        ENGLISH: (
            "The time to choose is over",
            """Hello,

Your coach asked whether you want to be introduced to a company. There was no answer.
Your coach now decides what happens. As long as it is not closed you can still answer:
{link}""",
        ),
    },
    Letter.CANDIDATE_INTRODUCED: {
        DUTCH: (
            "Je bent voorgesteld",
            """Hallo,

Je zei ja. Het bedrijf kan je nu leren kennen en antwoordt binnen vijf werkdagen.
Bedenk je je? Dan kun je altijd stoppen:
{link}

Je hoeft nu verder niets te doen. We mailen je als er nieuws is.""",
        ),
        ENGLISH: (
            "You have been introduced",
            """Hello,

You said yes. The company can now get to know you and answers within five working days.
Did you change your mind? You can always stop:
{link}

You need not do anything else now. We mail you when there is news.""",
        ),
    },
    Letter.CANDIDATE_MEETING: {
        DUTCH: (
            "Een bedrijf wil met je kennismaken",
            """Hallo,

Goed nieuws: een bedrijf wil met je kennismaken. Je coach helpt bij een afspraak.
Kijk wat er staat. Je kunt daar ook stoppen:
{link}""",
        ),
        ENGLISH: (
            "A company wants to meet you",
            """Hello,

Good news: a company wants to meet you. Your coach helps with an appointment.
Look what it says. You can stop there too:
{link}""",
        ),
    },
    Letter.CANDIDATE_NEWS: {
        DUTCH: (
            "Er is nieuws over je voordracht",
            """Hallo,

Er is nieuws over werk waarvoor je bent gevraagd. Log in en kijk:
{link}""",
        ),
        ENGLISH: (
            "There is news about your introduction",
            """Hello,

There is news about work you were asked for. Log in and look:
{link}""",
        ),
    },
    Letter.EMPLOYER_INTRODUCED: {
        DUTCH: (
            "Iemand voor je vacature: wil je kennismaken?",
            """Hallo,

Een loopbaancoach stelt iemand aan je voor. Kijk wat deze persoon kan:
{link}

Antwoord binnen vijf werkdagen, met één knop. Je hoeft niet in te loggen.
Met de link kun je één keer antwoorden. Geef hem aan niemand.""",
        ),
        ENGLISH: (
            "Somebody for your vacancy: do you want to meet?",
            """Hello,

A career coach introduces somebody to you. Look what this person can do:
{link}

Answer within five working days, with one button. You need not log in.
The link answers once. Do not give it to anybody.""",
        ),
    },
    Letter.EMPLOYER_REMINDED: {
        DUTCH: (
            "Er wacht iemand op je antwoord",
            """Hallo,

Er wacht iemand op je antwoord. De volgende werkdag is de laatste dag.
Kijk en antwoord met één knop:
{link}

Nee zeggen mag ook. Kies dan een reden, zodat iedereen verder kan.""",
        ),
        ENGLISH: (
            "Somebody waits for your answer",
            """Hello,

Somebody waits for your answer. The next working day is the last day.
Look and answer with one button:
{link}

You may say no too. Choose a reason then, so that everybody can go on.""",
        ),
    },
    Letter.EMPLOYER_LATE: {
        DUTCH: (
            "De tijd om te antwoorden is voorbij",
            """Hallo,

Er kwam geen antwoord op tijd. De coach neemt het nu over en kan je bellen.
Zolang het niet gesloten is, kun je nog antwoorden:
{link}""",
        ),
        ENGLISH: (
            "The time to answer is over",
            """Hello,

There was no answer in time. The coach takes over now and may call you.
As long as it is not closed you can still answer:
{link}""",
        ),
    },
    Letter.EMPLOYER_MEETING: {
        DUTCH: (
            "Je gaat kennismaken. Laat daarna weten wat je besluit",
            """Hallo,

Goed dat je wilt kennismaken. De coach helpt bij een afspraak.
Vertel binnen tien werkdagen wat het is geworden:
{link}

Met de link kun je één keer antwoorden. Geef hem aan niemand.""",
        ),
        ENGLISH: (
            "You are going to meet. Tell us afterwards what you decide",
            """Hello,

Good that you want to meet. The coach helps with an appointment.
Tell within ten working days what it became:
{link}

The link answers once. Do not give it to anybody.""",
        ),
    },
    Letter.EMPLOYER_MORE_TIME: {
        DUTCH: (
            "Je hebt meer tijd om te antwoorden",
            """Hallo,

De coach gaf je vijf werkdagen meer om te antwoorden. Doe het hier:
{link}

Daarna sluiten we de voordracht.""",
        ),
        ENGLISH: (
            "You have more time to answer",
            """Hello,

The coach gave you five more working days to answer. Do it here:
{link}

After that we close the introduction.""",
        ),
    },
    Letter.EMPLOYER_STOPPED: {
        DUTCH: (
            "Een voordracht is gestopt",
            """Hallo,

Een voordracht voor je vacature is gestopt. Je hoeft niet meer te antwoorden.
De naam is niet meer te zien. Log in voor je andere voordrachten:
{link}""",
        ),
        ENGLISH: (
            "An introduction has stopped",
            """Hello,

An introduction for your vacancy has stopped. You need not answer any more.
The name can no longer be seen. Log in for your other introductions:
{link}""",
        ),
    },
    Letter.COACH_NEWS: {
        DUTCH: (
            "Er is nieuws over een voordracht",
            """Hallo,

Er is nieuws over een voordracht van jou. Log in en kijk:
{link}""",
        ),
        ENGLISH: (
            "There is news about an introduction",
            """Hello,

There is news about one of your introductions. Log in and look:
{link}""",
        ),
    },
    Letter.COACH_LATE: {
        DUTCH: (
            "Er kwam geen antwoord: jij bent aan zet",
            """Hallo,

Bij een voordracht van jou kwam op tijd geen antwoord. Bel even, en kies dan:
vijf werkdagen meer, of sluiten.
{link}

Kies je niets, dan sluiten we de voordracht na vijf werkdagen.""",
        ),
        ENGLISH: (
            "There was no answer: it is your turn",
            """Hello,

There was no answer in time to one of your introductions. Give a call, and then choose:
five more working days, or close it.
{link}

If you choose nothing, we close the introduction after five working days.""",
        ),
    },
}


def introduction_letter(letter: Letter, to: str, *, link: str, language: str = DUTCH) -> Mail:
    """Write a mail; a language we do not have gets the Dutch one."""
    texts = TEXTS[letter]
    subject, text = texts.get(language, texts[DUTCH])
    return Mail(to, subject, text.format(link=link) + _END)
