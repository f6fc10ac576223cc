/** Mail as administrators see it: whether it is set up, what waits, and what the mail server said. */
import { z } from 'zod';

/** Where no SMTP server is set, `configured` is false and nothing else is known. Never holds a password. */
export const MailView = z.strictObject({
  configured: z.boolean(),
  /** Host and port of the SMTP server, and the sender. */
  server: z.string().optional(),
  from: z.string().optional(),
  waiting: z.int().min(0),
  givenUp: z.int().min(0),
  /** The last letter that failed, with the server's own words. */
  lastFault: z
    .strictObject({
      at: z.iso.datetime(),
      words: z.string(),
      to: z.string().optional(),
      subject: z.string().optional(),
    })
    .optional(),
});
export type MailView = z.infer<typeof MailView>;

/** The server took the test letter; its own words, e.g. `250 2.0.0 OK`. */
export const MailTestAnswer = z.strictObject({ to: z.string(), words: z.string() });
export type MailTestAnswer = z.infer<typeof MailTestAnswer>;
