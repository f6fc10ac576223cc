/** Two forms of all may be large; nothing larger is read at all, and not too many at once. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createFormSizes, MAX_FORM_BYTES, MAX_MESSAGE_BYTES, MAX_PROPOSAL_BYTES } from '../../api/src/form-sizes.ts';

function asking(url: string, headers: Record<string, string>) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'POST', url, headers });
  return { request, response: new ServerResponse(request) };
}

test.each([
  ['/t/talk', MAX_MESSAGE_BYTES, 200],
  ['/t/talk?x', MAX_MESSAGE_BYTES, 200],
  ['/t/talk', MAX_MESSAGE_BYTES + 1, 413],
  ['/p/preview', MAX_PROPOSAL_BYTES, 200],
  ['/p/preview?/send', MAX_PROPOSAL_BYTES + 1, 413],
  ['/p/find', MAX_FORM_BYTES + 1, 413],
  ['/t/write', MAX_FORM_BYTES, 200],
  ['/t/write', MAX_FORM_BYTES + 1, 413],
  ['/t/talks', MAX_FORM_BYTES + 1, 413],
  ['/sign-in?next=/t/talk', MAX_FORM_BYTES + 1, 413],
])('%s of %d bytes: %d', (url, bytes, status) => {
  const { request, response } = asking(url, { 'content-length': String(bytes) });
  expect(createFormSizes()(request, response)).toBe(status === 200);
  expect(response.statusCode).toBe(status);
});

test('a body of unsaid size is refused, a question without one is not', () => {
  const fits = createFormSizes();
  const unsaid = asking('/t/talk', { 'transfer-encoding': 'chunked' });
  expect([fits(unsaid.request, unsaid.response), unsaid.response.statusCode]).toEqual([false, 411]);
  const bare = asking('/t', {});
  expect(fits(bare.request, bare.response)).toBe(true);
});

test('a heavy message that comes drop by drop is cut off', async () => {
  const { request, response } = asking('/t/talk', { 'content-length': String(MAX_MESSAGE_BYTES) });
  expect(createFormSizes(1)(request, response)).toBe(true);
  await expect.poll(() => request.destroyed).toBe(true);
});

test('twelve heavy messages at once; the next gets in when one is through', () => {
  const fits = createFormSizes();
  const heavy = () => asking('/t/talk', { 'content-length': String(MAX_MESSAGE_BYTES) });
  const under = Array.from({ length: 12 }, heavy);
  expect(under.every(({ request, response }) => fits(request, response))).toBe(true);
  const next = heavy();
  expect([fits(next.request, next.response), next.response.statusCode]).toEqual([false, 503]);
  under[0]?.response.emit('close');
  const again = heavy();
  expect(fits(again.request, again.response)).toBe(true);
});
