/** A change of how a conversation is handled, as the API wants it: the whole of it, without what only follows from the topic. */
import type { TalkTeam } from '@palier/playlists/talk-settings';
import type { InboxRow, ThreadHandling } from '@palier/playlists/thread-views';

/** `undefined` takes a field away. */
export type HandlingEdit = { [Field in keyof ThreadHandling]?: ThreadHandling[Field] | undefined };

export function handlingWith(row: InboxRow, teams: readonly TalkTeam[], edit: HandlingEdit): ThreadHandling {
  const byTopic = teams.find(({ topics }) => topics.includes(row.topic))?.id;
  const { team, ...rest } = row.handling;
  const own = team === undefined || team === byTopic ? rest : row.handling;
  const whole = { ...own, ...edit };
  const { priority, themes, assignee, snoozedUntil } = whole;
  return {
    priority: priority ?? 'normal',
    themes: themes ?? [],
    ...(whole.team === undefined ? {} : { team: whole.team }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
  };
}
