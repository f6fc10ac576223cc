/** What phones read: Wi-Fi texts and QR codes. */
import { describe, expect, it } from 'vitest';
import jsQR from 'jsqr';
import { addressParts, pairingAddress } from '../../kiosk/player/src/text/address.ts';
import { qrMatrix, QUIET_MODULES } from '../../kiosk/player/src/text/qr-matrix.ts';
import { glyphRuns, wifiText } from '../../kiosk/player/src/text/wifi.ts';

describe('the WIFI: text', () => {
  const network = { ssid: 'Guest', security: 'WPA', password: 'secret', hidden: false } as const;
  it.each([
    [network, 'WIFI:T:WPA;S:Guest;P:secret;;'],
    [{ ...network, hidden: true }, 'WIFI:T:WPA;S:Guest;P:secret;H:true;;'],
    [{ ...network, security: 'nopass', password: '' } as const, 'WIFI:T:nopass;S:Guest;;'],
    [{ ...network, password: '' }, 'WIFI:T:nopass;S:Guest;;'],
    [
      { ...network, ssid: 'a;b,c:d"e\\f', password: '\\;,:"' },
      'WIFI:T:WPA;S:a\\;b\\,c\\:d\\"e\\\\f;P:\\\\\\;\\,\\:\\";;',
    ],
  ])('%j', (given, expected) => expect(wifiText(given)).toBe(expected));
});

it('cuts a password into runs that the eye can tell apart', () => {
  expect(glyphRuns('ab0O-1 l')).toEqual([
    { sort: 'letters', text: 'ab' },
    { sort: 'digits', text: '0' },
    { sort: 'letters', text: 'O' },
    { sort: 'signs', text: '-' },
    { sort: 'digits', text: '1' },
    { sort: 'signs', text: '␣' },
    { sort: 'letters', text: 'l' },
  ]);
});

describe('the QR', () => {
  it.each([
    'https://palier.acme.fr/avis',
    'WIFI:T:WPA;S:Café;P:é\\;"x;;',
    'http://192.168.1.20:8080/screens/pair?code=KM4P7XWB',
  ])('of %s is read back, quiet zone included', (text) => {
    const code = qrMatrix(text);
    const read = decode(code.path, code.side);
    expect(read).toBe(text);
  });

  it.each([
    ['https://palier.acme.fr/rh', 2],
    ['https://palier.acme.fr/avis', 3],
    ['http://192.168.1.20:8080/screens/pair?code=KM4P7XWB', 3],
  ])('of %s is of version %i', (text, version) => expect(qrMatrix(text).version).toBe(version));

  it('keeps error level M where a larger version is needed anyway', () => {
    const text = `https://palier.acme.fr/${'x'.repeat(80)}`;
    expect(qrMatrix(text).version).toBeGreaterThan(3);
  });

  it('has four white modules on every side', () => {
    const { path, side } = qrMatrix('https://palier.acme.fr/avis');
    const grid = draw(path, side);
    for (let along = 0; along < side; along += 1) {
      for (let edge = 0; edge < QUIET_MODULES; edge += 1) {
        for (const [x, y] of [
          [along, edge],
          [along, side - 1 - edge],
          [edge, along],
          [side - 1 - edge, along],
        ]) {
          expect(grid[(y ?? 0) * side + (x ?? 0)]).toBe(false);
        }
      }
    }
  });
});

describe('the address to type', () => {
  it.each([
    [{ url: 'https://palier.acme.fr/avis/' }, 'palier.acme.fr/avis'],
    [{ url: 'https://x.fr/a', label: 'acme.fr/ici' }, 'acme.fr/ici'],
    [{ url: `https://x.fr/${'a'.repeat(80)}` }, ''],
  ])('%j', (link, expected) => expect(addressParts(link).join('')).toBe(expected));

  it('while pairing is the page without the code', () => {
    expect(pairingAddress('http://10.0.0.2:8080/screens/pair?code=ABCD2345', '')).toBe('10.0.0.2:8080/screens/pair');
    expect(pairingAddress('', 'http://10.0.0.2:8080/')).toBe('10.0.0.2:8080');
  });
});

function draw(path: string, side: number): boolean[] {
  const grid = Array.from({ length: side * side }, () => false);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let step = 0; step < Number(run); step += 1) grid[Number(y) * side + Number(x) + step] = true;
  }
  return grid;
}

function decode(path: string, side: number): string | undefined {
  const scale = 4;
  const grid = draw(path, side);
  const pixels = new Uint8ClampedArray((side * scale) ** 2 * 4).fill(255);
  for (let y = 0; y < side * scale; y += 1) {
    for (let x = 0; x < side * scale; x += 1) {
      if (grid[Math.floor(y / scale) * side + Math.floor(x / scale)] === true)
        pixels.fill(0, (y * side * scale + x) * 4, (y * side * scale + x) * 4 + 3);
    }
  }
  const read = jsQR.default === undefined ? undefined : jsQR.default(pixels, side * scale, side * scale);
  return read?.data;
}
