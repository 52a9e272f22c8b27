/** What the peer of a connection does, and when: ms after the connection was made. */
export type PeerAct =
  | { readonly atMs: number; readonly does: "sends"; readonly bytes: string }
  | { readonly atMs: number; readonly does: "ends" | "resets" };

/** One behaviour of Espruino's sockets: the same source must print the same in the model and in the interpreter. */
export interface SocketFact {
  readonly name: string;
  readonly peer: readonly PeerAct[];
  /** PORT stands for the peer's port; `out` and `block` as in a snippet. */
  readonly source: string;
  readonly prints: string[];
  /** What the peer has received in the end. */
  readonly peerGets?: string;
}

const connect = `var s=require("net").connect({host:"127.0.0.1",port:PORT});`;
const connectWith = (callback: string): string =>
  `var s=require("net").connect({host:"127.0.0.1",port:PORT},${callback});`;
const listen = (...events: string[]): string =>
  events.map((event) => `s.on("${event}",function(){out("${event}")});`).join("");
const close =
  `s.on("end",function(){out("end")});s.on("close",function(hadError){out("close "+hadError)});` +
  `s.on("error",function(e){out("error "+e.code+" "+e.message)});`;
const attempt = (code: string): string => `try{${code}}catch(error){out(""+error)}`;
const after = (ms: number, code: string): string => `setTimeout(function(){${code}},${ms});`;
const sends = (atMs: number, bytes: string): PeerAct => ({ atMs, does: "sends", bytes });
const ends = (atMs: number): PeerAct => ({ atMs, does: "ends" });

/** A listener for data that tells the first `count` chunks by length and first letter. */
const tellChunks = (count: number): string => `var n=0;s.on("data",function(d){if(n++<${count})out(d.length+d[0])});`;

export const socketFacts: SocketFact[] = [
  {
    name: "a peer that ends brings end and close",
    peer: [ends(100)],
    source: connect + close,
    prints: ["end", "close false"],
  },
  {
    name: "a reset brings end and close, and no error",
    peer: [{ atMs: 100, does: "resets" }],
    source: connect + close,
    prints: ["end", "close false"],
  },
  {
    name: "unsent data at a peer's end is an error",
    peer: [ends(20)],
    source: connectWith(`function(){block(50);s.write("x".repeat(5000))}`) + close,
    prints: ["error -8 unsent data", "end", "close true"],
  },
  {
    name: "drain follows the connect",
    peer: [],
    source: connect + listen("drain", "connect"),
    prints: ["connect", "drain"],
  },
  {
    name: "more than a chunk written before the connection stands drains once, after the connect",
    peer: [],
    source: `${connect}s.write("x".repeat(1200));${listen("drain", "connect")}`,
    prints: ["connect", "drain"],
    peerGets: "x".repeat(1200),
  },
  {
    name: "write gives false, and its argument becomes text",
    peer: [],
    source: `${connect}out(s.write(new Uint8Array([65,66])));out(s.dSnd)`,
    prints: ["false", "65,66"],
    peerGets: "65,66",
  },
  {
    name: "a connect callback with a parameter and a listener keep each other silent",
    peer: [],
    source: connectWith(`function(peer){out("callback")}`) + listen("connect"),
    prints: [],
  },
  {
    name: "a connect callback without a parameter runs beside a listener",
    peer: [],
    source: connectWith(`function(){out("callback")}`) + listen("connect"),
    prints: ["callback", "connect"],
  },
  {
    name: "a connect callback alone runs, with its parameter",
    peer: [],
    source: connectWith(`function(peer){out(peer===s)}`),
    prints: ["true"],
  },
  {
    name: "end sends what waits, then closes without a drain",
    peer: [],
    source: connect + `s.write("x".repeat(1200));s.end();` + listen("drain") + close,
    prints: ["end", "close false"],
    peerGets: "x".repeat(1200),
  },
  {
    name: "end with nothing left to send drops what waits",
    peer: [],
    source: connectWith(`function(){s.write("lost");s.end();s.dSnd=""}`) + close,
    prints: ["end", "close false"],
    peerGets: "",
  },
  {
    name: "writing after end throws",
    peer: [],
    source: `${connect}s.end();${attempt('s.write("x")')}`,
    prints: ["Error: This socket is closed"],
  },
  {
    name: "writing in the listener for end throws, before the close is told",
    peer: [ends(100)],
    source: `${connect}s.on("end",function(){${attempt('s.write("x")')}});s.on("close",function(){out("close")})`,
    prints: ["Error: This socket is closed", "close"],
  },
  {
    name: "data comes in pieces of 536 bytes at most",
    peer: [sends(0, "x".repeat(1200))],
    source: connectWith(`function(){block(50)}`) + tellChunks(9),
    prints: ["536x", "536x", "128x"],
  },
  {
    name: "up to 512 bytes wait for a late listener",
    peer: [sends(0, "a".repeat(300)), sends(100, "b".repeat(100))],
    source: connect + after(300, tellChunks(9)),
    prints: ["400a"],
  },
  {
    name: "with more than 512 bytes waiting a late listener gets the same chunk for ever",
    peer: [sends(0, "a".repeat(300)), sends(100, "b".repeat(300))],
    source: connect + after(300, tellChunks(6)),
    prints: ["300b", "300a", "300b", "300b", "300b", "300b"],
  },
  {
    name: "more data ends the chunk that comes for ever",
    peer: [sends(0, "a".repeat(300)), sends(100, "b".repeat(300)), sends(400, "c")],
    source: `${connect}var last="",told=[];${after(300, 's.on("data",function(d){if(d[0]!==last)told.push(last=d[0])});')}${after(450, "out(told.join())")}`,
    prints: ["b,a,b,c"],
  },
  {
    name: "more than can be kept without a listener holds up the close",
    peer: [sends(0, "a".repeat(300)), sends(50, "b".repeat(300)), ends(100)],
    source: connect + close + after(300, `out("late");${tellChunks(9)}`),
    prints: ["late", "300b", "512a", "end", "close false"],
  },
  {
    name: "what waits can be read without a listener",
    peer: [sends(0, "abcdef")],
    source: connect + after(200, `out(s.available());out(s.read(2));out(s.read());out(s.available())`),
    prints: ["6", "ab", "cdef", "0"],
  },
];
