// Ends a child: its measurements, with the peak of its memory over its whole life.
export function report(fields) {
  const {user, system} = process.cpuUsage();
  const cpuMs = (user + system) / 1000;
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({...fields, cpuMs, rssMb})}\n`);
}
