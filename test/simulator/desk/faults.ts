import type { DeskFault, FaultName } from "../../../scripts/lib/desk/protocol";
import { UserError } from "../../../scripts/lib/user-error";
import type { SimulatedBoard } from "../board";
import { EmbeddedBroker } from "../broker/embedded";
import type { TcpBroker } from "../broker/broker";
import type { SimulatedNetwork } from "../network/simulated";

/** What faults of a broker happen to. */
export interface AroundBroker {
  broker: TcpBroker;
  /** Called when the broker has no memory any more. */
  brokerForgot(): void;
  commandTopics(): readonly string[];
}

/** What faults of a simulated board happen to. */
export interface AroundBoard extends AroundBroker {
  board: SimulatedBoard;
  network: SimulatedNetwork;
  /** Called when the board's power is gone, for its parts and pins. */
  powerFailed(): void;
}

interface Fault<Around> {
  text: string;
  kind: DeskFault["kind"];
  /** Of a fault of a moment, the moment. */
  begin(around: Around): void | Promise<void>;
  end?(around: Around): void | Promise<void>;
}

type FaultTable<Around> = Readonly<Partial<Record<FaultName, Fault<Around>>>>;

const SLOW_MS = 2_000;
/** What is left to Espruino: a message of some hundred bytes fits, and little more. */
const FEW_VARIABLES = 60;

const lasting = { kind: "lasting" } as const;
const moment = { kind: "moment" } as const;

const OF_A_BOARD: FaultTable<AroundBoard> = {
  "wifi-away": {
    ...lasting,
    text: "Wi-Fi away",
    begin: ({ board }) => board.accessPoints.forEach((each) => (each.up = false)),
    end: ({ board }) => board.accessPoints.forEach((each) => (each.up = true)),
  },
  "wifi-password": {
    ...lasting,
    text: "another Wi-Fi password",
    begin: ({ board }) => board.accessPoints.forEach((each) => (each.hasOtherPassword = true)),
    end: ({ board }) => board.accessPoints.forEach((each) => (each.hasOtherPassword = false)),
  },
  "broker-away": {
    ...lasting,
    text: "broker away",
    begin: ({ network }) => {
      network.connectFailure = "refused";
      network.resetAll();
    },
    end: ({ network }) => {
      network.connectFailure = undefined;
    },
  },
  "broker-silent": {
    ...lasting,
    text: "broker silent (half open)",
    begin: ({ network }) => void (network.isSilent = true),
    end: ({ network }) => void (network.isSilent = false),
  },
  "network-slow": {
    ...lasting,
    text: `network slow (${SLOW_MS / 1000} s each way)`,
    begin: ({ network }) => void (network.delayMs = SLOW_MS),
    end: ({ network }) => void (network.delayMs = 0),
  },
  "network-split": {
    ...lasting,
    text: "network split (byte by byte)",
    begin: ({ network }) => void (network.splitReads = 1),
    end: ({ network }) => void (network.splitReads = Infinity),
  },
  "power-cut": {
    ...lasting,
    text: "power cut",
    begin: (around) => cutPower(around),
    end: ({ board }) => board.powerOn(),
  },
  "power-cycle": {
    ...moment,
    text: "power off and on",
    begin: (around) => {
      withPower(around);
      cutPower(around);
      around.board.powerOn();
    },
  },
  brownout: {
    ...moment,
    text: "brownout",
    begin: (around) => {
      withPower(around);
      around.powerFailed();
      around.board.reboot("brownout");
    },
  },
};

/** A word that is none, nothing, numbers that are none, JSON that is broken, what is no UTF-8, and more than fits. */
const STRANGE: readonly (string | Buffer)[] = [
  "PERHAPS",
  "",
  "NaN",
  "-1e999",
  '{"state":',
  "on\u0000off",
  Buffer.from([0xff, 0xfe, 0x80]),
  "x".repeat(2_000),
];

const OF_ANY_BROKER: FaultTable<AroundBroker> = {
  "strange-messages": {
    ...moment,
    text: "somebody's strange messages",
    begin: async ({ broker, commandTopics }) => {
      for (const topic of commandTopics()) for (const payload of STRANGE) await broker.publish(topic, payload);
    },
  },
};

/** What can only be done to a broker that runs in this process. */
const OF_OWN_BROKER: FaultTable<AroundBroker> = {
  "broker-away": {
    ...lasting,
    text: "broker away",
    begin: ({ broker }) => embedded(broker).stop(true),
    end: ({ broker }) => embedded(broker).start(),
  },
  "broker-restart": {
    ...moment,
    text: "broker restarts, with its memory",
    begin: ({ broker }) => embedded(broker).restart(true),
  },
  "broker-forget": {
    ...moment,
    text: "broker restarts, with nothing in its memory",
    begin: async ({ broker, brokerForgot }) => {
      await embedded(broker).restart();
      brokerForgot();
    },
  },
};

const LOW_MEMORY: Readonly<Record<"espruino" | "nodemcu", Fault<AroundBoard>>> = {
  espruino: {
    ...lasting,
    text: `low memory (${FEW_VARIABLES} variables)`,
    begin: ({ board }) => board.memory.shorten(FEW_VARIABLES),
    end: ({ board }) => board.memory.shorten(undefined),
  },
  nodemcu: {
    ...moment,
    text: "out of memory, in one callback",
    begin: (around) => {
      withPower(around);
      around.board.interruptNext("timeout");
    },
  },
};

/** In the order in which they are offered. */
const ORDER: readonly FaultName[] = [
  "wifi-away",
  "wifi-password",
  "broker-away",
  "broker-silent",
  "broker-restart",
  "broker-forget",
  "network-slow",
  "network-split",
  "power-cut",
  "power-cycle",
  "brownout",
  "low-memory",
  "strange-messages",
];

/** What can happen to a broker, and to all that speak with it. */
export function brokerFaults(broker: TcpBroker): FaultTable<AroundBroker> {
  return { ...OF_ANY_BROKER, ...(broker instanceof EmbeddedBroker ? OF_OWN_BROKER : {}) };
}

/** What can happen to a simulated board at a broker. */
export function boardFaults(engine: "espruino" | "nodemcu", broker: TcpBroker): FaultTable<AroundBoard> {
  return { ...OF_A_BOARD, ...brokerFaults(broker), "low-memory": LOW_MEMORY[engine] };
}

/** What happens on a desk, and goes on happening. */
export class Faults<Around> {
  readonly #around: Around;
  readonly #offered: ReadonlyMap<FaultName, Fault<Around>>;
  readonly #on = new Set<FaultName>();
  readonly #tell: (fault: FaultName, isOn: boolean) => void;

  /** @param tell Called when one began or is over */
  constructor(around: Around, table: FaultTable<Around>, tell: (fault: FaultName, isOn: boolean) => void) {
    this.#around = around;
    this.#tell = tell;
    this.#offered = new Map(
      ORDER.flatMap((name): [FaultName, Fault<Around>][] => {
        const fault = table[name];
        return fault === undefined ? [] : [[name, fault]];
      }),
    );
  }

  get offered(): DeskFault[] {
    return [...this.#offered].map(([name, { text, kind }]) => ({ name, text, kind }));
  }

  /** Those that last now. */
  get on(): readonly FaultName[] {
    return [...this.#on];
  }

  /** @throws UserError where this desk cannot do that, or not now */
  async turn(name: FaultName, isOn: boolean): Promise<void> {
    const fault = this.#offered.get(name);
    if (fault === undefined) {
      throw new UserError(`this desk has no fault "${name}"; there are: ${[...this.#offered.keys()].join(", ")}`);
    }
    if (fault.kind === "moment") {
      if (!isOn) return;
      this.#needsBroker(name);
      await fault.begin(this.#around);
      this.#tell(name, true);
      this.#tell(name, false);
      return;
    }
    if (this.#on.has(name) === isOn) return;
    // Before it is done: who asks twice meanwhile asks for nothing.
    if (isOn) this.#on.add(name);
    else this.#on.delete(name);
    try {
      await (isOn ? fault.begin(this.#around) : fault.end?.(this.#around));
    } catch (error) {
      if (isOn) this.#on.delete(name);
      else this.#on.add(name);
      throw error;
    }
    this.#tell(name, isOn);
  }

  #needsBroker(name: FaultName): void {
    if (!this.#on.has("broker-away")) return;
    if (name.startsWith("broker-") || name === "strange-messages") {
      throw new UserError("the broker is away: bring it back first");
    }
  }
}

function embedded(broker: TcpBroker): EmbeddedBroker {
  return broker as EmbeddedBroker;
}

function withPower({ board }: AroundBoard): void {
  if (!board.isPowered) throw new UserError("the board has no power: give it that first");
}

function cutPower({ board, powerFailed }: AroundBoard): void {
  board.powerOff();
  powerFailed();
}
