/** Loaded before a program: at its end it says on stderr how much memory the process had at most, in MB. */
process.on('exit', () => {
  process.stderr.write(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1000)} MB\n`);
});
