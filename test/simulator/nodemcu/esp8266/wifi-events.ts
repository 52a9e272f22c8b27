import type { HostValue, LuaFunction, LuaValue } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import { Slot } from "../arguments";
import type { Tasks } from "../tasks";
import { integer } from "./numbers";

/** The SDK's, of which `wifi.eventmon` knows the first ones by name. */
export const EVENTS = {
  STA_CONNECTED: 0,
  STA_DISCONNECTED: 1,
  STA_AUTHMODE_CHANGE: 2,
  STA_GOT_IP: 3,
  STA_DHCP_TIMEOUT: 4,
} as const;
const EVENT_MAX = 10;

/** The module `wifi.eventmon` (app/modules/wifi_eventmon.c): one listener to each event. */
export class WifiEvents {
  readonly module: { readonly [name: string]: HostValue };
  readonly #tasks: Tasks;
  readonly #callbacks = new Map<number, Slot>();
  /** Events that wait for the task which tells them: one of them has it posted. */
  readonly #waiting: { id: number; info: { readonly [name: string]: HostValue } }[] = [];

  /** @param reasons What the module knows of reasons by their names. */
  constructor(tasks: Tasks, reasons: { readonly [name: string]: number }) {
    this.#tasks = tasks;
    this.module = {
      ...EVENTS,
      EVENT_MAX,
      reason: reasons,
      register: (id, run) => this.register(integer(id, 1), run),
      unregister: (id) => this.register(integer(id, 1), undefined),
    };
  }

  register(id: number, run: LuaValue): void {
    if (id < 0 || id > EVENT_MAX) throw new LuaError(`valid wifi events:0-${EVENT_MAX}`);
    const slot = this.#callbacks.get(id) ?? new Slot();
    this.#callbacks.set(id, slot);
    slot.set(run instanceof Callback ? (run as LuaFunction) : undefined);
  }

  /** Nobody who listens: nothing is kept. */
  emit(id: number, info: { readonly [name: string]: HostValue }): void {
    if (this.#callbacks.get(id)?.held === undefined) return;
    if (this.#waiting.push({ id, info }) === 1) this.#tasks.post("low", () => this.#tellNext());
  }

  #tellNext(): void {
    const event = this.#waiting.shift();
    if (this.#waiting.length > 0) this.#tasks.post("low", () => this.#tellNext());
    const run = event === undefined ? undefined : this.#callbacks.get(event.id)?.held;
    if (event !== undefined && run !== undefined) this.#tasks.call(run, event.info);
  }
}
