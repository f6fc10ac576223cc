/** Bodies that trickle or stop: a real socket, because time belongs to it. */
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { boundBodyInTime } from '../../api/src/listen.ts';

const TIMES = { withinMs: 150, silentMs: 100 };
let port = 0;
let answered = 0;
const server = createServer((request, response) => {
  boundBodyInTime(request, TIMES);
  request.on('error', () => undefined);
  // The answer takes longer than any of the times: that is the server's own affair.
  request.on('end', () => setTimeout(() => response.end('done'), 400)).resume();
  request.on('end', () => (answered += 1));
});
beforeEach(async () => {
  answered = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends `pieces`, one every 40 ms, of a body said to be `length` long; resolves with what came back. */
function send(path: string, pieces: number, length: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (bytes) => (text += bytes.toString())).on('error', () => undefined);
    socket.on('close', () => resolve(text));
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`);
    let sent = 0;
    const timer = setInterval(() => {
      if (sent++ < pieces) socket.write('x');
      else clearInterval(timer);
    }, 40);
  });
}

test('a body that trickles is cut off; one that is whole may be answered late', async () => {
  expect(await send('/api/session', 1000, 1000)).toBe('');
  expect(answered).toBe(0);
  expect(await send('/api/session', 2, 2)).toContain('done');
});

test('an upload may take its time as long as something comes, and is given up when nothing does', async () => {
  expect(await send('/api/media?name=a.png', 12, 12)).toContain('done');
  expect(await send('/api/media?name=a.png', 2, 1000)).toBe('');
  expect(answered).toBe(1);
});
