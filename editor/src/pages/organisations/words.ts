import type { DefaultRole, Kind } from '../../api/organisations';

export const kinds: readonly (readonly [Kind, string])[] = [
  ['member', 'Member: has the default role'],
  ['admin', 'Admin: also says who belongs'],
  ['guest', 'Guest: only what is shared with them'],
];

export const defaultRoles: readonly (readonly [string, string])[] = [
  ['editor', 'Members write in its documents'],
  ['commenter', 'Members read and comment'],
  ['viewer', 'Members read its documents'],
  ['', 'Members have only what is shared with them'],
];

/** Of the value that the choice of a default role has. */
export const defaultRoleOf = (value: string): DefaultRole =>
  value === 'editor' || value === 'commenter' || value === 'viewer' ? value : null;

export const noName = 'Somebody without a name';
