import { createHash } from "node:crypto";
import { signedBack, signedOffer, signedPart } from "../../../vectors/signed-updates";

export const KEY = "0123456789abcdef0123456789abcdef";

/** What becomes of a node's new program. */
export type Fate = "good" | "comes back" | "says nothing";

/** What a node can reach. */
export interface Around {
  say(topic: string, payload: string, retain?: boolean): void;
  after(ms: number, run: () => void): { cancel(): void };
}

interface Taken {
  sha: string;
  size: number;
  version: string;
  isAsking: boolean;
}

/**
 * A node that takes updates, by the words of firmware/app/update/wire.ts and nothing else: no engine, no flash. What it has written
 * outlives its power.
 */
export class ScriptedNode {
  readonly base: string;
  readonly board = { name: "room", engine: "espruino", chip: "esp32" };
  fate: Fate = "good";
  key = KEY;
  /** The highest counter so far. */
  floor = 0;
  roomBytes = 100_000;
  /** How much it asks for at once. */
  pieceBytes = 400;
  /** How long it takes to write a part. */
  writeMs = 20;
  running: string;
  /** The counter of the program that runs, and the program before. */
  counter = 0;
  before: string | undefined;
  isOn = false;
  isBusy = false;
  readonly cameBack = new Set<string>();
  /** What it has written of the other program. */
  written = Buffer.alloc(0);
  /** Parts that it threw away. */
  ignored = 0;
  wants = 0;
  readonly #around: Around;
  #taken: Taken | undefined;
  #nonces = 0;
  #nonce = "";
  #wanted: { offset: number; length: number } | undefined;
  #askAgain: { cancel(): void } | undefined;
  #unanswered = 0;
  #lives = 0;

  constructor(base: string, around: Around, running = "0.1.0+00000000") {
    this.base = base;
    this.#around = around;
    this.running = running;
  }

  get status(): string {
    return this.isOn ? "online" : "offline";
  }

  boot(): void {
    if (this.isOn) return;
    this.isOn = true;
    this.#say("status", "online", true);
    this.#renew();
    this.#tell();
    if (this.#taken !== undefined && !this.#taken.isAsking) this.#want();
  }

  /** Loses its power, and all that is not written. */
  cut(): void {
    this.isOn = false;
    this.#lives++;
    this.#askAgain?.cancel();
    this.#wanted = undefined;
    this.#unanswered = 0;
    this.#say("status", "offline", true);
  }

  /** What arrives on its topic. */
  hear(payload: string): void {
    if (!this.isOn) return;
    if (payload.startsWith("offer ")) this.#offered(payload);
    else if (payload.startsWith("part ")) this.#part(payload);
    else if (payload.startsWith("back ")) this.#back(payload);
    else if (payload === "install" && this.#taken !== undefined) this.#install(this.#taken);
  }

  /** The nonce changes, as it does every minute. */
  renew(): void {
    if (this.isOn) this.#renew();
  }

  #offered(payload: string): void {
    const words = payload.split(" ");
    const [, , name, engine, chip, counter = "", size, sha = "", nonce, flags = "", version = "", mac] = words;
    const head = words.slice(1, 11).join(" ");
    const text = words.slice(12).join(" ");
    const refuse = (reason: string): void => this.#say("update/want", `refused ${sha.slice(0, 8)} ${reason}`);
    if (payload !== signedOffer(this.key, head, text) || mac === undefined) return refuse("signature");
    if (name !== this.board.name) return refuse("name");
    if (engine !== this.board.engine) return refuse("engine");
    if (chip !== this.board.chip) return refuse("chip");
    if (nonce !== "-" && nonce !== this.#nonce) return refuse("nonce");
    if (this.isBusy) return refuse("busy");
    if (this.#taken?.sha === sha) {
      if (!flags.startsWith("ask")) this.#install(this.#taken);
      return;
    }
    if (Number(counter) <= this.floor) return refuse(`counter ${this.floor}`);
    if (Number(size) > this.roomBytes) return refuse(`room ${this.roomBytes}`);
    if (this.cameBack.has(sha) && !flags.endsWith("+again")) return refuse("came back");
    this.floor = Number(counter);
    this.#taken = { sha, size: Number(size), version, isAsking: flags.startsWith("ask") };
    this.written = Buffer.alloc(0);
    this.#renew();
    this.#tell();
    if (!this.#taken.isAsking) this.#want();
  }

  #install(taken: Taken): void {
    if (this.#wanted !== undefined) return;
    taken.isAsking = false;
    this.#want();
  }

  #want(): void {
    if (this.#taken === undefined) return;
    const offset = this.written.length;
    const length = Math.min(this.pieceBytes, this.#taken.size - offset);
    if (length === 0) return this.#whole(this.#taken);
    this.#wanted = { offset, length };
    this.wants++;
    this.#say("update/want", `want ${this.#taken.sha.slice(0, 8)} ${offset} ${length}`);
    this.#askAgain?.cancel();
    this.#askAgain = this.#around.after(Math.min(5_000 * 2 ** this.#unanswered++, 60_000), () => this.#want());
  }

  #part(payload: string): void {
    const [, id, offset] = payload.split(" ", 3);
    const bytes = payload.split(" ").slice(4).join(" ");
    const wanted = this.#wanted;
    const isWanted =
      wanted !== undefined &&
      this.#taken !== undefined &&
      id === this.#taken.sha.slice(0, 8) &&
      offset === String(wanted.offset) &&
      bytes.length === wanted.length &&
      payload === signedPart(this.key, this.#taken.sha, wanted.offset, bytes);
    if (!isWanted) {
      this.ignored++;
      return;
    }
    this.#wanted = undefined;
    this.#unanswered = 0;
    this.#askAgain?.cancel();
    this.written = Buffer.concat([this.written, Buffer.from(bytes, "latin1")]);
    this.#later(this.writeMs, () => this.#want());
  }

  #whole({ sha, version }: Taken): void {
    const id = sha.slice(0, 8);
    if (createHash("sha256").update(this.written).digest("base64") !== sha) {
      this.written = Buffer.alloc(0);
      this.#say("update/want", `refused ${id} hash`);
      return this.#want();
    }
    this.#taken = undefined;
    this.cut();
    if (this.fate === "says nothing") return;
    this.#later(5_000, () => {
      if (this.fate === "comes back") {
        this.cameBack.add(sha);
        this.boot();
        this.#say("update/want", `came back ${id} failed`);
        return;
      }
      [this.before, this.running, this.counter] = [this.running, version, this.floor];
      this.boot();
      this.#say("update/want", `trial ${id}`);
      this.#later(60_000, () => this.#say("update/want", `confirmed ${id}`));
    });
  }

  #back(payload: string): void {
    const [, counter = "", nonce = ""] = payload.split(" ");
    const refuse = (reason: string): void => this.#say("update/want", `refused back ${reason}`);
    if (payload !== signedBack(this.key, counter, nonce, `${this.base}/nonce`)) return refuse("signature");
    if (nonce !== this.#nonce) return refuse("nonce");
    if (this.before === undefined) return refuse("nothing");
    if (counter !== String(this.counter)) return refuse(`counter ${this.counter}`);
    [this.running, this.before] = [this.before, this.running];
    this.cut();
    this.#later(5_000, () => {
      this.boot();
      this.#say("update/want", "came back AAAAAAAA left");
    });
  }

  #renew(): void {
    this.#nonce = `2.${String(++this.#nonces).padStart(10, "0")}.3kVb9QeXw0Zr`;
    this.#say("nonce", this.#nonce, true);
  }

  #tell(): void {
    const latest = this.#taken?.version ?? this.running;
    this.#say("update/state", JSON.stringify({ installed_version: this.running, latest_version: latest }), true);
  }

  /** Unless its power is cut before. */
  #later(ms: number, run: () => void): void {
    const life = this.#lives;
    this.#around.after(ms, () => {
      if (life === this.#lives) run();
    });
  }

  #say(level: string, payload: string, retain = false): void {
    this.#around.say(`${this.base}/${level}`, payload, retain);
  }
}
