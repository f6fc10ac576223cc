/** What a screen is told of a Wi-Fi network: the shapes that items carry. Apart from `network.ts`, which knows items. */
import { z } from 'zod';
import { localized } from './localized.ts';

/** The kinds of protection. `enterprise`: everyone signs in with their own account, so there is no password to show. */
export const NetworkSecurity = z.enum(['WPA2', 'WPA3', 'enterprise', 'open']);
export type NetworkSecurity = z.infer<typeof NetworkSecurity>;

/** A password and the instant from which it is valid, until the next one is. */
export const NetworkCode = z.strictObject({ fromMs: z.int(), password: z.string().max(63) });
export type NetworkCode = z.infer<typeof NetworkCode>;

/** A network as one screen shows it. `codes`: the present password and those that follow, oldest first. */
export const ShownNetwork = z.strictObject({
  ssid: z.string().max(32),
  security: NetworkSecurity,
  hidden: z.boolean(),
  audience: z.enum(['guests', 'staff']),
  note: localized(240).optional(),
  codes: z.array(NetworkCode).max(8),
  /** The passwords are dots: this is not what a screen shows, but what others may see of it. */
  masked: z.boolean().optional(),
});
export type ShownNetwork = z.infer<typeof ShownNetwork>;
