"""Challenges, from the flag to a solution that is in use."""

from bot.domain.people import Right
from bot.features.challenges import (
    answering,
    archive,
    deciding,
    following,
    group,
    posting,
    raising,
    reading,
    solving,
)
from bot.routes.button import Button
from cards.challenge import AnswerChallenge, BeginAnswer, SupportChallenge
from cards.challenge_files import ShowChallengeFiles
from cards.challenge_followed import (
    AskTakeBack,
    CheckChallenge,
    FollowChallenge,
    ReplyToQuestion,
    TakeBackChallenge,
)
from cards.challenge_form import SubmitChallenge
from cards.challenge_invited import AnswerInvitation
from cards.challenge_list import ShowChallenges
from cards.challenge_preview import ChangeChallenge, JoinChallenge, PostChallenge
from cards.challenge_receipt import WithdrawChallenge
from cards.challenge_solving_fields import TakeSolving
from cards.challenge_solving_words import BeginSolving, ShowSolution
from cards.challenge_step import BeginStep, TakeStep
from cards.challenge_words import ShowChallenge
from cards.challenge_year import ShowChallengeYear
from cards.openings import BeginChallenge

BUTTONS = (
    Button(BeginChallenge, raising.begin_from),
    Button(SubmitChallenge, raising.submit, asks_about_names=True),
    Button(ChangeChallenge, raising.change, Right.SENDER),
    Button(PostChallenge, posting.confirm, Right.SENDER),
    Button(JoinChallenge, posting.join, Right.SENDER),
    Button(WithdrawChallenge, posting.withdraw, Right.SENDER),
    Button(FollowChallenge, following.show, Right.SENDER),
    Button(ReplyToQuestion, following.reply, Right.SENDER, asks_about_names=True),
    Button(AskTakeBack, following.ask_take_back, Right.SENDER),
    Button(TakeBackChallenge, following.take_back, Right.SENDER),
    Button(ShowChallenges, reading.turn_page),
    Button(ShowChallenge, reading.show),
    Button(BeginAnswer, answering.begin_answer),
    Button(AnswerChallenge, answering.answer, asks_about_names=True),
    Button(SupportChallenge, answering.support, Right.AGENCY),
    Button(BeginStep, deciding.begin_step),
    Button(TakeStep, deciding.take_step, asks_about_names=True),
    Button(ShowSolution, solving.show),
    Button(BeginSolving, solving.begin),
    Button(TakeSolving, solving.take, asks_about_names=True),
    Button(AnswerInvitation, group.answer),
    Button(CheckChallenge, following.check, asks_about_names=True),
    Button(ShowChallengeYear, archive.show_year),
    Button(ShowChallengeFiles, archive.show_files),
)
