import { formOf } from "../broker/sign-command";
import type { NodeWord } from "./node-words";
import type { PartQueue } from "./part-queue";
import { refusalText } from "./refusals";
import { NO_NONCE, type Image } from "./sign-update";

/** How far one node is. */
export type Phase =
  /** Nothing was said to it. */
  | "waiting"
  /** It has not answered yet. */
  | "offered"
  /** It asks for parts. */
  | "taking"
  /** It has got all of them: it compares, and starts the new program. */
  | "installing"
  /** The new program is online. */
  | "trial"
  | "confirmed"
  | "failed";

/** The topics of one node that an update is about. */
export interface NodeTopics {
  update: string;
  want: string;
  nonce: string;
  status: string;
}

/** How long a node has to answer an offer at all. */
const ANSWER_MS = 60_000;
/** And one that says that it cannot take one now, or of which no nonce was heard yet: that changes every minute or two. */
const LATER_MS = 150_000;
/** How often an offer is made to a node that says nothing. */
const AGAIN_MS = 5_000;
/** A node that is in the middle asks at least once a minute: one that does not has forgotten it, or is gone. */
const FORGOTTEN_MS = 75_000;
const GONE_MS = 240_000;
/** Two tries of ten minutes each, and the boots before, between and after them. */
const TRIAL_MS = 25 * 60_000;
/** How often the whole may be other than it was signed: then it is not the network that changes bytes. */
const MOST_HASHES = 3;
/** So often an offer's counter is raised: once is enough, unless somebody makes answers up. */
const MOST_COUNTERS = 5;
/** A counter that is higher than this many seconds ahead of our clock is not gone along with: nobody's clock could catch up. */
const MOST_AHEAD = 366 * 24 * 3600;

/** What all nodes of an update have in common. */
export interface Updating {
  readonly image: Image;
  /** What an offer begins with: the time in seconds since 1970. */
  readonly counter: number;
  /** Whether offers stay on the broker, without a nonce, and nobody has to answer soon. */
  readonly isStanding: boolean;
  readonly queue: PartQueue<NodeUpdate>;
  nowMs(): number;
  offer(node: NodeUpdate, nonce: string, counter: number): void;
  /** It has moved on, or said something that a person should know. */
  told(node: NodeUpdate, text: string): void;
}

/** One node on its way to a new program: what it says comes in, and what it is told goes out. */
export class NodeUpdate {
  /** What people know it by: its address, or the board's name. */
  readonly label: string;
  readonly topics: NodeTopics;
  readonly #updating: Updating;
  #phase: Phase = "waiting";
  #counter: number;
  #nonce = "";
  #offeredNonce = "";
  /** The nonce that the node did not take. */
  #refusedNonce = "";
  /** Why it did not take the last offer, and may take the next one. */
  #not: "" | "nonce" | "busy" = "";
  #offset = 0;
  #heardMs = 0;
  #offeredMs = 0;
  #hashes = 0;
  #counters = 0;
  #why = "";
  #hasComeBack = false;
  #isOnline = true;

  constructor(label: string, topics: NodeTopics, updating: Updating) {
    this.label = label;
    this.topics = topics;
    this.#updating = updating;
    this.#counter = updating.counter;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** How many bytes it has. */
  get bytes(): number {
    if (["installing", "trial", "confirmed"].includes(this.#phase)) return this.#updating.image.bytes.length;
    return this.#offset;
  }

  /** Of one that failed: in words, with the cure. */
  get why(): string {
    return this.#why;
  }

  /** Whether its new program did not stand the trial: others would fare no better. */
  get hasComeBack(): boolean {
    return this.#hasComeBack;
  }

  get isUnderWay(): boolean {
    return !["waiting", "confirmed", "failed"].includes(this.#phase);
  }

  /** Whether it takes the network's time, or will soon. */
  get isTaking(): boolean {
    return this.#phase === "offered" || this.#phase === "taking";
  }

  begin(): void {
    this.#phase = "offered";
    this.#heardMs = this.#updating.nowMs();
    this.#offer();
  }

  /** Its offer was taken back. */
  spare(): void {
    this.#phase = "waiting";
  }

  /** It published what the next offer has to carry. What is none is not signed, whoever wrote it. */
  nonce(nonce: string): void {
    if (formOf(nonce) !== 2) return;
    this.#nonce = nonce;
    if (this.#phase === "offered" && this.#offeredNonce === "") this.#offer();
  }

  status(status: string): void {
    this.#isOnline = status === "online";
  }

  hear(word: NodeWord): void {
    if (word.id !== this.#updating.image.id || this.#phase === "waiting" || this.#phase === "confirmed") return;
    // Who failed because it was silent may still come.
    if (this.#phase === "failed" && word.says !== "confirmed") return;
    if (word.says === "refused" && (word.reason === "nonce" || word.reason === "busy")) {
      this.#not = word.reason;
      if (word.reason === "nonce") this.#refusedNonce = this.#offeredNonce;
      return;
    }
    this.#heardMs = this.#updating.nowMs();
    if (word.says === "want") this.#wants(word);
    else if (word.says === "refused") this.#refuses(word);
    else if (word.says === "trial") this.#is("trial", "has started the new program, which is on trial for a minute");
    else if (word.says === "confirmed") this.#isConfirmed();
    else this.#comesBack(word.why);
  }

  /** A part has left for it. */
  served(offset: number, length: number): void {
    if (this.#phase !== "taking" || offset + length < this.#updating.image.bytes.length) return;
    this.#is("installing", "has got all of it");
  }

  /** To be called every second or so: says again what was not heard, and gives up on who does not answer. */
  tick(): void {
    const { nowMs, isStanding } = this.#updating;
    if (isStanding || !this.isUnderWay) return;
    const silentMs = nowMs() - this.#heardMs;
    const { limitMs, text } = this.#limit();
    if (silentMs >= limitMs) {
      this.#fails(text);
    } else if (
      (this.#phase === "offered" && this.#sinceOfferMs() >= AGAIN_MS) ||
      (this.#phase === "taking" && silentMs >= FORGOTTEN_MS && this.#sinceOfferMs() >= FORGOTTEN_MS)
    ) {
      this.#offer();
    }
  }

  #wants({ offset, length }: { offset: number; length: number }): void {
    if (offset + length > this.#updating.image.bytes.length) return;
    this.#offset = offset;
    this.#updating.queue.ask(this, { offset, length });
    // The last part once more.
    if (this.#phase === "installing" && offset + length === this.#updating.image.bytes.length) return;
    this.#is("taking", offset === 0 ? "takes it" : `goes on with it at byte ${offset}`);
  }

  #refuses({ reason, number }: { reason: Parameters<typeof refusalText>[0]; number: number }): void {
    if (reason === "hash" && ++this.#hashes < MOST_HASHES) {
      this.#updating.told(this, "found that what arrived is not what was signed, and begins anew");
      return;
    }
    const isBehind = number >= this.#counter && number < this.#updating.counter + MOST_AHEAD;
    if (reason === "counter" && isBehind && ++this.#counters <= MOST_COUNTERS) {
      this.#counter = number + 1;
      this.#phase = "offered";
      this.#offer();
      return;
    }
    this.#fails(refusalText(reason, number, this.#updating.image.bytes.length));
  }

  #isConfirmed(): void {
    const isNew = this.#phase !== "offered" || this.#updating.isStanding;
    this.#is("confirmed", isNew ? "runs the new program, which stood its trial" : "runs this program already");
  }

  #comesBack(why: string): void {
    this.#hasComeBack = true;
    this.#fails(
      `came back to its old program (${why}): mend the new one; --again offers the very same once more, where the fault lay elsewhere`,
    );
  }

  #offer(): void {
    const { isStanding, nowMs } = this.#updating;
    if (!isStanding && (this.#nonce === "" || this.#nonce === this.#refusedNonce)) return;
    this.#offeredMs = nowMs();
    this.#offeredNonce = this.#nonce;
    this.#updating.offer(this, isStanding ? NO_NONCE : this.#nonce, this.#counter);
  }

  #sinceOfferMs(): number {
    return this.#updating.nowMs() - this.#offeredMs;
  }

  /** How long it may be silent, and what it is if it is for longer. */
  #limit(): { limitMs: number; text: string } {
    const away = this.#isOnline ? "" : " (it is offline)";
    if (this.#phase === "offered") {
      const isLater = this.#not !== "" || this.#nonce === "";
      return { limitMs: isLater ? LATER_MS : ANSWER_MS, text: this.#unanswered(away) };
    }
    if (this.#phase === "taking") {
      const text = `stopped asking at byte ${this.#offset}${away}: it goes on from there when this command is given again`;
      return { limitMs: GONE_MS, text };
    }
    return {
      limitMs: TRIAL_MS,
      text:
        `has got all of it, and has not said what became of it${away}: it comes back by itself from a program that does ` +
        "not work; look at its console, or give this command again",
    };
  }

  #unanswered(away: string): string {
    if (this.#not !== "") return refusalText(this.#not, 0, 0);
    const { update, want, nonce } = this.topics;
    if (this.#nonce === "" && !this.#updating.isStanding) {
      return `has published no nonce on ${nonce}: it has not been online yet, or this user may not read there`;
    }
    return (
      `never answered${away}: its program may be one without "updates", which is flashed over the cable, ` +
      `or this user may not write on ${update} and read on ${want}`
    );
  }

  #is(phase: Phase, text: string): void {
    if (this.#phase === phase) return;
    this.#phase = phase;
    if (phase === "confirmed") this.#updating.queue.forget(this);
    this.#updating.told(this, text);
  }

  #fails(why: string): void {
    this.#why = why;
    this.#updating.queue.forget(this);
    this.#is("failed", why);
  }
}
