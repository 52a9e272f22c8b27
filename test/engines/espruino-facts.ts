/** One behaviour of Espruino 2v29: the same source must print the same in the model and in the interpreter. */
export interface Snippet {
  readonly name: string;
  readonly source: string;
  /** What the snippet passes to `out`, line by line. `block(ms)` keeps the engine busy for so long. */
  readonly prints: string[];
  /** How long it runs, 300 ms when left out. */
  readonly ms?: number;
  /** Why an interpreter for Linux cannot tell. */
  readonly onlyModel?: string;
}

const missing = [
  "Map",
  "Set",
  "Symbol",
  "WeakMap",
  "Proxy",
  "Reflect",
  "BigInt",
  "RangeError",
  "Promise.race",
  "[].flat",
];
const throws = (code: string): string => `try{${code}}catch(error){out(""+error)}`;

export const snippets: Snippet[] = [
  ...[...missing, "Array.from", "''.at", "''.trimStart", "Math.trunc", "Object.freeze", "Number.isInteger"].map(
    (what) => ({
      name: `there is no ${what}`,
      source: `out(typeof ${what})`,
      prints: ["undefined"],
    }),
  ),
  {
    name: "objects and functions are true, whatever they hold",
    source: `out([![],!{},!function(){},!(()=>0),!new Uint8Array(0),!print].join())`,
    prints: ["false,false,false,false,false,false"],
  },
  {
    name: "random numbers begin alike at every boot",
    source: `out(JSON.stringify([Math.random(),Math.random()]))`,
    prints: ["[0.93255273858,0.70772355841]"],
  },
  {
    name: "srand decides the sequence",
    source: `E.srand(42);out(JSON.stringify([Math.random(),Math.random()]))`,
    prints: ["[0.00035205949,0.29459037398]"],
  },
  { name: "text outside ASCII is UTF-8 bytes", source: `out("é".length);out("é".charCodeAt(0))`, prints: ["2", "195"] },
  { name: "character codes are one byte", source: `out(String.fromCharCode(300).charCodeAt(0))`, prints: ["44"] },
  { name: "JSON escapes bytes", source: `out(JSON.stringify("é"))`, prints: ['"\\u00C3\\u00A9"'] },
  {
    name: "JSON has eleven digits",
    source: `out(JSON.stringify([1/3,1e21,0.5,-2.25]))`,
    prints: ["[0.33333333333,10e+20,0.5,-2.25]"],
  },
  {
    name: "a text is found where only its beginning stands at the end of another",
    source:
      `out(["abc".indexOf("cd"),"abc".indexOf("cx","1"),"abc".indexOf("abcd"),"abcab".indexOf("abc",1),"abc".indexOf("c",9)].join());` +
      `out(["abc".indexOf("",1),"abc".indexOf("",3),"".indexOf(""),"abc".lastIndexOf("cd"),"abc".includes("cd"),"abc".includes("cd",3)].join());` +
      `out(["abc".replace("cd","$&"),"abcab".replaceAll("abc","X"),"abc".replace(/c$/,"X"),"abc".startsWith("abcd"),"a,b".split(",c").length].join())`,
    prints: ["2,2,-1,3,-1", "1,-1,-1,-1,true,true", "ab$&,XX,abX,false,1"],
  },
  {
    name: "JSON.parse ignores what follows",
    source: `out(JSON.stringify(JSON.parse('{"a":1} b')))`,
    prints: ['{"a":1}'],
  },
  {
    name: "typed arrays take strings in set and give arrays in slice",
    source: `var u=new Uint8Array(4);u.set("abc",1);out(u.join());out(Array.isArray(u.slice(1)))`,
    prints: ["0,97,98,99", "true"],
  },
  ...["'abc'", "null", "undefined", "{}"].map((argument) => ({
    name: `typed arrays are not made of ${argument}`,
    source: throws(`new Uint8Array(${argument})`),
    prints: [
      `Error: Unsupported first argument of type ${({ "'abc'": "String", "{}": "Object" } as Record<string, string>)[argument] ?? argument}`,
    ],
  })),
  {
    name: "typed arrays are made of lengths, arrays and each other",
    source: `out(new Uint8Array(2).join());out(new Uint8Array([1,300]).join());out(new Int8Array(new Uint8Array([255])).join());${throws("new Uint8Array(-1)")}`,
    prints: ["0,0", "1,44", "-1", "Error: Invalid length for ArrayBuffer"],
  },
  {
    name: "objects are made from entries",
    source: `out(JSON.stringify(Object.fromEntries([["a",1]])))`,
    prints: ['{"a":1}'],
  },
  {
    name: "memory is reported with the collection of garbage only when there was one",
    source: `out(process.memory(false).gc);out(process.memory().gc>=0);out(process.memory(true).gctime>0)`,
    prints: ["undefined", "true", "true"],
  },
  {
    name: "an unknown watch cannot be cleared, an unknown timer can",
    source: `${throws("clearWatch(5)")}${throws("clearWatch(undefined)")}clearTimeout(55);clearInterval("x");out("done")`,
    prints: ["Error: Unknown Watch 5", "Error: clearWatch(undefined) not allowed. Use clearWatch() instead", "done"],
  },
  {
    name: "E makes strings and bytes",
    source: `out(E.toString([65,66]));out(E.toUint8Array("ab").join())`,
    prints: ["AB", "97,98"],
  },
  {
    name: "clearTimeout(undefined) throws",
    source: throws("clearTimeout(undefined)"),
    prints: ["Error: clearTimeout(undefined) not allowed. Use clearTimeout() instead"],
  },
  {
    name: "a timer needs a function",
    source: throws("setTimeout(5,1)"),
    prints: ["Error: Function or String not supplied!"],
  },
  {
    name: "an unknown interval cannot change",
    source: throws("changeInterval(77,1)"),
    prints: ["Error: Unknown Interval"],
  },
  {
    name: "timer identifiers are used again",
    source: `var a=setTimeout(function(){},900),b=setTimeout(function(){},900);clearTimeout(b);out(b-a);out(setTimeout(function(){},900)-a)`,
    prints: ["1", "1"],
  },
  {
    name: "changeInterval in the interval's own callback keeps the time of the run that follows at the new period",
    source: `var t=getTime(),id=setInterval(function(){if(at.push(Math.round((getTime()-t)*10)*100)===1)changeInterval(id,500);if(at.length===3)out(at.join())},200),at=[]`,
    prints: ["200,700,1200"],
    ms: 2000,
  },
  {
    name: "intervals catch up at once after the engine was blocked",
    source: `var n=0;setInterval(function(){n++},100);setTimeout(function(){block(1000);setTimeout(function(){out(n)},1)},50)`,
    prints: ["10"],
    ms: 1500,
  },
  {
    name: "setTime leaves running timers alone",
    source: `var n=0;setInterval(function(){n++},100);setTime(getTime()+3600);setTimeout(function(){out(n)},250)`,
    prints: ["2"],
    onlyModel: "the interpreter for Linux does not set the clock",
  },
  {
    name: "listeners run later, and one object can have several",
    source: `var o={};o.on("x",function(v){out("a"+v)});o.on("x",function(v){out("b"+v)});o.emit("x",1);out("first")`,
    prints: ["first", "a1", "b1"],
  },
  {
    name: "promises call back from the engine's queue",
    source: `Promise.resolve(1).then(function(v){out("then "+v)});new Promise(function(a,b){b("no")}).catch(function(e){out(e)});out("first")`,
    prints: ["first", "then 1", "no"],
  },
  {
    name: "an exception in an interval does not end it, and goes to the handler",
    source: `var n=0;process.on("uncaughtException",function(e){out(""+e)});setInterval(function(){n++;if(n===1)throw new Error("once")},50);setTimeout(function(){out(n>2)},220)`,
    prints: ["Error: once", "true"],
  },
  { name: "an unknown module is refused", source: throws(`require("xx")`), prints: ['Error: Module "xx" not found'] },
  {
    name: "a refused connection throws at once",
    source: throws(`require("net").connect({host:"127.0.0.1",port:1})`),
    prints: ["InternalError: Unable to create socket"],
  },
  {
    name: "Storage reads nothing, parts, and refuses empty files",
    source: `var s=require("Storage");out(s.read("no"));s.write("a","hello");out(s.read("a",1,2));${throws('s.write("b","")')}`,
    prints: ["undefined", "el", "Error: Can't create zero length file"],
  },
  {
    name: "Storage writes in pieces into erased flash",
    source: `var s=require("Storage");s.write("p","xy",0,5);out(JSON.stringify(s.read("p")));s.write("p","z",2);out(JSON.stringify(s.read("p")))`,
    prints: ['"xy\\u00FF\\u00FF\\u00FF"', '"xyz\\u00FF\\u00FF"'],
  },
  {
    name: "toFixed cuts off where there are no decimals, and carries nothing from the last one",
    source:
      "out([28066.667,0.6,-2.7,9.96,1.999,1.996,-18.46,2.77,1e12,0.05,-0.04].map(function(n){return n.toFixed(0)+' '+n.toFixed(1)+' '+n.toFixed(2)}).join())",
    prints: [
      "28066 28066.7 28066.67,0 0.6 0.60,-2 -2.7 -2.70,9 9.9 9.96,1 1.9 1.99,1 1.9 1.99,-18 -18.5 -18.46,2 2.8 2.77," +
        "1000000000000 1000000000000.0 1000000000000.00,0 0.1 0.05,-0 -0.0 -0.04",
    ],
  },
  {
    name: "writing makes a pin an output and reading makes it an input, unless its mode was set",
    source:
      `var mode=function(){out(getPinMode(23))};digitalWrite(23,1);mode();digitalRead(23);mode();` +
      `pinMode(23,"output");digitalRead(23);mode();pinMode(23,"auto");digitalRead(23);mode();` +
      `pinMode(23,"input_pullup");digitalWrite(23,1);mode();pinMode(23,"input",true);digitalWrite(23,1);mode()`,
    prints: ["output", "input", "output", "input", "input_pullup", "output"],
  },
  {
    name: "pins and modes that are not there are refused",
    source: `${throws("digitalRead(99)")}${throws('pinMode(4,"bogus")')}${throws("digitalPulse(4,1,-1)")}out(setWatch(function(){},99))`,
    prints: [
      "Error: Invalid pin",
      "Error: Unknown pin mode",
      "Error: Pulse Time is less than 0 or not a number",
      "undefined",
    ],
  },
  {
    name: "the button's pin is negated",
    source: `pinMode(0,"input_pullup");out(digitalRead(0));digitalWrite(0,1);out(digitalRead(0))`,
    prints: ["1", "1"],
    onlyModel: "the button of the ESP32 build",
  },
  {
    name: "the pins of the flash memory cannot be watched",
    source: `out(setWatch(function(){},6));out(setWatch(function(){},13))`,
    prints: ["undefined", "1"],
    onlyModel: "the flash memory of the ESP32",
  },
  {
    name: "the chip's own access point is up beside the station until it is stopped",
    source: `var w=require("Wifi");out(w.getStatus().mode);w.stopAP();out(w.getStatus().mode);out(w.getStatus().station)`,
    prints: ["APSTA", "STA", "connected"],
    onlyModel: "the interpreter for Linux has no Wi-Fi",
  },
  {
    name: "Bluetooth is on in a new chip",
    source: `out(ESP32.getState().BLE);out(typeof ESP32.enableBLE)`,
    prints: ["true", "function"],
    onlyModel: "the interpreter for Linux has no Bluetooth",
  },
  {
    name: "the sixth pin of PWM finds no channel",
    source: `for(var p of [2,4,5,13,14,15])analogWrite(p,0.5);out("done")`,
    prints: ["done"],
    onlyModel: "PWM of the ESP32",
  },
];
