import type { DeskPin } from "../../desk/protocol";
import { sidesOf, type Place } from "./chip-layout";
import type { DeskState } from "./desk-state";
import { pinWords } from "./logged";
import { useStore } from "./use-store";

const WIDTH = 392;
const ROW = 21;
const TOP = 106;
const BODY = { from: 134, to: 258 };
const WIRE = 16;
/** As many letters as there is room for beside the board. */
const MOST_LETTERS = 14;

/** The chip with its pins, what is soldered to them, and what is on them now. */
export function Chip({ desk }: { desk: DeskState }) {
  useStore(desk.store, "pins", "board", "faults", ...desk.board.inputs.map(({ id }) => `input ${id}`));
  const [left, right] = sidesOf(desk.board);
  const height = TOP + Math.max(left.length, right.length) * ROW + 26;
  const { hardware, chip } = desk.board;
  const hasPower = !desk.faults.has("power-cut");
  return (
    <svg
      class={hasPower ? "chip" : "chip dead"}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="list"
      aria-label={`Pins of the ${hardware?.title ?? chip.toUpperCase()}`}
    >
      <g aria-hidden="true">
        <rect class="board" x={BODY.from} y={4} width={BODY.to - BODY.from} height={height - 8} rx={8} />
        <path class="antenna" d="M172 14h8v12h8v-12h8v12h8v-12h8v12h8v-12" />
        <rect class="can" x={173} y={34} width={46} height={56} rx={3} />
        <text class="can-name" x={196} y={66} text-anchor="middle">
          {chip.toUpperCase()}
        </text>
        <rect class="usb" x={178} y={height - 18} width={36} height={16} rx={3} />
      </g>
      {left.map((place, i) => (
        <Pin key={`l${i}`} desk={desk} place={place} y={TOP + i * ROW} isLeft />
      ))}
      {right.map((place, i) => (
        <Pin key={`r${i}`} desk={desk} place={place} y={TOP + i * ROW} isLeft={false} />
      ))}
    </svg>
  );
}

function Pin({ desk, place, y, isLeft }: { desk: DeskState; place: Place; y: number; isLeft: boolean }) {
  const { label, gpio, pin } = place;
  const edge = isLeft ? BODY.from : BODY.to;
  const out = isLeft ? -1 : 1;
  const name = (
    <>
      <rect class="pad" x={edge - (isLeft ? 0 : 8)} y={y - 4} width={8} height={8} rx={2} />
      <text class="pin-name" x={edge - out * 13} y={y + 4} text-anchor={isLeft ? "start" : "end"}>
        {isLeft ? label : undefined}
        {gpio !== undefined && <tspan class="gpio">{isLeft ? ` ${gpio}` : `${gpio} `}</tspan>}
        {isLeft ? undefined : label}
      </text>
    </>
  );
  if (pin === undefined || pin.part === "") return <g aria-hidden="true">{name}</g>;
  const words = onPin(desk, pin);
  const state = desk.pins.get(pin.name);
  const end = edge + out * WIRE;
  const isOut = pin.duty === "output" || pin.duty === "pwm";
  const duty = state === undefined ? 0 : state.hz > 0 ? state.duty : Number(state.level);
  return (
    <g
      class={`soldered ${pin.duty}`}
      role="listitem"
      aria-label={`${pin.name}${gpio === undefined ? "" : ` (GPIO${gpio})`}, ${pin.duty}, ${pin.part}, ${words}`}
      data-pin={pin.name}
      data-state={words}
    >
      {name}
      <line class="wire" x1={edge} x2={end} y1={y} y2={y} />
      {isOut ? (
        <>
          <circle class="lamp" cx={end} cy={y} r={6} />
          <circle class="lit" cx={end} cy={y} r={6 * Math.sqrt(duty)} />
        </>
      ) : (
        <rect class="sensor" x={end - 5} y={y - 5} width={10} height={10} rx={2} />
      )}
      <text class="part" x={end + out * 10} y={y + 4} text-anchor={isLeft ? "end" : "start"}>
        {short(pin.part, words)}
        {words !== "" && <tspan class="on-pin"> {words}</tspan>}
      </text>
    </g>
  );
}

/** What is on a pin, in words that fit. */
function onPin(desk: DeskState, { name, part, duty }: DeskPin): string {
  const state = desk.pins.get(name);
  if (duty === "output" || duty === "pwm") return state === undefined ? "" : pinWords(state).replace(/ at .*/, "");
  if (duty === "bus") return "bus";
  const input = desk.board.inputs.find(({ id }) => id === part);
  const value = desk.inputs.get(part)?.value;
  if (typeof value === "boolean") return value ? "ON" : "OFF";
  return value === undefined || input === undefined ? "" : `${Number(value.toPrecision(3))} ${input.unit}`;
}

function short(part: string, words: string): string {
  const room = MOST_LETTERS - words.length;
  return part.length > room ? `${part.slice(0, Math.max(3, room - 1))}…` : part;
}
