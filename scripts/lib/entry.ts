import type { ActuatorConfig, Board, SensorConfig } from "../../firmware/config";
import {
  commandTopic,
  DEFAULTS,
  diagnosticsTopic,
  hasOutbox,
  highestCommandQos,
  needsOutbox,
  stateTopic,
  statusTopic,
} from "./board-defaults";
import { literal, topicField, utf8 } from "./bytes";
import { connectPacket, subscribePacket } from "./packets";

/** Names to import, by the firmware file they stand in. */
class Imports {
  readonly #names = new Map<string, Set<string>>();

  /** Notes that `name` of firmware/`file` is needed, and returns it. */
  use(file: string, name: string): string {
    const names = this.#names.get(file) ?? new Set();
    this.#names.set(file, names.add(name));
    return name;
  }

  text(firmware: string): string {
    return [...this.#names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, names]) => `import { ${[...names].sort().join(", ")} } from "${firmware}/${file}";\n`)
      .join("");
  }
}

/**
 * The program of one board: the engine, the drivers that the board names and nothing else, its constants, its fixed packets.
 * @param firmware The way from the entry's folder to firmware/, with slashes.
 */
export function entry(board: Board, firmware: string): string {
  const imports = new Imports();
  const engine = `engine/${board.engine}`;
  const lines: string[] = [];
  if (board.consoles?.telnet !== true) {
    lines.push(`${imports.use(`${engine}/consoles`, "closeTelnetConsole")}();`);
  }
  if (board.consoles?.bluetooth !== true) {
    lines.push(`${imports.use(`${engine}/consoles`, "closeBluetoothConsole")}();`);
  }
  const transmitBytes = board.capacities?.transmitBytes ?? DEFAULTS.transmitBytes;
  lines.push(
    `${imports.use("main", "start")}(`,
    "  {",
    ...["clock", "wifi", "chip"].map((part) => `    ${imports.use(`${engine}/${part}`, part)},`),
    `    tcp: ${imports.use(`${engine}/tcp`, "createTcp")}(${transmitBytes}),`,
    "  },",
    "  {",
    `    name: ${literal(board.name)},`,
    `    ssid: ${literal(utf8(board.wifi.ssid))},`,
    `    password: ${literal(utf8(board.wifi.password))},`,
    `    brokers: [${board.broker.urls.map(brokerAddress).join(", ")}],`,
    "    mqtt: {",
    `      connectPacket: ${literal(connectPacket(board))},`,
    `      subscribePacket: ${literal(subscribePacket(board))},`,
    `      subscriptions: ${board.actuators?.length ?? 0},`,
    `      keepAliveSeconds: ${board.broker.keepAliveSeconds ?? DEFAULTS.keepAliveSeconds},`,
    `      cleanSession: ${board.broker.cleanSession ?? true},`,
    `      receiveBytes: ${board.capacities?.receiveBytes ?? DEFAULTS.receiveBytes},`,
    `      receivedIds: [${receivedIds(board)}],`,
    "    },",
    `    oversizedMessages: ${oversizedMessages(board, imports)},`,
    `    packets: ${packetTables(board, imports)},`,
    ...(hasOutbox(board) ? [`    createOutbox: ${outbox(board, imports)},`] : []),
    `    statusTopic: ${literal(topicField(statusTopic(board)))},`,
    `    diagnosticsTopic: ${literal(topicField(diagnosticsTopic(board)))},`,
    "    sensors: [",
    ...(board.sensors ?? []).map(
      (sensor) =>
        `      { id: ${literal(sensor.id)}, stateTopic: ${literal(topicField(stateTopic(board, sensor)))}, ` +
        `createPublisher: ${publisher(sensor, imports)}, periodMs: ${Math.round(sensor.periodSeconds * 1000)}, sensor: ${sensorDriver(sensor, engine, imports)} },`,
    ),
    "    ],",
    "    actuators: [",
    ...(board.actuators ?? []).map(
      (actuator) =>
        `      { id: ${literal(actuator.id)}, commandTopic: ${literal(topicField(commandTopic(board, actuator)))}, ` +
        `stateTopic: ${literal(topicField(stateTopic(board, actuator)))}, ` +
        `actuator: ${actuatorDriver(actuator, engine, imports)} },`,
    ),
    "    ],",
    "  },",
    ");",
  );
  return (
    `// Made from boards/${board.name}.json by "npm run build"; changes here are lost.\n` +
    imports.text(firmware) +
    "\n" +
    lines.join("\n") +
    "\n"
  );
}

/** The packets that the broker may send to this board. */
function packetTables(board: Board, imports: Imports): string {
  const names = ["BASIC_PACKETS"];
  const qos = highestCommandQos(board);
  if (qos > 0) names.push("INBOUND_QOS1_PACKETS");
  if (qos > 1) names.push("INBOUND_QOS2_PACKETS");
  if (needsOutbox(board)) names.push("ACKNOWLEDGEMENT_PACKETS");
  const tables = names.map((name) => imports.use("mqtt/packets", name)).join(", ");
  return names.length === 1 ? tables : `${imports.use("mqtt/packets", "together")}([${tables}])`;
}

/** A 0 for each QoS 2 message that the broker may have under way. */
function receivedIds(board: Board): string {
  const slots = highestCommandQos(board) < 2 ? 0 : (board.capacities?.receiveSlots ?? DEFAULTS.receiveSlots);
  return new Array(slots).fill("0").join(", ");
}

function oversizedMessages(board: Board, imports: Imports): string {
  return highestCommandQos(board) === 0
    ? imports.use("mqtt/skip", "SKIP_OVERSIZED")
    : `${imports.use("mqtt/large-messages", "createLargeMessages")}({})`;
}

function publisher({ qos = 0 }: SensorConfig, imports: Imports): string {
  return qos === 0
    ? imports.use("mqtt/publish", "createPublisher")
    : imports.use("mqtt/publish-acknowledged", `createQos${qos}Publisher`);
}

function outbox(board: Board, imports: Imports): string {
  const { messages, bytes, whenFull } = board.outbox ?? {};
  return (
    `(client, lost) => ${imports.use("mqtt/outbox", "createOutbox")}(client, { ` +
    `slots: ${messages ?? DEFAULTS.outboxMessages}, capacityBytes: ${bytes ?? DEFAULTS.outboxBytes}, ` +
    `policy: ${imports.use("mqtt/outbox", "DropPolicy")}.${(whenFull ?? DEFAULTS.whenFull) === "dropOldest" ? "Oldest" : "Newest"}, ` +
    `firstPacketId: ${imports.use("mqtt/outbox", "randomPacketId")}(Math.random()) }, lost)`
  );
}

function brokerAddress(url: string): string {
  const { hostname, port } = new URL(url);
  return `{ host: ${literal(utf8(hostname))}, port: ${port === "" ? DEFAULTS.brokerPort : Number(port)} }`;
}

/** The number of a pin such as D25. */
export function pinNumber(name: string): number {
  return Number(name.slice(1));
}

function sensorDriver(sensor: SensorConfig, engine: string, imports: Imports): string {
  switch (sensor.type) {
    case "analog":
      return (
        `${imports.use("sensors/analog", "analog")}(${imports.use(`${engine}/pins`, "analogPins")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, scale: ${sensor.scale ?? 1}, offset: ${sensor.offset ?? 0}, ` +
        `decimals: ${sensor.decimals ?? DEFAULTS.decimals} })`
      );
    case "digital":
      return (
        `${imports.use("sensors/digital", "digital")}(${imports.use(`${engine}/pins`, "digitalInputs")}, ` +
        `{ pin: ${pinNumber(sensor.pin)}, pull: "${sensor.pull ?? DEFAULTS.pull}", ` +
        `activeLow: ${sensor.activeLow ?? false}, debounceMs: ${sensor.debounceMs ?? DEFAULTS.debounceMs} })`
      );
    case "uptime":
    case "freeMemory":
      return `${imports.use("sensors/chip", sensor.type)}(chip)`;
    case "signalStrength":
      return `${imports.use("sensors/chip", sensor.type)}(wifi)`;
  }
}

function actuatorDriver(actuator: ActuatorConfig, engine: string, imports: Imports): string {
  switch (actuator.type) {
    case "switch":
      return (
        `${imports.use("actuators/switch", "switchable")}(${imports.use(`${engine}/pins`, "digitalOutputs")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, activeLow: ${actuator.activeLow ?? false}, ` +
        `initialValue: ${actuator.initialValue === "ON"} })`
      );
    case "pwm":
      return (
        `${imports.use("actuators/pwm", "pwm")}(${imports.use(`${engine}/pins`, "pwmPins")}, ` +
        `{ pin: ${pinNumber(actuator.pin)}, hz: ${actuator.hz ?? DEFAULTS.hz}, ` +
        `initialValue: ${actuator.initialValue ?? 0} })`
      );
  }
}
