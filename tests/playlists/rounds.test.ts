import { expect, test, vi } from 'vitest';
import { createRounds } from '@palier/playlists/rounds';

const noError = (error: unknown) => expect.fail(`unexpected: ${String(error)}`);

test('asked while a round is under way, it goes round exactly once more', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let begun = 0;
  const rounds = createRounds(() => gates[begun++]?.promise ?? Promise.resolve(), noError);
  const all = [rounds.ask(), rounds.ask(), rounds.ask()];
  expect(begun).toBe(1);
  gates[0]?.resolve();
  await vi.waitFor(() => expect(begun).toBe(2));
  gates[1]?.resolve();
  await Promise.all(all);
  expect(begun).toBe(2);
});

// A wake-up lost here is a screen that shows the takeover a minute late.
test('whenever it is asked, a round begins after that', async () => {
  for (let steps = 0; steps < 12; steps += 1) {
    let begun = 0;
    const rounds = createRounds(async () => {
      begun += 1;
      await Promise.resolve();
    }, noError);
    void rounds.ask();
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    const before = begun;
    await rounds.ask();
    expect(begun, `asked ${steps} steps after the first`).toBeGreaterThan(before);
  }
});

test('a round that fails is told and does not end what was asked meanwhile', async () => {
  const errors: unknown[] = [];
  let begun = 0;
  const rounds = createRounds(
    async () => {
      begun += 1;
      if (begun === 1) {
        void rounds.ask();
        throw new Error('disk');
      }
    },
    (error) => errors.push(error),
  );
  await rounds.ask();
  expect(begun).toBe(2);
  expect(errors).toHaveLength(1);
  await rounds.ask();
  expect(begun).toBe(3);
});

test('done comes after the round that is under way, and at once when idle', async () => {
  const gate = Promise.withResolvers<void>();
  const events: string[] = [];
  const rounds = createRounds(() => gate.promise.then(() => void events.push('round')), noError);
  await rounds.done();
  void rounds.ask();
  const done = rounds.done().then(() => events.push('done'));
  gate.resolve();
  await done;
  expect(events).toEqual(['round', 'done']);
});
