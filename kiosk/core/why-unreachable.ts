/** What stands between this machine and the server: no network, no answer to its name, or the server alone. */
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { connect, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { WhyUnreachable } from './deps.ts';

const WAIT_MS = 2_000;
/** Ports on which a gateway usually answers, if only by refusing. */
const GATEWAY_PORTS = [53, 80, 443];

export function createWhyUnreachable(serverUrl: string): WhyUnreachable {
  const { hostname } = new URL(serverUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  return async () => {
    const isHere = host === 'localhost' || host.startsWith('127.') || host === '::1';
    if (isHere) return 'server';
    const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    if (!addresses.some(({ internal, address }) => !internal && !address.startsWith('fe80'))) return 'network';
    const gateway = await gatewayOf();
    if (gateway !== undefined && !(await answers(gateway))) return 'network';
    if (isIP(host) === 0 && !(await resolves(host))) return 'name';
    return 'server';
  };
}

/** The default gateway as the kernel tells it (Linux); elsewhere unknown. */
async function gatewayOf(): Promise<string | undefined> {
  const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
  const row = table.split('\n').find((line) => line.split('\t')[1] === '00000000');
  const hex = row?.split('\t')[2];
  if (hex === undefined || hex === '00000000') return undefined;
  return (hex.match(/../g) ?? [])
    .map((byte) => parseInt(byte, 16))
    .reverse()
    .join('.');
}

/** A refusal is an answer too: somebody is there. */
async function answers(address: string): Promise<boolean> {
  const tries = GATEWAY_PORTS.map(
    (port) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port, timeout: WAIT_MS });
        const end = (is: boolean) => (socket.destroy(), resolve(is));
        socket.once('connect', () => end(true));
        socket.once('timeout', () => end(false));
        socket.once('error', (error) => end('code' in error && error.code === 'ECONNREFUSED'));
      }),
  );
  return (await Promise.all(tries)).includes(true);
}

async function resolves(host: string): Promise<boolean> {
  const late = new Promise<false>((resolve) => void setTimeout(() => resolve(false), WAIT_MS).unref());
  const asked = lookup(host).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}
