"""Mails about reminders, where the house sends any: once for each, again only until one is taken.

Whom a mail goes to is asked at projects when it is sent; no address is kept here.
"""

from datetime import datetime
from typing import Final

import structlog

from services.reporting import projects
from services.reporting.duties import listing as duty_list
from services.reporting.duties import mails, reminder_mail
from services.reporting.duties.mails import WrittenMail
from services.reporting.rpc.common import Reporting
from services.reporting.rpc.duties import DUTIES
from shared.canonical import Json
from shared.engine import Engine
from shared.mail import Mail, MailSettings, NobodyReachedError, send
from shared.refusal import Refused
from shared.wire import every

log = structlog.get_logger(__name__)

SEND_SECONDS: Final = 60
ASK_SECONDS: Final = 5


class Mailing(Reporting):
    """What was written down is sent."""

    @every(SEND_SECONDS)
    def send_mails(self) -> None:
        """Send what waits, as far as it can be sent now."""
        now, _ = self.kernel.clock.read(None)
        self.send_due(now)

    def send_due(self, now: datetime) -> int:
        """Return how many mails the server has taken."""
        kernel: Engine = self.kernel
        settings, done = kernel.settings.mail, 0
        while settings is not None and (taken := self._take(now)) is not None:
            done += self._deliver(settings, taken)
        return done

    def _take(self, now: datetime) -> WrittenMail | None:
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn, conn.transaction():
            return mails.take(conn, now)

    def _deliver(self, settings: MailSettings, taken: WrittenMail) -> bool:
        """Send one mail. What fails is tried again later, unless it would fail then as well."""
        try:
            duty, recipients = self._duty(taken), self._recipients(taken.project_id)
            if duty is None:
                return self._end(taken, "not-owed")
            if not recipients:
                return self._end(taken, "no-address")
            made = Mail(
                taken.message_id,
                recipients,
                reminder_mail.subject(duty, taken.reminder),
                reminder_mail.text(duty, taken.reminder, settings.link),
                taken.written_at,
            )
            count = send(settings, made)
        except NobodyReachedError:
            return self._end(taken, "refused")
        except (OSError, Refused, LookupError) as error:
            return self._fail(taken, error)
        with self.kernel.pool.connection() as conn:
            mails.note_sent(conn, taken.mail_id)
        log.info("mail_sent", mail_id=taken.mail_id, recipients=count)
        return True

    def _fail(self, taken: WrittenMail, error: Exception) -> bool:
        trouble = type(error).__name__  # Its text may hold addresses.
        log.warning("mail_waits", mail_id=taken.mail_id, attempt=taken.attempts, error=trouble)
        if taken.attempts >= mails.ATTEMPTS_MAX:
            return self._end(taken, "given-up")
        return False

    def _end(self, taken: WrittenMail, reason: mails.NotSent) -> bool:
        with self.kernel.pool.connection() as conn:
            mails.note_not_sent(conn, taken.mail_id, reason)
        log.warning("mail_not_sent", mail_id=taken.mail_id, reason=reason)
        return False

    def _duty(self, taken: WrittenMail) -> Json | None:
        """Return what is owed still, until the same day; None if it is not.

        Raises LookupError while the list does not know the duty yet.
        """
        found = self.kernel.read_models.ask(
            DUTIES.name, lambda conn: duty_list.duty(conn, taken.duty_id)
        )
        if found is None:
            raise LookupError(taken.duty_id)
        owed: bool = found["standing"] == "open" and found["due_on"] == taken.due_on
        return found if owed else None

    def _recipients(self, project_id: str) -> list[str]:
        """Return the addresses of those who sign for the recipient of the money."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            known = projects.project_of(conn, project_id)
        if known is None:
            raise LookupError(project_id)
        asked = {"traeger_id": known.traeger_id}
        told = kernel.rpc.call("projects", "list_addresses", asked, kernel.context(), ASK_SECONDS)
        found: list[str] = told["addresses"]
        return found
