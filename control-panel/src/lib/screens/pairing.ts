/** Pairing codes as people read them, and what the approval form sends. */
import { GroupName } from '@palier/playlists/ids';
import { formText } from '../form-text.ts';
import type { Client } from '../api.ts';

type Approval = Parameters<Client['pairings']['approve']>[1];

/** `K7QX 4MRA`: two groups of four, as on the wall. */
export function codeWords(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/** What was typed, as the server looks it up. */
export function codeOf(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

/** `Hall, étage 3` as group names: `hall`, `etage-3`. Empty parts are dropped. */
export function groupNames(typed: string): string[] {
  return [...new Set(typed.split(',').map(groupName))].filter((name) => GroupName.safeParse(name).success);
}

/** A name as an id: lower case, no accents, hyphens for the rest. */
export function groupName(typed: string): string {
  return typed
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
}

export function approvalOf(form: FormData): Approval {
  const text = (name: string) => formText(form, name).trim();
  const replaces = text('replaces');
  return {
    name: text('name'),
    place: text('place'),
    zone: text('zone'),
    language: text('language') === 'en' ? 'en' : 'fr',
    orientation: text('orientation') === 'portrait' ? 'portrait' : 'landscape',
    groups: groupNames(text('groups')),
    ...(replaces === '' ? {} : { replaces: replaces }),
  };
}
