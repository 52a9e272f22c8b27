import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { Board } from "../../../../scripts/lib/board/config";
import { loadBoard, simulationEnvironment } from "../../../../scripts/lib/board/load";
import { joinBroker } from "../../../../scripts/lib/broker/join";
import type { DeskAction, DeskEvent } from "../../../../scripts/lib/desk/protocol";
import { RealDesk, type RealDeskOptions } from "../../../../scripts/lib/desk/real-desk";
import { UserError } from "../../../../scripts/lib/user-error";
import { SimulatedNode } from "../../../scenarios/simulated-node";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { exampleBoard } from "../board/example-board";

const root = resolve(__dirname, "../../../..");
const { environment } = simulationEnvironment(root, process.env);
const AT_ONCE = { firstMs: 1, mostMs: 5 };

type Message = Extract<DeskEvent, { type: "message" }>;

/** A desk, and all that happened on it. */
class Watched {
  readonly events: DeskEvent[] = [];
  #look: () => void = () => undefined;
  #desk: RealDesk | undefined;

  static async open(board: Board, broker: EmbeddedBroker, options: Partial<RealDeskOptions> = {}): Promise<Watched> {
    const watched = new Watched();
    const join = (): ReturnType<typeof joinBroker> => joinBroker(board, `mqtt://127.0.0.1:${broker.port}`);
    watched.#desk = await RealDesk.open(board, { join, backOff: AT_ONCE, ...options }, (event) => {
      watched.events.push(event);
      watched.#look();
    });
    return watched;
  }

  get desk(): RealDesk {
    if (this.#desk === undefined) throw new Error("not open yet");
    return this.#desk;
  }

  /** The first event from the `from`th on that is looked for, now or later. */
  until(isIt: (event: DeskEvent) => boolean, from = 0): Promise<DeskEvent> {
    return new Promise((resolve) => {
      this.#look = () => {
        const found = this.events.slice(from).find(isIt);
        if (found !== undefined) resolve(found);
      };
      this.#look();
    });
  }

  message(topic: string, payload: string, from = 0): Promise<DeskEvent> {
    return this.until((each) => each.type === "message" && each.topic === topic && each.payload === payload, from);
  }

  told(): string[] {
    return this.events.flatMap((event) => (event.type === "told" ? [event.text] : []));
  }
}

describe("the desk of a real board", function () {
  this.timeout(60_000);
  let broker: EmbeddedBroker;
  let watched: Watched | undefined;

  beforeEach(async () => {
    broker = new EmbeddedBroker();
    await broker.start();
  });
  afterEach(async () => {
    await watched?.desk.close();
    watched = undefined;
    await broker.stop();
  });

  it("knows what is retained, and tells what comes, and what it is about", async () => {
    await broker.publish("example/status", "online", { retain: true });
    await broker.publish("example/pump/state", "ON", { retain: true });
    watched = await Watched.open(exampleBoard(), broker);
    await watched.message("example/status", "online");
    await watched.message("example/pump/state", "ON");
    await broker.publish("example/soil/state", "41.5");
    await broker.publish("example/diagnostics", "{}", { qos: 1 });
    const report = (await watched.message("example/diagnostics", "{}")) as Message;
    const reading = (await watched.message("example/soil/state", "41.5")) as Message;
    assert.deepEqual([reading.about, reading.id, reading.retain, reading.qos], ["reading", "soil", false, 0]);
    assert.deepEqual([report.about, report.id, report.qos], ["report", "", 1]);
    const standing = watched.desk.standing();
    assert.deepEqual(standing[0].type, "link");
    const shown = standing.flatMap((each) => (each.type === "message" ? [`${each.topic} ${each.payload}`] : []));
    assert.deepEqual(shown.sort(), [
      "example/diagnostics {}",
      "example/pump/state ON",
      "example/soil/state 41.5",
      "example/status online",
    ]);
    assert.ok(standing.every(({ atMs }, index) => index < 2 || atMs >= standing[index - 1].atMs));
  });

  it("tells the lines of a console that is published, as those of a chip's", async () => {
    watched = await Watched.open(exampleBoard({ consoles: { mqtt: true } }), broker);
    await broker.publish("example/console", "2 connecting to broker\n3 online\n");
    await watched.until((event) => event.type === "console" && event.line === "3 online");
    const lines = watched.events.flatMap((event) => (event.type === "console" ? [event.line] : []));
    assert.deepEqual(lines, ["2 connecting to broker", "3 online"]);
    assert.ok(!watched.desk.standing().some(({ type }) => type === "console"));
  });

  it("tells nothing of other boards", async () => {
    watched = await Watched.open(exampleBoard(), broker);
    await broker.publish("example2/soil/state", "1");
    await broker.publish("example/soil/other", "1");
    await broker.publish("example/soil/state", "2");
    await watched.message("example/soil/state", "2");
    assert.equal(watched.events.filter(({ type }) => type === "message").length, 1);
  });

  it("shows only the beginning of a message that no board would send", async () => {
    watched = await Watched.open(exampleBoard(), broker);
    await broker.publish("example/soil/state", "9".repeat(1_000_000));
    const event = await watched.until(({ type }) => type === "message");
    assert.equal((event as Message).payload, `${"9".repeat(8_192)}…`);
  });

  it("goes on when the broker comes back, and says so once", async () => {
    let attempts = 0;
    let onAttempt = (): void => undefined;
    const join = (): ReturnType<typeof joinBroker> => {
      attempts++;
      onAttempt();
      return joinBroker(exampleBoard(), `mqtt://127.0.0.1:${broker.port}`);
    };
    watched = await Watched.open(exampleBoard(), broker, { join });
    await broker.stop();
    await watched.until((event) => event.type === "link" && !event.isUp);
    assert.deepEqual(watched.desk.standing()[0].type, "link");
    assert.ok(watched.desk.standing().some((event) => event.type === "told" && event.isProblem));
    await assert.rejects(
      watched.desk.perform({ do: "command", actuator: "pump", payload: "OFF" }),
      (error) =>
        error instanceof UserError && /^pump: not sent, since the broker of example is not there/.test(error.message),
    );
    // Several attempts come to nothing, and are told as one.
    await new Promise<void>((tried) => {
      const from = attempts;
      onAttempt = () => (attempts >= from + 4 ? tried() : undefined);
    });
    await broker.start();
    const from = watched.events.length;
    await watched.until((event) => event.type === "link" && event.isUp, from);
    await broker.publish("example/soil/state", "3");
    await watched.message("example/soil/state", "3", from);
    assert.deepEqual(
      watched.told().map((text) => text.replace(/ \(.*/, "")),
      [
        "the broker has closed the connection. It is tried again.",
        "no broker can be joined from here",
        "the broker is there",
      ],
    );
  });

  it("tells nothing anew that the broker only kept", async () => {
    await broker.publish("example/pump/state", "ON", { retain: true });
    watched = await Watched.open(exampleBoard(), broker, { answerMs: 50 });
    await watched.message("example/pump/state", "ON");
    // Who gives a command subscribes once more.
    await assert.rejects(watched.desk.perform({ do: "command", actuator: "pump", payload: "ON" }), /did not answer/);
    await broker.publish("example/soil/state", "1");
    await watched.message("example/soil/state", "1");
    const states = watched.events.filter((event) => event.type === "message" && event.about === "state");
    assert.equal(states.length, 1);
    await broker.publish("example/pump/state", "OFF", { retain: true });
    await watched.message("example/pump/state", "OFF");
  });

  it("is there before its broker is, and tells the cure", async () => {
    await broker.stop();
    watched = await Watched.open(exampleBoard(), broker);
    assert.match(
      watched.told()[0],
      /^no broker can be joined from here \(ECONNREFUSED\); "npx mote doctor" looks at each/,
    );
    assert.ok(!watched.told()[0].includes("127.0.0.1"));
    await broker.start();
    await watched.until((event) => event.type === "link" && event.isUp);
  });

  it("offers nothing that only a simulated board has", async () => {
    watched = await Watched.open(exampleBoard(), broker);
    const { inputs, pins, faults, speeds } = watched.desk.board;
    assert.deepEqual([...inputs, ...pins, ...faults, ...speeds], []);
    const others: DeskAction[] = [
      { do: "set", input: "soil", value: 1 },
      { do: "fault", fault: "wifi-away", isOn: true },
      { do: "speed", times: 10 },
      { do: "next" },
      { do: "publish", topic: "example/pump/set", payload: "ON", retain: true, qos: 0 },
    ];
    for (const action of others) {
      await assert.rejects(
        watched.desk.perform(action),
        /^UserError: example is a real board, which can only be commanded$/,
      );
    }
    assert.deepEqual(broker.messages, []);
  });

  it("says which actuators there are, without what is secret", async () => {
    watched = await Watched.open(exampleBoard(), broker, { hide: (text) => text.replaceAll("lamp", "${LAMP}") });
    await assert.rejects(
      watched.desk.perform({ do: "command", actuator: "pumpe", payload: "ON" }),
      /no actuator "pumpe" \(did you mean "pump"\?\); there are: pump, \$\{LAMP\}$/,
    );
  });

  it("ends, also twice, and tells nothing more", async () => {
    watched = await Watched.open(exampleBoard(), broker);
    await watched.desk.close();
    await watched.desk.close();
    const told = watched.events.length;
    await broker.publish("example/soil/state", "1");
    assert.equal(watched.events.length, told);
  });
});

describe("the desk of a real board, with a node", function () {
  this.timeout(60_000);
  let node: SimulatedNode;
  let watched: Watched;

  async function start(name: string): Promise<void> {
    const broker = new EmbeddedBroker();
    node = await SimulatedNode.online(name, { broker });
    const { board } = loadBoard(name, { environment });
    watched = await Watched.open(board, broker);
  }

  /** Lets the node live until a promise is settled. */
  async function meanwhile<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => (isSettled = true));
    settled.catch(() => undefined);
    while (!isSettled) {
      await node.board.run(20);
      await new Promise((next) => setTimeout(next, 1));
    }
    return settled;
  }

  afterEach(async () => {
    await watched.desk.close();
    await node.close();
  });

  it("commands it, and shows the state that follows", async () => {
    await start("greenhouse");
    await meanwhile(watched.desk.perform({ do: "command", actuator: "lamp", payload: "40" }));
    const state = (await watched.message("home/greenhouse/lamp/state", "40")) as Message;
    assert.deepEqual([state.about, state.id], ["state", "lamp"]);
    const order = (await watched.message("home/greenhouse/lamp/set", "40")) as Message;
    assert.deepEqual([order.about, order.id], ["command", "lamp"]);
    await assert.rejects(
      meanwhile(watched.desk.perform({ do: "command", actuator: "pump", payload: "PERHAPS" })),
      /^UserError: pump: command refused$/,
    );
  });

  it("signs what has to be signed, several commands at a time, and shows its key to nobody", async () => {
    await start("door");
    const { board } = loadBoard("door", { environment });
    const commands = ["ON", "OFF", "ON"].map((payload) =>
      watched.desk.perform({ do: "command", actuator: "lock", payload }).then(
        () => "obeyed",
        (error: Error) => error.message,
      ),
    );
    assert.deepEqual(await meanwhile(Promise.all(commands)), [
      "obeyed",
      "lock: not sent, since a newer command came before its turn",
      "obeyed",
    ]);
    assert.equal(node.board.pin(26).level, true);
    const key = board.commands?.signingKey ?? "";
    assert.ok(key.length >= 32);
    assert.ok(!JSON.stringify([watched.desk.board, watched.events, watched.desk.standing()]).includes(key));
  });
});
