/** A real SMTP server on a free port: keeps each letter as it came over the wire, and refuses when told to. */
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Received = { to: string[]; mail: ParsedMail; raw: string };

export async function startSmtp(options: SMTPServerOptions = {}) {
  const letters: { to: string[]; raw: Buffer }[] = [];
  /** What the next recipients are answered; undefined takes them. */
  let refusal: { code: number; words: string } | undefined;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onRcptTo(_address, _session, done) {
      if (refusal === undefined) return done();
      done(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts);
        letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    /** Every letter so far, parsed. */
    received: (): Promise<Received[]> =>
      Promise.all(letters.map(async ({ to, raw }) => ({ to, mail: await simpleParser(raw), raw: raw.toString() }))),
    count: () => letters.length,
    refuse: (next: typeof refusal) => void (refusal = next),
    settings: (query = '', auth = '') => ({
      url: `smtp://${auth}127.0.0.1:${port}${query}`,
      from: { name: 'Palier', address: 'palier@atelier.example' },
    }),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
