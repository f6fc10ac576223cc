/** Who is offered the controls that change something. The server decides; this only spares people a refusal. */
import { Role } from '@palier/playlists/views';

const EDITORS: readonly string[] = [Role.enum.admin, Role.enum.editor];

const MODERATORS: readonly string[] = [...EDITORS, Role.enum.moderator];

/** Takes what `page.data` holds, which has no type of its own there. */
export function mayEdit(user: unknown): boolean {
  return hasRole(user, EDITORS);
}

/** Who decides over what colleagues propose. */
export function mayModerate(user: unknown): boolean {
  return hasRole(user, MODERATORS);
}

function hasRole(user: unknown, roles: readonly string[]): boolean {
  if (typeof user !== 'object' || user === null || !('role' in user)) return false;
  return typeof user.role === 'string' && roles.includes(user.role);
}
