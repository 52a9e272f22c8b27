import { literal } from "../bytes";
import { READING, READING_TOPIC, readingPacket } from "./workload";

/** A client as a script for Espruino; the text stands between what every measuring script begins and ends with. */
export interface ScriptedClient {
  name: string;
  /** Makes it, connects it, and calls `ready` when that is done. `mqttPort` is on this machine. */
  setup: string;
  /** Publishes `$1`, by QoS; undefined when it cannot. */
  publish: { 0: string; 1: string | undefined };
  /** What `$1` is: the reading, or a packet that holds it. */
  input: { 0: string; 1: string };
  /** Has `handle` called with each command. */
  listen: string;
}

/**
 * The interpreter searches its global names one after the other, in the order of their definition: what is used for each
 * message comes first in every script. `$0` is the socket, publisher or client, `$1` what it is given, `$2` a topic.
 */
const HOT_NAMES = "var $0,$1,$2;";

/** No client at all: a socket, and packets made beforehand. What everything else is measured against. */
export const BARE: ScriptedClient = {
  name: "bare socket",
  setup: '$0=require("net").connect({host:"127.0.0.1",port:mqttPort},ready);',
  publish: { 0: "$0.write($1)", 1: "$0.write($1)" },
  input: { 0: readingPacket(0), 1: readingPacket(1) },
  listen: '$0.on("data",handle);',
};

/**
 * Our client, from Storage, as the chip has it: tokens that lie in variables are read twice as slowly.
 * @param bundle Built from a `clientProgram`; of tokens, which a script cannot hold as they are: it would end at a NUL.
 */
export function ours(bundle: string): ScriptedClient {
  if (/\$\d/.test(bundle)) throw new Error("a name of the bundle hides one of the measuring scripts");
  return {
    name: "mote",
    setup: `function provide(publisher){$0=publisher}\nrequire("Storage").write("mote",${literal(bundle)});eval(require("Storage").read("mote"));`,
    publish: { 0: "$0($1)", 1: "$0($1)" },
    input: { 0: READING, 1: READING },
    // Its program has a route that leads to `handle`.
    listen: "",
  };
}

/** How to make a client of the field, which comes as the text of a module, and whether it knows QoS 1. */
const FIELD: Record<string, { create: string; publish: ScriptedClient["publish"] }> = {
  tinyMQTT: {
    create: 'create("127.0.0.1",{port:mqttPort,reconnect_interval:1000})',
    publish: { 0: "$0.publish($2,$1)", 1: undefined },
  },
  espruinoMQTT: {
    create: 'create("127.0.0.1",{port:mqttPort})',
    publish: { 0: "$0.publish($2,$1)", 1: "$0.publish($2,$1,atQos1)" },
  },
};

export const FIELD_CLIENTS: readonly string[] = Object.keys(FIELD);

/** A client of the field. */
export interface FieldClient {
  /** One of `FIELD_CLIENTS`. */
  name: string;
  /** The text of its file, a byte string. */
  module: string;
}

/** What makes such a client of its module's exports; `mqttPort` is on this machine. */
export function creation({ name }: FieldClient): string {
  return FIELD[name]!.create;
}

export function fieldClient(client: FieldClient): ScriptedClient {
  const { name, module } = client;
  const { publish } = FIELD[name]!;
  return {
    name,
    setup: `var atQos1={qos:1};$2=${literal(READING_TOPIC)};Modules.addCached("measured",${literal(module)});
$0=require("measured").${creation(client)};$0.on("connected",ready);$0.connect();`,
    publish,
    input: { 0: READING, 1: READING },
    listen: '$0.on("message",handle);',
  };
}

/** What is measured: readings published at QoS 0, the same at QoS 1 and acknowledged, commands received at QoS 0. */
export type Work = "publish0" | "publish1" | "receive0";

export function can(client: ScriptedClient, work: Work): boolean {
  return work !== "publish1" || client.publish[1] !== undefined;
}

interface Ports {
  clientPort: number;
  controlPort: number;
}

/**
 * A script that has a client do its work so many times, one message at a time, and ends. Between scripts of different `times`
 * the difference is the work alone, and the loop around it.
 * @param isIdle Leaves the work out: what the loop costs.
 */
export function workScript(client: ScriptedClient, work: Work, times: number, ports: Ports, isIdle = false): string {
  const count = "if(count++>=times){quit();return}";
  const qos = work === "publish1" ? 1 : 0;
  const loop: Record<Work, string> = {
    publish0: `function handle(){}
function step(){${count}${isIdle ? "" : client.publish[0]};setTimeout(step,0)}
function ready(){setTimeout(step,0)}`,
    // The byte that follows each PUBACK leads to the next step.
    publish1: `function handle(){}
function step(){${count}${isIdle ? 'control.write("e")' : client.publish[1]}}
function ready(){openControl();control.on("data",step);setTimeout(step,0)}`,
    receive0: `function handle(){${count}control.write("m")}
function ready(){openControl();control.write("m")}`,
  };
  return `${opening(ports)}
var times=${times},count=0;$1=${literal(client.input[qos])};
${loop[work]}
${client.setup}
${work === "receive0" ? client.listen : ""}
`;
}

/** Where counters begin: the interpreter keeps smaller numbers in fewer variables, and would seem to use more later on. */
const COUNTED_FROM = 10_000_000;

/**
 * A script that publishes and takes in as many messages as the first of `goals` says, then up to the second, and so on, several
 * in a pass, and reports each time how many of its variables the interpreter uses: `@memory <messages> <variables>`.
 */
export function memoryScript(client: ScriptedClient, goals: readonly number[], ports: Ports): string {
  return `${opening(ports)}
var goals=[${[0, ...goals].map((goal) => goal + COUNTED_FROM).join(",")}],at=0,published=${COUNTED_FROM},received=${COUNTED_FROM},used=process.memory().usage;
$1=${literal(client.input[0])};
function handle(){received++}
function look(){used=process.memory().usage;print("@memory "+(published-${COUNTED_FROM})+" "+used);next()}
function step(){for(var i=0;i<8&&published<goals[at];i++)if(${client.publish[0]}<1)published++;else i=8;
if(published<goals[at])setTimeout(step,0);else if(received<goals[at])setTimeout(step,20);else setTimeout(look,500)}
function next(){if(++at===goals.length){quit();return}
control.write(goals[at]-goals[at-1]+"s");setTimeout(step,0)}
function ready(){openControl();setTimeout(next,0)}
${client.setup}
${client.listen}
`;
}

/**
 * With a socket open the interpreter does not sleep, so a script that waits takes more instructions on some days than on
 * others: none waits, and the control connection is opened when it is needed.
 */
function opening({ clientPort, controlPort }: Ports): string {
  return `${HOT_NAMES}var control,mqttPort=${clientPort};
function openControl(){control=require("net").connect({host:"127.0.0.1",port:${controlPort}},function(){})}
function broken(reason){print("ERROR: "+reason);quit()}`;
}
