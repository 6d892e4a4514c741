// Loaded before the program: writes its peak memory in MB and its processor time in ms to file
// descriptor 3 when it ends.
import {writeSync} from 'node:fs';

process.on('exit', () => {
  const {maxRSS, userCPUTime, systemCPUTime} = process.resourceUsage();
  const cpuMs = (userCPUTime + systemCPUTime) / 1000;
  writeSync(3, JSON.stringify({rssMb: Math.round(maxRSS / 1024), cpuMs}));
});
