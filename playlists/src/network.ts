/**
 * Wi-Fi networks: what joins them, on which screens, and when the password changes. A password is a secret: it leaves
 * the server only in the manifests of the screens it is meant for. Everything else carries dots.
 */
import { z } from 'zod';
import { NetworkId } from './ids.ts';
import type { Item } from './item.ts';
import { localized } from './localized.ts';
import type { Manifest } from './manifest.ts';
import { NetworkSecurity } from './network-shown.ts';
import { Target } from './screen.ts';

/** What stands where a password is not shown. */
export const DOTS = '••••••••';

/** What is said of a password: WPA2 and WPA3 take 8 to 63 characters. */
export const NetworkPassword = z
  .string()
  .min(8, 'a Wi-Fi password has at least 8 characters')
  .max(63, 'a Wi-Fi password has at most 63 characters')
  .regex(/^[\x20-\x7e]+$/, 'use letters without accents, digits and signs: phones cannot type the rest everywhere');

/** A network as people describe it, without its passwords. */
export const Network = z.strictObject({
  id: NetworkId,
  ssid: z.string().min(1).max(32),
  security: NetworkSecurity.default('WPA2'),
  hidden: z.boolean().default(false),
  audience: z.enum(['guests', 'staff']).default('guests'),
  /** The screens that may show it; on any other the card stays quiet. */
  target: Target,
  note: localized(240).optional(),
  /** Remind the team when the password is older than this. */
  remindAfterDays: z.int().min(1).max(3660).optional(),
});
export type Network = z.infer<typeof Network>;

export { codeAt } from './code-at.ts';

/** Whether an item holds a secret once it is filled: it is left out of screenshots, exports and views. */
export function holdsSecret(item: Item): boolean {
  return item.kind === 'wifi' && (item.network !== undefined || item.password !== '');
}

/** The item with dots for passwords, whether they were typed into it or filled in. */
export function maskedItem<I extends Item>(item: I): I {
  if (item.kind !== 'wifi' || item.shown?.masked === true) return item;
  const shown =
    item.shown === undefined
      ? {}
      : {
          shown: {
            ...item.shown,
            codes: item.shown.codes.map(({ fromMs }) => ({ fromMs, password: DOTS })),
            masked: true,
          },
        };
  return { ...item, ...(item.password === '' ? {} : { password: DOTS }), ...shown };
}

/** The manifest as people and previews may see it. */
export function maskedManifest(manifest: Manifest): Manifest {
  return {
    ...manifest,
    playlists: manifest.playlists.map((playlist) => ({
      ...playlist,
      entries: playlist.entries.map((entry) => ({ ...entry, item: maskedItem(entry.item) })),
    })),
    takeovers: manifest.takeovers.map((takeover) =>
      takeover.content.kind === 'item'
        ? { ...takeover, content: { ...takeover.content, item: maskedItem(takeover.content.item) } }
        : takeover,
    ),
  };
}

/** A line of an imported list, or why it cannot be one. */
export type ListedCode = { line: number } & (
  { localDate: string; password: string } | { fault: 'date' | 'password' | 'line' }
);

/** The most lines an imported list may have. */
export const MAX_CODES = 400;

/**
 * A list of dates and passwords, one pair a line: `2026-12-01;password`, `01/12/2026 08:00, password` or with a tab.
 * Day comes before month. Empty lines and a first line of headings are passed over.
 */
export function readCodeList(text: string): ListedCode[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const read = lines.flatMap((line, index): ListedCode[] => {
    if (line.trim() === '') return [];
    const parts = /^\s*"?([^;,\t"]+?)"?\s*[;,\t]\s*(.+?)\s*$/.exec(line);
    const [date = '', given = ''] = parts?.slice(1) ?? [];
    const password = /^"(.*)"$/.exec(given)?.[1]?.replaceAll('""', '"') ?? given;
    const localDate = localDateOf(date);
    if (parts === null) return [{ line: index + 1, fault: 'line' }];
    if (localDate === undefined) return [{ line: index + 1, fault: 'date' }];
    if (!NetworkPassword.safeParse(password).success) return [{ line: index + 1, fault: 'password' }];
    return [{ line: index + 1, localDate, password }];
  });
  // Headings are no fault.
  const [first] = read;
  return (
    first !== undefined && 'fault' in first && first.fault === 'date' && first.line === 1 ? read.slice(1) : read
  ).slice(0, MAX_CODES);
}

/** `2026-12-01T08:00` of the ways people write a day, with or without a time. */
function localDateOf(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(text);
  const dmy = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[T ](\d{1,2})[:h](\d{2})(?::\d{2})?)?$/.exec(text);
  const [year, month, day] = iso !== null ? iso.slice(1, 4) : dmy !== null ? [dmy[3], dmy[2], dmy[1]] : [];
  const [hour = '0', minute = '0'] = (iso ?? dmy)?.slice(4, 6) ?? [];
  try {
    return Temporal.PlainDateTime.from(
      { year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute) },
      { overflow: 'reject' },
    ).toString({ smallestUnit: 'minute' });
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}
