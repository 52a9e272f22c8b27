import type { Board } from "../../scripts/lib/board/config";
import { SimulatedBoard } from "./board";
import { MemoryBroker } from "./broker/memory";
import type { Message } from "./broker/broker";
import { SimulatedNetwork } from "./network/simulated";
import { TimeServer } from "./network/time-server";
import { FlashPower } from "./nodemcu/flash-power";
import { pinNumber } from "./pin-number";

/** A stretch of a wake, in ms, and whether the radio is on in it. */
export interface WakePhase {
  name: string;
  ms: number;
  radio: boolean;
}

export interface MeasuredWakes {
  /** With Wi-Fi, from the boot until it sleeps. */
  connecting: WakePhase[];
  /** Without; left out where it connects each time. */
  quiet?: WakePhase[];
  /** What a wake writes to flash memory, on average. */
  bytesAWake: number;
  /** What is left there. */
  freeBytes: number;
}

/** A board that stayed awake for longer than any wake may take, as it would on a chip. */
export class NeverAsleep extends Error {
  /** With what its console ended. */
  readonly console: readonly string[];

  constructor(console: readonly string[]) {
    super("the board does not sleep");
    this.console = console.slice(-5);
  }
}

/** From one packet to its answer a home's network takes some milliseconds, nominally. */
const DELAY_MS = 5;
/** Longer than any wake. */
const LONGEST_WAKE_MS = 600_000;
/** For a board that only a pin wakes. */
const USUAL_SECONDS = 3600;
/** Of NodeMCU's files, as the models of both chips have it. */
const SPIFFS_BYTES = 900_000;
const SECOND_MS = 1000;

/**
 * Runs a built board that sleeps through some of its wakes, where all goes well: a broker that answers, and the time. The wakes after the
 * first are measured, which has more to say than the others.
 * @throws NeverAsleep where a wake does not end
 */
export async function measureWakes(config: Board, bundle: string, secrets: string): Promise<MeasuredWakes> {
  const { sleep } = config;
  if (sleep === undefined) throw new Error(`${config.name} does not sleep`);
  const broker = new MemoryBroker({ isSecure: config.broker.urls[0].startsWith("mqtts:") });
  const network = new SimulatedNetwork();
  network.delayMs = DELAY_MS;
  network.route("*", broker.target);
  if (config.time !== undefined) network.datagramServers.set(`${config.time.server}:123`, new TimeServer(0));
  await broker.start();
  const { engine, chip } = config;
  const board = new SimulatedBoard({ engine, chip, bundle, secrets, network, noiseVolts: 0, random: () => 0.5 });
  try {
    board.solder(config);
    board.boot();
    const sleeps = (): number => board.events.filter(({ what }) => what === "asleep").length;
    const wakes = async (count: number): Promise<void> => {
      for (const to = sleeps() + count; sleeps() < to;) {
        const before = sleeps();
        if (board.isAsleep) wake(board, config);
        const longestMs = (sleep.everySeconds ?? USUAL_SECONDS) * SECOND_MS + LONGEST_WAKE_MS;
        if (!(await board.runFor(longestMs, () => sleeps() > before))) throw new NeverAsleep(board.console);
      }
    };
    await wakes(1 + sleep.connectEvery);
    // A contact wakes it in the very moment in which it fell asleep.
    const from = { writtenBytes: writtenBytes(board), events: board.events.length };
    await wakes(sleep.connectEvery);
    const measured = board.events.slice(from.events);
    const status = broker.messages.filter(({ payload }) => payload === "online");
    const all = splitAtBoots(measured).map((events) => phasesOf(events, status, sleep.listenSeconds * SECOND_MS));
    const connecting = all.find((phases) => phases.some(({ radio }) => radio));
    if (connecting === undefined) throw new Error(`${config.name} does not connect within ${sleep.connectEvery} wakes`);
    const quiet = all.find((phases) => !phases.some(({ radio }) => radio));
    return {
      connecting,
      ...(quiet === undefined ? {} : { quiet }),
      bytesAWake: (writtenBytes(board) - from.writtenBytes) / sleep.connectEvery,
      freeBytes: engine === "espruino" ? board.storage.flash.freeBytes : SPIFFS_BYTES,
    };
  } finally {
    board.stop();
    network.close();
    await broker.stop();
  }
}

/** Has the contact change that wakes it, where one does. */
function wake(board: SimulatedBoard, { sleep, sensors }: Board): void {
  const contact = sensors.find(({ id }) => id === sleep?.wakeBy);
  if (contact === undefined || !("pin" in contact)) return;
  const pin = board.pin(pinNumber(contact.pin));
  pin.level = !pin.level;
}

function writtenBytes({ storage }: SimulatedBoard): number {
  return storage.flash.writtenBytes + FlashPower.of(storage.files).writtenBytes;
}

type Events = SimulatedBoard["events"][number][];

function splitAtBoots(events: Events): Events[] {
  const wakes: Events[] = [];
  for (const event of events) {
    if (event.what === "boot") wakes.push([]);
    wakes.at(-1)?.push(event);
  }
  return wakes.filter((wake) => wake.at(-1)?.what === "asleep");
}

/** @param status What said that it is online */
function phasesOf(events: Events, status: readonly Message[], listenMs: number): WakePhase[] {
  const at = (what: Events[number]["what"]): number | undefined => events.find((event) => event.what === what)?.atMs;
  const bootMs = at("boot") ?? NaN;
  const asleepMs = at("asleep") ?? NaN;
  const joinedMs = at("joined");
  if (joinedMs === undefined) return [{ name: "measures", ms: asleepMs - bootMs, radio: false }];
  const online = status.find(({ atMs }) => atMs >= joinedMs && atMs <= asleepMs);
  const onlineMs = online?.atMs ?? asleepMs;
  const phases = [
    { name: "joins Wi-Fi", ms: joinedMs - bootMs, radio: true },
    { name: "connects", ms: onlineMs - joinedMs, radio: true },
    { name: "delivers", ms: Math.max(asleepMs - onlineMs - listenMs, 0), radio: true },
    { name: "listens", ms: Math.min(listenMs, asleepMs - onlineMs), radio: true },
  ];
  return phases.filter(({ ms }) => ms > 0);
}
