import { keywordCompletionSource, sql, SQLDialect } from '@codemirror/lang-sql';
import { syntaxTree } from '@codemirror/language';
import { RangeSetBuilder, type Extension } from '@codemirror/state';
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';

// DuckDB's SELECT statement and what belongs to it (https://duckdb.org/docs/stable/sql/introduction).
const keywords = `
  all and any as asc asof between by case cast collate cross cube current desc distinct else end escape except exclude
  exists explain analyze extract fetch filter first following from full glob group grouping having ilike in inner
  intersect interval is isnull join lambda last lateral left like limit materialized natural not notnull null nulls
  offset on or order outer over partition percent pivot positional preceding qualify range recursive replace respect
  ignore right rollup row rows sample select semi anti sets similar some summarize describe show table then ties to
  try_cast unbounded union unnest unpivot using values when where window with within`;

const types = `
  bigint bit blob boolean bool char date datetime decimal double float hugeint int integer interval json list map
  numeric real smallint string struct text time timestamp timestamptz tinyint ubigint uhugeint uinteger usmallint
  utinyint union uuid varchar`;

const builtin = `
  abs age any_value arg_max arg_min array_agg avg bool_and bool_or ceil coalesce concat concat_ws contains count
  count_if date_diff date_part date_trunc day dayname dense_rank ends_with epoch epoch_ms epoch_us first_value floor
  format from_base64 generate_series greatest hash histogram hour ifnull isodow json json_array_length json_contains
  json_each json_exists json_extract json_extract_string json_keys json_structure json_tree json_type json_valid lag
  last_value lcase lead least len length levenshtein list_aggregate list_contains list_distinct list_sort list_transform
  lower ltrim max md5 median min minute month nullif printf quantile_cont range rank regexp_extract regexp_extract_all
  regexp_full_match regexp_matches regexp_replace repeat replace reverse round row_number rtrim sha256 split_part
  starts_with strftime string_agg string_split strlen strptime struct_extract substring sum time_bucket to_days to_hours
  to_json to_minutes to_timestamp trim typeof upper url_decode week year`;

/** The part of DuckDB's SQL that a read-only console can run. */
const duckdb = SQLDialect.define({
  keywords,
  types,
  builtin,
  doubleDollarQuotedStrings: true,
  operatorChars: '*+-%<>!=&|~^/:@#',
  identifierQuotes: '"',
  caseInsensitiveIdentifiers: true,
});

const classes: Readonly<Record<string, string>> = {
  Keyword: 't-keyword',
  Bool: 't-number',
  Null: 't-number',
  Number: 't-number',
  String: 't-value',
  Type: 't-field',
  Builtin: 't-field',
  Operator: 't-operator',
  Punctuation: 't-operator',
  LineComment: 't-comment',
  BlockComment: 't-comment',
};

const marks = new Map(
  Object.entries(classes).map(([node, name]) => [node, Decoration.mark({ class: name })]),
);

function paint(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const mark = marks.get(node.name);
        if (mark) builder.add(node.from, node.to, mark);
      },
    });
  }
  return builder.finish();
}

// The usual highlight styles need tags of a package of their own; node names say the same.
const highlighting = ViewPlugin.fromClass(
  class {
    painted: DecorationSet;
    constructor(view: EditorView) {
      this.painted = paint(view);
    }
    update(update: ViewUpdate): void {
      const isOther = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || isOther) this.painted = paint(update.view);
    }
  },
  { decorations: (plugin) => plugin.painted },
);

/** Completes keywords and types; functions have a source of their own. */
export const keywordCompletion = keywordCompletionSource(SQLDialect.define({ keywords, types }), false);

/** Syntax and colours of the console. */
export const sqlLanguage = (): Extension => [sql({ dialect: duckdb }).language, highlighting];
