import { strict as assert } from "node:assert";
import { SimulatedBoard } from "../board";
import type { Link } from "../network/network";
import type { EspruinoRelease } from "./release";

const nowhere = {
  connect: () => ({ blockedMs: 1, failure: "refused" as const }),
  nextArrivalMs: () => Infinity,
  settle: async () => {},
};

/** Prints every event and callback with its second, and what the status becomes, looked at ten times a second. */
const SOURCE = `
var wifi=require("Wifi"),start=getTime(),last;
function tell(text){print(Math.round((getTime()-start)*10)/10+" "+text)}
["associated","connected"].forEach(function(event){wifi.on(event,function(){tell(event)})});
wifi.on("disconnected",function(details){tell("disconnected "+details.msg)});
setInterval(function(){var now=wifi.getStatus().station;if(now!==last)tell("status "+(last=now))},100);
function join(){wifi.connect("home",{password:"secret"},function(error){tell("callback "+error)})}
function reach(host){try{require("net").connect({host:host,port:1});tell("reached")}catch(error){tell(""+error)}}
join();`;

describe("the model's Wi-Fi", () => {
  let board: SimulatedBoard;
  let links: string[];

  function boot(release: EspruinoRelease, more = ""): void {
    links = [];
    board = new SimulatedBoard({
      release,
      source: SOURCE + more,
      accessPoint: { ssid: "home", password: "secret" },
      network: {
        connect: () => {
          const at = links.push("") - 1;
          const link: Link = {
            read: () => "",
            write: (bytes) => void (links[at] += bytes),
            state: () => "open",
            close: () => {},
          };
          return { blockedMs: 1, link };
        },
        nextArrivalMs: () => Infinity,
        settle: async () => {},
      },
    });
    board.boot();
  }

  it("is connected from association on, before there is an address, and a connect fails until then", async () => {
    boot("2v29", `[1000,1700,2100].forEach(function(ms){setTimeout(function(){reach("1.2.3.4")},ms)})`);
    await board.run(3000);
    assert.deepEqual(board.console, [
      "0.1 status Unknown reason",
      "1 InternalError: Unable to create socket",
      "1.5 status connected",
      "1.5 associated",
      "1.7 InternalError: Unable to create socket",
      "2 callback null",
      "2 connected",
      "2.1 reached",
    ]);
  });

  it("locates no host while it is down", async () => {
    boot("2v29", `setTimeout(function(){reach("broker.local")},1000)`);
    await board.run(1001);
    assert.equal(board.console.at(-1), "1 InternalError: Unable to locate host");
  });

  it("tells a wrong password by the event and the status", async () => {
    boot("2v29", `setTimeout(function(){wifi.connect("home",{password:"wrong"})},10)`);
    await board.run(3000);
    assert.deepEqual(board.console.slice(1), [
      "1.5 disconnected 4WAY_HANDSHAKE_TIMEOUT",
      "1.6 status 4WAY_HANDSHAKE_TIMEOUT",
    ]);
  });

  for (const release of ["2v29", "later"] as const) {
    it(`takes an access point that is away for less than six seconds for present (${release})`, async () => {
      boot(release, `setTimeout(function(){reach("1.2.3.4")},2500);`);
      await board.run(3000);
      const said = board.console.length;
      board.accessPoint.up = false;
      await board.run(5900);
      board.accessPoint.up = true;
      await board.run(20_000);
      assert.deepEqual(board.console.slice(said), []);
    });
  }

  it("waits longer for its address when the access point was away meanwhile", async () => {
    boot("2v29");
    await board.run(1700);
    board.accessPoint.up = false;
    await board.run(2000);
    board.accessPoint.up = true;
    await board.run(1000);
    assert.deepEqual(board.console.slice(-2), ["4.2 callback null", "4.2 connected"]);
  });

  it("reports the loss of the access point after six seconds, and does nothing about it (2v29)", async () => {
    boot("2v29");
    await board.run(3000);
    board.accessPoint.up = false;
    await board.run(7000);
    board.accessPoint.up = true;
    await board.run(60_000);
    assert.deepEqual(board.console.slice(-2), ["9 status BEACON_TIMEOUT", "9 disconnected BEACON_TIMEOUT"]);
  });

  it("joins again in silence up to twice for each connect, connected all the while (later)", async () => {
    boot("later");
    await board.run(3000);
    const said = board.console.length;
    board.accessPoint.up = false;
    await board.run(6500);
    board.accessPoint.up = true;
    await board.run(10_000);
    assert.deepEqual(board.console.slice(said), ["10.5 associated", "11 connected"]);
    board.accessPoint.up = false;
    await board.run(20_000);
    assert.deepEqual(board.console.slice(said + 2), ["27 status NO_AP_FOUND", "27 disconnected NO_AP_FOUND"]);
  });

  it("gives the reason to the callback after two silent retries (later)", async () => {
    boot("later");
    board.accessPoint.up = false;
    await board.run(10_000);
    assert.deepEqual(board.console.slice(1), [
      "4.5 status NO_AP_FOUND",
      "4.5 disconnected NO_AP_FOUND",
      "4.5 callback NO_AP_FOUND",
    ]);
  });

  it("begins no attempt beside the one that is under way, and tries the new network after it (later)", async () => {
    boot(
      "later",
      `setTimeout(function(){wifi.connect("home",{password:"wrong"},function(error){tell("second "+error)})},500)`,
    );
    await board.run(2500);
    assert.deepEqual(board.console.slice(1), [
      "1.5 status connected",
      "1.5 associated",
      "2 second null",
      "2 connected",
    ]);
    boot(
      "later",
      `setTimeout(function(){wifi.connect("home",{password:"secret"},function(error){tell("second "+error)})},500)`,
    );
    board.accessPoint.up = false;
    await board.run(1000);
    board.accessPoint.up = true;
    await board.run(2500);
    assert.deepEqual(board.console.slice(-2), ["2 second null", "2 connected"]);
  });

  it("makes no second attempt beside an access point, and never calls back (later)", async () => {
    boot("later", `setTimeout(join,10000);setTimeout(wifi.stopAP,20000);setTimeout(join,21000)`);
    board.accessPoint.up = false;
    await board.run(10_000);
    const said = board.console.length;
    board.accessPoint.up = true;
    await board.run(10_000);
    assert.deepEqual(board.console.slice(said), []);
    await board.run(10_000);
    assert.deepEqual(board.console.slice(-2), ["23 callback null", "23 connected"]);
  });

  it("blocks a connect for ten seconds when nobody hears it and the loss is not noticed yet", async () => {
    boot("2v29", `setTimeout(function(){reach("1.2.3.4")},4000)`);
    await board.run(3000);
    board.accessPoint.up = false;
    await board.run(20_000);
    assert.deepEqual(board.console.slice(-3), [
      "14 InternalError: Unable to create socket",
      // The loss came while the engine was blocked, and so is first in its queue.
      "14 disconnected BEACON_TIMEOUT",
      "14 status BEACON_TIMEOUT",
    ]);
  });

  it("closes no socket by itself, and sends what waited when it is back", async () => {
    boot(
      "2v29",
      `setTimeout(function(){var s=require("net").connect({host:"h",port:1});s.on("close",function(){tell("close")});` +
        `setTimeout(function(){s.write("late")},8000)},2500);setTimeout(join,20000)`,
    );
    await board.run(3000);
    board.accessPoint.up = false;
    await board.run(15_000);
    board.accessPoint.up = true;
    await board.run(1000);
    assert.equal(links[0], "");
    await board.run(10_000);
    assert.equal(links[0], "late");
    assert.ok(!board.console.some((line) => line.endsWith("close")));
  });

  const modes = `setTimeout(function(){tell(wifi.getStatus().mode)},1);setTimeout(function(){wifi.stopAP(function(){tell(wifi.getStatus().mode)})},2500)`;

  it("has an open access point beside the station, which stays when that is stopped", async () => {
    // Later releases start none by themselves; `connect` does.
    for (const release of ["2v29", "later"] as const) {
      boot(release, modes);
      assert.equal(board.accessPointOpen, true);
      await board.run(2400);
      assert.equal(board.accessPointOpen, true);
      await board.run(1000);
      assert.equal(board.accessPointOpen, false);
      const told = board.console.map((line) => line.replace(/^\S+ /, ""));
      assert.deepEqual([told[0], told.at(-1)], ["APSTA", "STA"]);
      assert.equal(told.includes("disconnected ASSOC_LEAVE"), false);
    }
  });

  it("starts the access point by itself behind the boot code where no network was saved, unless it was stopped (2v29)", () => {
    const openAfter = (source: string, release: EspruinoRelease = "2v29"): boolean => {
      const alone = new SimulatedBoard({ release, source, network: nowhere });
      alone.boot();
      return alone.accessPointOpen;
    };
    assert.equal(openAfter("print(1)"), true);
    assert.equal(openAfter("print(1)", "later"), false);
    assert.equal(openAfter('require("Wifi").stopAP()'), false);
    assert.equal(openAfter('require("Wifi").stopAP();require("Wifi").connect("home",{})'), false);
  });

  it("comes up in the mode that was saved, whatever the boot code did", async () => {
    boot("2v29", "wifi.stopAP()");
    await board.run(3000);
    board.storage.files.set(".wificfg", '{"mode":2}');
    board.reboot();
    assert.equal(board.accessPointOpen, true);
    const said = board.console.length;
    await board.run(30_000);
    assert.deepEqual(board.console.slice(said), ["0.1 status Unknown reason"]);
  });

  it("leaves with an event, and never comes back by itself", async () => {
    boot("later", `setTimeout(function(){wifi.disconnect()},3000)`);
    await board.run(60_000);
    assert.deepEqual(board.console.slice(-2), ["3 disconnected ASSOC_LEAVE", "3.1 status ASSOC_LEAVE"]);
  });

  for (const [release, address] of [
    ["2v29", "192.168.1.50"],
    ["later", "192.168.1.77"],
  ] as const) {
    it(`is told an address, and tells success whatever came of it (${release})`, async () => {
      boot(release);
      const more = `wifi.setIP({ip:"192.168.1.77",netmask:"255.255.255.0",gw:"192.168.1.1"},function(e){tell("setIP "+e)});join();
        setTimeout(function(){tell(wifi.getIP().ip)},4000);
        try{wifi.setIP({ip:"192.168.1.77",netmask:"255.255.255.0",gw:"192.168.1.1"})}catch(error){tell(""+error)}
        try{wifi.setIP({ip:"x"},function(){})}catch(error){tell(""+error)}`;
      boot(release, more);
      await board.run(5000);
      const told = board.console.filter((line) => /setIP|192|Error/.test(line));
      assert.deepEqual(
        told.map((line) => line.replace(/^\S+ /, "")),
        ["Error: Callback is not a function", "Error: Not a valid IP address", "setIP null", address],
      );
    });
  }
});
