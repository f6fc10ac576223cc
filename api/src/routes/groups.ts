/** Groups: a tag that screens carry. A group exists as long as a screen carries it. */
import { Hono } from 'hono';
import { GroupName } from '@palier/playlists/ids';
import type { GroupView } from '@palier/playlists/views';
import type { ApiEnv } from '../environment.ts';
import type { Parts } from '../parts.ts';
import { invalidField, problem } from '../problem.ts';
import type { DocumentOf } from '../storage/collections.ts';
import { body } from '../validate.ts';
import { GroupMembers } from '../wire.ts';

const MAX_GROUPS_PER_SCREEN = 20;

export function groupRoutes({ storage }: Parts) {
  /** Gives the group exactly these members; answers what stands in the way. */
  const setMembers = (name: GroupName, members: ReadonlySet<string>) =>
    storage.transact(async (transaction) => {
      const records = await transaction.all('screens');
      const known = new Set<string>(records.map((record) => record.id));
      const unknown = [...members].find((id) => !known.has(id));
      if (unknown !== undefined) return { reason: `there is no screen "${unknown}"` };
      for (const record of records) {
        const others = record.screen.groups.filter((group) => group !== name);
        const groups = members.has(record.id) ? [...others, name].toSorted() : others;
        if (groups.length > MAX_GROUPS_PER_SCREEN) return { reason: `"${record.screen.name}" is in 20 groups already` };
        if (groups.length !== record.screen.groups.length) {
          await transaction.put('screens', { ...record, screen: { ...record.screen, groups } });
        }
      }
      return undefined;
    });

  return new Hono<ApiEnv>()
    .get('/api/groups', async (c) => c.json({ groups: groupsOf(await storage.all('screens')) }))
    .put('/api/groups/:name', body(GroupMembers), async (c) => {
      const name = GroupName.safeParse(c.req.param('name'));
      if (!name.success) return invalidField(c, 'name', name.error.issues[0]?.message ?? 'not a name for a group');
      const hindrance = await setMembers(name.data, new Set(c.req.valid('json').screens));
      if (hindrance !== undefined && 'reason' in hindrance) return invalidField(c, 'screens', hindrance.reason);
      return c.json({ groups: groupsOf(await storage.all('screens')) });
    })
    .delete('/api/groups/:name', async (c) => {
      const name = GroupName.safeParse(c.req.param('name')).data;
      const groups = groupsOf(await storage.all('screens'));
      if (name === undefined || !groups.some((group) => group.name === name)) return problem(c, 'not-found');
      await setMembers(name, new Set());
      return c.body(null, 204);
    });
}

function groupsOf(records: readonly DocumentOf<'screens'>[]): GroupView[] {
  const members = new Map<GroupName, GroupView['screens']>();
  for (const { id, screen } of records) {
    for (const group of screen.groups) members.set(group, [...(members.get(group) ?? []), id]);
  }
  return [...members].toSorted(([a], [b]) => a.localeCompare(b)).map(([name, screens]) => ({ name, screens }));
}
