import type { Cell } from '../../../../../shared/table/cell.ts';
import type { Tally } from '../tally.ts';

/** The most characters Excel takes in a cell. Source: Microsoft, “Excel specifications and limits”. */
const longestCell = 32_767;

/** `A`, `Z`, `AA`: the name of a column by its place from 0. */
export function columnName(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : columnName(Math.floor(place / 26) - 1) + letter;
}

// What XML 1.0 cannot hold, a carriage return (which a reader makes a line feed), and text that looks like such an escape.
const needsEscape =
  /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9A-Fa-f]{4}_)/g;

const escaped = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text for a cell: characters that XML cannot hold are written `_x0000_`. Source: ECMA-376 Part 1, 22.9.2.19. */
const cellText = (text: string): string =>
  text.replace(needsEscape, escaped).replace(/[&<>]/g, (character) => entities[character] ?? character);

/** A cell as XML, nothing for null. Text is text inside the cell, which no program takes for a formula. */
export function cellXml(reference: string, cell: Cell, tally: Tally): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === 'number' && Number.isFinite(cell)) return `<c r="${reference}"><v>${cell}</v></c>`;
  const text = cutText(String(cell), tally);
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`;
}

function cutText(text: string, tally: Tally): string {
  if (text.length <= longestCell) return text;
  tally.cutCells += 1;
  const note = `… (cut; ${text.length.toLocaleString('en-US')} characters)`;
  return text.slice(0, longestCell - note.length).replace(/[\ud800-\udbff]$/, '') + note;
}
