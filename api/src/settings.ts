/**
 * Settings by environment, one table. All faults are listed together at start, each with its variable and reason;
 * nothing else of the server reads `process.env`.
 */
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Language } from '@palier/playlists/localized';
import { Zone } from '@palier/playlists/screen';

const ROOT = resolve(import.meta.dirname, '../..');

const number = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'write a whole number').transform(Number).pipe(z.int().min(min).max(max));
const path = z
  .string()
  .min(1)
  .transform((text) => resolve(text));
const url = z.url({ protocol: /^https?$/, error: 'write it as https://screens.example.org' });

/** Name, shape, default and meaning of each variable. `palier settings` and the README print it. */
export const SETTINGS = {
  PORT: { shape: number(0, 65_535), default: '8080', about: 'the port of everything: panel, API, player' },
  HOST: { shape: z.string().min(1).max(255), default: '', about: 'the address to listen on; empty: all of them' },
  PUBLIC_URL: {
    shape: url.refine((text) => URL.parse(text)?.pathname === '/', 'give it without a path'),
    default: '',
    about: 'where phones and screens reach the server; empty: the address in the local network',
  },
  DATA_DIR: { shape: path, default: join(ROOT, 'data'), about: 'the store and the media, owned by one process' },
  PLAYLISTS_DIR: { shape: path, default: join(ROOT, 'playlists/library'), about: 'the playlists, one file each' },
  ASSETS_DIR: { shape: path, default: join(ROOT, 'assets'), about: 'watched: files dropped here join the library' },
  KIOSK: { shape: z.enum(['auto', 'none']), default: 'auto', about: 'whether to open a kiosk window on this machine' },
  TLS_CERT: { shape: path, default: '', about: 'certificate chain (PEM) to serve https; with TLS_KEY' },
  TLS_KEY: { shape: path, default: '', about: 'its private key (PEM)' },
  TRUST_PROXY: { shape: number(0, 10), default: '0', about: 'how many proxies stand in front and set X-Forwarded-For' },
  ADMIN_EMAIL: { shape: z.email(), default: '', about: 'first administrator, for installs that nobody attends' },
  ADMIN_PASSWORD: { shape: z.string().min(10).max(200), default: '', about: 'its password, at least 10 characters' },
  DATABASE_URL: {
    shape: z.string().regex(/^postgres(ql)?:\/\//, 'write it as postgres://user:password@host/name'),
    default: '',
    about: 'PostgreSQL instead of the embedded store',
  },
  MEDIA_URL: {
    shape: z
      .string()
      .regex(/^(file|s3):\/\//, 'write it as file:///folder or s3://bucket/prefix?endpoint=https://host'),
    default: '',
    about: 'where media lie when several processes share them; empty: DATA_DIR',
  },
  S3_ACCESS_KEY_ID: { shape: z.string().max(200), default: '', about: 'of the bucket that MEDIA_URL names' },
  S3_SECRET_ACCESS_KEY: { shape: z.string().max(200), default: '', about: 'its secret' },
  SECRETS_KEY_FILE: {
    shape: path,
    default: '',
    about: 'the key that seals Wi-Fi passwords and credentials; empty: DATA_DIR/secrets.key. In no backup',
  },
  EGRESS_ALLOW: {
    shape: z
      .string()
      .transform((text) =>
        text
          .toLowerCase()
          .split(',')
          .map((place) => place.trim()),
      )
      .pipe(
        z
          .array(z.string().regex(/^(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/, 'write it as erp.acme.lan:8080,other:80'))
          .max(50),
      ),
    default: '',
    about: 'places of the own network that figures and feeds may be fetched from, as host:port, with commas',
  },
  PATH: { shape: z.string(), default: '', about: 'where ffmpeg and soffice are looked for' },
  ORGANISATION: { shape: z.string().trim().max(80), default: '', about: 'the name that stands on the screens' },
  SMTP_URL: {
    shape: z
      .string()
      .max(500)
      .refine(isSmtpUrl, 'write it as smtp://user:password@host:587 or smtps://user:password@host:465'),
    default: '',
    about: 'the mail server for alerts; empty: no mail is sent, and the panel says so',
  },
  MAIL_FROM: {
    shape: z
      .string()
      .max(254)
      .transform(senderOf)
      .pipe(z.strictObject({ name: z.string(), address: z.email() })),
    default: '',
    about: 'the sender, e.g. Palier <palier@example.org>',
  },
  TZ: { shape: Zone, default: '', about: 'time zone of the server and of its own kiosk window' },
  LOG_LEVEL: {
    shape: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    // The first thing a terminal shows must be the address and the set-up link, not what went well.
    default: 'warn',
    about: 'how much the log says',
  },
} as const satisfies Record<string, { shape: z.ZodType; default: string; about: string }>;

type Name = keyof typeof SETTINGS;
export type SettingFault = { name: string; reason: string };

export type Settings = {
  port: number;
  host: string | undefined;
  publicUrl: string;
  dataDir: string;
  playlistsDir: string;
  assetsDir: string;
  kiosk: 'auto' | 'none';
  tls: { certPath: string; keyPath: string } | undefined;
  trustedProxies: number;
  admin: { email: string; password: string } | undefined;
  databaseUrl: string | undefined;
  mediaUrl: string | undefined;
  mediaCredentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  secretsKeyFile: string;
  /** `host:port` of the own network that may be fetched from. */
  egressAllow: readonly string[];
  organisation: string;
  smtp: { url: string; from: { name: string; address: string } } | undefined;
  /** Where programs that help with files are looked for. */
  toolPath: string;
  zone: string;
  language: Language;
  logLevel: string;
};

/** Reads all variables; answers the settings, or every fault at once. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { settings: Settings } | { faults: SettingFault[] } {
  const faults: SettingFault[] = [];
  const read = <N extends Name>(name: N): z.output<(typeof SETTINGS)[N]['shape']> | undefined => {
    const text = environment[name]?.trim() || SETTINGS[name].default;
    if (text === '') return undefined;
    const parsed = SETTINGS[name].shape.safeParse(text);
    if (!parsed.success) faults.push({ name, reason: parsed.error.issues.map((issue) => issue.message).join('; ') });
    return parsed.data as z.output<(typeof SETTINGS)[N]['shape']> | undefined;
  };
  const together = (a: Name, b: Name) => {
    const [first, second]: unknown[] = [read(a), read(b)];
    const wrong = faults.some((fault) => fault.name === a || fault.name === b);
    if (wrong || (first === undefined && second === undefined)) return undefined;
    if (typeof first === 'string' && typeof second === 'string') return [first, second] as const;
    faults.push({ name: first === undefined ? a : b, reason: `${a} and ${b} belong together: give both or none` });
    return undefined;
  };

  const port = read('PORT') ?? 0;
  const tls = together('TLS_CERT', 'TLS_KEY');
  const admin = together('ADMIN_EMAIL', 'ADMIN_PASSWORD');
  const bucketKey = together('S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY');
  const mediaUrl = read('MEDIA_URL');
  if (mediaUrl?.startsWith('s3:') === true && bucketKey === undefined) {
    faults.push({ name: 'S3_ACCESS_KEY_ID', reason: 'MEDIA_URL names a bucket: give its key and secret' });
  }
  const [smtpUrl, from] = [read('SMTP_URL'), read('MAIL_FROM')];
  const isMailWrong = faults.some(({ name }) => name === 'SMTP_URL' || name === 'MAIL_FROM');
  if (!isMailWrong && (smtpUrl === undefined) !== (from === undefined)) {
    const name = smtpUrl === undefined ? 'SMTP_URL' : 'MAIL_FROM';
    faults.push({ name, reason: 'SMTP_URL and MAIL_FROM belong together: give both or none' });
  }
  const zone = read('TZ') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const host = read('HOST');
  const isEverywhere = host === undefined || host === '0.0.0.0' || host === '::';
  const reached = isEverywhere ? lanAddress() : host.includes(':') ? `[${host}]` : host;
  const given = read('PUBLIC_URL') ?? `${tls === undefined ? 'http' : 'https'}://${reached}:${port}`;
  const publicUrl = URL.parse(given)?.origin ?? given;
  const settings: Settings = {
    port,
    host,
    publicUrl,
    dataDir: read('DATA_DIR') ?? '',
    playlistsDir: read('PLAYLISTS_DIR') ?? '',
    assetsDir: read('ASSETS_DIR') ?? '',
    kiosk: read('KIOSK') ?? 'auto',
    tls: tls && { certPath: tls[0], keyPath: tls[1] },
    trustedProxies: read('TRUST_PROXY') ?? 0,
    admin: admin && { email: admin[0], password: admin[1] },
    databaseUrl: read('DATABASE_URL'),
    mediaUrl,
    mediaCredentials: bucketKey && { accessKeyId: bucketKey[0], secretAccessKey: bucketKey[1] },
    secretsKeyFile: read('SECRETS_KEY_FILE') ?? join(read('DATA_DIR') ?? '', 'secrets.key'),
    egressAllow: read('EGRESS_ALLOW') ?? [],
    organisation: read('ORGANISATION') ?? '',
    smtp: smtpUrl === undefined || from === undefined ? undefined : { url: smtpUrl, from },
    toolPath: read('PATH') ?? '',
    zone,
    language: languageOf(environment),
    logLevel: read('LOG_LEVEL') ?? 'warn',
  };
  return faults.length === 0 ? { settings } : { faults };
}

function isSmtpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}

/** `Name <address>`, or an address alone. */
function senderOf(text: string): { name: string; address: string } {
  const [, name = '', address = text] = /^"?([^"<>\p{Cc}]*?)"?\s*<([^<>]+)>$/u.exec(text) ?? [];
  return { name: name.trim(), address };
}

/** The language of the machine: French where it says so, else English. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^fr/i.test(locale) ? 'fr' : 'en';
}

/** The first address other machines in the building can reach; the machine's own when it has no network. */
function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const ipv4 = addresses.filter((one) => one.family === 'IPv4' && !one.internal && !one.address.startsWith('169.254.'));
  return ipv4[0]?.address ?? '127.0.0.1';
}
