/**
 * What passes between a desk and who sits at it: the page in a browser, the lines of a terminal, a script. Plain data, which JSON
 * holds as it is; this file names nothing of Node's, so that the page may import it.
 */

/** A board as it is shown. A new one takes its place when the board starts with another program. */
export interface DeskBoard {
  name: string;
  /** A simulated one has inputs, pins and faults; of a real one only what it publishes is known. */
  kind: "simulated" | "real";
  engine: "espruino" | "nodemcu";
  chip: string;
  /** The board that the chip is on, where its file names one. */
  hardware?: DeskHardware;
  values: DeskValue[];
  actuators: DeskActuator[];
  rules: DeskRule[];
  inputs: DeskInput[];
  pins: DeskPin[];
  faults: DeskFault[];
  /** How many times as fast as the wall clock its time can go, 0 to stand still; none where nobody can change it. */
  speeds: number[];
  /** Topic of the status, which is online or offline. */
  statusTopic: string;
  diagnosticsTopic: string;
  /** Of one that takes updates over the air: where it hears of them, and where it asks for their parts. */
  updateTopics?: { update: string; want: string };
}

/** A value that the board publishes: one of a sensor, or of several that a part measures. */
export interface DeskValue {
  /** "soil", or "room/temperature" for one of several of a sensor. */
  id: string;
  name: string;
  topic: string;
  kind: "number" | "contact" | "event";
  unit: string;
  decimals: number;
  /** Whether it tells something of the device and not of the world. */
  isDiagnostic: boolean;
  /** How long after the last reading the next is due at the latest, in seconds; 0 where it comes only when something changes. */
  everySeconds: number;
}

export interface DeskActuator {
  id: string;
  /** As "type" in the board file. */
  type: string;
  name: string;
  commandTopic: string;
  stateTopic: string;
  control: DeskControl;
  /** What it does by itself without a broker, where it does something. */
  failSafe?: { afterSeconds: number; action: string };
  /** When it goes off by itself, where it does. */
  maxOnSeconds?: number;
}

/** What a person moves to command an actuator. Commands and states are the payloads of its topics. */
export type DeskControl =
  | { kind: "switch" }
  /** A level of 0 … 100 %. */
  | { kind: "level" }
  /** Brightness, and colour or white where it has them, by JSON or by words, as its kind takes them. */
  | { kind: "light"; hasColor: boolean; kelvin?: { from: number; to: number }; effects: string[] }
  | { kind: "angle"; from: number; to: number }
  /** OPEN, CLOSE, STOP, and 0 (closed) … 100 (open) where it knows its position, which it tells on a topic of its own. */
  | { kind: "cover"; hasPosition: boolean; positionTopic?: string }
  | { kind: "number"; from: number; to: number; step: number; unit: string }
  /** A number, or one of the modes; the state is JSON of "mode" and "target". */
  | { kind: "climate"; from: number; to: number; step: number; unit: string; modes: string[] }
  | { kind: "press"; payload: string }
  | { kind: "choice"; choices: string[] }
  /** Whatever has no control of its own: a command is typed. */
  | { kind: "text" };

/** A rule of the board, in words, and what it is about. */
export interface DeskRule {
  text: string;
  /** Ids of values and actuators. */
  about: string[];
}

/** Something of the simulated world that a person can move. */
export interface DeskInput {
  /** "soil", or "room/temperature" for one of several of a part. Unique on a board. */
  id: string;
  /** What it is: "voltage", "temperature", "contact", "pulses", "distance", "relay". */
  name: string;
  /** A "part" is one of which nothing can be moved, and something broken: its value is whether it is on. */
  kind: "number" | "contact" | "part";
  /** Of a number; of others "", 0, 1 and 1. */
  unit: string;
  from: number;
  to: number;
  step: number;
  /** Ids of the values that it changes. */
  values: string[];
  /** What can be broken of its part, such as "unplugged", "wrong checksum", "stuck"; one at a time. */
  faults: string[];
}

/** A board from above, with the USB socket at the bottom, from the top down. */
export interface DeskHardware {
  title: string;
  sides: [left: DeskPlace[], right: DeskPlace[]];
}

/** What is printed at a place on the edge of a board. */
export interface DeskPlace {
  label: string;
  /** The chip's own number of that pin, where it is one and is printed otherwise. */
  gpio?: number;
}

export interface DeskPin {
  /** "D25"; as it is printed where the board file says on which board it is. */
  name: string;
  /** The id of what is soldered to it, "" where nothing is. */
  part: string;
  duty: "input" | "analog" | "output" | "pwm" | "bus" | "pulses";
}

/** Something that happens to boards. */
export interface DeskFault {
  name: FaultName;
  /** In words: "Wi-Fi away". */
  text: string;
  /** One that lasts until it is taken back, or one that happens in a moment. */
  kind: "lasting" | "moment";
}

export type FaultName =
  | "wifi-away"
  | "wifi-password"
  | "broker-away"
  | "broker-silent"
  /** Comes back with its sessions and what it retained, or without. */
  | "broker-restart"
  | "broker-forget"
  | "network-slow"
  | "network-split"
  /** The chip has no power while it lasts. */
  | "power-cut"
  | "power-cycle"
  | "brownout"
  | "low-memory"
  /** Somebody publishes nonsense on each command topic of the board. */
  | "strange-messages";

/** What a person does. An answer is whatever events follow; what cannot be done is an error in words. */
export type DeskAction =
  /** Publishes a command as anybody would, signed where the board asks for that. */
  | { do: "command"; actuator: string; payload: string }
  /** Holds an input at a value. */
  | { do: "set"; input: string; value: number | boolean }
  /** Holds it as it is now. */
  | { do: "hold"; input: string }
  /** Lets it go up and down again, as at the beginning. */
  | { do: "swing"; input: string }
  /** Plays a wave, or a recording of lines of `seconds,value`. */
  | { do: "play"; input: string; shape: "sine" | "square" | "ramp"; periodSeconds: number; from: number; to: number }
  | { do: "trace"; input: string; name: string; csv: string }
  /** @param fault undefined mends it */
  | { do: "break"; input: string; fault?: string }
  | { do: "fault"; fault: FaultName; isOn: boolean }
  /** How many times as fast as the wall clock; 0 stands still. */
  | { do: "speed"; times: number }
  /** Jumps to the next thing that happens by itself on the board. */
  | { do: "next" }
  | { do: "publish"; topic: string; payload: string; retain: boolean; qos: 0 | 1 | 2 };

/** What happens on a desk, in the order in which it happens. `atMs` is the desk's time since it was set up, in ms. */
export type DeskEvent = { atMs: number } & DeskHappening;

export type DeskHappening =
  /** A message that passed the broker. */
  | {
      type: "message";
      topic: string;
      payload: string;
      retain: boolean;
      qos: number;
      /** What it is to this board. */
      about: "reading" | "state" | "command" | "status" | "report" | "other";
      /** The value's or the actuator's; "" otherwise. */
      id: string;
      /** What it says, where the payload is not for people. */
      words?: string;
    }
  | { type: "console"; line: string }
  /** An output changed: level, or duty 0 … 1 at so many Hz, and how many changes of it were left out since the last event. */
  | { type: "pin"; pin: string; level: boolean; duty: number; hz: number; skipped: number }
  /** What a part shows, such as the colours of a strip. */
  | { type: "part"; id: string; text: string }
  /** Where an input stands. Those that swing are told a few times a second. */
  | { type: "input"; id: string; value: number | boolean; mode: "held" | "swinging" | "played"; fault?: string }
  /** Whether the broker of a real board can be heard: while it cannot, nothing that is shown may still be so. */
  | { type: "link"; isUp: boolean }
  | { type: "fault"; fault: FaultName; isOn: boolean }
  | { type: "speed"; times: number }
  /** Variables (Espruino) or bytes of heap (NodeMCU) in use, of those the chip has. */
  | { type: "memory"; used: number; total: number; unit: "variables" | "bytes" }
  /** It started anew, with this program. */
  | { type: "board"; board: DeskBoard }
  /** Something that a person should know: what could not be done, a program that does not build. */
  | { type: "told"; text: string; isProblem: boolean };

/** What the server of the page tells a page, as one line of JSON each. */
export type DeskNews =
  /** The first thing it tells, and again when it joins anew. */
  | { news: "desks"; desks: DeskNow[] }
  /** What happened since. `skipped` counts events that were left out, because others of the same kind say where things stand. */
  | { news: "events"; desk: number; nowMs: number; events: DeskEvent[]; skipped: number };

/** A desk as a page finds it that was just opened. */
export interface DeskNow {
  board: DeskBoard;
  nowMs: number;
  /** What happened lately, in its order. */
  before: DeskEvent[];
  standing: DeskEvent[];
}
