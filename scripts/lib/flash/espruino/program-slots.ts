import { literal } from "../../bytes";

/**
 * Where programs lie in the chip's Storage. There are two slots, and a new program is written into the one that does not run. A
 * slot counts when its marker stands, which is written last; of two that count, the later one runs. So a new program takes the
 * old one's place in one step, and until then every boot starts the old one.
 *
 *   mote.a, mote.b          the programs
 *   mote.a.ok, mote.b.ok    "<generation>!", each upload one higher; a torn one ends otherwise, and does not count
 *   .bootcde                chooses; it is the same for every program, so it is written once in a chip's life
 *   .boot3                  chooses in its place while it is missing, since Bluetooth is switched; gone with the next upload
 */
export const SLOTS = ["a", "b"] as const;
export type Slot = (typeof SLOTS)[number];

export function programFile(slot: Slot): string {
  return `mote.${slot}`;
}

export function markerFile(slot: Slot): string {
  return `mote.${slot}.ok`;
}

export function marker(generation: number): string {
  return `${generation}!`;
}

/** The generation of a slot; 0 when it does not count. */
export function generationOf(markerText: string | undefined): number {
  const [, digits] = /^(\d{1,9})!$/.exec(markerText ?? "") ?? [];
  return digits === undefined ? 0 : Number(digits);
}

/**
 * The boot code. `eval` is the statement itself, for a program's functions belong to the top; they stay in flash, as those of
 * .bootcde do.
 */
export const LOADER =
  'eval((function(){var s=require("Storage"),g=0,p;["a","b"].forEach(function(n){' +
  'var m=s.read("mote."+n+".ok");' +
  'if(m&&m[m.length-1]=="!"&&parseInt(m)>g&&s.read("mote."+n)){g=parseInt(m);p=n}});' +
  'return p?s.read("mote."+p):"print(\'mote: no program\')"})());';

/** Runs before .bootcde, and is not removed as boot code. */
export const SPARE_FILE = ".boot3";

/** What chooses where the boot code is missing, or torn: a whole one ends with ";". */
export const SPARE_LOADER = '(require("Storage").read(".bootcde")||"").substr(-1)==";"||' + LOADER;

/** An expression for the chip: whether its place holds it, or what a loss of power left of it. */
export const HAS_SPARE_LOADER =
  `(function(text){return !!text&&text.length==${SPARE_LOADER.length}&&` +
  `${literal(SPARE_LOADER)}.startsWith(text.split("\\xff")[0])})(require("Storage").read("${SPARE_FILE}"))`;
