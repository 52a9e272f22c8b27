import { literal } from "../../bytes";

/**
 * Where programs lie in the chip's Storage. There are two slots, and a new program is written into the one that does not run. A
 * slot counts when its marker stands, which is written last; of two that count, the later one runs. So a new program takes the
 * old one's place in one step, and until then every boot starts the old one.
 *
 *   mote.a, mote.b          the programs
 *   mote.a.ok, mote.b.ok    "<generation>!", each program one higher, and room for marks behind it; a torn one does not count. What
 *                           came over the air has "?" in the place of "!" and is on trial: "." is put behind for each try, and in
 *                           the end "!" where it stays. "x" behind all of it: the other one is to run
 *   mote.a.by, mote.b.by    by which offer it comes over the air (firmware/engine/espruino/slots.ts); no such file: over the cable
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

export function noteFile(slot: Slot): string {
  return `mote.${slot}.by`;
}

/** Room for the marks that a loader and a program put behind. */
export const MARKER_BYTES = 16;

/** Of a program that stays. */
export function marker(generation: number): string {
  return `${generation}!`;
}

/** What a marker says. */
export interface Marked {
  /** 0 where it says nothing. */
  readonly generation: number;
  /** Whether every boot may start the program, and not only on trial. */
  readonly isConfirmed: boolean;
}

export function readMarker(markerText: string | undefined): Marked {
  const [, digits, marks = ""] = /^(\d{1,9})([!?][^\xff]*)/.exec(markerText ?? "") ?? [];
  return {
    generation: digits === undefined ? 0 : Number(digits),
    isConfirmed: marks.endsWith("!") && !marks.includes("x"),
  };
}

/** How long a program on trial may take to its end, and the interpreter for anything, before the chip restarts. */
const TRIAL_BOOT_MS = 30_000;
const TRIAL_WATCHDOG_SECONDS = 60;

/**
 * The boot code. `eval` is the statement itself, for a program's functions belong to the top; they stay in flash, as those of
 * .bootcde do. A program on trial (k: whether one may be) is counted before it runs, and what ends it is started: two tries, and
 * where the count cannot be written the other program runs. It tells the program which slot it is in, and which timer ends the
 * trial, unless that is stopped.
 */
export const LOADER =
  'eval((function f(k){var s=require("Storage"),g=0,p,t;["a","b"].forEach(function(n){' +
  'var m=(s.read("mote."+n+".ok")||"").split("\\xff")[0],c=m.substr(-1)=="!";' +
  'if(parseInt(m)>g&&m.indexOf("x")<0&&(c||k&&m.indexOf("?")>0&&m.split(".").length<3)&&s.read("mote."+n)){' +
  "g=parseInt(m);p=n;t=c?0:m.length}});" +
  'if(t){try{if(!s.write("mote."+p+".ok",".",t))t=0}catch(e){t=0}' +
  `if(!t)return f(0);global.MOTE_TRIAL=setTimeout(E.reboot,${TRIAL_BOOT_MS});` +
  `E.enableWatchdog(${TRIAL_WATCHDOG_SECONDS},true)}` +
  'global.MOTE_SLOT=p;return p?s.read("mote."+p):"print(\'mote: no program\')"})(1));';

/** Runs before .bootcde, and is not removed as boot code. */
export const SPARE_FILE = ".boot3";

/** What chooses where the boot code is missing, or torn: a whole one ends with ";". */
export const SPARE_LOADER = '(require("Storage").read(".bootcde")||"").substr(-1)==";"||' + LOADER;

/** An expression for the chip: whether its place holds it, or what a loss of power left of it. */
export const HAS_SPARE_LOADER =
  `(function(text){return !!text&&text.length==${SPARE_LOADER.length}&&` +
  `${literal(SPARE_LOADER)}.startsWith(text.split("\\xff")[0])})(require("Storage").read("${SPARE_FILE}"))`;
