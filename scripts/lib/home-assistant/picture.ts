import type { Board } from "../board/config";
import { completeBoard } from "../board/defaults";
import { BARE_BOARD } from "../board/reference/example";
import type { Component } from "./component";
import { discoveryMessages, type DiscoveredBoard } from "./documents";

/** Where the picture stands, below the project's root. */
export const PICTURE_FILE = "boards/home-assistant.svg";

/** What is on it: a room with most of what people switch. */
const ROOM = {
  ...BARE_BOARD,
  name: "nursery",
  homeAssistant: { area: "Upstairs" },
  diagnostics: ["version", "resetReason", "bootCount", "ipAddress", "ssid"],
  sensors: [
    { id: "air", type: "ntc", pin: "D34", periodSeconds: 20, resistorOhms: 10_000, beta: 3950, name: "Temperature" },
    { id: "window", type: "digital", pin: "D26", periodSeconds: 60, deviceClass: "window" },
    { id: "bell", type: "digital", pin: "D27", periodSeconds: 60, as: "event" },
  ],
  actuators: [
    { id: "heater", type: "switch", pin: "D25" },
    { id: "climate", type: "climate", min: 5, max: 30 },
    { id: "fan", type: "pwm", pin: "D33", as: "fan" },
    { id: "lamp", type: "light", pin: "D32" },
    { id: "blind", type: "cover", openPin: "D18", closePin: "D19", openSeconds: 25, as: "blind" },
    { id: "door", type: "switch", pin: "D21", as: "lock" },
    { id: "identify", type: "identify", pin: "D2" },
    { id: "restart", type: "restart" },
  ],
  rules: [{ type: "thermostat", sensor: "air", actuator: "heater", target: "climate" }],
} as const;

/** How an entity looks, by its platform: on its right side a switch, words, or a button. */
type Face = { readonly isOn: boolean } | { readonly words: string } | { readonly press: string };

/** What the entities of that room say at the moment of the picture. */
const FACES: Readonly<Record<string, Face>> = {
  air: { words: "20.6 °C" },
  window: { words: "Closed" },
  bell: { words: "double, 3 minutes ago" },
  heater: { isOn: true },
  climate: { words: "Heat to 21.5 °C, heating" },
  fan: { words: "On, 40 %" },
  lamp: { isOn: true },
  blind: { words: "Open, 70 %" },
  door: { press: "Unlock" },
  identify: { press: "Press" },
  restart: { press: "Press" },
  "node-connection": { words: "Connected" },
  "node-ip-address": { words: "192.168.1.50" },
  "node-ssid": { words: "my-wifi" },
};

/** The parts of a device's page. */
type Group = "Controls" | "Sensors" | "Events" | "Configuration" | "Diagnostic";

function groupOf({ p, ent_cat }: Component): Group {
  if (ent_cat === "config") return "Configuration";
  if (ent_cat === "diagnostic") return "Diagnostic";
  if (p === "event") return "Events";
  return p === "sensor" || p === "binary_sensor" ? "Sensors" : "Controls";
}

const WIDTH = 780;
const CARD = 360;
const ROW = 40;
const HEAD = 46;
const GAP = 20;

/** A device's page in Home Assistant, with the entities of one board: what people see of a discovery message. */
export function devicePicture(): string {
  const board = completeBoard(ROOM as unknown as Parameters<typeof completeBoard>[0]) as Board & DiscoveredBoard;
  const [{ parts }] = discoveryMessages(board, "device", "24a160aabbcc");
  const document = JSON.parse(parts.join("")) as {
    dev: Record<string, string>;
    cmps: Record<string, Component & { name: string | null }>;
  };
  const columns: readonly (readonly Group[])[] = [
    ["Controls", "Events"],
    ["Sensors", "Configuration", "Diagnostic"],
  ];
  const heights = columns.map(() => 110);
  const cards = columns.flatMap((groups, column) =>
    groups.map((group) => {
      const all = Object.entries(document.cmps).filter(([, entity]) => groupOf(entity) === group);
      const shown = all.filter(([, { en }]) => en !== false);
      const hidden = all.length - shown.length;
      const height = HEAD + ROW * (shown.length + (hidden > 0 ? 1 : 0)) + 8;
      const x = GAP + column * (CARD + GAP);
      const y = heights[column];
      heights[column] = y + height + GAP;
      const rows = shown.map(([id, entity], index) => row(id, entity, HEAD + index * ROW));
      const more =
        hidden === 0 ? "" : text(20, HEAD + shown.length * ROW + 24, `+${hidden} disabled entities`, 'class="soft"');
      return card(x, y, height, group, [...rows, more]);
    }),
  );
  const { name, mdl = "", sw = "", sa = "" } = document.dev;
  const height = Math.max(...heights);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>What Home Assistant shows of a board</title>
<style>
text { font: 14px sans-serif; fill: #212121 }
.soft { fill: #727272 }
.name { font-size: 22px }
.group { font-size: 17px }
.press { fill: #0288a5; font-weight: bold }
</style>
<rect width="${WIDTH}" height="${height}" fill="#f4f6f8"/>
${text(GAP + 4, 48, String(name), 'class="name"')}
${text(GAP + 4, 74, `${mdl} · firmware ${sw.replace(/\?+$/, "1a2b3c4d")} · ${sa}`, 'class="soft"')}
${cards.join("\n")}
</svg>
`;
}

function card(x: number, y: number, height: number, title: string, rows: readonly string[]): string {
  return `<g transform="translate(${x} ${y})">
<rect width="${CARD}" height="${height}" rx="12" fill="#ffffff" stroke="#dfe3e6"/>
${text(20, 30, title, 'class="group"')}
${rows.filter((each) => each !== "").join("\n")}
</g>`;
}

function row(id: string, { name }: { name: string | null }, y: number): string {
  const middle = y + 19;
  return `<circle cx="32" cy="${middle}" r="11" fill="${colour(id)}"/>
${text(56, middle + 5, name ?? "", "")}
${face(FACES[id], middle)}`;
}

/** What is on is yellow there. */
function colour(id: string): string {
  const shown = FACES[id];
  return shown !== undefined && "isOn" in shown && shown.isOn ? "#ffb300" : "#9fb4c0";
}

function face(shown: Face | undefined, middle: number): string {
  const right = CARD - 20;
  if (shown === undefined) throw new Error("an entity without a state in the picture");
  if ("words" in shown) return text(right, middle + 5, shown.words, 'text-anchor="end"');
  if ("press" in shown) return text(right, middle + 5, shown.press, 'text-anchor="end" class="press"');
  const [fill, x] = shown.isOn ? ["#03a9f4", right - 9] : ["#b0bec5", right - 27];
  return (
    `<rect x="${right - 36}" y="${middle - 9}" width="36" height="18" rx="9" fill="${fill}" opacity="0.5"/>` +
    `<circle cx="${x}" cy="${middle}" r="10" fill="${fill}"/>`
  );
}

function text(x: number, y: number, words: string, how: string): string {
  const escaped = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x}" y="${y}"${how === "" ? "" : ` ${how}`}>${escaped}</text>`;
}
