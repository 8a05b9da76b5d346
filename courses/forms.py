"""The form of a quiz. It knows the choices by id and text; which are right stays on the server."""

import uuid

from django import forms

from courses.models import Question


class QuizForm(forms.Form):
    """All questions of a quiz on one page. An answer that is left out is no error: it counts as not right."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, quiz, **kwargs):
        super().__init__(*args, **kwargs)
        self.quiz = quiz
        self.initial.setdefault("key", uuid.uuid4().hex)
        self.questions = list(quiz.questions.all())
        for question in self.questions:
            self.fields[self.name_of(question)] = self._field(question)

    @staticmethod
    def name_of(question):
        """What the inputs of a question are called."""
        return f"q{question.pk}"

    @staticmethod
    def _field(question):
        choices = [(str(choice.pk), choice.text) for choice in question.choices.all()]
        kind = forms.MultipleChoiceField if question.kind == Question.Kind.MULTIPLE else forms.ChoiceField
        return kind(label=question.text, choices=choices, required=False)

    def asked(self):
        """The questions as the component for quiz questions wants them, with what was ticked before."""
        for number, question in enumerate(self.questions, start=1):
            name = self.name_of(question)
            ticked = self.data.getlist(name) if self.is_bound else []
            yield {
                "number": number,
                "text": question.text,
                "name": name,
                "is_multiple": question.kind == Question.Kind.MULTIPLE,
                "errors": self.errors.get(name, []) if self.is_bound else [],
                "choices": [
                    {"value": str(choice.pk), "text": choice.text, "checked": str(choice.pk) in ticked}
                    for choice in question.choices.all()
                ],
            }

    def answers(self):
        """{question id: [choice ids]} of a valid form."""
        picked = {question.pk: self.cleaned_data[self.name_of(question)] for question in self.questions}
        return {pk: [value] if isinstance(value, str) else value for pk, value in picked.items() if value}

    def refuse(self, refusal):
        """Show a `LearningError` beside the questions that it names."""
        for where, message in refusal.errors.items():
            self.add_error(f"q{where}" if f"q{where}" in self.fields else None, str(message))
