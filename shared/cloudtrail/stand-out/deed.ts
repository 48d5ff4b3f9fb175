import type { Result } from '../result.ts';
import { readRecord, type RecordReader } from '../record-reader.ts';

/** An event that a rule names, with what sentences are made from. */
export interface Deed {
  /** The rules that name it, by their ids. */
  readonly rules: readonly string[];
  /** Microseconds since 1970; null without a time that can be read. */
  readonly micros: number | null;
  readonly eventID: string | null;
  readonly service: string;
  /** The action without the API date that Lambda appends. */
  readonly action: string;
  readonly result: Result;
  readonly errorCode: string | null;
  readonly principal: string;
  readonly identityType: string | null;
  readonly callerArn: string | null;
  /** Account of the caller. */
  readonly callerAccount: string | null;
  /** Account that the event was recorded in. */
  readonly account: string | null;
  readonly accessKey: string | null;
  readonly address: string | null;
  readonly agent: string | null;
  /** The parsed parts of the record, undefined where they are none or too long. */
  readonly request: unknown;
  readonly response: unknown;
  /** Reads `requestParameters`, `responseElements` and `additionalEventData` of the record. */
  readonly record: RecordReader;
}

const parsed = (text: string | null): unknown => {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** The parts of a record by which a deed is judged, as JSON texts. */
interface DeedTexts {
  readonly request: string | null;
  readonly response: string | null;
  readonly more: string | null;
}

/** A deed from its columns and the JSON texts of its record. */
export function deedOf(
  columns: Omit<Deed, 'request' | 'response' | 'record'>,
  { request, response, more }: DeedTexts,
): Deed {
  const record = {
    requestParameters: parsed(request),
    responseElements: parsed(response),
    additionalEventData: parsed(more),
  };
  return {
    ...columns,
    request: record.requestParameters,
    response: record.responseElements,
    record: readRecord(record),
  };
}
