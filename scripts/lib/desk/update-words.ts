import type { DeskBoard } from "./protocol";

/** Of an offer: its fields up to the MAC, and the text behind (firmware/app/update/wire.ts). */
const OFFER = /^offer 1 \S+ \S+ \S+ \d+ (\d+) (\S{8})\S* \S+ (\S+) (\S+) \S+ ?(.*)$/s;
const PART = /^part (\S{8}) (\d+) \S{16} /;
const WANT = /^want (\S{8}) (\d+) (\d+)$/;
const SAID = /^(refused|trial|confirmed|came back) (\S+) ?(.*)$/s;
const BACK = /^back \d+ \S+ \S+$/;

/** So many offers are remembered. */
const MOST_OFFERS = 10;

interface Offered {
  readonly version: string;
  readonly bytes: number;
  /** Of each part but the last; 0 until one was wanted. */
  partBytes: number;
}

/**
 * What the messages of an update say, in words: as they stand, their parts are the bytes of a program, and all of them name it by its hash.
 */
export class UpdateWords {
  readonly #topics: DeskBoard["updateTopics"];
  /** By the first characters of their hashes. */
  readonly #offers = new Map<string, Offered>();

  constructor({ updateTopics }: Pick<DeskBoard, "updateTopics">) {
    this.#topics = updateTopics;
  }

  /** @returns undefined for what is none of these messages, or stands for itself */
  of(topic: string, payload: string): string | undefined {
    if (topic === this.#topics?.want) return this.#wanted(payload) ?? this.#said(payload);
    if (topic !== this.#topics?.update) return undefined;
    return (
      this.#offered(payload) ?? this.#part(payload) ?? (BACK.test(payload) ? "back to the program before" : undefined)
    );
  }

  #offered(payload: string): string | undefined {
    const [, size, id = "", flags = "", version = "", text = ""] = OFFER.exec(payload) ?? [];
    if (size === undefined) return undefined;
    const bytes = Number(size);
    const [oldest = ""] = this.#offers.keys();
    if (this.#offers.size === MOST_OFFERS) this.#offers.delete(oldest);
    this.#offers.set(id, { version, bytes, partBytes: this.#offers.get(id)?.partBytes ?? 0 });
    const when = flags.startsWith("ask") ? ", to be installed when told so" : "";
    return `offer of ${version}, ${bytes} bytes${when}${text === "" ? "" : `: ${text}`}`;
  }

  #part(payload: string): string | undefined {
    const [, id = "", at = ""] = PART.exec(payload) ?? [];
    return id === "" ? undefined : this.#place(id, Number(at));
  }

  #wanted(payload: string): string | undefined {
    const [, id = "", at = "", length = ""] = WANT.exec(payload) ?? [];
    if (id === "") return undefined;
    const offered = this.#offers.get(id);
    // The last one may be shorter.
    if (offered !== undefined) offered.partBytes = Math.max(offered.partBytes, Number(length));
    return `wants ${this.#place(id, Number(at))}`;
  }

  #place(id: string, offset: number): string {
    const { bytes, partBytes } = this.#offers.get(id) ?? { bytes: 0, partBytes: 0 };
    if (partBytes === 0 || offset >= bytes || offset % partBytes > 0) return `part at byte ${offset}`;
    const [number, all] = [offset / partBytes + 1, Math.ceil(bytes / partBytes)];
    return `part ${number} of ${all}, ${Math.min(partBytes, bytes - offset)} bytes`;
  }

  #said(payload: string): string | undefined {
    const [, word = "", id = "", why = ""] = SAID.exec(payload) ?? [];
    const what = id === "back" ? "the way back" : (this.#offers.get(id)?.version ?? `program ${id}`);
    if (word === "refused") return `refuses ${what}: ${why}`;
    if (word === "came back") return `came back from ${what}: ${why}`;
    return word === "" ? undefined : word === "trial" ? `${what} is on trial` : `${what} is confirmed`;
  }
}
