// What the SQL grammar's actions need. Knows nothing of tables or sessions.

/** Reserved words of MariaDB 10.6 (information_schema.KEYWORDS with RESERVED): no identifiers without backticks. */
const RESERVED = new Set(`accessible add all alter analyze and as asc asensitive before between bigint binary blob both
by call cascade case change char character check collate column condition constraint continue convert create cross
current_date current_role current_time current_timestamp current_user cursor database databases day_hour day_microsecond
day_minute day_second dec decimal declare default delayed delete desc describe deterministic distinct distinctrow div
do_domain_ids double drop dual each else elseif enclosed escaped except exists exit explain false fetch float float4
float8 for force foreign from fulltext general grant group having high_priority hour_microsecond hour_minute hour_second
if ignore ignore_domain_ids ignore_server_ids in index infile inner inout insensitive insert int int1 int2 int3 int4 int8
integer intersect interval into is iterate join key keys kill leading leave left like limit linear lines load localtime
localtimestamp lock long longblob longtext loop low_priority master_heartbeat_period master_ssl_verify_server_cert match
maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod modifies natural not
no_write_to_binlog null numeric offset on optimize optionally or order out outer outfile over page_checksum parse_vcol_expr
partition precision primary procedure purge range read reads read_write real recursive ref_system_id references regexp
release rename repeat replace require resignal restrict return returning revoke right rlike row_number rows schema schemas
second_microsecond select sensitive separator set show signal slow smallint spatial specific sql sqlexception sqlstate
sqlwarning sql_big_result sql_calc_found_rows sql_small_result ssl starting stats_auto_recalc stats_persistent
stats_sample_pages straight_join table terminated then tinyblob tinyint tinytext to trailing trigger true undo union unique
unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying when
where while window with write xor year_month zerofill`.split(/\s+/));

/** Whether a bare word cannot name a table or column. */
export const isReserved = (word: string): boolean => RESERVED.has(word.toLowerCase());

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', '0': '\0', Z: '\x1a' };

/** The value of a quoted string's inside: doubled quotes and backslash escapes; `\%` and `\_` keep the backslash. */
export function unescapeString(text: string, quote: string): string {
  if (!text.includes('\\') && !text.includes(quote)) return text;
  return text.replaceAll(quote + quote, quote).replace(/\\([\s\S])/g, (whole, letter: string) =>
    letter === '%' || letter === '_' ? whole : ESCAPES[letter] ?? letter);
}

/** A binary operator's node. */
export const bin = (op: string, l: unknown, r: unknown): unknown => ({ k: 'bin', op, l, r });

interface Parsed { k: string; parens?: boolean; order: unknown[]; limit: unknown }

/** ORDER BY and LIMIT after the last SELECT of a UNION belong to the whole, unless that SELECT is in brackets. */
export function liftTail<U extends { rest: { query: Parsed }[]; order: unknown[]; limit: unknown }>(union: U): U {
  const last = union.rest.at(-1);
  if (last === undefined || last.query.k !== 'select' || last.query.parens === true) return union;
  const { order, limit } = last.query;
  if (order.length === 0 && limit === null) return union;
  last.query = { ...last.query, order: [], limit: null };
  return { ...union, order: union.order.length > 0 ? union.order : order, limit: union.limit ?? limit };
}

/** Folds the tail of a left-associative list. */
export const fold = <T, U>(head: T, tail: readonly U[], step: (left: T, item: U) => T): T => tail.reduce(step, head);

/** Whether a word goes on at `index`. */
export const isWordAt = (text: string, index: number): boolean => /[A-Za-z0-9_$\u0080-\uffff]/.test(text.charAt(index));

/** Whether a version comment is for servers later than ours (MySQL's 5.7 and 8.0 numbers count as later, as in MariaDB). */
export function isLater(version: string): boolean {
  const number = Number(version);
  return version !== '' && (number > 101199 || (number >= 50700 && number <= 99999));
}
