/** Who may call what. Each route names one `Access` in `routes/table.ts`; a route without one is refused to all. */
import type { Role } from '@palier/playlists/views';
import type { Caller } from './environment.ts';

/**
 * A role stands for itself and for those above it: `viewer` below `moderator`, `hr` and `editor`, `admin` above all.
 * `moderation` is for moderators and editors: both decide over what colleagues propose.
 * `inbox` is `hr` alone: what employees wrote to HR is not for administrators.
 * `screen` is a paired machine by its token; `watcher` is whoever may see media; `poll-secret` is judged by its route.
 */
export type Access = 'anyone' | 'poll-secret' | 'screen' | 'watcher' | 'moderation' | 'inbox' | Role;

/** Who decides over what colleagues propose. */
export const MODERATION_ROLES: ReadonlySet<string> = new Set<Role>(['moderator', 'editor', 'admin']);

export function allows(access: Access, caller: Caller): boolean {
  switch (access) {
    case 'anyone':
    case 'poll-secret':
      return true;
    case 'screen':
      return caller.kind === 'screen' || caller.kind === 'preview';
    case 'watcher':
      return caller.kind !== 'nobody';
    case 'viewer':
      return caller.kind === 'person';
    case 'inbox':
      return caller.kind === 'person' && caller.user.role === 'hr';
    case 'moderation':
      return caller.kind === 'person' && MODERATION_ROLES.has(caller.user.role);
    case 'moderator':
    case 'hr':
    case 'editor':
    case 'admin':
      return caller.kind === 'person' && (caller.user.role === access || caller.user.role === 'admin');
  }
}
