/** A certificate that is renewed while the server runs. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listen } from '../../api/src/listen.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'palier-tls-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function makeCertificate(name: string): void {
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const asked = ['req', '-x509', ...curve, '-nodes', '-keyout', key, '-out', cert, '-subj', `/CN=${name}`];
  execFileSync('openssl', asked, { stdio: 'ignore' });
}

/** The name in the certificate that is served. */
function served(port: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subject.CN);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('a good one is taken up; a broken one is logged, and the one before goes on', async () => {
  makeCertificate('first');
  const said: string[] = [];
  const tls = { certPath: join(dir, 'cert.pem'), keyPath: join(dir, 'key.pem') };
  const server = await listen({
    settings: { port: 0, host: '127.0.0.1', tls, trustedProxies: 0 },
    api: { fetch: () => new Response('') },
    panel: (_request, response) => response.end(),
    log: { error: (message) => void said.push(message) },
  });
  expect(await served(server.port)).toBe('first');
  makeCertificate('second');
  process.emit('SIGHUP');
  expect(await served(server.port)).toBe('second');
  await writeFile(tls.certPath, (await readFile(tls.certPath, 'utf8')).slice(0, 200));
  process.emit('SIGHUP');
  expect(await served(server.port)).toBe('second');
  expect(said).toEqual([expect.stringContaining('could not be renewed')]);
  await server.close();
});
