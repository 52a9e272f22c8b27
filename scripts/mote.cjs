#!/usr/bin/env node
require("../.config/run-typescript.cjs");
require("./mote.ts");
