import { reportFacts, reportWords } from "../../desk/report-words";
import type { DeskBoard, DeskEvent, DeskNow, DeskValue, FaultName } from "../../desk/protocol";
import { logged } from "./logged";
import { Log } from "./log";
import { Series } from "./series";
import { Store } from "./store";

export interface ValueState {
  payload: string;
  atMs: number;
  series: Series;
}

export interface ActuatorState {
  /** "" while it was never told. */
  state: string;
  /** Since when it is in that state. */
  sinceMs: number;
  /** A command that no state has followed yet, and when it was heard, by the page's clock. */
  asked?: { payload: string; wallMs: number };
}

export interface PinState {
  level: boolean;
  duty: number;
  hz: number;
}

export interface InputState {
  value: number | boolean;
  mode: "held" | "swinging" | "played";
  fault?: string;
}

/** What a node says of itself. */
export type DeskStatus = "online" | "asleep" | "offline";

function isStatus(payload: string): payload is DeskStatus {
  return payload === "online" || payload === "asleep" || payload === "offline";
}

export interface Notice {
  text: string;
  isProblem: boolean;
}

/** As often clocks and ages are drawn. */
const TICK_MS = 900;
/** So many events at once are drawn in the stream no more often than so. */
const MANY_EVENTS = 60;
const LOG_MS = 450;
/** More are not read; the oldest give way. */
const MOST_NOTICES = 3;

/** While one of these lasts, or in its moment, nobody is online at the broker, and the broker cannot say so. */
const WITHOUT_BROKER: readonly FaultName[] = ["broker-away", "broker-restart", "broker-forget"];

type Happening<Type extends DeskEvent["type"]> = Extract<DeskEvent, { type: Type }>;

/**
 * All that the page knows of one desk. `apply` takes in what happens and touches what changed, under these names: "board", "status",
 * "value ID", "actuator ID", "pins", "input ID", "faults", "speed", "memory", "report", "log", "notices", "tick" (time went on).
 */
export class DeskState {
  readonly store: Store;
  readonly log = new Log();
  readonly values = new Map<string, ValueState>();
  readonly actuators = new Map<string, ActuatorState>();
  readonly pins = new Map<string, PinState>();
  readonly parts = new Map<string, string>();
  readonly inputs = new Map<string, InputState>();
  readonly faults = new Set<FaultName>();
  /** Where covers stand, 0 … 100. */
  readonly positions = new Map<string, string>();
  /** What a person should know, and has not put away yet. */
  notices: Notice[] = [];
  /** Whether a real board's broker can be heard. */
  isHeard = true;
  status: DeskStatus | "" = "";
  statusSinceMs = 0;
  speed = 1;
  memory?: Happening<"memory">;
  report: { payload: string; words: string[]; facts: { name: string; value: string }[]; atMs: number } | undefined;
  board: DeskBoard;
  /** When that happened which was told last. */
  #knownMs = -1;
  #nowMs = 0;
  /** When clocks and ages were drawn last, by the page's clock. */
  #tickedMs = -Infinity;
  #loggedMs = -Infinity;
  #nowWallMs = performance.now();

  /** @param later Calls once when the browser draws next */
  constructor(board: DeskBoard, later: (tell: () => void) => void) {
    this.board = board;
    this.store = new Store(later);
  }

  /** The desk's time, which goes on while nothing is heard, for a second at most. */
  get nowMs(): number {
    const wallMs = Math.min(performance.now() - this.#nowWallMs, 1_000);
    return this.#nowMs + wallMs * this.speed;
  }

  setNow(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#nowWallMs = performance.now();
    if (this.#nowWallMs - this.#tickedMs < TICK_MS) return;
    this.#tickedMs = this.#nowWallMs;
    this.store.touch("tick");
    this.store.touch("log");
  }

  /** Starts from where a desk stands now. What was seen of it before stays in the plots, unless its time has begun anew. */
  begin({ board, nowMs, before, standing }: DeskNow): void {
    if (nowMs < this.#nowMs) {
      this.values.clear();
      this.log.clear();
      this.report = undefined;
      this.#knownMs = -1;
    }
    const missed = before.filter(({ atMs }) => atMs > this.#knownMs);
    this.actuators.clear();
    this.pins.clear();
    this.inputs.clear();
    this.faults.clear();
    this.positions.clear();
    this.status = "";
    this.isHeard = true;
    this.#setBoard(board);
    this.apply(missed, 0);
    for (const event of standing) this.#take(event);
    this.notices = [];
    this.store.touch("notices");
    this.setNow(nowMs);
  }

  apply(events: readonly DeskEvent[], skipped: number): void {
    for (const event of events) {
      const entry = logged(event, this.board, this.report?.payload);
      if (entry !== undefined) this.log.add(entry);
      this.#take(event);
      this.#knownMs = event.atMs;
    }
    this.log.gone += skipped;
    const wallMs = performance.now();
    // Of much nobody reads each line, and more of it comes soon.
    const isRead = events.length < MANY_EVENTS || wallMs - this.#loggedMs > LOG_MS;
    if (events.length === 0 || !isRead) return;
    this.#loggedMs = wallMs;
    this.store.touch("log");
  }

  /** Tells whoever looks at this board of something that it did not say itself. */
  tell(text: string, isProblem: boolean): void {
    this.log.add({ atMs: this.nowMs, kind: "fault", text, isProblem });
    this.store.touch("log");
    this.#notice(text, isProblem);
  }

  putAway(notice: Notice): void {
    this.notices = this.notices.filter((each) => each !== notice);
    this.store.touch("notices");
  }

  #notice(text: string, isProblem: boolean): void {
    const others = this.notices.filter((each) => each.text !== text);
    this.notices = [...others, { text, isProblem }].slice(-MOST_NOTICES);
    this.store.touch("notices");
  }

  #take(event: DeskEvent): void {
    switch (event.type) {
      case "message":
        return this.#takeMessage(event);
      case "pin":
        this.pins.set(event.pin, event);
        return this.store.touch("pins");
      case "part":
        this.parts.set(event.id, event.text);
        this.store.touch(`input ${event.id}`);
        return this.store.touch("pins");
      case "input":
        this.inputs.set(event.id, event);
        return this.store.touch(`input ${event.id}`);
      case "fault":
        if (event.isOn) this.faults.add(event.fault);
        else this.faults.delete(event.fault);
        if (event.isOn && WITHOUT_BROKER.includes(event.fault)) this.#setStatus("offline", event.atMs);
        return this.store.touch("faults");
      case "link":
        this.isHeard = event.isUp;
        return this.store.touch("status");
      case "told":
        return this.#notice(event.text, event.isProblem);
      case "speed":
        this.speed = event.times;
        return this.store.touch("speed");
      case "memory":
        this.memory = event;
        return this.store.touch("memory");
      case "board":
        return this.#setBoard(event.board);
    }
  }

  #takeMessage({ about, id, payload, atMs }: Happening<"message">): void {
    if (about === "reading") this.#takeReading(id, payload, atMs);
    if (about === "state") {
      const before = this.actuators.get(id);
      const sinceMs = before?.state === payload ? before.sinceMs : atMs;
      this.actuators.set(id, { state: payload, sinceMs });
      this.store.touch(`actuator ${id}`);
    }
    if (about === "command") {
      const before = this.actuators.get(id) ?? { state: "", sinceMs: atMs };
      this.actuators.set(id, { ...before, asked: { payload, wallMs: performance.now() } });
      this.store.touch(`actuator ${id}`);
    }
    if (about === "other" && id !== "") {
      this.positions.set(id, payload);
      this.store.touch(`actuator ${id}`);
    }
    if (about === "status" && isStatus(payload)) {
      // What the broker had retained before it went away is no news.
      if (payload === "offline" || !this.faults.has("broker-away")) this.#setStatus(payload, atMs);
    }
    // What it said before it may say again to who comes anew.
    if (about === "report" && payload !== this.report?.payload) {
      const words = reportWords(payload, this.report?.payload);
      this.report = { payload, words, facts: reportFacts(payload), atMs };
      this.store.touch("report");
    }
  }

  #setStatus(status: DeskStatus, atMs: number): void {
    if (this.status !== status) this.statusSinceMs = atMs;
    this.status = status;
    this.store.touch("status");
  }

  #takeReading(id: string, payload: string, atMs: number): void {
    const value = this.board.values.find((each) => each.id === id);
    const known = this.values.get(id) ?? { payload, atMs, series: new Series() };
    known.payload = payload;
    known.atMs = atMs;
    // Somebody who sees the last reading again has seen no further one.
    const isNew = atMs > (known.series.times.at(-1) ?? -1);
    if (value !== undefined && value.kind !== "event" && isNew) known.series.add(atMs, numberIn(value, payload));
    this.values.set(id, known);
    this.store.touch(`value ${id}`);
  }

  #setBoard(board: DeskBoard): void {
    this.board = board;
    this.store.touch("board");
  }
}

/** What is drawn of a payload; null where there is no reading. */
function numberIn({ kind }: DeskValue, payload: string): number | null {
  if (kind === "contact") return payload === "ON" ? 1 : payload === "OFF" ? 0 : null;
  const value = Number(payload);
  return payload.trim() === "" || !Number.isFinite(value) ? null : value;
}
