"""How a notice reads: its text as a person reads it, and the elements it is made of."""

from html.parser import HTMLParser

from services.projects.notices.rendering import render


class Words(HTMLParser):
    """The text of a page as it is read, and the elements it is made of."""

    def __init__(self, page):
        super().__init__()
        self.said, self.elements, self.quiet = [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.said.append(" " if tag in ("td", "th", "br") else "")
        self.elements.append((tag, dict(attrs)))
        self.quiet += tag in ("style", "script")

    def handle_endtag(self, tag):
        self.quiet -= tag in ("style", "script")

    def handle_data(self, data):
        if not self.quiet:
            self.said.append(data)

    @property
    def text(self):
        return " ".join("".join(self.said).split())

    @property
    def tags(self):
        return [tag for tag, _ in self.elements]


def said(kind, notice):
    return Words(render(kind, notice)).text.replace("\N{NO-BREAK SPACE}", " ")
