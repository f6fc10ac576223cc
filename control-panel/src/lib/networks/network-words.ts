/** What the panel says of networks: kinds of protection, moments, and how old a password is. */
import type { NetworkView } from '@palier/api/client';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

const DAY_MS = 24 * 3600_000;

export const SECURITY_WORDS: Record<NetworkView['network']['security'], () => string> = {
  WPA2: m.results_n_wpa2,
  WPA3: m.results_n_wpa3,
  enterprise: m.results_n_enterprise,
  open: m.results_n_open,
};

export function momentWords(iso: string): string {
  const format = new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'short' });
  return format.format(Date.parse(iso));
}

export const takesPassword = (security: NetworkView['network']['security']) =>
  security === 'WPA2' || security === 'WPA3';

/** Days since the present password began, once the team asked to be reminded after so many. */
export function overdueDays(view: NetworkView, atMs: number): number | undefined {
  const { remindAfterDays } = view.network;
  const current = view.codes.find(({ state }) => state === 'current');
  if (remindAfterDays === undefined || current === undefined) return undefined;
  const days = Math.floor((atMs - Date.parse(current.from)) / DAY_MS);
  return days >= remindAfterDays ? days : undefined;
}
