// scanners - what a browser's driver reads from the reports of reports.txt, layout `counted` only:
// it has that layout built in. One `case<TAB>[...]` a line: each code with its AIM identifier behind
// a blank, or `threw`. scanners.cjs FOLDER REPORTS: FOLDER holds node_modules.
"use strict";
const fs = require("fs");
const path = require("path");
const [folder, reports] = process.argv.slice(2);
const print = console.log;
console.log = () => {}; // the driver talks to itself
const REPORT_SIZE = 64;
const SETTLE_MS = 10;
let deliver;
const device = {
  vendorId: 0x0c2e, productId: 1, productName: "x", collections: [{ usage: 2, usagePage: 0x8c }],
  open: async () => {}, close: async () => {}, sendFeatureReport: async () => {},
  removeEventListener() {}, addEventListener: (event, listener) => { deliver = listener; },
};
Object.defineProperty(globalThis, "navigator", { configurable: true, value: { hid: {
  addEventListener() {}, getDevices: async () => [device], requestDevice: async () => [device],
} } });

async function read(Scanner, name, reportsInHex) {
  const scanner = new Scanner();
  const got = [];
  scanner.addEventListener("barcode", (code) => got.push(`${code.value} ${code.aim}`));
  await scanner.connect();
  for (const hex of reportsInHex.split(" ")) {
    let bytes = Buffer.from(hex, "hex");
    if (!name.includes("short")) {
      bytes = Buffer.concat([bytes, Buffer.alloc(REPORT_SIZE)]).subarray(0, REPORT_SIZE);
    }
    const data = new DataView(new Uint8Array(bytes.subarray(1)).buffer);
    try {
      deliver({ reportId: bytes[0], device, data });
    } catch {
      got.push("threw");
    }
  }
  await new Promise((done) => setTimeout(done, SETTLE_MS));
  return got;
}

(async () => {
  const { default: Scanner } = await import(path.join(path.resolve(folder), "node_modules",
    "@point-of-sale", "webhid-barcode-scanner", "dist", "webhid-barcode-scanner.esm.js"));
  for (const line of fs.readFileSync(reports, "utf8").split("\n")) {
    const [layout, name, hex] = line.split(" | ");
    if (layout === "counted") {
      print(`${name}\t${JSON.stringify(await read(Scanner, name, hex))}`);
    }
  }
})();
