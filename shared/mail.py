"""Mail over SMTP: where it goes out, what a mail consists of, and how one is sent. Nothing is kept here."""

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final, Literal
from urllib.parse import SplitResult, unquote, urlsplit

Security = Literal["starttls", "tls", "none"]
SCHEMES: Final[dict[str, tuple[Security, int]]] = {
    "smtp": ("starttls", 587),
    "smtps": ("tls", 465),
    "smtp+plain": ("none", 25),
}
"""How the connection is encrypted, and at which port; `smtp+plain` is for a relay close by."""
SECONDS: Final = 20
PERMANENT: Final = 500
"""Replies from this number on say that another attempt would fail as well."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Through which server mails leave the house, from whom, and to where their text points."""

    host: str
    port: int
    security: Security
    sender: str
    link: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """Return the domain of the sender: the second half of each Message-ID."""
        return self.sender.rpartition("@")[2]


def mail_settings(url: str, sender: str, link: str) -> tuple[MailSettings | None, list[str]]:
    """Return the settings, None where no mail shall be sent, and what is wrong with them, in German."""
    if not url:
        return None, []
    parts, wrong = urlsplit(url), []
    if parts.scheme not in SCHEMES or not parts.hostname or _port(parts) is None:
        wrong.append(f"SMTP_URL ist keine Adresse mit {', '.join(f'{it}://' for it in SCHEMES)}.")
    if not _is_address(sender):
        wrong.append("MAIL_FROM fehlt oder ist keine Mailadresse.")
    if wrong:
        return None, wrong
    security, port = SCHEMES[parts.scheme]
    return MailSettings(
        host=parts.hostname or "",
        port=parts.port or port,
        security=security,
        sender=sender,
        link=link,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    ), []


def _port(parts: SplitResult) -> int | None:
    """Return the port, 0 if none is named; None if it is no number that a port can be."""
    try:
        return parts.port or 0
    except ValueError:
        return None


def _is_address(text: str) -> bool:
    """Tell whether a text is one address, without a name and without anything behind it."""
    try:
        return bool(Address(addr_spec=text).domain) and text.isprintable()
    except (MessageError, ValueError, IndexError):
        return False


@dataclass(frozen=True, slots=True)
class Mail:
    """What is said to whom. `message_id` stays the same however often it is sent."""

    message_id: str
    recipients: Sequence[str]
    subject: str
    text: str
    written_at: datetime


class NobodyReachedError(Exception):
    """No recipient can be reached: another attempt would fail as well."""


def message(settings: MailSettings, mail: Mail) -> EmailMessage:
    """Return a mail as it is handed to the server; only real addresses become recipients.

    Raises NobodyReachedError where there is none.
    """
    known = [it for it in mail.recipients if _is_address(it)]
    if not known:
        raise NobodyReachedError("no address")
    made = EmailMessage(policy=SMTP)
    made["From"] = settings.sender
    made["To"] = [Address(addr_spec=it) for it in known]
    made["Subject"] = mail.subject
    made["Date"] = format_datetime(mail.written_at)
    made["Message-ID"] = mail.message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    return made


def send(settings: MailSettings, mail: Mail) -> int:
    """Hand a mail to the server; return how many recipients it took.

    Raises NobodyReachedError; OSError, of which smtplib's errors are, for what may pass.
    """
    made = message(settings, mail)
    with closing(_connected(settings)) as server:
        try:
            refused = server.send_message(made)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= PERMANENT for code, _ in error.recipients.values()):
                raise NobodyReachedError("refused") from error
            raise
    return len(made["To"].addresses) - len(refused)


def _connected(settings: MailSettings) -> smtplib.SMTP:
    """Return a connection that is encrypted as set, and signed in if there is a user."""
    to, trusted = (settings.host, settings.port), ssl.create_default_context()
    if settings.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*to, timeout=SECONDS, context=trusted)
    else:
        server = smtplib.SMTP(*to, timeout=SECONDS)
    try:
        if settings.security == "starttls":
            server.starttls(context=trusted)
        if settings.user:
            server.login(settings.user, settings.password)
    except BaseException:
        server.close()
        raise
    return server
