/**
 * A letter's shape: plain text and a plain HTML twin, in the addressee's language. The words come from the caller; what
 * was typed by people is escaped here, and nothing in a letter loads anything from anywhere.
 */
import type { Language } from '@palier/playlists/localized';

export type LetterParts = {
  language: Language;
  subject: string;
  /** One paragraph each; a list of lines becomes a list. */
  paragraphs: readonly (string | readonly string[])[];
  /** A button, and in the text an address on a line of its own. */
  link?: { label: string; url: string };
  /** Things to act on, each with its own addresses, after the paragraphs. */
  entries?: readonly { title: string; facts: string; links: readonly { label: string; url: string }[] }[];
};
export type Letter = { subject: string; text: string; html: string };

const FOOT = {
  fr: 'Message automatique de Palier, les écrans du bureau. Inutile d’y répondre.',
  en: 'Sent by Palier, the office screens. There is no need to answer.',
} as const satisfies Record<Language, string>;

export function letterOf({ language, subject, paragraphs, link, entries = [] }: LetterParts): Letter {
  const blocks = paragraphs.map((part) =>
    typeof part === 'string' ? part : part.map((line) => `- ${line}`).join('\n'),
  );
  const colon = language === 'fr' ? '\u00a0:' : ':';
  for (const { title, facts, links } of entries) {
    blocks.push([title, facts, ...links.map(({ label, url }) => `${label}${colon} ${url}`)].join('\n'));
  }
  if (link !== undefined) blocks.push(`${link.label}${colon}\n${link.url}`);
  return {
    subject,
    text: [...blocks, `-- \n${FOOT[language]}`].join('\n\n'),
    html: htmlOf({ language, subject, paragraphs, link, entries }),
  };
}

function htmlOf({
  language,
  subject,
  paragraphs,
  link,
  entries = [],
}: Omit<LetterParts, 'link'> & { link: LetterParts['link'] }): string {
  const body = paragraphs.map((part) =>
    typeof part === 'string'
      ? `<p style="margin:0 0 14px">${escaped(part)}</p>`
      : `<ul style="margin:0 0 14px;padding-left:20px">${part.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`,
  );
  const acts = entries.map(({ title, facts, links }) => {
    const each = links.map(
      ({ label, url }) => `<a href="${escaped(url)}" style="color:#1d4f91;margin-right:18px">${escaped(label)}</a>`,
    );
    return `<div style="margin:0 0 18px;padding-top:14px;border-top:1px solid #d9cfbc"><p style="margin:0;font-weight:bold">${escaped(title)}</p><p style="margin:2px 0 8px;color:#4a5661;font-size:14px">${escaped(facts)}</p><p style="margin:0">${each.join(' ')}</p></div>`;
  });
  const button =
    link === undefined
      ? ''
      : `<p style="margin:20px 0"><a href="${escaped(link.url)}" style="background:#16212c;color:#fffdf8;padding:12px 18px;border-radius:8px;text-decoration:none">${escaped(link.label)}</a></p>`;
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;background:#f7f2e8;color:#16212c;font:16px/1.5 sans-serif"><div style="max-width:560px;margin:0 auto;padding:24px">
<div style="background:#fffdf8;border:1px solid #d9cfbc;border-radius:12px;padding:24px">${body.join('')}${acts.join('')}${button}</div>
<p style="color:#4a5661;font-size:13px;margin:14px 4px">${FOOT[language]}</p></div></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
