"""The fagdag, how it is evaluated, and the notes and themes for the next."""

from bot.domain.people import Right
from bot.features.evaluation import editing as evaluation_editing
from bot.features.evaluation import form as evaluation_form
from bot.features.evaluation import wall as evaluation_wall
from bot.features.fagdag import edit as fagdag_edit
from bot.features.fagdag import invitation as fagdag_invitation
from bot.features.fagdag import show as fagdag
from bot.features.fagdag import sign_up as fagdag_sign_up
from bot.features.notes import takers as note_takers
from bot.features.notes import writing as notes
from bot.features.results import export as evaluations
from bot.features.results import shown as results_shown
from bot.features.themes import alike as themes_alike
from bot.features.themes import bank as themes
from bot.features.themes import choosing as themes_choosing
from bot.routes.button import Button
from cards.evaluation_edit import PreviewEvaluation, ResetForm, SaveFrame, ShowQuestion
from cards.evaluation_form import SubmitEvaluation
from cards.evaluation_list import ShowEvaluations
from cards.evaluation_question import MoveQuestion, RemoveQuestion, SaveQuestion
from cards.evaluation_summary import ShowRaised, ShowSummary
from cards.evaluation_texts import ShowTexts
from cards.evaluation_wall import SaveRoom
from cards.fagdag import CountParticipants, EditFagdag, ShowInvitation
from cards.fagdag_count import SaveParticipants
from cards.fagdag_form import SaveFagdag
from cards.fagdag_invitation import ComposeInvitation, SaveInvitation
from cards.note_takers import AppointNoteTaker, RelieveNoteTaker
from cards.notes import AddNote, RemoveNote, RestoreNote, ShowNotes, ShowNoteTakers
from cards.openings import EditEvaluation, ShowFagdag, ShowWall, SignUpForFagdag
from cards.sign_up import SubmitSignUp
from cards.theme_alike import AskAgain, KeepApart, MergeThemes, PartThemes
from cards.theme_choice import PutThemeOn, RemoveTheme
from cards.theme_form import ProposeTheme
from cards.theme_set import ReplaceTheme, RestoreTheme, TakeThemeOff
from cards.themes import BeginTheme, ChooseTheme, ShowAlike, ShowThemes, TakeVoteBack, VoteForTheme

BUTTONS = (
    # Fagdager
    Button(ShowFagdag, fagdag.show),
    Button(SignUpForFagdag, fagdag_sign_up.begin),
    Button(SubmitSignUp, fagdag_sign_up.submit),
    Button(ShowInvitation, fagdag_invitation.begin),
    Button(ComposeInvitation, fagdag_invitation.compose, Right.HOST),
    Button(SaveInvitation, fagdag_invitation.save, Right.HOST),
    Button(EditFagdag, fagdag_edit.begin, Right.HOST),
    Button(SaveFagdag, fagdag_edit.save, Right.HOST, asks_about_names=True),
    Button(CountParticipants, fagdag_edit.begin_count, Right.HOST),
    Button(SaveParticipants, fagdag_edit.save_count, Right.HOST),
    # Evaluations
    Button(ShowWall, evaluation_wall.show, Right.HOST),
    Button(SaveRoom, evaluation_wall.save_room, Right.HOST),
    Button(SubmitEvaluation, evaluation_form.submit),
    Button(EditEvaluation, evaluation_editing.show, Right.HOST),
    Button(PreviewEvaluation, evaluation_editing.preview, Right.HOST),
    Button(ShowQuestion, evaluation_editing.ask_about, Right.HOST),
    Button(SaveQuestion, evaluation_editing.save_question, Right.HOST),
    Button(MoveQuestion, evaluation_editing.move, Right.HOST),
    Button(RemoveQuestion, evaluation_editing.remove, Right.HOST),
    Button(ResetForm, evaluation_editing.reset, Right.HOST),
    Button(SaveFrame, evaluation_editing.save_frame, Right.HOST),
    # What came of them: results, notes and themes
    Button(ShowEvaluations, evaluations.turn_page),
    Button(ShowSummary, results_shown.summary),
    Button(ShowTexts, results_shown.texts),
    Button(ShowRaised, results_shown.raised),
    Button(ShowNotes, notes.show),
    Button(AddNote, notes.add, asks_about_names=True),
    Button(RemoveNote, notes.remove),
    Button(RestoreNote, notes.restore),
    Button(ShowNoteTakers, note_takers.show, Right.HOST),
    Button(AppointNoteTaker, note_takers.appoint, Right.HOST),
    Button(RelieveNoteTaker, note_takers.relieve, Right.HOST),
    Button(ShowThemes, themes.turn_page),
    Button(VoteForTheme, themes.vote),
    Button(TakeVoteBack, themes.take_vote_back),
    Button(BeginTheme, themes.begin),
    Button(ProposeTheme, themes.propose, asks_about_names=True),
    Button(ShowAlike, themes_alike.show),
    Button(MergeThemes, themes_alike.merge),
    Button(PartThemes, themes_alike.part),
    Button(KeepApart, themes_alike.keep_apart),
    Button(AskAgain, themes_alike.ask_again),
    Button(ChooseTheme, themes_choosing.begin, Right.HOST),
    Button(PutThemeOn, themes_choosing.put_on, Right.HOST),
    Button(ReplaceTheme, themes_choosing.replace, Right.HOST),
    Button(TakeThemeOff, themes_choosing.take_off, Right.HOST),
    Button(RemoveTheme, themes_choosing.remove, Right.ADMIN),
    Button(RestoreTheme, themes_choosing.restore, Right.ADMIN),
)
