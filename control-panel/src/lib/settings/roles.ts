/** The roles with their words, widest first. */
import type { Role } from '@palier/playlists/views';
import { m } from '../paraglide/messages.js';

export const ROLES: { value: Role; label: () => string; hint: () => string }[] = [
  { value: 'admin', label: m.role_admin, hint: m.role_hint_admin },
  { value: 'editor', label: m.role_editor, hint: m.role_hint_editor },
  { value: 'moderator', label: m.role_moderator, hint: m.role_hint_moderator },
  { value: 'hr', label: m.role_hr, hint: m.role_hint_hr },
  { value: 'viewer', label: m.role_viewer, hint: m.role_hint_viewer },
];
