/** Mail, as administrators ask about it. */
import { MailTestAnswer, MailView } from '../wire/mail.ts';
import type { Caller } from './caller.ts';

export function mailRoutes(caller: Caller) {
  return {
    get: () => caller.read('/api/mail', MailView),
    /** To the own address; a refusal's `detail` holds the mail server's own words. May take as long as that server. */
    test: () => caller.send('POST', '/api/mail/test', MailTestAnswer, {}),
    /** Offers again what was given up. */
    retry: () => caller.send('POST', '/api/mail/retry', MailView, {}),
  };
}
