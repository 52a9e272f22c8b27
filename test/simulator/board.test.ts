import { strict as assert } from "node:assert";
import { SimulatedBoard } from "./board";
import type { BoardOptions } from "./board-options";
import type { Link, Network } from "./network/network";
import { Pace } from "./pace";

/** A peer whose bytes and state the test holds in its hands. */
class HeldLink implements Link {
  incoming = "";
  written = "";
  ending: "open" | "ended" | "reset" = "open";
  isClosed = false;

  read(max: number): string {
    const bytes = this.incoming.slice(0, max);
    this.incoming = this.incoming.slice(max);
    return bytes;
  }
  write(bytes: string): void {
    this.written += bytes;
  }
  state(): "open" | "ended" | "reset" {
    return this.incoming === "" ? this.ending : "open";
  }
  close(): void {
    this.isClosed = true;
  }
}

function connected(source: string): { board: SimulatedBoard; links: HeldLink[] } {
  const links: HeldLink[] = [];
  const network: Network = {
    connect: (host) => {
      if (host === "unknown") return { blockedMs: 0, failure: "unknown host" };
      if (host === "hole") return { blockedMs: 10_000, failure: "timed out" };
      links.push(new HeldLink());
      return { blockedMs: 20, link: links[links.length - 1] };
    },
    nextArrivalMs: () => Infinity,
    settle: async () => {},
  };
  const start = `require("Wifi").connect("home",{password:"p"},function(error){${source}})`;
  const board = new SimulatedBoard({ source: start, network });
  board.boot();
  return { board, links };
}

function running(source: string, options: Partial<BoardOptions> = {}): SimulatedBoard {
  const { board } = connected("");
  const standalone = new SimulatedBoard({
    ...options,
    source,
    network: {
      connect: () => ({ blockedMs: 0, failure: "refused" }),
      nextArrivalMs: () => Infinity,
      settle: async () => {},
    },
  });
  board.stop();
  standalone.boot();
  return standalone;
}

describe("the simulated board's sockets", () => {
  it("deliver at most 536 bytes in one piece", async () => {
    const { board, links } = connected(
      `var s=require("net").connect({host:"h",port:1},function(){});s.on("data",function(d){print(d.length)})`,
    );
    await board.run(3000);
    links[0].incoming = "x".repeat(1200);
    await board.run(1);
    assert.deepEqual(board.console, ["536", "536", "128"]);
  });

  it("connect neither way when both a callback and a listener wait", async () => {
    const { board } = connected(
      `var s=require("net").connect({host:"h",port:1},function(peer){print("callback")});s.on("connect",function(){print("listener")})`,
    );
    await board.run(3000);
    assert.deepEqual(board.console, []);
  });

  it("block the engine while they connect, so that intervals catch up", async () => {
    const { board } = connected(
      `setInterval(function(){print("tick")},1000);setTimeout(function(){try{require("net").connect({host:"hole",port:1})}catch(e){print(""+e)}},500)`,
    );
    await board.run(2001 + 600);
    assert.deepEqual(board.console.slice(0, 2), ["InternalError: Unable to create socket", "tick"]);
    assert.equal(board.console.filter((line) => line === "tick").length, 10);
  });

  it("throw for a host without address", async () => {
    const { board } = connected(`try{require("net").connect({host:"unknown",port:1})}catch(e){print(""+e)}`);
    await board.run(3000);
    assert.deepEqual(board.console, ["InternalError: Unable to locate host"]);
  });

  it("lose the rest of what waits when memory is short, without a word", async () => {
    const { board, links } = connected(
      `var s=require("net").connect({host:"h",port:1},function(){s.write("x".repeat(1000))});` +
        `s.on("drain",function(){print("drain")});s.on("error",function(){print("error")});s.on("close",function(){print("close")})`,
    );
    board.memory.free = 60;
    await board.run(3000);
    assert.ok(links[0].written.length < 1000, String(links[0].written.length));
    assert.deepEqual(board.console, ["drain", "drain"]);
  });

  it("close at once after end with nothing left to send", async () => {
    const { board, links } = connected(
      `var s=require("net").connect({host:"h",port:1},function(){s.write("lost");s.end();s.dSnd="";try{s.write("x")}catch(e){print(""+e)}})`,
    );
    await board.run(3000);
    assert.equal(links[0].isClosed, true);
    assert.equal(links[0].written, "");
    assert.deepEqual(board.console, ["Error: This socket is closed"]);
  });

  it("hold what is written while the access point is away", async () => {
    const { board, links } = connected(
      `if(!global.s)global.s=require("net").connect({host:"h",port:1},function(){});` +
        `setTimeout(function(){s.write("late")},2000);require("Wifi").on("disconnected",function(d){print(d.msg);setTimeout(function(){require("Wifi").connect("home",{})},5000)})`,
    );
    await board.run(3000);
    board.accessPoint.up = false;
    await board.run(7000);
    assert.equal(links[0].written, "");
    board.accessPoint.up = true;
    await board.run(10_000);
    assert.equal(links[0].written, "late");
    assert.deepEqual(board.console, ["BEACON_TIMEOUT"]);
  });
});

describe("the simulated board", () => {
  it("keeps a failed Wi-Fi connect silent in release 2v29, and tells later ones", async () => {
    for (const [release, lines] of [
      ["2v29", ["event"]],
      ["later", ["event", "NO_AP_FOUND"]],
    ] as const) {
      const board = new SimulatedBoard({
        release,
        source: `require("Wifi").on("disconnected",function(){print("event")});require("Wifi").connect("x",{},function(e){print(e)})`,
        network: {
          connect: () => ({ blockedMs: 0, failure: "refused" }),
          nextArrivalMs: () => Infinity,
          settle: async () => {},
        },
      });
      board.accessPoint.up = false;
      board.boot();
      await board.run(60_000);
      assert.deepEqual(board.console, lines);
    }
  });

  it("removes an interrupted interval even when firmware catches, but not a timeout's chain", async () => {
    const board = running(
      `var n=0,m=0;setInterval(function(){try{getTime()}catch(e){}n++},100);` +
        `(function f(){setTimeout(f,100);m++})();setInterval(function(){print(n+" "+m)},1000)`,
    );
    await board.run(250);
    board.interruptNext("interval");
    await board.run(1000);
    const [intervals, timeouts] = String(board.console.at(-1)).split(" ").map(Number);
    // Two whole runs and the one cut off, whose catch V8 cannot keep from running.
    assert.equal(intervals, 3);
    assert.ok(timeouts >= 10, String(timeouts));
    assert.ok(board.console.includes("ERROR: Ctrl-C while processing interval - removing it."));
  });

  it("reports exceptions and goes on", async () => {
    const board = running(`setInterval(function(){throw new Error("again")},100)`);
    await board.run(350);
    assert.deepEqual(board.uncaught, ["Error: again", "Error: again", "Error: again"]);
  });

  it("leaves both consoles open after a reset until they are closed", () => {
    const board = running(`if(false)print()`);
    assert.deepEqual([board.telnetOpen, board.bluetoothConsoleOpen], [true, true]);
    const closed = running(`require("TelnetServer").setOptions({mode:"off"});NRF.setServices({},{uart:false})`);
    assert.deepEqual([closed.telnetOpen, closed.bluetoothConsoleOpen], [false, false]);
  });

  it("switches Bluetooth on or off for good, which takes the boot code away and restarts, and variables depend on it", async () => {
    const look = `print(ESP32.getState().BLE,process.memory().total)`;
    const board = running(`${look};if(ESP32.getState().BLE)setTimeout(function(){ESP32.enableBLE(false)},10)`);
    assert.deepEqual(board.console, ["true 2500"]);
    await board.run(100);
    assert.deepEqual(board.console, ["true 2500"], "nothing runs any more");
    assert.deepEqual([board.bluetoothConsoleOpen, board.memory.total], [false, 4_500]);
    const off = running(look, { bluetooth: false });
    assert.deepEqual([off.console, off.bluetoothConsoleOpen, off.telnetOpen], [["false 4500"], false, true]);
    assert.deepEqual(running(look, { variables: 3_000 }).console, ["true 3000"]);
  });

  it("reads volts on ADC1 only", async () => {
    const board = running(`setInterval(function(){print(analogRead(34),analogRead(4))},1000)`);
    board.pin(34).volts = 1.65;
    await board.run(1000);
    board.pin(34).waveform(() => 5);
    await board.run(1000);
    assert.deepEqual(board.console, ["0.5 NaN", "0.99975585937 NaN"]);
  });

  it("wraps a full analogWrite on the converter pins to nothing", () => {
    const board = running(`analogWrite(25,1);analogWrite(33,0.25,{freq:1000})`);
    assert.equal(board.pin(25).volts, 0);
    assert.deepEqual([board.pin(33).duty, board.pin(33).hz], [0.25, 1000]);
  });

  it("calls a watch once the level has stood for the debounce time", async () => {
    const board = running(`setWatch(function(e){print(e.state,e.pin)},27,{repeat:true,edge:"both",debounce:50})`);
    board.pin(27).level = false;
    await board.run(20);
    board.pin(27).level = true;
    await board.run(20);
    board.pin(27).level = false;
    await board.run(49);
    assert.deepEqual(board.console, []);
    await board.run(2);
    assert.deepEqual(board.console, ["false 27"]);
  });

  it("removes a watch whose callback is interrupted, unless it is debounced", async () => {
    for (const [debounce, isLeft] of [
      [0, false],
      [10, true],
    ] as const) {
      const board = running(
        `var n=0,id=setWatch(function(){getTime();n++},27,{repeat:true,edge:"both",debounce:${debounce}});` +
          `setTimeout(function(){print(n);try{clearWatch(id);print("left")}catch(e){print(""+e)}},1000)`,
      );
      board.interruptNext("watch");
      board.pin(27).level = false;
      await board.run(100);
      board.pin(27).level = true;
      await board.run(1000);
      assert.deepEqual(board.console.slice(-2), isLeft ? ["1", "left"] : ["0", "Error: Unknown Watch 1"]);
    }
  });

  it("refuses to watch the pins of the flash memory, with a warning", () => {
    const board = running(`print(setWatch(function(){},6),setWatch(function(){},12),setWatch(function(){},13))`);
    assert.deepEqual(board.console.slice(-1), ["undefined undefined 1"]);
    assert.match(board.console[0], /^WARNING: Unable to set watch\./);
  });

  it("records every change of an output with its time", async () => {
    const board = running(`digitalWrite(25,0);setTimeout(function(){digitalWrite(25,1)},1500)`);
    await board.run(2000);
    assert.deepEqual(
      board.pin(25).changes.map(({ atMs, level }) => [atMs, level]),
      [
        [0, false],
        [1500, true],
      ],
    );
  });

  it("lets a day pass in seconds, the same every time", async () => {
    const source = `var n=0;setInterval(function(){n+=Math.random();digitalWrite(25,n%2<1)},1500);setInterval(function(){print(n)},3600000)`;
    const boards = [running(source), running(source)];
    for (const board of boards) await board.run(24 * 3600 * 1000);
    assert.equal(boards[0].console.length, 24);
    assert.deepEqual(boards[0].console, boards[1].console);
    assert.deepEqual(boards[0].pin(25).changes, boards[1].pin(25).changes);
  });

  it("keeps to the wall clock in real time", async () => {
    const board = new SimulatedBoard({
      source: `setInterval(function(){print(Math.round(getTime()*1000))},50)`,
      pace: new Pace(1),
      network: {
        connect: () => ({ blockedMs: 0, failure: "refused" }),
        nextArrivalMs: () => Infinity,
        settle: async () => {},
      },
    });
    board.boot();
    const start = performance.now();
    await board.run(200);
    const tookMs = performance.now() - start;
    assert.ok(tookMs >= 195 && tookMs < 1000, `${tookMs} ms`);
    assert.equal(board.nowMs, 200);
    // Never early; how late depends on the machine.
    const times = board.console.map(Number);
    assert.equal(times.length, 4);
    assert.ok(times.every((ms, at) => ms >= 50 * (at + 1)));
  });

  it("says what the console showed when something does not come", async () => {
    const board = running(`print("here")`);
    await assert.rejects(
      board.runUntil(() => false, 100),
      /Not within 100 ms of board time[^]*here/,
    );
  });
});
