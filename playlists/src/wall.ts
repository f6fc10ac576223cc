/**
 * The wall in millimetres: how large a unit of the stage is on a screen, and how large a QR must be to be read from where
 * people stand. Shared by the player, which sizes its codes by it, and by the checks. No schemas: the page on the wall
 * carries none.
 */

/** What of a screen decides sizes. Inches, metres. */
export type Wall = {
  orientation: 'landscape' | 'portrait';
  diagonalInches: number;
  distanceM: number;
};

/** A screen that nobody has measured: 43 inches, read from 3 metres. */
export const UNMEASURED = { diagonalInches: 43, distanceM: 3 } as const;

/** A code is read from ten times its width. Source: the usual rule of signage, ISO/IEC 18004 gives no figure. */
const DISTANCE_PER_WIDTH = 10;
const QUIET_MODULES = 4;
const MM_PER_INCH = 25.4;
/** Walls are 16:9. */
const LONG_OF_DIAGONAL = 16 / Math.hypot(16, 9);
const SHORT_OF_DIAGONAL = 9 / Math.hypot(16, 9);

/** Millimetres of one unit `--u`: 1 % of the height of a wide wall, 0.82 % of the width of a tall one. */
export function unitMm(wall: Wall): number {
  const diagonalMm = wall.diagonalInches * MM_PER_INCH;
  const shortMm = diagonalMm * SHORT_OF_DIAGONAL;
  return wall.orientation === 'portrait' ? (0.82 * shortMm) / 100 : shortMm / 100;
}

/** The size of a stage in units: a wide one is 100 high, a tall one is as wide as its unit says. */
export function stageUnits(orientation: Wall['orientation']): { width: number; height: number } {
  if (orientation === 'landscape') return { width: 1600 / 9, height: 100 };
  const mm = unitMm({ orientation, diagonalInches: 1, distanceM: 1 });
  const inch = MM_PER_INCH;
  return { width: (inch * SHORT_OF_DIAGONAL) / mm, height: (inch * LONG_OF_DIAGONAL) / mm };
}

/** Where a code stands: alone on its item, as a link with words, as a link whose field is narrow, under a story, or for a Wi-Fi network. */
export type QrPlace = 'qr' | 'link' | 'beside' | 'story' | 'wifi';

/** Least width of the card and most of the code without its quiet zone, in units: as much as the composition bears. */
const ROOM: Record<QrPlace, Record<Wall['orientation'], { leastCard: number; mostCode: number }>> = {
  qr: { landscape: { leastCard: 62, mostCode: 51 }, portrait: { leastCard: 82, mostCode: 76 } },
  link: { landscape: { leastCard: 44, mostCode: 51 }, portrait: { leastCard: 44, mostCode: 62 } },
  beside: { landscape: { leastCard: 44, mostCode: 38 }, portrait: { leastCard: 44, mostCode: 45 } },
  story: { landscape: { leastCard: 34, mostCode: 29 }, portrait: { leastCard: 40, mostCode: 36 } },
  wifi: { landscape: { leastCard: 48, mostCode: 44 }, portrait: { leastCard: 48, mostCode: 47 } },
};

/** Up to this width a link's caption and address stand in the field with its card; beyond, they stand with the words. */
const MOST_WITH_WORDS = { landscape: 52, portrait: 60 } as const;

/** Whether a link's card is so large that its caption and address stand apart from it. */
export function standsApart(wall: Wall, card: number): boolean {
  return card > MOST_WITH_WORDS[wall.orientation];
}

/**
 * Width in units of a code's white card, quiet zone included, on this wall: what the distance asks for, within the
 * composition. `modules`: of the code's side, without the quiet zone.
 */
export function qrCardUnits(wall: Wall, place: QrPlace, modules: number): number {
  const { leastCard, mostCode } = ROOM[place][wall.orientation];
  const cardOfCode = (modules + 2 * QUIET_MODULES) / modules;
  const wanted = (wall.distanceM * 1000) / DISTANCE_PER_WIDTH / unitMm(wall);
  return Math.max(leastCard, Math.min(wanted, mostCode) * cardOfCode);
}

/** Metres from which a code of so many modules can be read on this wall, as the player sizes it there. */
export function qrReachM(wall: Wall, place: QrPlace, modules: number): number {
  const card = qrCardUnits(wall, place, modules);
  const codeMm = ((card * modules) / (modules + 2 * QUIET_MODULES)) * unitMm(wall);
  return (codeMm * DISTANCE_PER_WIDTH) / 1000;
}

/** Bytes that fit a code of version 1, 2, 3 ... in byte mode at error levels L and M. Source: ISO/IEC 18004, table 7. */
const BYTES_L = [17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458];
const BYTES_M = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362];
/** The densest code that reads well across a room. */
export const QR_PREFERRED_VERSION = 3;
/** The most bytes that it holds. */
export const QR_PREFERRED_BYTES = 53;

/**
 * The version of the code of a text as the player makes it: at level M, at L when only that keeps it at version 3. An
 * upper bound, for digits and capitals take less room than bytes.
 */
export function qrVersionOf(text: string): number {
  const bytes = utf8Length(text);
  const at = (capacities: readonly number[]) => {
    const index = capacities.findIndex((capacity) => bytes <= capacity);
    return index < 0 ? capacities.length + 1 : index + 1;
  };
  return at(BYTES_L) <= QR_PREFERRED_VERSION ? Math.min(at(BYTES_M), QR_PREFERRED_VERSION) : at(BYTES_M);
}

/** Modules of the side of a code of this version. */
export function qrModules(version: number): number {
  return 17 + 4 * version;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
