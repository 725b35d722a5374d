"""What is heard of Sozialräume: that they are there, and what they are called."""

from services.reporting import sozialraeume
from services.reporting.heard import SozialraumSchema
from services.reporting.rpc.common import Reporting
from shared.form import load
from shared.service import Effect
from shared.wire import hears


class HearingPlaces(Reporting):
    """Quarterly figures are about Sozialräume, and files call them by their names."""

    @hears("projects", "sozialraum_registered")
    def on_sozialraum_registered(self, effect: Effect) -> None:
        """From now on there can be figures about it."""
        self._note_name(effect)

    @hears("projects", "sozialraum_renamed")
    def on_sozialraum_renamed(self, effect: Effect) -> None:
        """It is called something else."""
        self._note_name(effect)

    def _note_name(self, effect: Effect) -> None:
        told = load(SozialraumSchema, effect.data)
        sozialraeume.note(effect.conn, told["sozialraum_id"], told["name"], effect.today)
