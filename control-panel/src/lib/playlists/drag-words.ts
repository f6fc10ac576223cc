/** What a screen reader says while something is moved, in the reader's language. */
import { m } from '../paraglide/messages.js';

type Place = { itemLabel: string; position: number; count: number };

export function ariaStrings() {
  const at = ({ itemLabel, position, count }: Place) => m.dnd_moved({ item: itemLabel, position, count });
  return {
    dragStarted: ({ itemLabel }: Place) => m.dnd_started({ item: itemLabel }),
    movedToPosition: at,
    movedToZoneStart: at,
    movedToZoneEnd: at,
    dropped: ({ itemLabel, position, count }: Place) => m.dnd_dropped({ item: itemLabel, position, count }),
    zoneActiveInstruction: () => m.dnd_instruction(),
    zoneDragDisabledInstruction: m.dnd_disabled(),
  };
}
