/** The text inside a Wi-Fi QR, in the `WIFI:` form that phones join from. Never shown as text. */
import type { ItemOf } from '@palier/playlists/item';

type Network = Pick<ItemOf<'wifi'>, 'ssid' | 'security' | 'password' | 'hidden'>;

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
