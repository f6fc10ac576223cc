/** Who is told by mail of which screen, and in what words. */
import { z } from 'zod';
import type { ScreenHealth, SilenceCause } from '@palier/playlists/health';
import { GroupName, ScreenId } from '@palier/playlists/ids';
import type { Language } from '@palier/playlists/localized';
import type { Screen } from '@palier/playlists/screen';
import { letterOf, type Letter } from './mail/letter.ts';
import type { Storage, Transaction } from './storage/storage.ts';
import { AlertRules } from './wire/screen-care.ts';

const SETTING = 'alerts';

export async function readAlertRules(reader: Pick<Storage, 'get'>): Promise<AlertRules> {
  const stored = AlertRules.safeParse((await reader.get('settings', SETTING))?.value);
  return stored.success ? stored.data : { rules: [] };
}

export async function writeAlertRules(transaction: Transaction, rules: AlertRules): Promise<void> {
  await transaction.put('settings', { id: SETTING, value: z.json().parse(rules) });
}

export type Addressee = { address: string; language: Language };

/** Those whom a rule names for this screen or one of its groups; without such a rule the administrators. */
export function addresseesOf(
  screen: Pick<Screen, 'id' | 'groups' | 'language'>,
  { rules }: AlertRules,
  users: readonly { email: string; role: string; language: Language }[],
): Addressee[] {
  const named = rules.filter(
    (rule) =>
      rule.screens.includes(ScreenId.parse(screen.id)) ||
      rule.groups.some((group) => screen.groups.includes(GroupName.parse(group))),
  );
  const to =
    named.length === 0
      ? users.filter(({ role }) => role === 'admin').map(({ email }) => email)
      : named.flatMap((rule) => rule.to);
  return [...new Set(to)].map((address) => {
    const user = users.find(({ email }) => email.toLowerCase() === address.toLowerCase());
    return { address, language: user?.language ?? screen.language };
  });
}

export type OutageLine = { screen: Screen; health: ScreenHealth; sinceMs: number };
export type RecoveryLine = { screen: Screen; sinceMs: number; untilMs: number; cause: SilenceCause | undefined };

const HEALTH_WORDS: Record<Language, Partial<Record<ScreenHealth, string>>> = {
  fr: {
    silent: 'ne donne plus de nouvelles',
    'page-dead': 'la page ne répond plus, la machine oui',
    'display-off': 'l’écran est éteint alors qu’il devrait être allumé',
    fault: 'ne peut rien montrer de ce qui est prévu',
  },
  en: {
    silent: 'has gone silent',
    'page-dead': 'its page does not answer, its machine does',
    'display-off': 'its display is off although it should be on',
    fault: 'cannot show anything of what is due',
  },
};
const CAUSE_WORDS: Record<Language, Record<SilenceCause, string>> = {
  fr: {
    network: 'le réseau de l’écran était coupé',
    name: 'le nom du serveur ne répondait pas',
    server: 'le serveur ne répondait pas',
    program: 'la machine ou son programme ne tournait pas',
    unknown: 'cause inconnue',
  },
  en: {
    network: 'the screen had no network',
    name: 'the server’s name could not be resolved',
    server: 'the server did not answer',
    program: 'the machine or its program did not run',
    unknown: 'cause unknown',
  },
};

export function outageLetter(language: Language, site: string, lines: readonly OutageLine[], url: string): Letter {
  const isFrench = language === 'fr';
  const [first] = lines;
  const one = lines.length === 1 && first !== undefined ? first.screen.name : undefined;
  const where = site === '' ? '' : ` (${site})`;
  const subject = isFrench
    ? one === undefined
      ? `Palier\u00a0: ${lines.length} écrans en panne${where}`
      : `Palier\u00a0: l’écran «\u00a0${one}\u00a0» est en panne${where}`
    : one === undefined
      ? `Palier: ${lines.length} screens are down${where}`
      : `Palier: the screen “${one}” is down${where}`;
  const text = lines.map(({ screen, health, sinceMs }) => {
    const words = HEALTH_WORDS[language][health] ?? health;
    const at = timeOf(sinceMs, screen.zone, language);
    return `${nameOf(screen)}${isFrench ? '\u00a0' : ''}: ${words}, ${isFrench ? 'depuis' : 'since'} ${at}`;
  });
  const lead = isFrench
    ? 'Ce qui devrait s’afficher ne s’affiche pas. Un autre message suivra à la fin de la panne.'
    : 'What should show does not. Another message follows when it is over.';
  return letterOf({
    language,
    subject,
    paragraphs: [text, lead],
    link: { label: isFrench ? 'Voir les écrans' : 'Look at the screens', url: `${url}/screens` },
  });
}

export function recoveryLetter(language: Language, site: string, lines: readonly RecoveryLine[], url: string): Letter {
  const isFrench = language === 'fr';
  const [first] = lines;
  const one = lines.length === 1 && first !== undefined ? first.screen.name : undefined;
  const where = site === '' ? '' : ` (${site})`;
  const subject = isFrench
    ? one === undefined
      ? `Palier\u00a0: ${lines.length} écrans rétablis${where}`
      : `Palier\u00a0: l’écran «\u00a0${one}\u00a0» est rétabli${where}`
    : one === undefined
      ? `Palier: ${lines.length} screens are back${where}`
      : `Palier: the screen “${one}” is back${where}`;
  const text = lines.map(({ screen, sinceMs, untilMs, cause }) => {
    const span = `${timeOf(sinceMs, screen.zone, language)} – ${timeOf(untilMs, screen.zone, language)}`;
    const why = cause === undefined ? '' : `${isFrench ? '\u00a0' : ''}; ${CAUSE_WORDS[language][cause]}`;
    return `${nameOf(screen)}${isFrench ? '\u00a0' : ''}: ${span}${why}`;
  });
  return letterOf({
    language,
    subject,
    paragraphs: [text],
    link: { label: isFrench ? 'Voir les écrans' : 'Look at the screens', url: `${url}/screens` },
  });
}

function nameOf({ name, place }: Screen): string {
  return place === '' || place === name ? name : `${name} (${place})`;
}

function timeOf(atMs: number, zone: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(atMs);
}
