/**
 * One conversation with the SMTP server of the settings. Answers the server's own words, never throws for a refusal and
 * never says a password. A password is sent over TLS alone, unless `SMTP_URL` says `?requireTLS=false`.
 */
import { createTransport } from 'nodemailer';
import type { Options as SmtpOptions } from 'nodemailer/lib/smtp-transport/index.js';

export type SmtpSettings = { url: string; from: { name: string; address: string } };
export type Outgoing = { messageId: string; to: string; subject: string; text: string; html?: string | undefined };
/** `final`: the server will not take this letter however often it is offered. */
export type Delivery = { words: string } | { refused: string; final: boolean };
export type Smtp = { deliver(letter: Outgoing): Promise<Delivery>; server: string; from: string };

const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 12_000, dnsTimeout: 4_000 };
const MAX_WORDS = 500;

export function createSmtp({ url, from }: SmtpSettings): Smtp {
  const options = optionsOf(url);
  return {
    server: `${options.host}:${options.port}`,
    from: from.name === '' ? from.address : `${from.name} <${from.address}>`,
    async deliver({ messageId, to, subject, text, html }) {
      const transport = createTransport(options);
      try {
        const sent = await transport.sendMail({
          messageId,
          from,
          // As an object it is one address, whatever it holds: no list, no second header.
          to: { name: '', address: to },
          subject,
          text,
          ...(html === undefined ? {} : { html }),
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        return { words: wordsOf(sent.response) };
      } catch (error) {
        return refusalOf(error);
      } finally {
        transport.close();
      }
    },
  };
}

function optionsOf(url: string): SmtpOptions & { host: string; port: number } {
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const secure = protocol === 'smtps:';
  const user = decodeURIComponent(username);
  const mayBePlain = searchParams.get('requireTLS') === 'false';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(password) }, requireTLS: !secure && !mayBePlain }),
    ...(searchParams.get('rejectUnauthorized') === 'false' ? { tls: { rejectUnauthorized: false } } : {}),
    ...TIMEOUTS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** What the server or the network said, on one line. */
function refusalOf(error: unknown): { refused: string; final: boolean } {
  const words = wordsOf(error instanceof Error ? error.message : String(error));
  // A refused sign-in is mended by the technician; a refused address or letter is not mended by asking again.
  const isSignIn = fieldOf(error, 'code') === 'EAUTH';
  const code = fieldOf(error, 'responseCode');
  return { refused: words, final: !isSignIn && typeof code === 'number' && code >= 550 };
}

function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function wordsOf(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_WORDS);
}
