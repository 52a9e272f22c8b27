import type { Random } from "../random";
import { PowerLost } from "../simulator/console/flash-files";
import { TimeServer } from "../simulator/network/time-server";
import { FlashPower } from "../simulator/nodemcu/flash-power";
import { boardFile } from "./board-file";
import { settle, type Account, type Taken, type Told } from "./sleep-ledger";
import { SimulatedNode } from "./simulated-node";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const PIN = 34;
/** 3 February 2027, 04:05:06 UTC. */
const START = 1_801_627_506;
/** Readings that differ: the converters of all chips tell them apart. */
const VALUES = 250;
/** As much as a clock that is off asleep by 2 in 1,000 comes to in half a day without a broker. */
const TOLERANCE_SECONDS = 100;

/** A node on a battery in a field, of whose every reading is known when it was taken, and what became of it. */
export class FieldNode {
  readonly taken: (Taken & { atMs: number })[] = [];
  readonly time = new TimeServer(START);
  #boots = 0;
  readonly #crashesMs: number[] = [];

  private constructor(readonly node: SimulatedNode) {
    node.network.datagramServers.set("pool.ntp.org:123", this.time);
    node.board.pin(PIN).waveform((ms) => this.#take(ms));
  }

  static async boot(sleep: object, files?: ReadonlyMap<string, string>): Promise<FieldNode> {
    const path = boardFile("meadow", {
      time: { server: "pool.ntp.org" },
      sleep,
      sensors: [{ id: "soil", type: "analog", pin: `D${PIN}`, scale: 1000, decimals: 0, qos: 1 }],
    });
    return new FieldNode(await SimulatedNode.boot(path, files === undefined ? {} : { files }));
  }

  get board(): SimulatedNode["board"] {
    return this.node.board;
  }

  /** A reading of its own for each wake, the same however often it is taken in it. */
  #take(atMs: number): number {
    const boots = this.board.events.filter(({ what }) => what === "boot").length;
    if (boots !== this.#boots) {
      this.#boots = boots;
      this.taken.push({ atMs, at: START + atMs / SECOND, value: this.taken.length % VALUES });
    }
    const { value } = this.taken[this.taken.length - 1];
    return (3.3 * value * 4) / 1000 + 0.001;
  }

  /** What became of the readings until it last said, with all told, that it sleeps. */
  account(): Account {
    const told = this.node.payloads("soil/state/history").map((text) => {
      const { value, ...rest } = JSON.parse(text) as Told;
      return { value: Math.round(value / 4), ...rest };
    });
    const lastMs = this.node.on("status").findLast(({ payload }) => payload === "asleep")?.atMs ?? 0;
    return settle(
      this.taken.filter(({ atMs }) => atMs < lastMs),
      told,
      TOLERANCE_SECONDS,
    );
  }

  /**
   * Whether the wake in which a reading was taken ended in sleep; else its power or its program was taken away in it. A boot that
   * follows a crash sleeps without measuring; the model looks at its pins all the same.
   */
  hasSlept({ at }: Taken): boolean {
    const atMs = (at - START) * SECOND;
    if (this.#crashesMs.some((crashMs) => Math.abs(crashMs - atMs) < 1)) return false;
    const next = this.board.events.find((event) => event.atMs > atMs && ["boot", "off", "asleep"].includes(event.what));
    return next?.what === "asleep";
  }

  /** How many readings the node has said that it lost; each boot counts anew. */
  get dropped(): number {
    const reports = this.node.on("diagnostics");
    const boots = this.board.events.filter(({ what }) => what === "boot");
    return boots.reduce((sum, { atMs }, index) => {
      const endMs = boots[index + 1]?.atMs ?? Infinity;
      const own = reports.filter((report) => report.atMs >= atMs && report.atMs < endMs);
      return sum + Math.max(0, ...own.map(({ payload }) => (JSON.parse(payload) as { dropped: number }).dropped));
    }, 0);
  }

  /** Lets time pass, over a loss of power in a write, which stays lost. @returns whether `isDone` */
  async run(ms: number, isDone = (): boolean => false): Promise<boolean> {
    const { board } = this;
    const endMs = board.nowMs + ms;
    for (;;) {
      try {
        return await board.runFor(endMs - board.nowMs, isDone);
      } catch (error) {
        // NodeMCU's model ends the run with it.
        if (!(error instanceof PowerLost)) throw error;
        FlashPower.of(board.storage.files).loseAtStep = Infinity;
        board.powerOff();
      }
    }
  }

  /** Power is lost in place of the write that comes after so many more. @param torn as of `FlashFiles` */
  losePowerInWrite(writes: number, torn: number): void {
    const { storage } = this.board;
    storage.losePowerAfter(writes, torn);
    const power = FlashPower.of(storage.files);
    power.loseAtStep = power.steps + writes + 1;
  }

  crash(cause: "brownout" | "watchdog"): void {
    this.#crashesMs.push(this.board.nowMs);
    this.board.reboot(cause);
  }

  close(): Promise<void> {
    return this.node.close();
  }
}

export interface Fault {
  name: string;
  /** How long it lasts at most; left out for what is over at once. */
  hours?: number;
  /** Whether it comes within a wake, and does not wait for one asleep. */
  isAwake?: boolean;
  /** Whether what is kept in RAM that the chip's clock goes with is lost. */
  losesPower?: boolean;
  begin(field: FieldNode, random: Random): void;
  end?(field: FieldNode): void;
}

/** What happens to it. */
export const FAULTS: readonly Fault[] = [
  {
    name: "no Wi-Fi",
    hours: 8,
    begin: ({ board }) => void (board.accessPoint.up = false),
    end: ({ board }) => void (board.accessPoint.up = true),
  },
  {
    name: "a broker that refuses",
    hours: 8,
    begin: ({ node: { network } }) => {
      network.connectFailure = "refused";
      network.resetAll();
    },
    end: ({ node }) => void (node.network.connectFailure = undefined),
  },
  {
    name: "a broker that never answers",
    hours: 3,
    begin: ({ node }) => void (node.network.isSilent = true),
    end: ({ node }) => void (node.network.isSilent = false),
  },
  {
    name: "a connection that breaks",
    isAwake: true,
    begin: ({ node }) => node.network.resetAll(),
  },
  {
    name: "a network that is slow",
    hours: 3,
    begin: ({ node }) => void (node.network.delayMs = 1_500),
    end: ({ node }) => void (node.network.delayMs = 0),
  },
  {
    name: "nobody who knows the time",
    hours: 12,
    begin: ({ time }) => void (time.isAnswering = false),
    end: ({ time }) => void (time.isAnswering = true),
  },
  {
    name: "a clock that is off asleep",
    hours: 24,
    begin: ({ board }, random) => void (board.asleepDrift = (random.below(5) - 2) / 1_000),
    end: ({ board }) => void (board.asleepDrift = 0),
  },
  {
    name: "a battery that is changed",
    losesPower: true,
    hours: 1,
    begin: ({ board }) => board.powerOff(),
    end: ({ board }) => board.powerOn(),
  },
  {
    name: "power that is lost in a wake",
    losesPower: true,
    hours: 1,
    isAwake: true,
    begin: ({ board }) => board.powerOff(),
    end: ({ board }) => board.powerOn(),
  },
  {
    name: "power that is lost in a write",
    losesPower: true,
    hours: 1,
    begin: (field, random) => field.losePowerInWrite(random.below(6), random.below(2) * random.below(256)),
    end: ({ board }) => board.powerOn(),
  },
  {
    name: "a brownout",
    losesPower: true,
    isAwake: true,
    begin: (field) => field.crash("brownout"),
  },
  {
    name: "a program that hangs",
    isAwake: true,
    // Asleep no watchdog runs.
    begin: (field) => void (field.board.isAsleep || field.crash("watchdog")),
  },
  {
    name: "a press on its reset button",
    losesPower: true,
    isAwake: true,
    begin: ({ board }) => board.reboot(),
  },
];

const LOOK_MS = 100;
/** Longer than a wake in which all goes well. */
const WAKE_MS = 6 * SECOND;

/**
 * Has fault after fault happen, each after some hours of rest.
 * @returns How often each happened, by its name; the counts grow
 */
export function plague(
  field: FieldNode,
  faults: readonly Fault[],
  random: Random,
  untilMs: number,
): Map<string, number> {
  const { board } = field;
  const happened = new Map<string, number>();
  const begin = (fault: Fault): void => {
    happened.set(fault.name, (happened.get(fault.name) ?? 0) + 1);
    if (board.isPowered) fault.begin(field, random);
    board.after((fault.hours ?? 0) * random.below(HOUR), () => {
      fault.end?.(field);
      rest();
    });
  };
  const inWake = (fault: Fault): void => {
    if (board.isAsleep) board.after(LOOK_MS, () => inWake(fault));
    else board.after(random.below(WAKE_MS), () => begin(fault));
  };
  const rest = (): void => {
    board.after((1 + random.below(5)) * HOUR + random.below(HOUR), () => {
      if (board.nowMs > untilMs) return;
      const fault = random.pick(faults);
      if (fault.isAwake === true) inWake(fault);
      else begin(fault);
    });
  };
  rest();
  return happened;
}
