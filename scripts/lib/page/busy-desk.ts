import type { Desk } from "../desk/desk";
import type { DeskBoard, DeskEvent } from "../desk/protocol";

/** How often its time goes on, by the wall clock. */
const STEP_MS = 20;
const PERIOD_MS = 5_000;

/** A desk on which as many values as are asked for are read every five seconds, as fast as time goes: what a page is measured with. */
export class BusyDesk implements Desk {
  readonly board: DeskBoard;
  nowMs = 0;
  readings = 0;
  readonly #listeners = new Set<(event: DeskEvent) => void>();

  constructor(values: number) {
    const base = "home/busy";
    this.board = {
      name: "busy",
      kind: "simulated",
      engine: "espruino",
      chip: "esp32",
      values: Array.from({ length: values }, (_, i) => ({
        id: `value-${i}`,
        name: `Value ${i}`,
        topic: `${base}/value-${i}/state`,
        kind: "number",
        unit: "°C",
        decimals: 1,
        isDiagnostic: false,
        everySeconds: PERIOD_MS / 1_000,
      })),
      actuators: [],
      rules: [],
      inputs: [],
      pins: [],
      faults: [],
      speeds: [],
      statusTopic: `${base}/status`,
      diagnosticsTopic: `${base}/diagnostics`,
    };
  }

  standing(): DeskEvent[] {
    return [];
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  perform(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Lets so much of its time pass, so many times as fast as the wall clock. */
  async pass(ms: number, times: number): Promise<void> {
    const [fromMs, wallMs] = [this.nowMs, performance.now()];
    for (let passedMs = 0; passedMs < ms;) {
      await new Promise((step) => setTimeout(step, STEP_MS));
      passedMs = Math.min(ms, (performance.now() - wallMs) * times);
      this.#moveTo(fromMs + passedMs);
    }
  }

  #moveTo(untilMs: number): void {
    const each = PERIOD_MS / this.board.values.length;
    for (let next = Math.ceil((this.nowMs + 1e-6) / each); next * each <= untilMs; next++) {
      const { id, topic } = this.board.values[next % this.board.values.length];
      const atMs = next * each;
      const payload = (20 + 5 * Math.sin(atMs / 200_000 + next)).toFixed(1);
      this.readings++;
      const event: DeskEvent = { atMs, type: "message", topic, payload, retain: false, qos: 0, about: "reading", id };
      this.#listeners.forEach((listener) => listener(event));
    }
    this.nowMs = untilMs;
  }
}
