/** Documents of the real collections for storage tests. Only their ids and the few fields under test vary. */
import { HeartbeatRecord, PlayRecord, SessionRecord, UserRecord } from '../../api/src/storage/collections.ts';

const AT = '2026-05-07T10:00:00.000Z';

export function user(id: string, email = `${id}@example.com`) {
  return UserRecord.parse({ id, email, name: id, role: 'editor', language: 'en', passwordHash: 'x', createdAt: AT });
}

export function session(number: number, userId: string) {
  const id = number.toString(16).padStart(64, '0');
  return SessionRecord.parse({ id, userId, createdAt: AT, expiresAt: AT });
}

export function setting(id: string, value: string | number | { [key: string]: number } = 1) {
  return { id, value };
}

export function heartbeat(id: string) {
  return HeartbeatRecord.parse({ id, lastHeardAt: AT });
}

export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function play(number: number) {
  const body = { id: uuid(number), entryId: 'welcome', startedAt: AT, endedAt: AT, revision: number };
  return PlayRecord.parse({ play: body, receivedAt: AT });
}
