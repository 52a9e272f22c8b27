import { chipOf, type Chip } from "../../platforms/chips";
import { HARDWARE, type Hardware, type HardwareName } from "../../platforms/hardware";
import { gpioNumber, pinNumber } from "../../platforms/pin-number";

/** Where the picture of a board stands, below the project's root. */
export function hardwarePictureFile(name: HardwareName): string {
  return `boards/${name}.svg`;
}

const WIDTH = 570;
const BODY = { x: 190, y: 44, width: 190 };
const ROW = 34;

/** A board from above: what is printed beside its pins, which pin of the chip that is, and what it is good for. */
export function hardwarePicture(name: HardwareName): string {
  const hardware: Hardware = HARDWARE[name];
  const chip = chipOn(hardware);
  const [left, right] = hardware.sides;
  const bodyHeight = Math.max(left.length, right.length) * ROW + 56;
  const height = BODY.y + bodyHeight + 24;
  const pins = ([left, right] as const).flatMap((side, index) =>
    side.map((label, row) => pin(label, hardware, chip, { isLeft: index === 0, y: BODY.y + 50 + row * ROW })),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>${hardware.title}: its pins as printed, and those of the chip</title>
<style>
text { font: 13px sans-serif; fill: #212121 }
.printed { font-weight: bold; fill: #ffffff }
.soft { fill: #727272 }
.title { font-size: 15px }
</style>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text class="title" x="${WIDTH / 2}" y="20" text-anchor="middle">${hardware.title}</text>
<rect x="${BODY.x}" y="${BODY.y}" width="${BODY.width}" height="${bodyHeight}" rx="12" fill="#1f3a4d"/>
<rect x="${BODY.x + BODY.width / 2 - 28}" y="${BODY.y - 8}" width="56" height="34" rx="8" fill="#c4cbd0" stroke="#8a949b"/>
<rect x="${BODY.x + BODY.width / 2 - 30}" y="${BODY.y + bodyHeight - 92}" width="60" height="62" rx="4" fill="#c4cbd0" stroke="#8a949b"/>
${pins.join("\n")}
</svg>
`;
}

/** What the pins of a board can do: under Espruino, where it runs on the chip. @throws Error where nothing does */
export function chipOn({ chip }: Pick<Hardware, "chip">): Chip {
  const facts = chipOf({ engine: "espruino", chip }) ?? chipOf({ engine: "nodemcu", chip });
  if (facts === undefined) throw new Error(`nothing runs on an ${chip}`);
  return facts;
}

function pin(label: string, hardware: Hardware, chip: Chip, { isLeft, y }: { isLeft: boolean; y: number }): string {
  const own = hardware.pins.get(label);
  const hole = isLeft ? BODY.x + 12 : BODY.x + BODY.width - 12;
  const inside = isLeft ? hole + 12 : hole - 12;
  const outside = isLeft ? BODY.x - 12 : BODY.x + BODY.width + 12;
  const [towards, away] = isLeft ? ["start", "end"] : ["end", "start"];
  const gpio = own === undefined ? undefined : gpioNumber(hardware.chip, own);
  const told = own === undefined ? "" : `${gpio === undefined ? "ADC" : `GPIO${gpio}`}${goodFor(chip, pinNumber(own))}`;
  return `<circle cx="${hole}" cy="${y}" r="6" fill="${own === undefined ? "#8a949b" : colour(chip, pinNumber(own))}"/>
<text class="printed" x="${inside}" y="${y + 5}" text-anchor="${towards}">${label}</text>
<text class="soft" x="${outside}" y="${y + 5}" text-anchor="${away}">${told}</text>`;
}

function goodFor(chip: Chip, number: number): string {
  if (chip.reserved.has(number)) return " · not to be used";
  const words = [...(chip.analog.has(number) ? ["voltage"] : []), ...(chip.delicate.has(number) ? ["see below"] : [])];
  return words.map((word) => ` · ${word}`).join("");
}

function colour(chip: Chip, number: number): string {
  if (chip.reserved.has(number)) return "#c0392b";
  if (chip.delicate.has(number)) return "#e0a100";
  return "#4caf7a";
}
