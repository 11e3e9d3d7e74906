'use strict';
// The workloads on Node: node node_peer.js WORKLOAD N

const { randomFill } = require('node:crypto');
const net = require('node:net');
const { performance } = require('node:perf_hooks');

const seconds = () => performance.now() / 1e3;
const report = (metric, count, took) =>
  console.log(metric, count, took.toFixed(9), ((took / count) * 1e9).toFixed(1));
const reportAmount = (metric, count, total, each) =>
  console.log(metric, count, total.toFixed(9), each.toFixed(3));
const residentBytes = () => process.memoryUsage.rss();
const numbers = (count) => Array.from({ length: count }, (_, number) => number);

// A promise to be settled from outside.
class Gate {
  constructor() {
    this.promise = new Promise((resolve) => { this.open = resolve; });
  }
}

// One turn of libuv's loop. A bare await stays in the queue of microtasks.
const turn = () => new Promise((resolve) => { setImmediate(resolve); });
const turns = async (count) => { for (let i = 0; i < count; i++) await turn(); };
const identity = async (number) => number;
// The smallest job that Node itself gives to libuv's four threads.
const byte = Buffer.alloc(1);
const job = () => new Promise((resolve) => { randomFill(byte, resolve); });

// Node has callbacks for sockets, and nothing below a stream for tasks.
const echo = async (count, connections, metric) => {
  const message = Buffer.alloc(64, 'x');
  const server = net.createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('data', (data) => { socket.write(data); });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const finished = new Gate();
  let left = connections;
  const clients = [];
  for (let i = 0; i < connections; i++) {
    const socket = net.connect(server.address().port, '127.0.0.1');
    await new Promise((resolve) => { socket.once('connect', resolve); });
    socket.setNoDelay(true);
    let exchanges = Math.floor(count / connections);
    let received = 0;
    socket.on('data', (data) => {
      received += data.length;
      if (received < 64) return;
      received = 0;
      exchanges -= 1;
      if (exchanges > 0) {
        socket.write(message);
      } else {
        socket.end();
        left -= 1;
        if (left === 0) finished.open(seconds());
      }
    });
    clients.push(socket);
  }
  const began = seconds();
  for (const socket of clients) socket.write(message);
  report(metric, Math.floor(count / connections) * connections, (await finished.promise) - began);
  server.close();
};

class Queue {
  #slots = new Array(64);
  #head = 0;
  #size = 0;
  #getter = null;
  #putter = null;

  async put(item) {
    while (this.#size === this.#slots.length) {
      this.#putter = new Gate();
      await this.#putter.promise;
    }
    this.#slots[(this.#head + this.#size++) % this.#slots.length] = item;
    this.#getter?.open();
    this.#getter = null;
  }

  async get() {
    while (this.#size === 0) {
      this.#getter = new Gate();
      await this.#getter.promise;
    }
    const item = this.#slots[this.#head];
    this.#head = (this.#head + 1) % this.#slots.length;
    this.#size--;
    this.#putter?.open();
    this.#putter = null;
    return item;
  }
}

const workloads = {
  async yield(count) {
    const began = seconds();
    await turns(count);
    report('yield', count, seconds() - began);
  },

  async yield10(count) {
    const began = seconds();
    await Promise.all(numbers(10).map(() => turns(count / 10)));
    report('yield10', count, seconds() - began);
  },

  async pingpong(count) {
    let ping = new Gate();
    let pong = new Gate();
    const partner = async () => {
      for (let i = 0; i < count; i++) {
        await ping.promise;
        ping = new Gate();
        pong.open();
      }
    };
    const other = partner();
    await turn();
    const began = seconds();
    for (let i = 0; i < count; i++) {
      pong = new Gate();
      ping.open();
      await pong.promise;
    }
    report('pingpong', count, seconds() - began);
    await other;
  },

  async spawn_seq(count) {
    const began = seconds();
    for (let i = 0; i < count; i++) await identity(i);
    report('spawn_seq', count, seconds() - began);
  },

  async spawn_all(count) {
    const began = seconds();
    const running = numbers(count).map(identity);
    for (const one of running) await one;
    report('spawn_all', count, seconds() - began);
  },

  async spawn_gather(count) {
    const began = seconds();
    await Promise.all(numbers(count).map(identity));
    report('spawn_gather', count, seconds() - began);
  },

  async timers(count) {
    const times = numbers(count).map((number) => (number * 61803) % 100000);
    const last = times.reduce((most, time) => Math.max(most, time), 0) / 1e3;
    const began = seconds();
    const used = process.cpuUsage();
    await Promise.all(times.map((time) => new Promise((resolve) => {
      setTimeout(resolve, time / 1e3);
    })));
    const took = seconds() - began;
    const { user, system } = process.cpuUsage(used);
    report('timers_cpu', count, (user + system) / 1e6);
    reportAmount('timers_over_ms', count, took, took * 1e3 - last);
  },

  async future_wake(count) {
    const gate = new Gate();
    let left = count;
    let ended = 0;
    const waiter = async () => {
      await gate.promise;
      left -= 1;
      if (left === 0) ended = seconds();
    };
    const waiting = numbers(count).map(waiter);
    await turn();
    const began = seconds();
    gate.open();
    await Promise.all(waiting);
    report('future_wake', count, ended - began);
  },

  async wait_all(count) {
    const gates = numbers(count).map(() => new Gate());
    const waiting = gates.map(async (gate) => { await gate.promise; });
    await turn();
    const began = seconds();
    for (const gate of gates) gate.open();
    await Promise.allSettled(waiting);
    report('wait_all', count, seconds() - began);
  },

  async wait_first(count) {
    const gates = numbers(count).map(() => new Gate());
    const wait = async (number) => {
      await gates[number].promise;
      return number;
    };
    const pending = new Map(numbers(count).map((number) => [number, wait(number)]));
    await turn();
    const began = seconds();
    for (const gate of gates) {
      gate.open();
      pending.delete(await Promise.race(pending.values()));
    }
    report('wait_first', count, seconds() - began);
  },

  async executor_seq(count) {
    await job();
    const began = seconds();
    for (let i = 0; i < count; i++) await job();
    report('executor_seq', count, seconds() - began);
  },

  async executor_conc(count) {
    await job();
    const began = seconds();
    await Promise.all(numbers(count).map(job));
    report('executor_conc', count, seconds() - began);
  },

  async queue(count) {
    const queue = new Queue();
    const began = seconds();
    const produce = async () => { for (let i = 0; i < count; i++) await queue.put(i); };
    const producer = produce();
    for (let i = 0; i < count; i++) await queue.get();
    report('queue', count, seconds() - began);
    await producer;
  },

  echo1_cb: (count) => echo(count, 1, 'echo1_cb'),
  echo100_cb: (count) => echo(count, 100, 'echo100_cb'),

  async mem(count) {
    const gate = new Gate();
    const before = residentBytes();
    const parked = numbers(count).map(async () => { await gate.promise; });
    await turn();
    const grown = residentBytes() - before;
    reportAmount('mem', count, grown / 1e6, grown / count);
    gate.open();
    await Promise.all(parked);
  },
};

const [name, count] = process.argv.slice(2);
workloads[name](Number(count));
