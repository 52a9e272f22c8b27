import type { Board } from "../board/config";
import { completeBoard } from "../board/defaults";
import { literal, topicField } from "../bytes";
import { creation, type FieldClient } from "./scripts";
import { CONNECT_PACKET } from "./workload";

/**
 * A whole app: it connects, and each second reads four voltages, scales each to per cent, rounds it to one decimal, and publishes it
 * at QoS 0 on a topic of its own. What is compared is the same work written in several ways; each is a program for ".bootcde".
 */
export interface App {
  name: string;
  program: string;
  /** What lies in Storage besides, by name. */
  files?: Readonly<Record<string, string>>;
}

interface Voltage {
  id: string;
  pin: number;
  /** Of full scale, as the pin reads it. */
  fraction: number;
}

/** Texts of two, three and four digits; two of them are rounded up through their decimal point. */
const VOLTAGES: readonly Voltage[] = [
  { id: "soil", pin: 34, fraction: 0.4137 },
  { id: "light", pin: 35, fraction: 0.1996 },
  { id: "tank", pin: 32, fraction: 0.0512 },
  { id: "battery", pin: 33, fraction: 0.9998 },
];

const PERIOD_SECONDS = 1;
const BASE = "home/kitchen/esp32-01";
/** From "0.0" to "100.0". */
const TEXT_LENGTHS = [3, 4, 5];

/** What stands on the analog pins, by pin. */
export const ANALOG: Readonly<Record<number, number>> = Object.fromEntries(
  VOLTAGES.map(({ pin, fraction }) => [pin, fraction]),
);

/** What every app has to publish, by topic. */
export const READINGS: ReadonlyMap<string, string> = new Map(
  VOLTAGES.map((voltage) => [topicOf(voltage), (Math.round(voltage.fraction * 1000) / 10).toFixed(1)]),
);

/** The board file that says the same. */
export const FOUR_VOLTAGES: Board = completeBoard({
  name: "four-voltages",
  engine: "espruino",
  chip: "esp32",
  wifi: { ssid: "bench", password: "bench-bench" },
  broker: { urls: ["mqtt://127.0.0.1"] },
  topics: { base: BASE },
  sensors: VOLTAGES.map(({ id, pin }) => ({
    id,
    type: "analog",
    pin: `D${pin}`,
    periodSeconds: PERIOD_SECONDS,
    scale: 100,
    unit: "%",
    decimals: 1,
  })),
});

/** The longest period that a board file allows, in seconds, is longer than anything is measured. */
const NEVER_SECONDS = 86_400;

/** A board with the same parts whose sensors are not due while it is measured. */
export function idle(board: Board): Board {
  return { ...board, sensors: board.sensors.map((each) => ({ ...each, periodSeconds: NEVER_SECONDS })) };
}

/**
 * No client: what somebody writes who knows MQTT's packets. CONNECT and what comes before a value in a PUBLISH, its length
 * included, are made beforehand; nothing pings, and nothing connects again.
 */
export const BARE_APP: App = {
  name: "bare socket",
  program: `var socket=require("net").connect({host:"127.0.0.1",port:1883},function(){socket.write(${literal(CONNECT_PACKET)})});
${VOLTAGES.map((voltage, at) => `var heads${at}={${TEXT_LENGTHS.map((length) => `${length}:${literal(head(voltage, length))}`).join()}};`).join("\n")}
socket.on("data",function(packet){
if(packet.charCodeAt(0)!==32)return;
${VOLTAGES.map(({ pin }, at) => `${eachSecond(`var text=${textOf(pin)};socket.write(heads${at}[text.length]+text)`)}`).join("\n")}
});
`,
};

/** An app with a client of the field, as its documentation shows it; the client's text stays in Storage, as the app's own does. */
export function fieldApp(client: FieldClient): App {
  return {
    name: client.name,
    program: `Modules.addCached("measured",function(){${client.module}
});
var mqttPort=1883,client=require("measured").${creation(client)};
client.on("connected",function(){
${VOLTAGES.map((voltage) => eachSecond(`client.publish(${literal(topicOf(voltage))},${textOf(voltage.pin)})`)).join("\n")}
});
client.connect();
`,
  };
}

function eachSecond(work: string): string {
  return `setInterval(function(){${work}},${PERIOD_SECONDS * 1000});`;
}

/** The text of a reading. Espruino's `toFixed` does not carry (9.96 becomes "9.9"), so the value is rounded before. */
function textOf(pin: number): string {
  return `(Math.round(analogRead(${pin})*1000)/10).toFixed(1)`;
}

function topicOf({ id }: Voltage): string {
  return `${BASE}/${id}/state`;
}

/** A PUBLISH at QoS 0 up to its payload, which has so many bytes. */
function head(voltage: Voltage, length: number): string {
  const topic = topicField(topicOf(voltage));
  return `0${String.fromCharCode(topic.length + length)}${topic}`;
}
