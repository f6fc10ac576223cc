/**
 * The letter to who left an address: what was decided, why, and how to come back; or that nobody answered in time. It
 * goes in the transaction of the decision. The six words are not known here, so the letter asks for them; the address is opened for it alone.
 */
import type { Decision } from '@palier/playlists/proposal';
import type { Language } from '@palier/playlists/localized';
import { letterOf } from '../mail/letter.ts';
import type { Mail } from '../mail/mail.ts';
import type { Sealer } from '../sealing.ts';
import type { ProposalRecord } from '../storage/records/proposals.ts';
import type { Transaction } from '../storage/storage.ts';
import { KEPT_DAYS } from './terms.ts';
import { UNDO_MS } from './undo.ts';

type Said = 'approved' | 'declined' | 'asked-changes' | 'taken-down' | 'hidden-by-reports' | 'shown-again';
/** What no decision tells: its time passed while nobody had answered. */
type Told = Said | 'unanswered';
type Words = Record<Told, { subject: string; body: string }> & {
  reason: string;
  link: string;
  back: string;
  on: string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    approved: { subject: 'Votre proposition est acceptée', body: 'Votre proposition «\u00a0{title}\u00a0» est acceptée.' },
    declined: { subject: 'Votre proposition n’est pas retenue', body: 'Votre proposition «\u00a0{title}\u00a0» n’est pas retenue. Vous pouvez la modifier et l’envoyer à nouveau.' },
    'asked-changes': { subject: 'Votre proposition\u00a0: une modification est demandée', body: 'Il manque peu pour que «\u00a0{title}\u00a0» passe sur les écrans.' },
    'taken-down': { subject: 'Votre proposition est retirée des écrans', body: 'Votre proposition «\u00a0{title}\u00a0» est retirée des écrans. Vous pouvez la modifier et l’envoyer à nouveau.' },
    'hidden-by-reports': { subject: 'Votre proposition est relue', body: 'Plusieurs personnes ont signalé «\u00a0{title}\u00a0». Elle n’est plus affichée, le temps qu’une modératrice ou un modérateur la relise.' },
    'shown-again': { subject: 'Votre proposition est de retour', body: 'Votre proposition «\u00a0{title}\u00a0» a été relue et peut de nouveau passer sur les écrans.' },
    unanswered: { subject: 'Votre proposition est restée sans réponse', body: 'Personne n’a répondu à temps à votre proposition «\u00a0{title}\u00a0», et nous en sommes désolés. Vous pouvez la modifier et l’envoyer à nouveau\u00a0: elle est gardée {days}\u00a0jours.' },
    reason: 'La raison\u00a0: {reason}',
    on: 'Elle passe sur les écrans à partir du {from}, jusqu’au {until}.',
    link: 'Voir où elle en est',
    back: 'Pour l’ouvrir, tapez les six mots que vous avez gardés. Nous ne les connaissons pas. Votre adresse est chiffrée, puis oubliée.',
  },
  en: {
    approved: { subject: 'Your proposal is approved', body: 'Your proposal “{title}” is approved.' },
    declined: { subject: 'Your proposal was not taken', body: 'Your proposal “{title}” was not taken. You can edit it and send it again.' },
    'asked-changes': { subject: 'Your proposal: a change is asked for', body: 'Little is missing for “{title}” to go on screens.' },
    'taken-down': { subject: 'Your proposal was taken off the screens', body: 'Your proposal “{title}” was taken off the screens. You can edit it and send it again.' },
    'hidden-by-reports': { subject: 'Your proposal is being read again', body: 'Several people reported “{title}”. It is not shown until a moderator has read it again.' },
    'shown-again': { subject: 'Your proposal is back', body: 'Your proposal “{title}” was read again and may be on screens once more.' },
    unanswered: { subject: 'Your proposal was left without an answer', body: 'Nobody answered your proposal “{title}” in time, and we are sorry. You can edit it and send it again: it is kept for {days} days.' },
    reason: 'The reason: {reason}',
    on: 'It is on the screens from {from} to {until}.',
    link: 'See where it stands',
    back: 'To open it, type the six words you kept. We do not know them. Your address is encrypted, then forgotten.',
  },
}; // prettier-ignore

const SAID: ReadonlySet<string> = new Set<Said>([
  'approved',
  'declined',
  'asked-changes',
  'taken-down',
  'hidden-by-reports',
  'shown-again',
]);
const isSaid = (did: Decision['did']): did is Said => SAID.has(did);

/** What a sealed address belongs to. */
export function mailPlace(keyHash: string): string {
  return `proposal mail ${keyHash}`;
}

const keyOf = ({ id }: ProposalRecord, { at, did }: Decision) => `proposal ${id} ${at} ${did}`;

export function createProposalLetters(deps: { mail: Mail; sealer: Sealer; publicUrl: () => string; zone: string }) {
  const { mail, sealer, publicUrl, zone } = deps;

  /** The address that was left, and the account that had it then; old ones have no account. */
  function leftWith({ mail: sealed, keyHash }: ProposalRecord): { address?: string; account?: string } {
    const opened = sealed === undefined ? undefined : sealer.open(sealed, mailPlace(keyHash));
    const [address, account] = opened?.split('\n') ?? [];
    return { ...(address === undefined ? {} : { address }), ...(account === undefined ? {} : { account }) };
  }

  const dayOf = (at: string, language: Language) =>
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      day: 'numeric',
      month: 'long',
      timeZone: zone,
    }).format(new Date(at));

  async function send(
    transaction: Transaction,
    record: ProposalRecord,
    { told, paragraphs, key, afterMs }: { told: Told; paragraphs: readonly string[]; key: string; afterMs: number },
  ): Promise<void> {
    const { address: to } = leftWith(record);
    if (to === undefined) return;
    const { language } = record;
    const words = WORDS[language];
    const { subject, body } = words[told];
    const first = body.replace('{days}', `${KEPT_DAYS}`).replace('{title}', () => record.content.title);
    const letter = letterOf({
      language,
      subject,
      paragraphs: [first, ...paragraphs, words.back],
      link: { label: words.link, url: `${publicUrl()}/p/find` },
    });
    await mail.enqueue(transaction, { key, to, afterMs, ...letter });
  }

  return {
    /** `account`: whose address it is in the house. Sealed with it and forgotten with it. */
    seal: (address: string, keyHash: string, account?: string): string =>
      sealer.seal(account === undefined ? address : `${address}\n${account}`, mailPlace(keyHash)),
    /** The account whose address was left. What accounts are called since says nothing: no address can be guessed at. */
    accountOf: (record: ProposalRecord): string | undefined => leftWith(record).account,
    /** Takes the letter about the decision of that instant back, if it has not gone. */
    async untell(transaction: Transaction, record: ProposalRecord, at: string): Promise<void> {
      for (const decision of record.decisions.filter((one) => one.at === at)) {
        await mail.recall(transaction, keyOf(record, decision));
      }
    },
    /** Puts the letter in the queue, if an address was left and the decision is one to tell. */
    async tell(transaction: Transaction, record: ProposalRecord, decision: Decision): Promise<void> {
      const { did } = decision;
      if (!isSaid(did)) return;
      const { language, fromAt, untilAt } = record;
      const words = WORDS[language];
      const paragraphs: string[] = [];
      if (decision.reason !== undefined) paragraphs.push(words.reason.replace('{reason}', () => decision.reason ?? ''));
      if (did === 'approved' && fromAt !== undefined && untilAt !== undefined) {
        // The end is the instant after its last day.
        const last = new Date(Date.parse(untilAt) - 1).toISOString();
        paragraphs.push(words.on.replace('{from}', dayOf(fromAt, language)).replace('{until}', dayOf(last, language)));
      }
      // What a person decided can be taken back for a moment: the letter waits as long.
      const afterMs = decision.by.kind === 'user' ? UNDO_MS : 0;
      await send(transaction, record, { told: did, paragraphs, key: keyOf(record, decision), afterMs });
    },
    /** Its time is over and nobody answered: told before the address is forgotten, in the same transaction. */
    async tellUnanswered(transaction: Transaction, record: ProposalRecord): Promise<void> {
      const key = `proposal ${record.id} ${record.revision} unanswered`;
      await send(transaction, record, { told: 'unanswered', paragraphs: [], key, afterMs: 0 });
    },
  };
}
export type ProposalLetters = ReturnType<typeof createProposalLetters>;
