import { UserError } from "../../../scripts/lib/user-error";

/** Something that is done to a fleet while it runs, so many seconds after its beginning. */
export type Fault = { readonly atSeconds: number } & (
  | { readonly what: "kill" | "start" | "restart"; readonly broker: number }
  | { readonly what: "latency"; readonly ms: number }
  | { readonly what: "wifi"; readonly percent: number }
);

const FORMS = [
  "kill:2@60        the second broker is gone at once, 60 s after the beginning (SIGKILL)",
  "start:2@120      it is started again",
  "restart:1@150    it ends in good order, and is started again",
  "latency:200@180  each byte takes 200 ms each way; 0 ends it",
  "wifi:10%@200     every tenth node is without Wi-Fi; 0% gives it back to all",
];

/**
 * Faults as they are written: `kill:1@60,start:1@120`, or one in each line, with # before what is for people.
 * @param where What names the place in errors
 * @throws UserError where one is none
 */
export function parseFaults(text: string, where: string): Fault[] {
  return text
    .replace(/#.*/g, "")
    .split(/[\s,]+/)
    .filter((word) => word !== "")
    .map((word) => parseFault(word, where))
    .sort((one, other) => one.atSeconds - other.atSeconds);
}

function parseFault(word: string, where: string): Fault {
  const [, what = "", value = "", percent = "", seconds = ""] =
    /^(kill|start|restart|latency|wifi):(\d+)(%?)@(\d+(?:\.\d+)?)$/.exec(word) ?? [];
  const number = Number(value);
  const atSeconds = Number(seconds);
  if (what === "wifi" && percent === "%" && number <= 100) return { what, percent: number, atSeconds };
  if (percent === "") {
    if (what === "latency" && number <= 60_000) return { what, ms: number, atSeconds };
    if ((what === "kill" || what === "start" || what === "restart") && number >= 1) {
      return { what, broker: number - 1, atSeconds };
    }
  }
  throw new UserError(`"${word}" in ${where} is no fault; there are:`, ...FORMS);
}

/** @throws UserError where a fault is of no broker of these, or of none that runs here, or comes too late */
export function checkFaults(
  faults: readonly Fault[],
  brokers: readonly { name: string; process: unknown }[],
  seconds: number,
): void {
  const gone = new Set<number>();
  for (const fault of faults) {
    if (fault.atSeconds >= seconds) throw new UserError(`${inShort(fault)} comes after the end, which --seconds says`);
    if (!("broker" in fault)) continue;
    const broker = brokers[fault.broker];
    if (broker === undefined) {
      throw new UserError(
        `${inShort(fault)} names a broker that is not there; there are:`,
        ...brokers.map(({ name }, index) => `${index + 1}  ${name}`),
      );
    }
    if (broker.process === undefined) {
      throw new UserError(`${inShort(fault)}: ${broker.name} was not started here, so nothing is done to it`);
    }
    if (gone.has(fault.broker) !== (fault.what === "start")) {
      throw new UserError(
        `${inShort(fault)}: ${broker.name} ${fault.what === "start" ? "runs" : "is gone"} at that moment`,
      );
    }
    if (fault.what === "kill") gone.add(fault.broker);
    else gone.delete(fault.broker);
  }
}

/** A fault as it is written. */
export function inShort(fault: Fault): string {
  const { what, atSeconds } = fault;
  if (what === "latency") return `latency:${fault.ms}@${atSeconds}`;
  if (what === "wifi") return `wifi:${fault.percent}%@${atSeconds}`;
  return `${what}:${fault.broker + 1}@${atSeconds}`;
}
