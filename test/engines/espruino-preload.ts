import { SIMULATED_SERIAL } from "../simulator/board-options";

const MEMORY_REPORTS = `  function memory(){ print("@memory " + process.memory().usage); }
  setTimeout(memory, 1);
  setInterval(memory, 500);
`;

export interface EspruinoSurroundings {
  /** Where every connect of the bundle ends, on 127.0.0.1. */
  brokerPort: number;
  /** The same for connects over TLS; where it is left out, those go nowhere. */
  securePort?: number;
  /** Voltages on analog pins as fractions of full scale; the others read NaN. */
  analog?: Readonly<Record<number, number>>;
  /**
   * Pins that give pulses to ground, and how many ms from one to the next, each told as a line "@pulses 1", where they are watched
   * for falling edges. Where they are watched for both, they change that often, at first to low.
   */
  pulseMs?: Record<number, number>;
  /** Other ports of 127.0.0.1 for some addresses, by host:port. */
  ports?: Record<string, number>;
  /** Where every datagram of the bundle ends, on 127.0.0.1; where it is left out, those go nowhere, least of all to a host of a board file. */
  timePort?: number;
  /** How many seconds pass for the bundle in one of ours; 1, which leaves the clock alone, unless given. */
  speed?: number;
  /** Whether variables in use are told twice a second, as lines "@memory 2000"; true unless given. */
  reportsMemory?: boolean;
}

/**
 * What Espruino for Linux lacks of an ESP32, as text that runs before the bundle: a Wi-Fi module, pins, and a way to the
 * broker of the test. Natives are shadowed by assigning to `global`. Reports are lines that begin with "@".
 */
export function espruinoPreload({
  brokerPort,
  securePort = 0,
  analog = {},
  pulseMs = {},
  ports = {},
  timePort = 0,
  speed = 1,
  reportsMemory = true,
}: EspruinoSurroundings): string {
  return `
Modules.addCached("Wifi", function(){
  var up = false, on = {};
  function tell(event){ (on[event] || []).forEach(function(f){ f({}); }); }
  exports.on = function(event, f){ (on[event] = on[event] || []).push(f); };
  exports.stopAP = function(){ print("@access point stopped"); };
  exports.setHostname = function(name){ print("@hostname " + name); };
  exports.setIP = function(address, cb){ if (!cb) throw new Error("Callback is not a function"); print("@address " + JSON.stringify(address)); };
  exports.connect = function(ssid, options, cb){ setTimeout(ssid == "absent" ? function(){ tell("disconnected"); } : function(){ up = true; cb(null); tell("connected"); }, 50); };
  exports.getIP = function(){ return {ip: up ? "192.168.1.50" : "0.0.0.0"}; };
  exports.getStatus = function(){ return up ? {station:"connected", rssi:-55} : {station:"disconnected"}; };
});
global.getSerial = function(){ return "${SIMULATED_SERIAL}"; };
Modules.addCached("neopixel", function(){
  exports.write = function(pin, data){
    print("@pin " + pin + " " + data.length / 3 + "×" + E.toUint8Array(data.substr(0, 3)).join());
  };
});
(function(){
  var net = require("net"), connect = net.connect;
  var ports = ${JSON.stringify(ports)};
  net.connect = function(options, cb){
    return connect.call(net, {host:"127.0.0.1", port: ports[options.host + ":" + options.port] || ${brokerPort}}, cb);
  };
  var tls = require("tls"), connectTls = tls.connect;
  tls.connect = function(options, cb){
    options.host = "127.0.0.1";
    options.port = ${securePort};
    return connectTls.call(tls, options, cb);
  };
  var dgram = require("dgram"), createSocket = dgram.createSocket;
  dgram.createSocket = function(type){
    var socket = createSocket(type), send = socket.send;
    socket.send = function(bytes, port, host){ print("@asked " + host + " " + port); if (${timePort}) send.call(socket, bytes, ${timePort}, "127.0.0.1"); };
    return socket;
  };
  var analog = ${JSON.stringify(analog)}, levels = {};
  global.digitalWrite = function(pin, value){ levels[pin] = value; print("@pin " + pin + " " + value); };
  global.digitalRead = function(pin){ return levels[pin] === undefined ? 1 : levels[pin]; };
  global.analogWrite = function(pin, value){ print("@pin " + pin + " " + value); };
  global.analogRead = function(pin){ return analog[pin] === undefined ? NaN : analog[pin]; };
  global.pinMode = function(){};
  // The USB consoles of the ESP32-C3 and ESP32-S3 have room; why the chip was reset: for power.
  global.peek32 = function(address){ return address == 0x60043004 || address == 0x60038004 ? 2 : 1; };
  E.reboot = function(){ print("@reboot"); };
  var pulseMs = ${JSON.stringify(pulseMs)}, every = setInterval, given = 0;
  global.setWatch = function(f, pin, options){
    if (pulseMs[pin] && options.edge == "falling") every(function(){
      print("@pulses " + ++given);
      f({state: false, time: getTime(), pin: pin});
    }, pulseMs[pin]);
    if (pulseMs[pin] && options.edge == "both") every(function(){
      var high = levels[pin] === 0;
      levels[pin] = high ? 1 : 0;
      f({state: high, time: getTime(), pin: pin});
    }, pulseMs[pin]);
    return 1;
  };
  global.clearWatch = function(){};
${reportsMemory ? MEMORY_REPORTS : ""}  print("@version " + process.version);
  var speed = ${speed};
  if (speed !== 1) {
    var realTime = getTime, realTimeout = setTimeout;
    global.getTime = function(){ return realTime() * speed; };
    global.setTimeout = function(f, ms){ return realTimeout(f, ms / speed); };
  }
})();
`;
}
