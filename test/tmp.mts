import { startLab } from '../src/sim/world.testing.ts';
let t=performance.now();
const lab = await startLab(); console.log('boot', performance.now()-t);
for (const c of process.argv.slice(2)) { t=performance.now(); const r=await lab.run('controller', c); console.log('$',c, `(${(performance.now()-t).toFixed(1)} ms, exit ${r.exit})`); process.stdout.write(r.stdout.slice(0,1500)); if(r.stderr) process.stdout.write('ERR '+r.stderr.slice(0,600)); }
