/** The text inside a Wi-Fi QR, in the `WIFI:` form that phones join from. Never shown as text. */
import { codeAt } from '@palier/playlists/code-at';
import type { ItemOf } from '@palier/playlists/item';

export type Network = Pick<ItemOf<'wifi'>, 'ssid' | 'security' | 'password' | 'hidden'>;

/** What a card shows at a moment: the network to join, an account to sign in with, dots for people, or nothing. */
export type WifiFace =
  | { kind: 'join'; network: Network; audience: 'guests' | 'staff' | undefined; note: ItemOf<'wifi'>['note'] }
  | {
      kind: 'account' | 'masked';
      network: Network;
      audience: 'guests' | 'staff' | undefined;
      note: ItemOf<'wifi'>['note'];
    }
  | { kind: 'quiet' };

/** By the clock of the screen: the next password takes over at its minute, also without a server. */
export function wifiFace(item: ItemOf<'wifi'>, atMs: number | undefined): WifiFace {
  const { shown } = item;
  if (item.network === undefined) return { kind: 'join', network: item, audience: undefined, note: item.note };
  if (shown === undefined) return { kind: 'quiet' };
  const { ssid, hidden, audience } = shown;
  const around = { audience, note: item.note ?? shown.note };
  if (shown.security === 'enterprise') {
    return { kind: 'account', network: { ssid, hidden, security: 'WPA', password: '' }, ...around };
  }
  if (shown.security === 'open') {
    return { kind: 'join', network: { ssid, hidden, security: 'nopass', password: '' }, ...around };
  }
  const code = atMs === undefined ? shown.codes[0] : codeAt(shown.codes, atMs);
  if (shown.masked === true) {
    return { kind: 'masked', network: { ssid, hidden, security: 'WPA', password: code?.password ?? '' }, ...around };
  }
  if (code === undefined) return { kind: 'quiet' };
  // `WPA` stands for WPA2 and WPA3 alike: phones do not know another word.
  return { kind: 'join', network: { ssid, hidden, security: 'WPA', password: code.password }, ...around };
}

/**
 * The `WIFI:` string of a network. `\ ; , : "` are escaped with a backslash, as the readers of Android, iOS
 * and ZXing expect; an open network carries no password.
 */
export function wifiText(network: Network): string {
  const open = network.security === 'nopass' || network.password === '';
  const parts = [`T:${open ? 'nopass' : network.security}`, `S:${escaped(network.ssid)}`];
  if (!open) parts.push(`P:${escaped(network.password)}`);
  if (network.hidden) parts.push('H:true');
  return `WIFI:${parts.join(';')};;`;
}

function escaped(text: string): string {
  return text.replace(/[\\;,:"]/g, (sign) => `\\${sign}`);
}

/** Runs of one sort of sign, so that a reader tells O from 0 and l from 1 by colour as well as by shape. */
export type GlyphRun = { sort: 'letters' | 'digits' | 'signs'; text: string };

/** A password cut into runs of letters, digits and signs; a space becomes a visible open box. */
export function glyphRuns(password: string): GlyphRun[] {
  const runs: GlyphRun[] = [];
  for (const glyph of password) {
    const sort = /\p{L}/u.test(glyph) ? 'letters' : /\p{N}/u.test(glyph) ? 'digits' : 'signs';
    const last = runs[runs.length - 1];
    const shown = glyph === ' ' ? '␣' : glyph;
    if (last?.sort === sort) last.text += shown;
    else runs.push({ sort, text: shown });
  }
  return runs;
}
