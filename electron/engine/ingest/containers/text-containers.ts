import { base64Text } from './base64-text.ts';
import { cellTable } from './cell-table.ts';
import { consoleCsv } from './console-csv.ts';
import { cloudWatchExport, prefixedLines } from './prefixed-lines.ts';
import { athenaCsv, fieldTable, lakeCsv } from './query-csv.ts';
import { insightsCsv, kibanaCsv, splunkCsv } from './shipped-csv.ts';
import { splunkXml } from './splunk-xml.ts';
import type { TextContainer } from './text-container.ts';
import { yamlOutput } from './yaml-output.ts';

/** Every shape of text that may hold records, in the order they are tried. */
export const textContainers: readonly TextContainer[] = [
  base64Text,
  splunkCsv,
  kibanaCsv,
  insightsCsv,
  consoleCsv,
  lakeCsv,
  athenaCsv,
  fieldTable,
  cellTable,
  yamlOutput,
  splunkXml,
  cloudWatchExport,
  prefixedLines,
];
