/** Pairing: a code shown on the wall is a look-up key only; the poll secret that collects the token is separate. */
import { z } from 'zod';
import { GroupName, ScreenId } from './ids.ts';
import { Language } from './localized.ts';
import { Zone } from './screen.ts';

/** 8 characters without look-alikes (no 0 O 1 I L U V). Shown as two groups of four. */
export const PAIRING_ALPHABET = '23456789ABCDEFGHJKMNPQRSTWXYZ';
/** How long a code can be approved, in milliseconds. */
export const PAIRING_TTL_MS = 10 * 60_000;
/** Wrong tries after which a code is burnt. */
export const PAIRING_MAX_TRIES = 5;
/** How often a kiosk asks whether it was approved, in milliseconds. */
export const PAIRING_POLL_MS = 2_000;

/** A code as people type it: case, spaces and hyphens do not matter. */
export const PairingCode = z
  .string()
  .transform((text) => text.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(
    z
      .string()
      .regex(new RegExp(`^[${PAIRING_ALPHABET}]{8}$`), 'a pairing code has 8 characters, as shown on the screen'),
  );

/** What a kiosk says when it asks to be paired. */
export const PairingRequest = z.strictObject({
  zone: Zone.optional(),
  language: Language.optional(),
  widthPx: z.int().min(1).max(20_000).optional(),
  heightPx: z.int().min(1).max(20_000).optional(),
  host: z.string().max(80).optional(),
});
export type PairingRequest = z.infer<typeof PairingRequest>;

/** The size of the page on the wall, said once it is known: whoever approves is offered the orientation that fits. */
export const PairingSize = PairingRequest.pick({ widthPx: true, heightPx: true }).required();
export type PairingSize = z.infer<typeof PairingSize>;

/** The answer to a request: the code to show and the secret to poll with. */
export const PairingOffer = z.strictObject({
  code: z.string().length(8),
  /** At least 128 random bits; sent as `Authorization: Bearer` when polling. Never shown. */
  pollSecret: z.string().min(22),
  expiresAt: z.iso.datetime(),
  /** The panel's approval page, for the QR. */
  approveUrl: z.string(),
});
export type PairingOffer = z.infer<typeof PairingOffer>;

/** The answer to a poll. The token is given once approved. */
export const PairingAnswer = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('waiting') }),
  z.strictObject({ status: z.literal('expired') }),
  z.strictObject({ status: z.literal('approved'), screenId: ScreenId, token: z.string().min(22) }),
]);
export type PairingAnswer = z.infer<typeof PairingAnswer>;

/** What the one who approves says of the screen. */
export const PairingApproval = z.strictObject({
  name: z.string().trim().min(1).max(60),
  place: z.string().trim().max(60).default(''),
  zone: Zone,
  language: Language,
  groups: z.array(GroupName).max(20).default([]),
  orientation: z.enum(['landscape', 'portrait']).default('landscape'),
  /** An existing screen whose machine is replaced: its old token dies. */
  replaces: ScreenId.optional(),
});
export type PairingApproval = z.infer<typeof PairingApproval>;
