"""Reminders by mail of what waits in rounds, for those who asked for them."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel


class ReminderWish(SQLModel, table=True):
    """A person who wants reminders; one mail a day at the most, and none when nothing waits."""

    __tablename__ = "reminder_wish"
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    asked_at: datetime
    last_sent_on: date | None = None
