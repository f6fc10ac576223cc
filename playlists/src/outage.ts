/**
 * When people are told of an outage: once when it has lasted, once when it is over, never while the wall is meant to be
 * dark, and more slowly for a screen that comes and goes. Pure: the state goes in and comes out, so that whoever keeps it
 * can write it down in the same transaction as the letter.
 */
import { z } from 'zod';
import { isOut, isWell, ScreenHealth } from './health.ts';

/** An outage is told of once it has lasted this long. */
export const OUT_AFTER_MS = 3 * 60_000;
/** A screen is well again once it has been well this long. */
export const WELL_AFTER_MS = 2 * 60_000;
/** Outages of one site that begin within this time are one letter. */
export const GATHER_MS = 60_000;
/** A screen with so many outages told within a day is told of more slowly. */
export const FLAPS = 3;
const FLAP_SLOWER = 10;
const DAY_MS = 24 * 3_600_000;

/** What is remembered of one screen between two looks. Instants are ISO. */
export const OutageState = z.strictObject({
  health: ScreenHealth,
  /** Since when it is in that state. */
  since: z.iso.datetime(),
  /** Since when it is out without having been well for long enough in between; absent: it is not. */
  outSince: z.iso.datetime().optional(),
  /** Since when it is well again while an outage is open. */
  wellSince: z.iso.datetime().optional(),
  /** When people were told of the open outage. */
  toldAt: z.iso.datetime().optional(),
  /** When people were told of outages, within a day. */
  told: z.array(z.iso.datetime()).max(50).default([]),
});
export type OutageState = z.infer<typeof OutageState>;

/** What is to be said of this screen now. `due`: the outage may be told; `over`: its end is to be told. */
export type OutageWord = 'none' | 'due' | 'over';

/**
 * One look at a screen.
 *
 * @param lit whether the wall is meant to be lit: an outage does not begin in the dark, and an open one waits.
 */
export function lookAtOutage(
  before: OutageState | undefined,
  now: { health: ScreenHealth; lit: boolean; atMs: number },
): { state: OutageState; word: OutageWord } {
  const at = new Date(now.atMs).toISOString();
  const { health, lit } = now;
  const told = (before?.told ?? []).filter((one) => now.atMs - Date.parse(one) < DAY_MS);
  const slower = told.length >= FLAPS ? FLAP_SLOWER : 1;
  const state: OutageState = {
    health,
    since: before?.health === health ? before.since : at,
    ...(before?.outSince === undefined ? {} : { outSince: before.outSince }),
    ...(before?.wellSince === undefined ? {} : { wellSince: before.wellSince }),
    ...(before?.toldAt === undefined ? {} : { toldAt: before.toldAt }),
    told,
  };
  if (isOut(health) && lit) {
    delete state.wellSince;
    state.outSince ??= at;
    const lastedMs = now.atMs - Date.parse(state.outSince);
    return { state, word: state.toldAt === undefined && lastedMs >= OUT_AFTER_MS * slower ? 'due' : 'none' };
  }
  if (state.outSince === undefined) return { state, word: 'none' };
  if (!lit && state.toldAt === undefined) {
    // The wall went dark before anybody was told: tomorrow is another day.
    delete state.outSince;
    delete state.wellSince;
    return { state, word: 'none' };
  }
  // Unknown, loading or dark: neither the end of an outage nor more of it.
  if (!isWell(health) || !lit) return { state, word: 'none' };
  state.wellSince ??= at;
  if (now.atMs - Date.parse(state.wellSince) < WELL_AFTER_MS * slower) return { state, word: 'none' };
  const wasTold = state.toldAt !== undefined;
  delete state.outSince;
  delete state.wellSince;
  delete state.toldAt;
  return { state, word: wasTold ? 'over' : 'none' };
}

/** The state after people were told of the outage. */
export function afterTelling(state: OutageState, atMs: number): OutageState {
  const at = new Date(atMs).toISOString();
  return { ...state, toldAt: at, told: [...state.told, at].slice(-50) };
}

/** Whether the outages that are due at one place are to be told now: the first has waited for the others. */
export function isGathered(states: readonly OutageState[], atMs: number): boolean {
  return states.some(
    ({ outSince, told }) =>
      outSince !== undefined &&
      atMs - Date.parse(outSince) >= OUT_AFTER_MS * (told.length >= FLAPS ? FLAP_SLOWER : 1) + GATHER_MS,
  );
}
