import type { DeskBoard, DeskPin, DeskPlace } from "../../desk/protocol";

/** A place on the edge of a board, with the pin of the board file that is there. */
export interface Place extends DeskPlace {
  pin: DeskPin | undefined;
}

/**
 * The sides of the usual boards, from the antenna down: ESP32-DevKitC with 38 pins, ESP32-C3-DevKitM-1, ESP32-S3-DevKitC-1, NodeMCU
 * with 30.
 */
const SIDES: Readonly<Record<string, readonly [string, string]>> = {
  esp32: [
    "3V3 EN D36 D39 D34 D35 D32 D33 D25 D26 D27 D14 D12 GND D13 D9 D10 D11 5V",
    "GND D23 D22 D1 D3 D21 GND D19 D18 D5 D17 D16 D4 D0 D2 D15 D8 D7 D6",
  ],
  esp32c3: [
    "GND 3V3 3V3 D2 D3 GND RST GND D0 D1 D10 GND 5V 5V GND",
    "GND D21 D20 GND D9 D8 GND D7 D6 D5 D4 GND D18 D19 GND",
  ],
  esp32s3: [
    "3V3 3V3 RST D4 D5 D6 D7 D15 D16 D17 D18 D8 D3 D46 D9 D10 D11 D12 D13 D14 5V GND",
    "GND D43 D44 D1 D2 D42 D41 D40 D39 D38 D37 D36 D35 D0 D45 D48 D47 D21 D20 D19 GND GND",
  ],
  esp8266: [
    "A0 RSV RSV SD3 SD2 SD1 CMD SD0 CLK GND 3V3 EN RST GND VIN",
    "D0 D1 D2 D3 D4 3V3 GND D5 D6 D7 D8 D9 D10 GND 3V3",
  ],
};

/** Where a board's pins are; those that it, or the usual board of its chip, does not bring out stand below, by turns. */
export function sidesOf({ chip, pins, hardware }: Pick<DeskBoard, "chip" | "pins" | "hardware">): [Place[], Place[]] {
  const byName = new Map(pins.map((pin) => [pin.name, pin]));
  const [left, right] = (hardware?.sides ?? usualSides(chip)).map((places) =>
    places.map((place): Place => ({ ...place, pin: byName.get(place.label) })),
  );
  const placed = new Set([...left, ...right].map(({ label }) => label));
  const others = pins.filter(({ name }) => !placed.has(name)).map((pin): Place => ({ label: pin.name, pin }));
  others.forEach((place, i) => (i % 2 === 0 ? left : right).push(place));
  return [left, right];
}

function usualSides(chip: string): DeskPlace[][] {
  return (SIDES[chip] ?? ["", ""]).map((labels) =>
    labels
      .split(" ")
      .filter((label) => label !== "")
      .map((label) => ({ label })),
  );
}
