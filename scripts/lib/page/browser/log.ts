/** Kinds of what happens, as they are filtered. */
export type LogKind = "console" | "in" | "out" | "report" | "pin" | "fault";

export interface LogEntry {
  atMs: number;
  kind: LogKind;
  /** Of a message. */
  topic?: string;
  text: string;
  isProblem?: boolean;
}

const MOST_ENTRIES = 5_000;

/** What happened, in the order in which it did; only so much of it is kept. */
export class Log {
  entries: LogEntry[] = [];
  /** How many were left out or have gone. */
  gone = 0;

  add(entry: LogEntry): void {
    this.entries.push(entry);
    if (this.entries.length <= MOST_ENTRIES) return;
    this.entries = this.entries.slice(MOST_ENTRIES / 5);
    this.gone += MOST_ENTRIES / 5;
  }

  clear(): void {
    this.entries = [];
    this.gone = 0;
  }

  /**
   * The newest `most` of those kinds that have the words, oldest first.
   * @param entries Those of an earlier moment
   */
  newest(kinds: ReadonlySet<LogKind>, words: string, most: number, entries = this.entries): LogEntry[] {
    const found: LogEntry[] = [];
    const wanted = words.trim().toLowerCase();
    for (let at = entries.length - 1; at >= 0 && found.length < most; at--) {
      const entry = entries[at];
      if (kinds.has(entry.kind) && hasWords(entry, wanted)) found.push(entry);
    }
    return found.reverse();
  }
}

function hasWords({ topic = "", text }: LogEntry, words: string): boolean {
  return words === "" || `${topic} ${text}`.toLowerCase().includes(words);
}
