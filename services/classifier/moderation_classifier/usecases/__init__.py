"""What the classifier does, one module a task, without frameworks."""

from moderation_classifier.usecases.judging import JudgeComments

__all__ = ["JudgeComments"]
