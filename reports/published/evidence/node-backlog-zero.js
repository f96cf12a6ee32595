// Node 20.20.2 on Linux 6.18: server.listen() with a backlog of 0.
//
// Node.js documentation, Net, server.listen(): "All listen() methods can take a backlog parameter to specify the maximum length of the
// queue of pending connections. … The default value of this parameter is 511 (not 512)."
// Observed: 0 is taken for a parameter that was not given, and the queue's length is 511; 1 is 1. The page does not say so.
//
//   node node-backlog-zero.js      exits 1 where this is so; ss (iproute2) tells the length
'use strict';
const net = require('net');
const { execFileSync } = require('child_process');

const lengthFor = (backlog) => new Promise((resolve) => {
  const server = net.createServer().listen({ port: 0, host: '127.0.0.1', backlog }, () => {
    const line = execFileSync('ss', ['-ltnH', `sport = :${server.address().port}`], { encoding: 'utf8' });
    server.close();
    resolve(Number(line.trim().split(/\s+/)[2]));
  });
});

(async () => {
  const one = await lengthFor(1), zero = await lengthFor(0);
  console.log(`listen({ backlog: 1 }): a queue of ${one}; listen({ backlog: 0 }): a queue of ${zero}`);
  process.exit(zero === 0 ? 0 : 1);
})();
