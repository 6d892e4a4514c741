// Ink draws nothing until exit when CI is set; colours and zones must not depend on the machine.
process.env.CI = 'false';
process.env.FORCE_COLOR = '0';
process.env.TZ = 'UTC';
