/**
 * Identifiers: short, URL-safe, and branded so that the id of one noun is never taken for that of another.
 * Nothing here makes ids: randomness belongs to the runtimes.
 */
import { z } from 'zod';

const ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const id = z.string().regex(ID, 'use 1 to 64 lower-case letters, digits and inner hyphens');

/** Names a screen. */
export const ScreenId = id.brand<'ScreenId'>();
/** Names a playlist, and its file in the library. */
export const PlaylistId = id.brand<'PlaylistId'>();
/** Names an entry within its playlist. */
export const EntryId = id.brand<'EntryId'>();
/** Names a schedule. */
export const ScheduleId = id.brand<'ScheduleId'>();
/** Names a rule within its schedule. */
export const RuleId = id.brand<'RuleId'>();
/** Names a document. */
export const DocumentId = id.brand<'DocumentId'>();
/** Names a takeover. */
export const TakeoverId = id.brand<'TakeoverId'>();
/** Names a figure. */
export const FigureId = id.brand<'FigureId'>();
/** Names a Wi-Fi network. */
export const NetworkId = id.brand<'NetworkId'>();
/** Names one password of a network, without saying what it is. */
export const CodeId = id.brand<'CodeId'>();
/** Names a source of stories. */
export const SourceId = id.brand<'SourceId'>();
/** Names a topic, e.g. a trade. */
export const TopicId = id.brand<'TopicId'>();
/** Names an audience: the screens that share one mix. */
export const AudienceId = id.brand<'AudienceId'>();
/** Names a user of the panel. */
export const UserId = id.brand<'UserId'>();
/** Names one play, made by the kiosk: a UUID, so that a batch may be sent twice. */
export const PlayId = z.uuid().brand<'PlayId'>();

/** A tag that gathers screens, e.g. `lobby`; also the name of a screen group. */
export const GroupName = id.brand<'GroupName'>();

/** Lower-case hex SHA-256 of a file's bytes: the address of its content. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal')
  .brand<'Sha256'>();

export type ScreenId = z.infer<typeof ScreenId>;
export type PlaylistId = z.infer<typeof PlaylistId>;
export type EntryId = z.infer<typeof EntryId>;
export type ScheduleId = z.infer<typeof ScheduleId>;
export type RuleId = z.infer<typeof RuleId>;
export type DocumentId = z.infer<typeof DocumentId>;
export type TakeoverId = z.infer<typeof TakeoverId>;
export type FigureId = z.infer<typeof FigureId>;
export type NetworkId = z.infer<typeof NetworkId>;
export type CodeId = z.infer<typeof CodeId>;
export type SourceId = z.infer<typeof SourceId>;
export type TopicId = z.infer<typeof TopicId>;
export type AudienceId = z.infer<typeof AudienceId>;
export type UserId = z.infer<typeof UserId>;
export type PlayId = z.infer<typeof PlayId>;
export type GroupName = z.infer<typeof GroupName>;
export type Sha256 = z.infer<typeof Sha256>;
