import assert from "node:assert/strict";
import type { Board, BoardFile } from "../../../../scripts/lib/board/config";
import { programOf } from "../../../../scripts/lib/program/compose";
import { oneLine } from "./one-line";
import { exampleBoard } from "../board/example-board";

const made = (board: Board, firmware: string): string => oneLine(programOf(board, firmware));

const text = made(exampleBoard(), "../../firmware");

describe("the program made for a board", () => {
  it("holds the board's constants, with topics as they stand in packets", () => {
    for (const part of [
      'name: "example"',
      'secret: (name, index) => secretOf(storage, numbered(name, index)) ?? "",',
      "keepAliveSeconds: 60,",
      "receiveBytes: 512,",
      "tcp: createTcp(1024, net) }",
      'statusTopic: "\\x00\\x0eexample/status"',
      'diagnosticsTopic: "\\x00\\x13example/diagnostics"',
      'const channel_soil = createChannel(node, createPublisher(node.client, "\\x00\\x12example/soil/state", false), fixed, 1);',
      'const channel_door = createChannel(node, createPublisher(node.client, "\\x00\\x12example/door/state", false), onOff, 0);',
      'startSensor(channel_soil, "soil", 5000, analog(analogPins, { pin: 34, scale: 100, offset: 0 }));',
      'digital(digitalInputs, clock, { pin: 27, pull: "up", activeLow: false, debounceMs: 50 }));',
      'startSensor(channel_signal, "signal", 500, signalStrength(wifi));',
      'commandTopic: "\\x00\\x10example/pump/set", stateTopic: "\\x00\\x12example/pump/state", ' +
        "actuator: switchable(digitalOutputs, { pin: 25, activeLow: true, initialValue: true })",
      "actuator: pwm(pwmPins, { pin: 33, hz: 500, initialValue: 20 })",
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });

  it("closes the chip's own access point, and both consoles unless the board file asks to leave them open", () => {
    assert.match(text, /^closeAccessPoint\(\);$/m);
    assert.match(text, /^closeTelnetConsole\(\);$/m);
    assert.match(text, /^closeBluetoothConsole\(\);$/m);
    const open = made(exampleBoard({ consoles: { telnet: true, bluetooth: true } }), "../../firmware");
    assert.ok(!open.includes("Console"));
    assert.match(open, /^closeAccessPoint\(\);$/m);
  });

  it("imports only what the board names", () => {
    const small = made(
      exampleBoard({ sensors: [{ id: "uptime", type: "uptime", periodSeconds: 1 }], actuators: [] }),
      "../../firmware",
    );
    assert.ok(!/actuators\/|sensors\/(analog|digital)|pins/.test(small), small);
    assert.match(small, /subscribePacket: ""/);
  });

  it("has nothing of signed commands on a board that asks for none", () => {
    const ofSigning = /requireSignatures|crypto|nonce|[/]answer|hmac/i;
    assert.doesNotMatch(text, ofSigning);
    const signed = made(exampleBoard({ commands: { signingKey: "0123456789abcdef".repeat(2) } }), "../../firmware");
    assert.match(signed, /^requireSignatures\(node, crypto, storage, /m);
  });

  it("has actuators act by themselves only where the board file says so", () => {
    const [, lamp] = exampleBoard().actuators;
    const withFailSafe = (action: "keep" | "OFF"): string => {
      const failSafe = { afterSeconds: 90, action };
      const actuators = [lamp, { id: "pump", type: "switch", pin: "D25", failSafe } as const];
      return made(exampleBoard({ actuators }), "../../firmware");
    };
    assert.match(withFailSafe("OFF"), /^failSafe\(node, 1, 90000, "OFF"\);$/m);
    assert.doesNotMatch(withFailSafe("keep"), /failSafe/);
  });

  it("gives limits to the switches that ask for them, and none to the others", () => {
    const withSwitch = (settings: object): string => {
      const actuators = [{ id: "pump", type: "switch", pin: "D25", ...settings } as const];
      return made(exampleBoard({ actuators }), "../../firmware");
    };
    const limited = withSwitch({
      maxOnSeconds: 0.5,
      minimumOffSeconds: 2,
      interlock: "a-b",
      interlockWaitSeconds: 0.25,
    });
    for (const part of [
      "const interlock_a$b = createInterlock(alarms, 250);",
      "relaySwitch(createRelay(digitalOutputs, alarms, { pin: 25, activeLow: false, initialValue: false, " +
        "maxOnMs: 500, minimumOffMs: 2000 }, interlock_a$b))",
      "publishOwnChanges(node, 0);",
    ]) {
      assert.ok(limited.includes(part), `${part}\nis not in\n${limited}`);
    }
    assert.doesNotMatch(withSwitch({}), /alarms|relay|interlock|own-changes/i);
  });

  it("stores what has to outlive a reboot, and has rules go by what is published", () => {
    const text = made(
      exampleBoard({
        actuators: [
          { id: "pump", type: "switch", pin: "D25", initialValue: "LAST" },
          { id: "the-goal", type: "number", min: -5, max: 30, step: 0.25, initialValue: 20 },
        ],
        rules: [{ type: "thermostat", sensor: "soil", actuator: "pump", target: "the-goal", mode: "cool" }],
      }),
      "../../firmware",
    );
    for (const part of [
      "const settings = openSettings(storage);",
      'const setPoint_the$goal = setPoint({ min: -5, max: 30, step: 0.25, decimals: 2 }, 20, storedValue(settings, "the-goal", ""));',
      'initialValue: storedValue(settings, "pump", "OFF") === "ON" }',
      "actuator: setPoint_the$goal }",
      "keepSettings(settings, node, alarms, [0, 1]);",
      "thermostat(channel_soil, alarms, { index: 0, target: setPoint_the$goal.value, hysteresis: 0.5, isCooling: true, " +
        'noReadingMs: 60000, noReading: "OFF" });',
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });

  it("gives a cover its two relays with limits, an interlock, and a topic for its position", () => {
    const actuators = [
      { id: "b-1", type: "cover", openPin: "D25", closePin: "D26", openSeconds: 20, closeSeconds: 18 } as const,
    ];
    const text = made(exampleBoard({ actuators }), "../../firmware");
    const relay = (pin: number, maxOnMs: number): string =>
      `createRelay(digitalOutputs, alarms, { pin: ${pin}, activeLow: false, initialValue: false, ` +
      `maxOnMs: ${maxOnMs}, minimumOffMs: 0 }, motor_b$1)`;
    for (const part of [
      "const motor_b$1 = createInterlock(alarms, 500);",
      `const cover_b$1 = cover(alarms, ${relay(25, 37_000)}, ${relay(26, 35_000)}, ` +
        '{ openMs: 20000, closeMs: 18000, overrunMs: 2000, stored: storedValue(settings, "b-1", "?"), ' +
        "beforeMoving: () => settings.save() });",
      "keepSettings(settings, node, alarms, [0]);",
      "publishOwnChanges(node, 0);",
      'publishPosition(node, alarms, cover_b$1, "\\x00\\x14example/b-1/position");',
    ]) {
      assert.ok(text.includes(part), `${part}\nis not in\n${text}`);
    }
  });

  it("uses the topics that the board file names instead of the usual ones", () => {
    const own = made(
      exampleBoard({
        topics: { base: "b", status: "s", diagnostics: "d" },
        sensors: [{ id: "x", type: "uptime", periodSeconds: 1, stateTopic: "own/state" }],
        actuators: [{ id: "y", type: "switch", pin: "D25", commandTopic: "own/set" }],
      }),
      "../../firmware",
    );
    for (const part of [
      '"\\x00\\x01s"',
      '"\\x00\\x01d"',
      '"\\x00\\x09own/state"',
      '"\\x00\\x07own/set"',
      '"\\x00\\x09b/y/state"',
    ]) {
      assert.ok(own.includes(part), part);
    }
  });

  it("lets the node choose among brokers only where there are several", () => {
    const several = { urls: ["mqtt://first.lan", "mqtts://second.lan"], attempts: 5, failBackSeconds: 600 };
    const own = made(exampleBoard({ broker: several }), "../../firmware");
    for (const part of [
      "failOver(node, createTcp(0, net), { " +
        "brokers: 2, attempts: 5, failBackMs: 600000, " +
        // Without a will.
        'connectPacket: () => "\\x10\\x13\\x00\\x04MQTT\\x04\\x02\\x00<\\x00\\x07example", ' +
        'topic: "\\x00\\x0eexample/broker" });',
    ]) {
      assert.ok(own.includes(part), `${part}\nis not in\n${own}`);
    }
    const secure = { ...several, urls: ["mqtts://first.lan", "mqtt://second.lan"] };
    assert.ok(made(exampleBoard({ broker: secure }), "../../firmware").includes("failBackMs: 600000, topic:"));
    const one = made(exampleBoard({ broker: { urls: ["mqtt://first.lan"] } }), "../../firmware");
    assert.ok(!/fail-over|brokers/.test(one));
  });

  it("puts a user name and a password, which are no part of it, behind the rest of the CONNECT packet", () => {
    const credentials = (broker: object): string =>
      /connectPacket: \(\) => (.*?),? subscribePacket/.exec(
        made(exampleBoard({ broker: { urls: ["mqtt://b"], ...broker } }), "../../firmware"),
      )![1];
    assert.match(credentials({}), /^"\\x10,\\x00\\x04MQTT[^"]*offline"$/);
    assert.match(
      credentials({ username: "u" }),
      /^withCredentials\( ?"\\x00\\x04MQTT[^"]*offline", field\(\(secretOf\(storage, "username"\) \?\? ""\)\)\)$/,
    );
    assert.match(
      credentials({ username: "u", password: "p" }),
      /"username"\) \?\? ""\)\) \+ field\(\(secretOf\(storage, "brokerPassword"\) \?\? ""\)\)\)$/,
    );
  });

  it("has a watchdog and a safe mode only where the board file asks for them", () => {
    assert.ok(!/watchdog|boots|safe|restart/i.test(text));
    const [pump] = exampleBoard().actuators;
    const own = made(
      exampleBoard({
        watchdogSeconds: 60,
        safeModeAfterBoots: 4,
        actuators: [pump],
        commands: { signingKey: "k".repeat(32) },
      }),
      "../../firmware",
    );
    const order = [
      "enableWatchdog(60);",
      "closeTelnetConsole();",
      'const lacking = lackingSecrets(storage, "ssid password host port host2 port2 username brokerPassword signingKey");',
      "digitalOutputs.write(25, true);",
      'halt("mote.secrets lacks" + lacking + ": npx mote flash --board example writes it");',
      "const boots = beginBoot(storage, ",
      "start(",
      "subscribePacket: boots.isSafe ? ",
      "subscriptions: boots.isSafe ? 1 : 1,",
      "actuators: boots.isSafe ? [safeModeSwitch(boots, ",
      "if (boots.isSafe) {",
      "digitalOutputs.write(25, true);",
      "} else {",
      "startSensor(",
      "}",
      "watchBoot(node, boots, ",
      "requireSignatures(",
    ];
    let at = -1;
    for (const part of order) {
      const next = own.indexOf(part, at + 1);
      assert.ok(next > at, `${part} does not follow in\n${own}`);
      at = next;
    }
  });

  it("takes of the client what the qualities of service ask for, and nothing else", () => {
    const [pump, lamp] = exampleBoard().actuators;
    const [soil] = exampleBoard().sensors;
    const parts = (changes: BoardFile): string[] =>
      [...made(exampleBoard(changes), "../../firmware").matchAll(/from "..\/..\/firmware\/mqtt\/([a-z0-9-]+)"/g)].map(
        ([, file]) => file,
      );
    assert.deepEqual(parts({}), ["connect", "packet", "packets", "publish", "skip"]);
    assert.deepEqual(parts({ broker: { urls: ["mqtt://b"] } }), ["packets", "publish", "skip"]);
    assert.deepEqual(parts({ outbox: {} }), ["connect", "outbox", "packet", "packets", "publish", "record", "skip"]);
    assert.deepEqual(parts({ sensors: [{ ...soil, qos: 1 }] }), [
      "connect",
      "outbox",
      "packet",
      "packets",
      "publish-acknowledged",
      "record",
      "skip",
    ]);
    assert.deepEqual(parts({ actuators: [pump, { ...lamp, commandQos: 1 }] }), [
      "connect",
      "large-messages",
      "packet",
      "packets",
      "publish",
    ]);
  });

  it("reserves a slot for each command of QoS 2 that may be under way, and an outbox as the board file says", () => {
    const [pump] = exampleBoard().actuators;
    const text = made(
      exampleBoard({
        actuators: [{ ...pump, commandQos: 2 }],
        capacities: { receiveSlots: 3 },
        outbox: { messages: 40, bytes: 4000, whenFull: "dropNewest" },
      }),
      "../../firmware",
    );
    assert.match(text, /receivedIds: \[0, 0, 0\] /);
    assert.match(text, /packets: together\(\[BASIC_PACKETS, INBOUND_QOS1_PACKETS, INBOUND_QOS2_PACKETS\]\),/);
    assert.match(text, /slots: 40, capacityBytes: 4000, policy: DropPolicy.Newest,/);
  });
});

describe("safe mode", () => {
  it("drives the pins that actuators name, and no text that looks like one", () => {
    const text = made(
      exampleBoard({
        safeModeAfterBoots: 3,
        actuators: [
          { id: "D4", name: "D13", type: "switch", pin: "D25", activeLow: true },
          { id: "D6", type: "pwm", pin: "D33", stateTopic: "D14", commandTopic: "D18" },
          { id: "blind", type: "cover", openPin: "D26", closePin: "D27", openSeconds: 9, positionTopic: "D19" },
        ],
      }),
      "../../firmware",
    );
    const levels = [...text.matchAll(/digitalOutputs\.write\((\d+), (true|false)\)/g)].map(([, pin, high]) => [
      pin,
      high,
    ]);
    const offLevels = [
      ["25", "true"],
      ["33", "false"],
      ["26", "false"],
      ["27", "false"],
    ];
    // Where a secret is missing, and in safe mode.
    assert.deepEqual(levels, [...offLevels, ...offLevels]);
  });
});
