/** Screens: a place on a wall, with its zone, language and size. */
import { z } from 'zod';
import { GroupName, ScreenId } from './ids.ts';
import { Language } from './localized.ts';
import { isZone } from './local-time.ts';
import { PowerHours } from './power.ts';

/** An IANA zone name that this runtime knows, e.g. `Europe/Paris`. */
export const Zone = z.string().max(60).refine(isZone, 'unknown time zone: use an IANA name such as Europe/Paris');

/** A place on a wall. */
export const Screen = z.strictObject({
  id: ScreenId,
  name: z.string().trim().min(1).max(60),
  /** What the top strip says, e.g. "3rd floor · Cafeteria". Default: the name. */
  place: z.string().trim().max(60).default(''),
  zone: Zone,
  language: Language,
  groups: z.array(GroupName).max(20).default([]),
  orientation: z.enum(['landscape', 'portrait']).default('landscape'),
  /** Diagonal in inches and usual reading distance in metres: they decide QR and text sizes. */
  diagonalInches: z.number().min(7).max(200).default(43),
  distanceM: z.number().min(0.5).max(30).default(3),
  /** The building or site, e.g. "Lyon": outages of one location are told together. */
  location: z.string().trim().max(80).optional(),
  /** When the wall is meant to be lit; absent: always. */
  powerHours: PowerHours.optional(),
});
export type Screen = z.infer<typeof Screen>;

/** Which screens something is meant for: all of them, or those named or in a named group. */
export const Target = z
  .strictObject({
    all: z.boolean().default(false),
    screens: z.array(ScreenId).max(5000).default([]),
    groups: z.array(GroupName).max(200).default([]),
  })
  .refine((target) => target.all || target.screens.length > 0 || target.groups.length > 0, {
    message: 'choose at least one screen or group, or all',
  });
export type Target = z.infer<typeof Target>;

/** Whether `screen` is among those that `target` means. */
export function targets(target: Target, screen: Pick<Screen, 'id' | 'groups'>): boolean {
  return (
    target.all || target.screens.includes(screen.id) || screen.groups.some((group) => target.groups.includes(group))
  );
}
