/** Settings: one table, sensible defaults, and every fault at once. */
import { describe, expect, test } from 'vitest';
import { greetingLines, refusalLines } from '../../api/src/greeting.ts';
import { readSettings } from '../../api/src/settings.ts';

function settingsOf(environment: Record<string, string>) {
  const read = readSettings(environment);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.settings;
}

describe('settings', () => {
  test('nothing set', () => {
    const settings = settingsOf({});
    expect(settings).toMatchObject({ port: 8080, kiosk: 'auto', trustedProxies: 0, tls: undefined, admin: undefined });
    expect(settings.publicUrl).toMatch(/^http:\/\/[\d.]+:8080$/);
    expect(settings.playlistsDir).toMatch(/\/playlists\/library$/);
    expect(settings.assetsDir).toMatch(/\/assets$/);
    expect(settings.dataDir).toMatch(/\/data$/);
  });

  test('where it listens is where it is reached, unless it is said otherwise', () => {
    expect(settingsOf({ HOST: '127.0.0.1', PORT: '1234' }).publicUrl).toBe('http://127.0.0.1:1234');
    expect(settingsOf({ HOST: '::1', PORT: '1234' }).publicUrl).toBe('http://[::1]:1234');
    expect(settingsOf({ PUBLIC_URL: 'https://screens.acme.fr/' }).publicUrl).toBe('https://screens.acme.fr');
    expect(settingsOf({ TLS_CERT: 'a.pem', TLS_KEY: 'b.pem' }).publicUrl).toMatch(/^https:/);
  });

  test('every fault at once, by name and with its reason', () => {
    const read = readSettings({
      PORT: 'eighty',
      PUBLIC_URL: 'screens',
      KIOSK: 'maybe',
      TLS_CERT: 'a.pem',
      TRUST_PROXY: '-1',
      ADMIN_EMAIL: 'camille',
      ADMIN_PASSWORD: 'short',
      DATABASE_URL: 'mysql://x',
      TZ: 'Mars/Olympus',
    });
    const faults = 'faults' in read ? read.faults : [];
    const names = [
      'ADMIN_EMAIL',
      'ADMIN_PASSWORD',
      'DATABASE_URL',
      'KIOSK',
      'PORT',
      'PUBLIC_URL',
      'TLS_KEY',
      'TRUST_PROXY',
      'TZ',
    ];
    expect(faults.map((fault) => fault.name).toSorted()).toEqual(names);
    expect(refusalLines(faults, 'fr')[0]).toContain('Réglages à corriger');
    expect(refusalLines(faults, 'en').join('\n')).toContain('TLS_KEY: TLS_CERT and TLS_KEY belong together');
  });

  test('the greeting speaks the language of the machine', () => {
    const greeting = { url: 'http://10.0.0.5:8080', setupToken: 'abc', faults: 1 };
    expect(greetingLines(greeting, settingsOf({ LANG: 'fr_FR.UTF-8' }).language).join('\n')).toContain(
      'Palier est prêt',
    );
    const english = greetingLines(greeting, settingsOf({ LANG: 'C', LC_ALL: 'en_GB' }).language).join('\n');
    expect(english).toContain('http://10.0.0.5:8080/setup?token=abc');
    expect(english).toContain('1 playlist file(s) refused');
  });
});

describe('mail', () => {
  test('a server and a sender belong together', () => {
    expect(settingsOf({}).smtp).toBeUndefined();
    expect(settingsOf({ SMTP_URL: 'smtp://mail:25', MAIL_FROM: 'Palier <palier@acme.fr>' }).smtp).toEqual({
      url: 'smtp://mail:25',
      from: { name: 'Palier', address: 'palier@acme.fr' },
    });
    const faultsOf = (environment: Record<string, string>) => {
      const read = readSettings(environment);
      return 'faults' in read ? read.faults.map(({ name }) => name) : [];
    };
    expect(faultsOf({ SMTP_URL: 'smtp://mail' })).toEqual(['MAIL_FROM']);
    expect(faultsOf({ MAIL_FROM: 'palier@acme.fr' })).toEqual(['SMTP_URL']);
    expect(faultsOf({ SMTP_URL: 'http://mail', MAIL_FROM: 'a@b.fr\nBcc: x@y.fr' })).toEqual(['SMTP_URL', 'MAIL_FROM']);
  });
});
