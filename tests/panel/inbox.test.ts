/** The logic of HR's desk: the order of a conversation, what a key means, when something wakes, where a lock leads. */
import { describe, expect, test } from 'vitest';
import { UserId } from '@palier/playlists/ids';
import { TalkSettings, TalkTeam } from '@palier/playlists/talk-settings';
import { ThreadId, ThreadMessage } from '@palier/playlists/thread';
import { InboxView, ThreadNote, type InboxRow } from '@palier/playlists/thread-views';
import { backPath, firstStep, unlockPath } from '../../control-panel/src/lib/inbox/door.ts';
import { handlingWith } from '../../control-panel/src/lib/inbox/handling.ts';
import { actOf, stepIn } from '../../control-panel/src/lib/inbox/keys.ts';
import { passphraseLevel } from '../../control-panel/src/lib/inbox/passphrase.ts';
import { draftOf, settingsOf } from '../../control-panel/src/lib/inbox/settings/talk-draft.ts';
import { snoozeChoices } from '../../control-panel/src/lib/inbox/snooze.ts';
import { timelineOf } from '../../control-panel/src/lib/inbox/timeline.ts';

const at = (minute: number) => `2026-11-24T10:${String(minute).padStart(2, '0')}:00Z`;
const message = (seq: number, minute: number, more = {}) =>
  ThreadMessage.parse({ seq, from: 'author', at: at(minute), text: `m${seq}`, ...more });
const note = (seq: number, minute: number, more = {}) =>
  ThreadNote.parse({ seq, by: 'Claire', at: at(minute), text: '', ...more });

describe('a conversation in its order', () => {
  test('messages, events and notes stand where they happened; a change says what differs from the one before', () => {
    const claire = UserId.parse('claire');
    const beats = timelineOf(
      [message(1, 0), message(2, 5, { from: 'hr', event: 'acknowledged', text: '' }), message(3, 20)],
      [
        note(1, 2, { text: 'seen' }),
        note(2, 6, { did: 'handled', handling: { assignee: claire, priority: 'high', themes: [] } }),
        note(3, 8, { did: 'handled', handling: { assignee: claire, priority: 'high', themes: ['parking'] } }),
        note(4, 9, { did: 'closed' }),
      ],
    );
    expect(beats.map(({ key }) => key)).toEqual(['m1', 'n1', 'm2', 'n2', 'n3', 'm3']);
    expect(beats.flatMap((beat) => (beat.kind === 'handled' ? beat.changes.map(({ what }) => what) : []))).toEqual([
      'assignee',
      'priority',
      'themes',
    ]);
  });
});

describe('keys', () => {
  const stroke = (key: string, more = {}) =>
    actOf({ key, ctrlKey: false, metaKey: false, altKey: false, target: { tagName: 'BODY' }, ...more });
  test('a letter acts outside fields alone, and never with a modifier', () => {
    expect([stroke('j'), stroke('J'), stroke('?'), stroke('x')]).toEqual(['next', 'next', 'help', undefined]);
    expect(stroke('l', { target: { tagName: 'TEXTAREA' } })).toBeUndefined();
    expect(stroke('l', { ctrlKey: true })).toBeUndefined();
  });
  test.each([
    [0, -1, 1, -1],
    [3, -1, 1, 0],
    [3, 2, 1, 2],
    [3, 0, -1, 0],
    [3, 1, -1, 0],
  ] as const)('in a list of %i, from %i by %i: %i', (length, from, by, to) => {
    expect(stepIn(length, from, by)).toBe(to);
  });
});

describe('the door', () => {
  test.each([
    [null, '/inbox'],
    ['/inbox/settings', '/inbox/settings'],
    ['/inbox?queue=mine', '/inbox?queue=mine'],
    ['/inbox/unlock?next=/inbox', '/inbox'],
    ['/inboxes', '/inbox'],
    ['//evil.example/inbox', '/inbox'],
    ['https://evil.example/inbox', '/inbox'],
    ['/inbox/\\evil', '/inbox'],
  ])('back to %s leads to %s', (next, path) => expect(backPath(next)).toBe(path));

  test('first set up, then unlock with the way back, then wherever one wants', () => {
    const view = (more: object) =>
      InboxView.parse({ setUp: true, self: 'member', unlocked: false, members: [], rotationDue: false, ...more });
    expect(firstStep(view({ setUp: false }), '/inbox')).toBe('/inbox/set-up');
    expect(firstStep(view({}), '/inbox/themes')).toBe(unlockPath('/inbox/themes'));
    expect(firstStep(view({}), '/inbox/unlock?next=%2Finbox%2Fthemes')).toBeUndefined();
    expect(firstStep(view({ unlocked: true }), '/inbox/themes')).toBeUndefined();
  });
});

describe('handling', () => {
  const teams = [TalkTeam.parse({ id: 'paie', name: 'Paie', topics: ['pay'] })];
  const row = (handling: InboxRow['handling']): InboxRow => ({
    id: ThreadId.parse(`t${'a'.repeat(20)}`),
    pseudonym: { animal: 0, colour: 0 },
    topic: 'pay',
    excerpt: '',
    state: 'open',
    messages: 1,
    waitsFor: 'hr',
    lastAt: at(0),
    unread: false,
    answerUnread: false,
    handling,
    overdue: false,
    deleteOn: '2027-01-01',
  });
  test('a team that only follows from the topic is not written down; a field is taken away by undefined', () => {
    const handled = row({ team: 'paie', priority: 'high', themes: ['a'], snoozedUntil: at(30) });
    expect(handlingWith(handled, teams, {})).toEqual({ priority: 'high', themes: ['a'], snoozedUntil: at(30) });
    expect(handlingWith(handled, teams, { snoozedUntil: undefined, team: 'sante' })).toEqual({
      priority: 'high',
      themes: ['a'],
      team: 'sante',
    });
  });

  test('every snooze lies ahead, in order, whatever the weekday', () => {
    for (let day = 1; day <= 14; day += 1) {
      const nowMs = new Date(2026, 10, day, 15).getTime();
      const until = snoozeChoices(nowMs).map((choice) => Date.parse(choice.until));
      expect(until.every((ms) => ms > nowMs)).toBe(true);
      expect(new Set(until).size).toBe(until.length);
      const mondays = snoozeChoices(nowMs).filter(({ id }) => id === 'monday');
      expect(mondays.filter((choice) => new Date(choice.until).getDay() !== 1)).toEqual([]);
    }
  });
});

test('settings go into the form and back unchanged; an empty text is an absent one', () => {
  const settings = TalkSettings.parse({ contact: { fr: 'RH' }, signpostUrl: 'https://alerte.example/' });
  expect(TalkSettings.parse(settingsOf(draftOf(settings)))).toEqual(settings);
  expect(TalkSettings.parse(settingsOf({ ...draftOf(settings), contactFr: ' ', signpostUrl: '' }))).toEqual(
    TalkSettings.parse({}),
  );
  expect(TalkSettings.safeParse({ signpostUrl: 'javascript:alert(1)' }).success).toBe(false);
});

test.each([
  ['trop court', 'short'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'fair'],
  ['une longue marche sous la pluie', 'good'],
] as const)('a passphrase like "%s" is %s', (passphrase, level) => expect(passphraseLevel(passphrase)).toBe(level));
