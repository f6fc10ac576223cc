/** Letters: those that wait, those that were given up, and a mark of each that was sent, so that none is sent twice. */
import { z } from 'zod';
import { Sha256 } from '@palier/playlists/ids';

export const MailRecord = z.strictObject({
  /** SHA-256 of the key its sender gave it: the same key is the same letter. */
  id: Sha256,
  state: z.enum(['waiting', 'sent', 'given-up']),
  /** Absent once it is sent: nobody needs to know any more who got what. */
  letter: z
    .strictObject({
      to: z.string().max(254),
      subject: z.string().max(200),
      text: z.string().max(100_000),
      html: z.string().max(200_000).optional(),
    })
    .optional(),
  createdAt: z.iso.datetime(),
  tries: z.int().min(0),
  /** When it is tried again, or when it was sent or given up. */
  dueAt: z.iso.datetime(),
  /** The mail server's own words at the last failure. */
  words: z.string().max(500).optional(),
});
export type MailRecord = z.infer<typeof MailRecord>;
