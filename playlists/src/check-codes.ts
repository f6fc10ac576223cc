/** Checks of QR codes: large enough from where people stand, coarse enough, and long enough on the wall. Pure. */
import { faceOf } from './document-face.ts';
import type { CheckedScreen, Found } from './finding.ts';
import type { Item } from './item.ts';
import type { Entry } from './playlist.ts';
import { QR_PREFERRED_BYTES, QR_PREFERRED_VERSION, qrModules, qrReachM, qrVersionOf, type QrPlace } from './wall.ts';

/** People look up, take out the phone and aim: less than this is too short. */
export const MIN_QR_MS = 10_000;
/** Phones differ by more than a tenth, so a tenth too small is no finding; at less than half it is of no use. */
const SLACK = 0.9;
const USELESS = 0.5;
/** A code denser than this hardly reads off a screen at all. */
const MOST_VERSION = 8;

/** What is found about the item's QR code; nothing for an item without one. */
export function checkCode(
  { item, durationMs }: Pick<Entry, 'item' | 'durationMs'>,
  screens: readonly CheckedScreen[],
): Found[] {
  const code = codeOf(item);
  if (code === undefined) return [];
  const version = qrVersionOf(code.text);
  const found: Found[] = [...small(code, version, screens)];
  if (version > QR_PREFERRED_VERSION) {
    const params = { version, characters: code.text.length, most: QR_PREFERRED_BYTES };
    found.push({ code: 'qr-dense', severity: version > MOST_VERSION ? 'refuse' : 'warn', field: code.field, params });
  }
  if (durationMs < MIN_QR_MS) {
    const params = { givenS: Math.round(durationMs / 100) / 10, neededS: MIN_QR_MS / 1000 };
    found.push({ code: 'qr-brief', severity: 'refuse', field: 'durationMs', params });
  }
  return found;
}

function small(code: { place: QrPlace; field: string }, version: number, screens: readonly CheckedScreen[]): Found[] {
  const reaches = screens.map((screen) => {
    const reachM = qrReachM(screen, code.place, qrModules(version));
    return { screen, reachM, share: reachM / screen.distanceM };
  });
  const worst = reaches.toSorted((a, b) => a.share - b.share)[0];
  if (worst === undefined || worst.share >= SLACK) return [];
  const params = {
    screen: worst.screen.name,
    reachM: Math.round(worst.reachM * 10) / 10,
    distanceM: worst.screen.distanceM,
  };
  const severity = worst.share < USELESS ? ('refuse' as const) : ('warn' as const);
  return [{ code: 'qr-small', severity, field: code.field, params }];
}

/** The code an item shows: its text, where it stands and the field that decides it. */
export function codeOf(item: Item): { text: string; place: QrPlace; field: string } | undefined {
  if (item.kind === 'document') {
    const face = faceOf(item);
    return face === undefined ? undefined : codeOf(face);
  }
  if (item.kind === 'qr') return { text: item.link.url, place: 'qr', field: 'link.url' };
  if (item.kind === 'wifi') {
    // As long as the text that joins: WIFI:T:WPA;S:...;P:...;;
    const text = `WIFI:T:${item.security};S:${item.ssid};P:${item.password};;${item.hidden ? 'H:true;' : ''}`;
    return { text, place: 'wifi', field: 'ssid' };
  }
  if (item.kind === 'steps' && item.link !== undefined)
    return { text: item.link.url, place: 'beside', field: 'link.url' };
  if ('link' in item && item.link !== undefined) return { text: item.link.url, place: 'link', field: 'link.url' };
  return undefined;
}
